// SPDX-License-Identifier: GPL-3.0-or-later
// Buying on the page: every outcome, against the real server.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server, type StagedShow } from './server.ts';
import { until } from './until.ts';
import { blockSockets, desktop, openBrowser, phone, Viewer } from './viewer.ts';

const server = new Server(['--hold-ttl-s', '20']);
let browser: Browser;
let show: StagedShow;

beforeAll(async () => {
  await server.start();
  await server.setUp();
  show = await server.stage('Last things', [
    { title: 'Last lamp', minor: 12900, stock: [['', 1]] },
    { title: 'Mug', minor: 2400, stock: [['Blue', 5], ['Oat', 20]] },
    { title: 'Honey', minor: 990, stock: [['', 40]] },
  ]);
  await server.startShow(show);
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await server.close();
});

const enter = (how = phone): Promise<Viewer> => Viewer.enter(browser, `${server.origin}/s/${show.slug}`, how);
const secondsIn = (timer: string | null): number => {
  const [minutes, seconds] = (timer ?? '').split(':').map(Number);
  return (minutes ?? NaN) * 60 + (seconds ?? NaN);
};
const stockOf = async (viewer: Viewer, product: number): Promise<number> =>
  Number(await viewer.page.locator(`.shelf [data-product="${show.products[product]?.id ?? ''}"] .stock`).getAttribute('data-left'));

test('the last unit, two presses at once: one holds it, the other is told and may wait; given back, it is there again', async () => {
  const [one, two] = await Promise.all([enter(phone), enter(desktop)]);
  for (const [viewer, name] of [[one, 'Ana'], [two, 'Ben']] as const) {
    await viewer.say('Hello');
    await viewer.introduce(name);
    await viewer.openProduct('Last lamp');
  }
  const press = (viewer: Viewer): Promise<void> => viewer.page.getByRole('button', { name: 'Buy now' }).click();
  await Promise.all([press(one), press(two)]);
  const outcome = async (viewer: Viewer): Promise<string> => {
    await viewer.page.waitForSelector('.buying[data-step="held"], .buying[data-step="sold_out"]');
    return (await viewer.page.locator('.buying').getAttribute('data-step')) ?? '';
  };
  const outcomes = await Promise.all([outcome(one), outcome(two)]);
  expect([...outcomes].sort()).toEqual(['held', 'sold_out']);
  const [winner, loser] = outcomes[0] === 'held' ? [one, two] : [two, one];
  await loser.look('sold-out');
  await loser.page.getByRole('button', { name: 'Join the waiting list' }).click();
  await loser.page.getByText('You are next.').waitFor();
  await loser.page.getByRole('button', { name: 'Keep watching' }).click();
  await winner.page.getByRole('button', { name: 'Give it back' }).click();
  await winner.step('expired');
  await winner.leave();
  await loser.leave();
});

test('a whole purchase on a phone: name, hold, declined card, bank, order number; stock falls for everyone', async () => {
  const buyer = await enter(phone);
  const onlooker = await enter(desktop);
  await onlooker.linked();
  const before = await stockOf(onlooker, 1);
  await buyer.openProduct('Mug');
  await buyer.look('phone-sheet');
  await buyer.page.getByRole('button', { name: 'One more' }).click();
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Ida');
  await buyer.step('held');
  await until('the onlooker sees two fewer', async () => (await stockOf(onlooker, 1)) === before - 2, 5_000);

  await buyer.page.getByLabel('E-mail').fill('nonsense');
  await buyer.page.getByLabel('Card number').fill('4242 4242 4242 4241');
  await buyer.page.getByRole('button', { name: /^Pay €/ }).click();
  await buyer.page.getByText('such as name@example.org').waitFor();
  await buyer.page.getByText('typing mistake').waitFor();

  await buyer.payWith(/^Declines/);
  await buyer.page.getByText('The card was declined').waitFor();
  await buyer.look('phone-declined');
  await buyer.payWith(/^Asks your bank/);
  await buyer.step('confirming');
  await buyer.look('phone-confirm');
  await buyer.page.getByRole('button', { name: 'Approve' }).click();
  await buyer.step('paid');
  expect(await buyer.page.locator('.order-number').textContent()).toMatch(/^[0-9a-f-]{36}$/);
  expect(await buyer.page.locator('.receipt .total').textContent()).toContain('€48.00');
  await buyer.look('phone-paid');
  expect(await stockOf(onlooker, 1)).toBe(before - 2);
  await buyer.leave();
  await onlooker.leave();
});

