// SPDX-License-Identifier: GPL-3.0-or-later
// What a live sale does beside first come, first served: a price of the moment, a draw, coupons, other currencies, limits.
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Publisher } from './publisher.ts';
import { Server, type StagedShow } from './server.ts';
import { until } from './until.ts';
import { desktop, lookAtAll, openBrowser, phone, Viewer } from './viewer.ts';

const server = new Server();
let browser: Browser;
let show: StagedShow;

beforeAll(async () => {
  await server.start();
  await server.setUp();
  show = await server.stage('One evening only', [
    { title: 'Mug', minor: 2400, stock: [['Blue', 9], ['Oat', 9]] },
    { title: 'The only lamp of its kind', minor: 12900, stock: [['', 1]] },
    { title: 'Honey', minor: 990, stock: [['', 40]] },
    { title: 'Scarf', minor: 5900, stock: [['', 30]], limit: 2 },
    { title: 'Bowl', minor: 3100, stock: [['', 5]] },
  ]);
  await server.startShow(show);
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await server.close();
});

const enter = (how: BrowserContextOptions = { ...phone, deviceScaleFactor: 1 }): Promise<Viewer> => Viewer.enter(browser, `${server.origin}/s/${show.slug}`, how);
const button = (viewer: Viewer, name: string | RegExp): Locator => viewer.page.getByRole('button', { name });
const productOf = (i: number): { id: string; variant: string } => ({ id: show.products[i]?.id ?? '', variant: show.products[i]?.variants[0] ?? '' });
const onShelf = (viewer: Viewer, i: number): Locator => viewer.page.locator(`.shelf [data-product="${productOf(i).id}"]`);
async function pin(viewer: Viewer, i: number): Promise<void> {
  await server.pin(show, productOf(i).id);
  await viewer.page.waitForSelector(`.pin[data-product="${productOf(i).id}"]`);
}

test('a price of the moment appears on the picture’s own time, counts down, ends by itself, and counts for whoever held in time', async () => {
  const publisher = new Publisher(show.publishTo);
  const viewer = await enter();
  await viewer.frames(30);
  await pin(viewer, 0);
  const seen = viewer.page.evaluate(() => new Promise<number>((resolve) => {
    const look = (): void => {
      if (document.querySelector('.pin .flash')) resolve(window.vitrineProbe?.pictureTimeUs() ?? 0);
      else requestAnimationFrame(look);
    };
    look();
  }));
  const started = await server.startFlash(show, productOf(0).variant, 1800, 24);
  const { starts_us, ends_us } = started.flash as { starts_us: string; ends_us: string };
  const grainUs = 300_000; // of the programme's newest frame, when the host said it
  expect(await seen, 'not before the host says it on the picture').toBeGreaterThan(Number(starts_us) - grainUs);
  const facts = viewer.page.locator('.pin .facts');
  expect(await facts.locator('strong').textContent()).toBe('€18.00');
  expect(await facts.locator('.was').textContent()).toBe('before €24.00');
  const left = (await facts.getByRole('timer').textContent()) ?? '';
  const [minutes, seconds] = (/(\d+):(\d+)$/.exec(left) ?? []).slice(1).map(Number);
  expect((minutes ?? NaN) * 60 + (seconds ?? NaN), 'never more than there is').toBeLessThanOrEqual((Number(ends_us) / 1000 - Date.now()) / 1000 + 0.5);
  await viewer.look('flash-pin-phone');

  await viewer.page.locator('.pin').getByRole('button').tap();
  await viewer.step('choosing');
  await viewer.look('flash-sheet-phone');
  await button(viewer, 'Buy now').tap();
  await viewer.introduce('Ida');
  await viewer.step('held');
  await button(viewer, 'Pay €18.00').waitFor();
  await button(viewer, 'Close').tap();
  await viewer.page.locator('.pin .flash').waitFor({ state: 'detached', timeout: 40_000 });
  expect(Date.now(), 'it falls back by itself').toBeGreaterThan(Number(ends_us) / 1000 - 1_500);
  expect(await facts.locator('strong').textContent()).toBe('€24.00');
  await button(viewer, /Finish your purchase/).tap();
  await viewer.payWith(/^Pays/);
  await viewer.step('paid');
  expect(await viewer.page.locator('.receipt .total').textContent()).toContain('€18.00');
  await publisher.stop();
  await viewer.leave();
}, 120_000);

test('a price of the moment at every size', async () => {
  const viewer = await enter();
  await pin(viewer, 4);
  await server.startFlash(show, productOf(4).variant, 2500, 120);
  await viewer.page.locator('.pin .flash').waitFor();
  await lookAtAll(viewer, 'flash');
  await viewer.leave();
});

