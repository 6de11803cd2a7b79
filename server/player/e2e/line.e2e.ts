// SPDX-License-Identifier: GPL-3.0-or-later
// The line between page and server: killed, blocked, lost.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server, type StagedShow } from './server.ts';
import { until } from './until.ts';
import { blockSockets, desktop, openBrowser, Viewer } from './viewer.ts';

const server = new Server();
let browser: Browser;
let show: StagedShow;

beforeAll(async () => {
  await server.start();
  await server.setUp();
  show = await server.stage('Rough weather', [{ title: 'Umbrella', minor: 3500, stock: [['', 50]] }]);
  await server.startShow(show);
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await server.close();
});

const address = (): string => `${server.origin}/s/${show.slug}`;
const left = async (viewer: Viewer): Promise<number> => Number(await viewer.page.locator('.shelf .stock').first().getAttribute('data-left'));

test('the server is killed and comes back: the page resumes without a gap or a double', async () => {
  const viewer = await Viewer.enter(browser, address(), desktop);
  await viewer.linked();
  const variant = show.products[0]?.variants[0] ?? '';
  const first = await viewer.seq();
  for (let i = 0; i < 3; i++) await server.adjustStock(variant, -1);
  await until('three units fewer', async () => (await left(viewer)) === 47, 5_000);
  await server.kill('SIGKILL');
  await viewer.page.getByText('Reconnecting…').waitFor();
  await server.start();
  for (let i = 0; i < 3; i++) await server.adjustStock(variant, -1);
  await until('six units fewer', async () => (await left(viewer)) === 44, 30_000);
  await viewer.page.getByText('Reconnecting…').waitFor({ state: 'detached' });
  const seqs = await viewer.page.evaluate(() => window.vitrineProbe?.seqs ?? []);
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => first + 1 + i));
  expect(seqs.length).toBeGreaterThanOrEqual(6);
  await viewer.leave();
}, 60_000);

test('where WebSockets are blocked the page lives on events and POST', async () => {
  const viewer = await Viewer.enter(browser, address(), desktop, blockSockets);
  await until('the fallback carries', () => viewer.page.evaluate(() => window.vitrineProbe?.way() === 'events'), 20_000);
  await viewer.page.getByText('Slow connection mode').waitFor();
  const before = await left(viewer);
  await server.adjustStock(show.products[0]?.variants[0] ?? '', -2);
  await until('stock falls', async () => (await left(viewer)) === before - 2, 10_000);
  await viewer.say('Can you hear me?');
  await viewer.introduce('Remote');
  await viewer.page.locator('.line:not(.pending)', { hasText: 'Can you hear me?' }).waitFor();
  await server.say(show, 'Loud and clear');
  await viewer.page.locator('.line', { hasText: 'Loud and clear' }).waitFor({ timeout: 20_000 });
  expect(await viewer.page.locator('.line', { hasText: 'Can you hear me?' }).count()).toBe(1);
  await viewer.leave();
}, 60_000);

test('offline and back: said so, and nothing is missed', async () => {
  const viewer = await Viewer.enter(browser, address(), desktop);
  await viewer.linked();
  const before = await left(viewer);
  await viewer.context.setOffline(true);
  await viewer.page.getByText('You are offline').waitFor();
  await server.adjustStock(show.products[0]?.variants[0] ?? '', -1);
  await viewer.context.setOffline(false);
  await until('caught up', async () => (await left(viewer)) === before - 1, 15_000);
  await viewer.leave();
});

test('a session that another server gave is replaced without asking the viewer again', async () => {
  const viewer = await Viewer.enter(browser, address(), desktop, async (context) => {
    await context.addInitScript(() => localStorage.setItem('vitrine.session', JSON.stringify({
      accessToken: 'eyJhbGciOiJIUzI1NiJ9.e30.forged', accessExpiresUs: '9000000000000000', account: { id: 'x', displayName: 'Old Friend', role: 'ROLE_VIEWER', guest: true },
    })));
  });
  await viewer.linked();
  await viewer.say('Still me');
  await viewer.page.locator('.line:not(.pending):not(.refused)', { hasText: 'Still me' }).waitFor();
  expect(await viewer.page.locator('.line', { hasText: 'Still me' }).locator('.sender').textContent()).toBe('Old Friend');
  await viewer.leave();
});