test('refused at the bank: nothing is charged and another card works', async () => {
  const buyer = await enter(desktop);
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Oli');
  await buyer.step('held');
  await buyer.payWith(/^Asks your bank/);
  await buyer.step('confirming');
  await buyer.page.getByRole('button', { name: 'Refuse' }).click();
  await buyer.step('held');
  await buyer.payWith(/^Pays/);
  await buyer.step('paid');
  await buyer.leave();
});

test('a gateway that loses its answer still ends in one paid order', async () => {
  const buyer = await enter(desktop);
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Uma');
  await buyer.step('held');
  await buyer.payWith(/^Slow gateway/);
  await buyer.page.waitForSelector('.buying[data-step="paid"]', { timeout: 45_000 });
  await buyer.leave();
}, 70_000);

test('a reload in the middle comes back to the hold', async () => {
  const buyer = await enter(phone);
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Eva');
  await buyer.step('held');
  await buyer.page.reload();
  await buyer.page.getByRole('button', { name: /Finish your purchase/ }).click();
  await buyer.step('held');
  await buyer.payWith(/^Pays/);
  await buyer.step('paid');
  await buyer.leave();
});

test('the same press through a broken line makes one hold', async () => {
  const buyer = await enter(desktop);
  await buyer.linked();
  const before = await stockOf(buyer, 2);
  await buyer.openProduct('Honey');
  let lost = 0;
  await buyer.page.route('**/v1/holds', async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch(); // the server hears it; its answer is lost on the way
    return route.abort('connectionreset');
  });
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Mia');
  await buyer.step('held');
  await until('the page asks again under the same id', () => lost > 1, 10_000);
  await until('one unit is held, not two', async () => (await stockOf(buyer, 2)) === before - 1, 5_000);
  await buyer.page.getByRole('button', { name: 'Give it back' }).click();
  await buyer.step('expired');
  await until('it is back', async () => (await stockOf(buyer, 2)) === before, 5_000);
  await buyer.leave();
});

// A page that took its time, no socket to ask the server's clock on, and a viewer's clock that is an hour fast.
async function onABadLine(context: BrowserContext): Promise<void> {
  await blockSockets(context);
  await context.addInitScript(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + 3_600_000;
  });
  await context.route(`**/s/${show.slug}?*`, async (route) => {
    const answer = await route.fetch();
    await pause(1_500);
    await route.fulfill({ response: answer });
  });
}

test('the countdown never promises more than there is; time runs out by the server’s clock, and it can be held again', async () => {
  const buyer = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, desktop, onABadLine);
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  const answered = buyer.page.waitForResponse('**/v1/holds');
  await buyer.introduce('Kai');
  const { expiresUs } = (await (await answered).json()) as { expiresUs: string };
  await buyer.step('held');
  for (let left = 20; left > 15;) {
    const thereIsMs = Number(expiresUs) / 1000 - Date.now();
    left = secondsIn(await buyer.page.getByRole('timer').textContent());
    expect(left * 1000, 'but for the moment that a busy machine takes to draw').toBeLessThan(thereIsMs + 500);
    expect(left * 1000, 'and it does not frighten anybody').toBeGreaterThan(thereIsMs - 3_000);
  }
  await buyer.page.waitForSelector('.buying[data-step="expired"]', { timeout: 30_000 });
  await buyer.page.getByRole('button', { name: 'Try again' }).click();
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.step('held');
  await buyer.leave();
}, 60_000);

test('by keyboard alone, from the list to the order number, and the focus comes back', async () => {
  const buyer = await enter(desktop);
  const { page } = buyer;
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      if (name.test(await focused())) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${String(name)} cannot be reached with Tab`);
  };
  await tabTo(/^Buy Honey$/);
  await page.keyboard.press('Enter');
  await buyer.step('choosing');
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('Buy Honey');
  await page.keyboard.press('Enter');
  await buyer.step('choosing');
  expect(await focused()).toBe('Buy now');
  await page.keyboard.press('Enter');
  await page.getByLabel('Your name').waitFor();
  await page.keyboard.type('Noor');
  await page.keyboard.press('Enter');
  await buyer.step('held');
  await page.keyboard.type('noor@example.org');
  await tabTo(/^Pays/);
  await page.keyboard.press('Space');
  await tabTo(/^Pay €/);
  await page.keyboard.press('Enter');
  await buyer.step('paid');
  expect(await focused()).toBe('Keep watching');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Buy Honey');
  await buyer.leave();
});

test('at 320 pixels nothing is cut off', async () => {
  const viewer = await enter({ viewport: { width: 320, height: 568 } });
  await viewer.look('narrow');
  await viewer.openProduct('Mug');
  await viewer.look('narrow-sheet');
  await viewer.leave();
});
