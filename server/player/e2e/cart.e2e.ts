// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way of a buyer on the page: cart, sign-in, address, card, order, history, cancellation, one tap; by touch on a
// phone, by mouse and by keyboard on a desktop.
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
  server = new Server(['--hold-ttl-s', '70', '--smtp-url', await mail.open(), '--mail-from', 'Demo Shop <shop@example.org>']);
  await server.start();
  await server.setUp();
  show = await server.stage('The long table', [
    { title: 'Stoneware mug with a reactive glaze', minor: 2400, stock: [['Blue', 12], ['Oat', 6]] },
    { title: 'Linen scarf', minor: 5900, stock: [['', 30]] },
    { title: 'Honey', minor: 990, stock: [['', 40]] },
  ]);
  await server.startShow(show);
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await server.close();
  await mail.close();
});

const enter = (how: BrowserContextOptions): Promise<Viewer> => Viewer.enter(browser, `${server.origin}/s/${show.slug}`, how);
const button = (viewer: Viewer, name: string | RegExp): Locator => viewer.page.getByRole('button', { name });
const press = async (viewer: Viewer, what: Locator): Promise<void> => (await viewer.page.evaluate(() => navigator.maxTouchPoints) > 0 ? what.tap() : what.click());
const place = (viewer: Viewer, name: string): Promise<unknown> => viewer.page.waitForSelector(`[data-cart="${name}"]`);

async function addToCart(viewer: Viewer, title: string, name?: string): Promise<void> {
  await viewer.openProduct(title);
  await press(viewer, button(viewer, 'Add to cart'));
  if (name) await viewer.introduce(name);
  await viewer.page.getByText('It is in your cart').waitFor();
  await press(viewer, button(viewer, 'Close'));
}
async function openCart(viewer: Viewer): Promise<void> {
  await press(viewer, button(viewer, /^Your cart/));
  await place(viewer, 'cart');
}
async function signIn(viewer: Viewer, email: string): Promise<void> {
  await press(viewer, button(viewer, 'Your account'));
  await viewer.page.getByLabel('E-mail').fill(email);
  const before = mail.letters.length;
  await press(viewer, button(viewer, 'Send me a code'));
  await until('the code arrives', () => mail.letters.length > before, 10_000);
  const [code] = await mail.letter(email, /\d{4} \d{4}/);
  await viewer.page.getByLabel('Code', { exact: true }).fill(code);
  await press(viewer, button(viewer, 'Sign in'));
  await viewer.page.getByText(`Signed in as ${email}`).waitFor();
}
async function fillAddress(viewer: Viewer): Promise<void> {
  await viewer.page.getByLabel('Name', { exact: true }).fill('Ida Larsen');
  await viewer.page.getByLabel('Street and number').fill('Unter den Linden 77');
  await viewer.page.getByLabel('Postal code').fill('10117');
  await viewer.page.getByLabel('City').fill('Berlin');
  await viewer.page.getByLabel('Country').selectOption('DE');
  await viewer.page.getByLabel('Use it when I buy with one tap').check();
}

test('on a phone: a guest’s cart, signed in, sent home, paid, looked up and cancelled', async () => {
  const buyer = await enter(phone);
  await openCart(buyer);
  await buyer.look('cart-empty-phone');
  await press(buyer, button(buyer, 'Close'));
  await addToCart(buyer, 'Stoneware mug', 'Ida');
  await addToCart(buyer, 'Linen scarf');
  await openCart(buyer);
  await press(buyer, button(buyer, /^One more Stoneware mug/));
  await buyer.page.getByText('€107.00').waitFor();
  await buyer.look('cart-phone');

  await signIn(buyer, 'ida@example.org');
  await buyer.look('account-phone');
  await press(buyer, button(buyer, 'Back to the cart'));
  await place(buyer, 'cart');
  expect(await buyer.page.locator('.cart-line').count(), 'the guest’s things came along').toBe(2);

  await press(buyer, button(buyer, 'Check out 2 things'));
  await press(buyer, button(buyer, 'A new address'));
  await buyer.look('address-phone');
  await fillAddress(buyer);
  await press(buyer, button(buyer, 'Save this address'));
  await buyer.page.getByText('Unter den Linden 77').waitFor();
  await buyer.look('checkout-phone');
  await buyer.page.getByLabel('Keep this card for the next time').check();
  await buyer.payWith(/^Declines/, 'ida@example.org');
  await buyer.page.getByText('The card was declined').waitFor();
  await buyer.look('checkout-declined-phone');
  await buyer.payWith(/^Asks your bank/, 'ida@example.org');
  await place(buyer, 'confirming');
  await press(buyer, button(buyer, 'Approve'));
  await place(buyer, 'paid');
  expect(await buyer.page.locator('.receipt .total').textContent()).toContain('€107.00');
  await buyer.look('cart-paid-phone');
  await press(buyer, button(buyer, 'Keep watching'));
  await mail.letter('ida@example.org', /Thank you, Ida[^]*107\.00 EUR[^]*Unter den Linden/);

  await openCart(buyer);
  expect(await buyer.page.locator('.cart-line').count()).toBe(0);
  await press(buyer, button(buyer, 'Your account'));
  await press(buyer, buyer.page.locator('button.kept-row').first());
  await buyer.page.locator('.order').waitFor();
  await buyer.look('order-phone');
  await press(buyer, button(buyer, 'Cancel this order'));
  await buyer.page.locator('.order .state-6').waitFor();
  await buyer.look('order-cancelled-phone');
  await buyer.leave();
});