test('a draw: entered by touch and by keyboard, once each; one wins, the other waits; both draw it again; what is given back goes to who waits', async () => {
  const [ana, ben] = await Promise.all([enter(), enter(desktop)]);
  await Promise.all([pin(ana, 1), pin(ben, 1)]);
  const drop = await server.openDrop(show, productOf(1).variant, 1, 30);
  const enterDraw = (viewer: Viewer): Locator => viewer.page.locator('.pin').getByRole('button', { name: 'Enter the draw' });
  await Promise.all([enterDraw(ana).waitFor(), enterDraw(ben).waitFor()]);
  await ana.look('draw-pin-phone');
  let asked = 0;
  await ana.page.route('**/entries', async (route) => {
    if (asked++ > 0) return route.continue();
    await route.fetch(); // the server hears it; its answer is lost on the way
    return route.abort('connectionreset');
  });
  await enterDraw(ana).tap();
  await ana.introduce('Ana');
  await ana.page.locator('.drop').getByText('You are in it').waitFor();
  await ben.look('draw-pin-desktop');
  await enterDraw(ben).focus();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByLabel('Your name').pressSequentially('Ben');
  await ben.page.keyboard.press('Enter');
  await ben.page.locator('.drop').getByText('You are in it').waitFor();
  await expect.poll(() => asked, { message: 'asked again under the same id', timeout: 20_000 }).toBeGreaterThan(1);
  await ana.page.getByText('2 people are in it').waitFor();
  await ana.look('draw-in-phone');
  await ben.look('draw-in-desktop');

  const outcome = async (viewer: Viewer): Promise<string> => {
    await viewer.page.waitForSelector('.buying[data-step="held"], [data-outcome="waiting"]', { timeout: 60_000 });
    return (await viewer.page.locator('.buying').getAttribute('data-step')) === 'held' ? 'won' : 'waiting';
  };
  const outcomes = await Promise.all([outcome(ana), outcome(ben)]);
  expect([...outcomes].sort()).toEqual(['waiting', 'won']);
  const [winner, loser] = outcomes[0] === 'won' ? [ana, ben] : [ben, ana];
  await winner.page.getByText('You won the draw').waitFor();
  await winner.look('draw-won');
  await loser.page.getByText('You are next on the waiting list').waitFor();
  await loser.page.getByText('How the draw works').click();
  await button(loser, 'Check the draw').click();
  await loser.page.getByText('Drawn as promised').waitFor();
  expect(await loser.page.locator('.verdict li.good').count()).toBe(4);
  await lookAtAll(loser, 'draw-checked');

  const told = (await (await fetch(`${server.origin}/v1/drops/${String(drop.id)}`)).json()) as { entries: string[]; winners: string[] };
  expect([told.entries.length, told.winners.length], 'each is in it once').toEqual([2, 1]);
  await button(winner, 'Give it back').click();
  await loser.step('held');
  await loser.leave();
  await winner.leave();
}, 150_000);

test('a draw that is cheated with is found out', async () => {
  const viewer = await enter(desktop);
  await pin(viewer, 4);
  const drop = await server.openDrop(show, productOf(4).variant, 1, 12);
  await viewer.page.locator('.pin').getByRole('button', { name: 'Enter the draw' }).click();
  await viewer.introduce('Kai');
  await viewer.page.waitForSelector('.buying[data-step="held"]', { timeout: 30_000 }); // the only one in it
  await button(viewer, 'Give it back').click();
  await viewer.step('expired');
  await viewer.page.route(`**/v1/drops/${String(drop.id)}`, async (route) => {
    const answer = await route.fetch();
    const draw = (await answer.json()) as { drop: object };
    await route.fulfill({ response: answer, json: { ...draw, drop: { ...draw.drop, seed: 'ab'.repeat(32) } } });
  });
  await button(viewer, 'Try again').click();
  await viewer.page.getByText('How the draw works').click();
  await button(viewer, 'Check the draw').click();
  await viewer.page.getByText('This was not drawn as promised').waitFor();
  await viewer.look('draw-cheated-desktop');
  await viewer.leave();
}, 60_000);

test('a draw that is called off says so, and it can be bought again', async () => {
  const viewer = await enter();
  await pin(viewer, 2);
  const drop = await server.openDrop(show, productOf(2).variant, 3, 300);
  await viewer.page.locator('.pin').getByRole('button', { name: 'Enter the draw' }).waitFor();
  await lookAtAll(viewer, 'draw-pin');
  await viewer.page.locator('.pin').getByRole('button', { name: 'Enter the draw' }).tap();
  await viewer.introduce('Uma');
  await viewer.page.getByText('You are in it').first().waitFor();
  await viewer.page.getByText('How the draw works').tap();
  await lookAtAll(viewer, 'draw-open');
  await server.callOffDrop(String(drop.id));
  await viewer.page.getByText('The draw was called off').waitFor();
  await viewer.look('draw-off');
  await button(viewer, 'Buy now').waitFor();
  await viewer.leave();
}, 60_000);

