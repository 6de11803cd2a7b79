// SPDX-License-Identifier: GPL-3.0-or-later
// A show from its announcement to its replay: real server, real publisher, real browser.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Shown } from '../src/probe.ts';
import { Publisher } from './publisher.ts';
import { Server, type StagedShow } from './server.ts';
import { until } from './until.ts';
import { desktop, openBrowser, phone, Viewer } from './viewer.ts';

const server = new Server();
let browser: Browser;
let show: StagedShow;
let publisher: Publisher | undefined;
let onPhone: Viewer;
let onDesk: Viewer;

beforeAll(async () => {
  await server.start();
  await server.setUp();
  show = await server.stage('Autumn table', [
    { title: 'Stoneware mug', minor: 2400, stock: [['Blue', 6], ['Oat', 20]] },
    { title: 'Linen scarf', minor: 5900, stock: [['', 3]] },
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await publisher?.stop();
  await (browser as Browser | undefined)?.close();
  await server.close();
});

/** Shown with the first frame that reached its time; and that frame was within 250 ms of it, unless this machine showed none in between. */
function expectInStep(pin: Shown): void {
  const lateMs = ((pin.pictureTimeUs ?? 0) - pin.pinTimeUs) / 1000;
  expect(lateMs, 'never before its frame').toBeGreaterThan(-1); // the programme time of a playlist counts whole milliseconds
  const noneBetween = pin.frameBeforeUs !== undefined && pin.frameBeforeUs < pin.pinTimeUs;
  expect(lateMs <= 250 || noneBetween, `pin ${pin.pinId} late by ${lateMs} ms`).toBe(true);
}

test('before the show: starting soon, drawn from the snapshot alone', async () => {
  const bare = await browser.newContext();
  const page = await bare.newPage();
  await page.route('**/v1/**', (route) => route.abort());
  await page.goto(`${server.origin}/s/${show.slug}`);
  await page.getByText('Starting soon').waitFor();
  await page.getByText('Stoneware mug').first().waitFor();
  await bare.close();
  onPhone = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, phone);
  onDesk = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, desktop);
  await onPhone.look('phone-soon');
  await onDesk.look('desktop-soon');
});

test('live: the page goes over by itself, frames decode and advance, close to the present', async () => {
  publisher = new Publisher(show.publishTo);
  await server.startShow(show);
  await onPhone.frames(60);
  await onDesk.frames(60);
  await until('the latency settles', async () => {
    const ms = await onDesk.page.evaluate(() => window.vitrineProbe?.latencyMs());
    return ms !== undefined && ms > 0 && ms < 3000;
  }, 15_000);
  const before = await onDesk.page.evaluate(() => window.vitrineProbe?.pictureTimeUs() ?? 0);
  await onDesk.frames(30);
  expect(await onDesk.page.evaluate(() => window.vitrineProbe?.pictureTimeUs() ?? 0)).toBeGreaterThan(before);
});

test('pins come with the picture they belong to: within 250 ms, not before it', async () => {
  for (const product of [...show.products, ...show.products, ...show.products]) {
    await server.pin(show, product.id);
    await onPhone.page.waitForSelector(`.pin[data-product="${product.id}"]`);
    await onDesk.page.waitForSelector(`.pin[data-product="${product.id}"]`);
  }
  for (const viewer of [onPhone, onDesk]) {
    const shown = (await viewer.page.evaluate(() => window.vitrineProbe?.shown ?? [])).filter((s) => s.pictureTimeUs !== undefined);
    expect(shown).toHaveLength(6);
    for (const pin of shown) expectInStep(pin);
  }
  await onPhone.look('phone-live');
  await onDesk.look('desktop-live');
});

test('unpinning clears the card', async () => {
  await server.pin(show, '');
  await onPhone.page.waitForSelector('.pin', { state: 'detached' });
});