test('on a desktop by keyboard alone: two devices, one cart; one tap with the card that is kept', async () => {
  const buyer = await enter(desktop);
  const keys = buyer.page.keyboard;
  await buyer.openProduct('Honey');
  await button(buyer, 'Add to cart').focus();
  await keys.press('Enter');
  await buyer.page.getByLabel('Your name').pressSequentially('Ole');
  await keys.press('Enter');
  await buyer.page.getByText('It is in your cart').waitFor();
  await keys.press('Escape');
  await button(buyer, /^Your cart with 1 thing/).focus();
  await keys.press('Enter');
  await place(buyer, 'cart');
  await buyer.page.getByText('Check out', { exact: true }).waitFor();
  await buyer.look('cart-desktop');
  await signIn(buyer, 'ole@example.org');
  await buyer.look('account-desktop');

  const second = await enter({ viewport: { width: 1440, height: 900 } });
  await openCart(second);
  await signIn(second, 'ole@example.org');
  await button(second, 'Back to the cart').click();
  await second.page.locator('.cart-line').waitFor();
  await button(second, /^One more Honey/).click();
  await second.page.locator('.cart-line output', { hasText: '2' }).waitFor();
  await button(buyer, 'Back to the cart').focus();
  await keys.press('Enter');
  await buyer.page.locator('.cart-line output', { hasText: '2' }).waitFor();

  await button(buyer, 'Check out').focus();
  await keys.press('Enter');
  await place(buyer, 'pay');
  await buyer.page.getByLabel('Keep this card for the next time').focus();
  await keys.press('Space');
  await button(buyer, /^Pays/).focus();
  await keys.press('Enter');
  await buyer.look('checkout-desktop');
  await keys.press('Tab');
  await button(buyer, /^Pay €/).focus();
  await keys.press('Enter');
  await place(buyer, 'paid');
  await buyer.look('cart-paid-desktop');
  await keys.press('Enter'); // its main action has the focus
  await second.page.locator('.cart-line').waitFor({ state: 'detached' });
  await second.page.getByText('Nothing in your cart yet').waitFor();
  await second.leave();

  await buyer.page.reload();
  await buyer.openProduct('Honey');
  await buyer.look('one-tap-desktop');
  await button(buyer, /now with Test card ••••.4242$/).focus();
  await keys.press('Enter');
  await place(buyer, 'paid');
  await buyer.leave();
});

test('what runs out stays in the cart, and is kept again', async () => {
  const buyer = await enter(phone);
  await addToCart(buyer, 'Honey', 'Uma');
  await openCart(buyer);
  await buyer.page.getByRole('timer').waitFor();
  await buyer.page.getByText('No longer kept').waitFor({ timeout: 100_000 });
  await buyer.look('cart-lapsed-phone');
  expect(await button(buyer, /^Check out/).isDisabled()).toBe(true);
  await press(buyer, button(buyer, 'Keep it again: Honey'));
  await buyer.page.getByRole('timer').waitFor();
  expect(await button(buyer, /^Check out/).isDisabled()).toBe(false);
  await press(buyer, button(buyer, 'Take Honey out of the cart'));
  await buyer.page.getByText('Nothing in your cart yet').waitFor();
  await buyer.leave();
}, 150_000);

test.each([['phone', phone], ['desktop', desktop]] as const)('a guest’s order opens by the link in his receipt, and is cancelled there (%s)', async (size, how) => {
  const buyer = await enter(how);
  const email = `guest-${size}@example.org`;
  await buyer.openProduct('Linen scarf');
  await press(buyer, button(buyer, 'Buy now'));
  await buyer.introduce('Gus');
  await buyer.step('held');
  await buyer.payWith(/^Pays/, email);
  await buyer.step('paid');
  const [, link] = await mail.letter(email, /(\/o\/[\w-]+)/);
  await buyer.page.goto(`${server.origin}${link ?? ''}`);
  await buyer.page.locator('.order .state-3').waitFor();
  await buyer.look(`order-link-${size}`);
  await press(buyer, button(buyer, 'Cancel this order'));
  await buyer.page.locator('.order .state-6').waitFor();
  await buyer.page.goto(`${server.origin}/o/${'A'.repeat(43)}`);
  await buyer.page.getByText('There is no order behind this link').waitFor();
  await buyer.look(`order-no-link-${size}`);
  await buyer.leave();
});