test('a coupon: said plainly when it will not do, and off the total when it does', async () => {
  await server.saveCoupon({ code: 'MUGS10', percent_e2: '1000' });
  await server.saveCoupon({ code: 'BIG', amount_minor: '2000', currency: 'EUR', minimum_minor: '50000' });
  const buyer = await enter();
  await buyer.openProduct('Mug');
  await button(buyer, 'Buy now').tap();
  await buyer.introduce('Oli');
  await buyer.step('held');
  await button(buyer, 'I have a coupon').tap();
  const field = buyer.page.getByLabel('Coupon code');
  await field.fill('nonsense');
  await buyer.page.keyboard.press('Enter');
  await until('a wrong code is refused in words', async () => ((await buyer.page.locator('#coupon-problem').textContent()) ?? '').length > 10, 5_000);
  await field.fill('big');
  await button(buyer, 'Use it').tap();
  await until('so is an order that is too small', async () => ((await buyer.page.locator('#coupon-problem').textContent()) ?? '').includes('500'), 5_000);
  await lookAtAll(buyer, 'coupon-refused');
  await field.fill('mugs10');
  await button(buyer, 'Use it').tap();
  await button(buyer, 'Pay €21.60').waitFor();
  await lookAtAll(buyer, 'coupon');
  await button(buyer, 'Remove the coupon MUGS10').tap();
  await button(buyer, 'Pay €24.00').waitFor();
  await field.fill('MUGS10');
  await button(buyer, 'Use it').tap();
  await button(buyer, 'Pay €21.60').waitFor();
  await buyer.payWith(/^Declines/);
  await buyer.page.getByText('The card was declined').waitFor();
  await button(buyer, 'Pay €21.60').waitFor();
  await buyer.payWith(/^Pays/);
  await buyer.step('paid');
  expect(await buyer.page.locator('.receipt').textContent()).toMatch(/Coupon MUGS10.*€2\.40.*€21\.60/);
  await buyer.leave();
}, 60_000);

test('another currency: chosen once, seen everywhere, paid in, and still there after a reload', async () => {
  await server.setRate('EUR', 'USD', 1_250_000_000);
  const buyer = await enter(desktop);
  await buyer.openProduct('Honey');
  await button(buyer, 'Add to cart').click();
  await buyer.introduce('Mia');
  await buyer.page.getByText('It is in your cart').waitFor();
  await button(buyer, 'Close').click();
  await button(buyer, /^Your cart/).click();
  await button(buyer, 'Your account').click();
  await button(buyer, 'Show prices in another currency').click();
  await buyer.page.getByLabel('Show prices in').selectOption('USD');
  await onShelf(buyer, 3).getByText('US$73.75').waitFor();
  await lookAtAll(buyer, 'currency');
  await button(buyer, 'Back to the cart').click();
  await buyer.page.locator('.cart-line strong', { hasText: 'US$12.38' }).first().waitFor();
  await buyer.page.setViewportSize({ width: 1280, height: 800 });
  await button(buyer, 'Close').click();
  await onShelf(buyer, 3).getByText('US$73.75').waitFor();
  await buyer.page.reload();
  await onShelf(buyer, 3).getByText('US$73.75').waitFor();
  await buyer.openProduct('Scarf');
  await button(buyer, 'Buy now').click();
  await buyer.step('held');
  await buyer.payWith(/^Pays/);
  await buyer.step('paid');
  expect(await buyer.page.locator('.receipt .total').textContent()).toContain('US$73.75');
  await button(buyer, 'Keep watching').click();
  await button(buyer, /^Your cart/).click();
  await button(buyer, 'Your account').click();
  await button(buyer, 'Show prices in another currency').click();
  await buyer.page.getByLabel('Show prices in').selectOption('EUR');
  await onShelf(buyer, 3).getByText('€59.00').waitFor();
  await button(buyer, 'Back to the cart').click();
  await buyer.page.locator('.cart-line strong', { hasText: '€9.90' }).first().waitFor();
  await buyer.leave();
}, 60_000);

test('a limit for each buyer: the stepper ends there, and the server’s own word is shown', async () => {
  const buyer = await enter(desktop);
  await buyer.openProduct('Scarf');
  await buyer.page.getByText('At most 2 for each buyer').waitFor();
  await button(buyer, 'One more').click();
  expect(await button(buyer, 'One more').isDisabled()).toBe(true);
  await buyer.look('limit-desktop');
  await button(buyer, 'Add to cart').click();
  await buyer.introduce('Noor');
  await buyer.page.getByText('It is in your cart').waitFor();
  await button(buyer, 'Buy now').click();
  await until('the server says why not', async () => /2/.test((await buyer.page.locator('.buying .problem[role=alert]').first().textContent()) ?? ''), 10_000);
  await buyer.look('limit-refused-desktop');
  await buyer.leave();
});