test('chat goes both ways, one’s own line at once, and a moderator’s removal reaches everyone', async () => {
  await onPhone.say('Is the blue one dishwasher safe?');
  await onPhone.introduce('Jonas');
  const line = onDesk.page.locator('.line', { hasText: 'dishwasher safe' });
  await line.waitFor();
  expect(await line.locator('.sender').textContent()).toBe('Jonas');
  await onDesk.say('<b>Yes</b> https://example.org');
  await onDesk.introduce('Lena');
  const answer = onPhone.page.locator('.line', { hasText: '<b>Yes</b> https://example.org' }); // text, never markup
  await answer.waitFor();
  expect(await answer.locator('a, b').count()).toBe(0);
  await server.say(show, 'Welcome to the table!');
  await onPhone.page.locator('.line', { hasText: 'Welcome to the table!' }).locator('.role', { hasText: 'Host' }).waitFor();
  await server.removeLine(show, (await answer.getAttribute('data-line')) ?? '');
  await onPhone.page.locator('.line.removed').waitFor();
  await onDesk.page.locator('.line.removed').waitFor();
  expect(await onPhone.page.getByText('<b>Yes</b>').count()).toBe(0);
});

test('a line that is refused says why and can be sent again', async () => {
  // Faster than a person can type: all within one turn of the page.
  await onDesk.page.getByLabel('Your message').evaluate((input: HTMLInputElement) => {
    for (let i = 1; i <= 9; i++) {
      input.value = `Quick line ${i}`;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.form?.requestSubmit();
    }
  });
  const refused = onDesk.page.locator('.line.refused').first();
  await refused.waitFor();
  expect(await refused.textContent()).toMatch(/Not sent: \w+/);
  await until('the limit has passed and the line goes through', async () => {
    const again = onDesk.page.getByRole('button', { name: 'Send again' }).first();
    if ((await again.count()) === 0) return true;
    await again.click();
    return false;
  }, 30_000);
});

test('the publisher goes away and comes back: one moment, then the picture, without a reload', async () => {
  await publisher?.stop();
  await onPhone.page.getByText('One moment').waitFor();
  await onPhone.look('phone-moment');
  publisher = new Publisher(show.publishTo);
  await onPhone.page.getByText('One moment').waitFor({ state: 'detached' });
  await onPhone.frames(60);
  await onDesk.frames(60);
  await server.pin(show, show.products[1]?.id ?? '');
  await onPhone.page.waitForSelector(`.pin[data-product="${show.products[1]?.id ?? ''}"]`);
  const last = await onPhone.page.evaluate(() => window.vitrineProbe?.shown.at(-1));
  if (!last) throw new Error('no pin was shown');
  expectInStep(last);
});

test('after the end: the replay plays, and its pins follow the seek both ways', async () => {
  await server.endShow(show);
  await publisher?.stop();
  await onDesk.page.getByText('Replay', { exact: true }).waitFor({ timeout: 30_000 });
  await onDesk.frames(30);
  const shownWhen = (timeUs: number): Promise<void> => onDesk.page.evaluate((at) => window.vitrineProbe?.seekToTimeUs(at), timeUs);
  const shown = (await onDesk.page.evaluate(() => window.vitrineProbe?.shown ?? [])).filter((s) => s.productId !== '');
  const [first, second] = [shown[0], shown[1]];
  if (!first || !second) throw new Error('no pins to go back to');
  await shownWhen(second.pinTimeUs + 100_000);
  await onDesk.page.waitForSelector(`.pin[data-product="${second.productId}"]`);
  await shownWhen(first.pinTimeUs + 20_000);
  await onDesk.page.waitForSelector(`.pin[data-product="${first.productId}"]`);
  await onDesk.look('desktop-replay');
  await onPhone.page.getByText('Replay', { exact: true }).waitFor();
  await onPhone.frames(10);
  await onPhone.look('phone-replay');
  await onPhone.leave();
  await onDesk.leave();
});
