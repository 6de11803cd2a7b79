// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the pictures of the README on the real programs, into docs/pictures, only when UPDATE_PICTURES=1 asks for it.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../bench/stage/processes.mjs';
import { root, Stage } from '../../bench/stage/stage.mjs';
import { holdPinned, say } from '../../bench/stage/viewer.mjs';

const pictures = join(root, 'docs', 'pictures');

async function watched(stage, options) {
  const page = await stage.openPage(options);
  await until('the picture plays', () => page.evaluate(() => window.vitrineProbe?.frames() > 30), 30_000);
  return page;
}

async function takePictures(t) {
  mkdirSync(pictures, { recursive: true });
  const stage = new Stage('pictures');
  t.after(() => stage.close());
  const folder = join(root, 'build', 'cameras');
  execFileSync(join(root, 'resources', 'demo', 'make-cameras'), [folder], { stdio: 'inherit' });
  await stage.openDisplay();
  await stage.openServer();
  await stage.openBrowser();
  await stage.openStudio({ cameras: [join(folder, 'table.mp4'), join(folder, 'close-up.mp4')] });
  await stage.studio.act({ do: 'go_live' });
  await stage.studio.event('on air', (e) => e.event === 'live', { deadline_ms: 30_000 });

  const page = await watched(stage);
  await stage.studio.act({ do: 'pin', product: 0 });
  await say(page, 'Good evening from Porto!', 'Inês');
  await pause(700);
  const phone = await watched(stage, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await say(phone, 'Is the mug dishwasher-safe?', 'Jonas');
  await stage.studio.act({ do: 'say', text: 'Welcome! It is: fired twice, and no two are alike.' });
  await pause(900);
  await say(page, 'Ocean is so pretty');
  await page.locator('.pin h2', { hasText: 'Stoneware mug' }).waitFor();
  await pause(2500);
  await page.screenshot({ path: join(pictures, 'page.png') });
  await phone.screenshot({ path: join(pictures, 'page-phone.png') });
  await holdPinned(phone);
  await phone.getByLabel('E-mail').waitFor();
  await pause(600);
  await phone.screenshot({ path: join(pictures, 'page-buying.png') });
  await stage.studio.act({ do: 'screenshot', file: join(pictures, 'studio.png') });
}

if (process.env.UPDATE_PICTURES) test('the pictures of the README', { timeout: 300_000 }, takePictures);
