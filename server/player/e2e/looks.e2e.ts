// SPDX-License-Identifier: GPL-3.0-or-later
// Every state of the page at every size: nothing cut off, nothing too small to touch, nothing axe complains of; and a
// picture of each for whoever looks at the page.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../src/link/id.ts';
import { Publisher } from './publisher.ts';
import { Server, type StagedShow } from './server.ts';
import { lookAtAll, openBrowser, phone, Viewer } from './viewer.ts';

const server = new Server();
let browser: Browser;
let show: StagedShow;
let viewer: Viewer;
let publisher: Publisher | undefined;

const longTitle = 'The long autumn evening at the table: ceramics, linen and everything that keeps warm';
const longProduct = 'Hand-thrown stoneware mug with a reactive glaze, fired twice, dishwasher-safe, no two alike';
const longLine = 'I have had mine for six years and it still looks new, only the handle is a little worn where the thumb rests. Donaudampfschifffahrtsgesellschaftskapitän!';

beforeAll(async () => {
  await server.start();
  await server.setUp();
  show = await server.stage(longTitle, [
    { title: longProduct, minor: 124_900, stock: [['Ocean blue, large', 3], ['Oat', 0], ['A variant whose name goes on and on', 40]] },
    { title: 'Linen scarf', minor: 5900, stock: [['', 30]] },
    { title: 'Sold-out lamp', minor: 8900, stock: [['', 0]] },
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await publisher?.stop();
  await (browser as Browser | undefined)?.close();
  await server.close();
});

async function post(path: string, body: object, token?: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await fetch(server.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

async function fillChat(): Promise<void> {
  for (const name of ['Ada', 'Maximiliana Featherstonehaugh-Oberhausen', '日本語の名前', 'Nоёль', 'Zoë 🎉']) {
    const { accessToken } = await post('/v1/guests', { name });
    for (const text of ['Hello!', longLine, 'Is it dishwasher-safe? 🫖']) {
      await post(`/v1/shows/${show.id}/chat`, { commandId: newId(), text }, accessToken);
    }
  }
}

test('before: a show without a product, and one with long names', async () => {
  const bare = await server.stage('Tea', []);
  const early = await Viewer.enter(browser, `${server.origin}/s/${bare.slug}`, {});
  await lookAtAll(early, 'bare');
  await early.leave();
  viewer = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, { ...phone, deviceScaleFactor: 1 });
  await lookAtAll(viewer, 'soon');
});

test('live: pinned, with a full chat', async () => {
  publisher = new Publisher(show.publishTo);
  await server.startShow(show);
  await viewer.frames(30);
  await lookAtAll(viewer, 'live', ['phone', 'desktop']);
  await fillChat();
  await server.say(show, 'Welcome, all of you!');
  await viewer.page.getByText('Welcome, all of you!').waitFor();
  await server.pin(show, show.products[0]?.id ?? '');
  await viewer.page.waitForSelector(`.pin[data-product="${show.products[0]?.id ?? ''}"]`);
  await lookAtAll(viewer, 'pinned');
  const hidden = await viewer.page.getByRole('log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  expect(hidden, 'the newest line stays in sight when a pin takes its room').toBeLessThan(2);
});

test('a phone that saves its battery plays when it is tapped', async () => {
  const saver = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, { ...phone, deviceScaleFactor: 1 }, async (context) => {
    await context.addInitScript(() => {
      // Not userActivation: whatever playwright evaluates counts as a gesture there.
      let tapped = false;
      addEventListener('click', () => (tapped = true), { capture: true });
      const play = HTMLMediaElement.prototype.play; // eslint-disable-line @typescript-eslint/unbound-method -- called with its element below
      HTMLMediaElement.prototype.play = function (): Promise<void> {
        return tapped ? play.call(this) : Promise.reject(new DOMException('a gesture is needed', 'NotAllowedError'));
      };
    });
  });
  const tap = saver.page.getByRole('button', { name: 'Tap to watch' });
  await tap.waitFor();
  await saver.look('look-blocked');
  await tap.click();
  await saver.frames(30);
  await tap.waitFor({ state: 'detached' });
  await saver.leave();
});

test('the whole screen: what is pinned can still be bought', async () => {
  await viewer.page.setViewportSize({ width: 1440, height: 900 });
  await viewer.page.getByRole('button', { name: 'Full screen' }).click();
  await viewer.page.getByRole('button', { name: 'Leave full screen' }).waitFor();
  expect(await viewer.page.evaluate(() => document.fullscreenElement?.className)).toBe('stage');
  await viewer.look('look-full-screen');
  await viewer.page.locator('.pin').getByRole('button').click();
  await viewer.step('choosing');
  await viewer.look('look-full-screen-buying');
  await viewer.page.getByRole('button', { name: 'Close' }).click();
  await viewer.page.getByRole('button', { name: 'Leave full screen' }).click();
  await viewer.page.getByRole('button', { name: 'Full screen' }).waitFor();
  await viewer.page.getByRole('button', { name: 'Tap for sound' }).click();
  expect(await viewer.page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
  await viewer.page.getByRole('button', { name: 'Turn sound off' }).click();
});

test('buying, from the choice to the receipt', async () => {
  await viewer.page.locator('.pin').getByRole('button').click();
  await viewer.step('choosing');
  await lookAtAll(viewer, 'choosing');
  await viewer.page.getByRole('button', { name: 'Buy now' }).click();
  await viewer.page.getByLabel('Your name').waitFor();
  await lookAtAll(viewer, 'name', ['narrow', 'desktop']);
  await viewer.introduce('Maximiliana Featherstonehaugh-Oberhausen');
  await viewer.step('held');
  await lookAtAll(viewer, 'held');
  await viewer.page.getByRole('button', { name: /^Pay €/ }).click({ trial: true }); // in reach without scrolling
  await viewer.page.getByRole('button', { name: 'Close' }).click();
  await viewer.page.getByRole('button', { name: /Finish your purchase/ }).waitFor();
  await lookAtAll(viewer, 'waiting-hold', ['narrow', 'desktop']);
  await viewer.page.getByRole('button', { name: /Finish your purchase/ }).click();
  await viewer.payWith(/^Pays/, 'a.rather.long.address.for.an.e-mail@subdomain.example.org');
  await viewer.step('paid');
  await lookAtAll(viewer, 'paid');
  await viewer.page.getByRole('button', { name: 'Keep watching' }).click();
});

test('the line is lost, and the picture is', async () => {
  await viewer.context.setOffline(true);
  await viewer.page.getByText('You are offline').waitFor();
  await lookAtAll(viewer, 'offline', ['narrow', 'desktop']);
  await viewer.context.setOffline(false);
  await viewer.linked();
  await publisher?.stop();
  await viewer.page.getByText('One moment').waitFor();
  await lookAtAll(viewer, 'moment');
});

test('a picture that stands upright', async () => {
  publisher = new Publisher(show.publishTo, '360x640');
  await viewer.page.waitForSelector('.page.tall');
  await viewer.page.getByText('One moment').waitFor({ state: 'detached' });
  await viewer.frames(30);
  await lookAtAll(viewer, 'upright');
});

test('after the end: the replay', async () => {
  await server.endShow(show);
  await publisher?.stop();
  await viewer.page.getByText('Replay', { exact: true }).waitFor({ timeout: 30_000 });
  await viewer.frames(30);
  await lookAtAll(viewer, 'replay');
  await viewer.leave();
});
