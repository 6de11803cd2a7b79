// SPDX-License-Identifier: GPL-3.0-or-later
// A buyer's whole way in one go: signed in, two things in the cart, a coupon, an address, paid, the link in the receipt, looked up
// and cancelled; on a phone by touch alone, on a desktop by keyboard alone.
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailBox } from './mail.ts';
import { Server, type StagedShow } from './server.ts';
import { until } from './until.ts';
import { desktop, openBrowser, phone, Viewer } from './viewer.ts';

const mail = new MailBox();
let server: Server;
let browser: Browser;
let show: StagedShow;

beforeAll(async () => {
  server = new Server(['--smtp-url', await mail.open(), '--mail-from', 'Demo Shop <shop@example.org>']);
  await server.start();
  await server.setUp();
  show = await server.stage('Everything for the table', [
    { title: 'Bowl', minor: 3100, stock: [['', 30]] },
    { title: 'Linen napkin', minor: 1250, stock: [['Sand', 20], ['Clay', 20]] },
  ]);
  await server.startShow(show);
  await server.saveCoupon({ code: 'TABLE', percent_e2: '2000' });
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await server.close();
  await mail.close();
});

/** Fingers, or keys: the same way, done by one of them alone. */
abstract class Hands {
  constructor(readonly viewer: Viewer) {}
  abstract press(what: Locator): Promise<void>;
  abstract choose(name: string): Promise<void>;
  abstract type(into: Locator, text: string): Promise<void>;
  button(name: string | RegExp): Promise<void> {
    return this.press(this.viewer.page.getByRole('button', { name }));
  }
  label(name: string): Locator {
    return this.viewer.page.getByLabel(name, { exact: true });
  }
  async place(name: string): Promise<void> {
    await this.viewer.page.waitForSelector(`[data-cart="${name}"]`);
  }
}
class Fingers extends Hands {
  press(what: Locator): Promise<void> {
    return what.tap();
  }
  choose(name: string): Promise<void> {
    return this.viewer.page.locator('.choice', { hasText: name }).tap();
  }
  async type(into: Locator, text: string): Promise<void> {
    await into.tap();
    await this.viewer.page.keyboard.type(text);
  }
}
class Keys extends Hands {
  async press(what: Locator): Promise<void> {
    await what.focus();
    await this.viewer.page.keyboard.press('Enter');
  }
  async choose(name: string): Promise<void> {
    await this.viewer.page.getByRole('radio', { name }).focus();
    await this.viewer.page.keyboard.press('Space');
  }
  async type(into: Locator, text: string): Promise<void> {
    await into.focus();
    await this.viewer.page.keyboard.type(text);
  }
}

async function signIn(hands: Hands, email: string): Promise<void> {
  await hands.button(/^Your cart/);
  await hands.place('cart');
  await hands.button('Your account');
  const before = mail.letters.length;
  await hands.type(hands.label('E-mail'), email);
  await hands.button('Send me a code');
  await until('the code arrives', () => mail.letters.length > before, 10_000);
  const [code] = await mail.letter(email, /\d{4} \d{4}/);
  await hands.type(hands.label('Code'), code);
  await hands.button('Sign in');
  await hands.viewer.page.getByText(`Signed in as ${email}`).waitFor();
  await hands.button('Close');
}

async function fill(hands: Hands, title: string, variant?: string): Promise<void> {
  const { page } = hands.viewer;
  const bag = page.getByRole('button', { name: /^Show the/ });
  if (await bag.isVisible()) await hands.press(bag);
  const list = (await page.locator('dialog[open] .products').count()) > 0 ? 'dialog[open]' : '.shelf';
  await hands.press(page.locator(list).getByRole('button', { name: `Buy ${title}` }));
  await hands.viewer.step('choosing');
  if (variant) await hands.choose(variant);
  await hands.button('Add to cart');
  await page.getByText('It is in your cart').waitFor();
  await hands.button('Close');
}

async function address(hands: Hands): Promise<void> {
  await hands.button('A new address');
  for (const [label, text] of [['Name', 'Ida Larsen'], ['Street and number', 'Nyhavn 17'], ['Postal code', '1051'], ['City', 'København']] as const) {
    await hands.type(hands.label(label), text);
  }
  await hands.viewer.page.getByLabel('Country').selectOption('DK');
  await hands.button('Save this address');
  await hands.viewer.page.getByText('Nyhavn 17').waitFor();
}

const ways: readonly [string, BrowserContextOptions, (viewer: Viewer) => Hands][] = [
  ['phone by touch', phone, (viewer) => new Fingers(viewer)],
  ['desktop by keyboard', desktop, (viewer) => new Keys(viewer)],
];

test.each(ways)('from signing in to the cancellation, on a %s', async (way, how, handsOf) => {
  const size = way.split(' ')[0] ?? '';
  const email = `ida.${size}@example.org`;
  const viewer = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, how);
  const { page } = viewer;
  const hands = handsOf(viewer);
  await signIn(hands, email);
  await fill(hands, 'Bowl');
  await fill(hands, 'Linen napkin', 'Clay');
  await hands.button('Your cart with 2 things');
  await hands.place('cart');
  await hands.button('One more Bowl');
  await page.getByText('€74.50').waitFor();
  await viewer.look(`journey-cart-${size}`);

  await hands.button('Check out 2 things');
  await hands.place('pay');
  await address(hands);
  await hands.button('I have a coupon');
  await hands.type(hands.label('Coupon code'), 'table');
  await hands.button('Use it');
  await page.getByText('Coupon TABLE').waitFor();
  await page.getByText('€59.60').first().waitFor();
  await viewer.look(`journey-coupon-${size}`);
  await hands.button(/^Pays/);
  await page.getByText('For your receipt').waitFor();
  await hands.button('Pay €59.60');
  await hands.place('paid');
  await page.getByText(`We send the receipt to ${email}`).waitFor();
  expect(await page.locator('.receipt').textContent()).toMatch(/Coupon TABLE.*€14\.90.*€59\.60.*Nyhavn 17/);
  await viewer.look(`journey-paid-${size}`);
  await hands.button('Keep watching');

  const [, link] = await mail.letter(email, /59\.60 EUR[^]*(\/o\/[\w-]+)/);
  await hands.button(/^Your cart/);
  await hands.button('Your account');
  await hands.press(page.locator('button.kept-row', { hasText: 'Bowl' }).first());
  await page.locator('.order .state-3').waitFor();
  await viewer.look(`journey-order-${size}`);
  await page.goto(`${server.origin}${link ?? ''}`);
  await page.locator('.order .state-3').waitFor();
  await viewer.look(`journey-link-${size}`);
  await hands.button('Cancel this order');
  await page.locator('.order .state-6').waitFor();
  await page.goto(`${server.origin}/s/${show.slug}?probe`);
  await hands.button(/^Your cart/);
  await hands.button('Your account');
  await page.locator('.kept-row .state-6').waitFor();
  await viewer.leave();
}, 90_000);
