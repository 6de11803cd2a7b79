// SPDX-License-Identifier: GPL-3.0-or-later
// Paying at Stripe: the real page and server, a mock of Stripe by others behind them (tests/stripe), and in the place of Stripe's
// script one that does what it does with the outside world: a frame for the card, a token, the bank's question.
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server, type StagedShow } from './server.ts';
import { desktop, openBrowser, phone, Viewer } from './viewer.ts';

const peers = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'tests', 'stripe');
let stripe: ChildProcess;
let stripeAt = '';
let server: Server;
let browser: Browser;
let show: StagedShow;

// Runs in the page, as https://js.stripe.com/v3/. Its card field takes a token's name for a number.
const script = `
window.Stripe = (key) => {
  if (key !== 'pk_test_page') throw new Error('not our key');
  const api = (path, body) => fetch('https://api.stripe.com' + path, { method: 'POST', body: new URLSearchParams(body) }).then((a) => a.json());
  return {
    elements: () => ({ create: () => {
      const frame = document.createElement('iframe');
      frame.title = 'Secure card input frame';
      frame.src = 'https://js.stripe.com/card.html';
      frame.style = 'border:0;width:100%;height:24px;display:block';
      return { mount: (place) => place.append(frame), unmount: () => frame.remove(), focus: () => frame.focus() };
    } }),
    createPaymentMethod: () => new Promise((done) => {
      addEventListener('message', ({ data }) => done(data ? { paymentMethod: { id: data } } : { error: { message: 'Your card number is incomplete.' } }), { once: true });
      document.querySelector('iframe').contentWindow.postMessage('card?', 'https://js.stripe.com');
    }),
    handleNextAction: ({ clientSecret }) => new Promise((done) => {
      const question = document.createElement('div');
      question.style = 'position:fixed;inset:0;z-index:2147483647;background:#fff';
      for (const answer of ['Complete', 'Fail']) {
        const button = document.createElement('button');
        button.textContent = answer + ' authentication';
        button.onclick = async () => {
          question.remove();
          await api('/v1/payment_intents/' + clientSecret.replace('_secret', '') + '/authenticate', { approved: String(answer === 'Complete') });
          done(answer === 'Complete' ? {} : { error: { message: 'no' } });
        };
        question.append(button);
      }
      document.body.append(question);
    }),
  };
};`;
const cardFrame = `<!doctype html><html lang="en"><title>Card</title><style>body{margin:0}</style><input aria-label="Card" style="border:0;width:100%;font:16px sans-serif">
<script>onmessage = ({ source, origin }) => source.postMessage(document.querySelector('input').value, origin)</script>`;

async function withStripe(context: BrowserContext): Promise<void> {
  await context.route('https://js.stripe.com/v3/', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await context.route('https://js.stripe.com/card.html', (route) => route.fulfill({ contentType: 'text/html', body: cardFrame }));
  await context.route('https://api.stripe.com/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await fetch(stripeAt + pathname, { method: 'POST', body: route.request().postData() ?? '' });
    await route.fulfill({ status: answer.status, headers: { 'Access-Control-Allow-Origin': '*' }, body: await answer.text() });
  });
}

beforeAll(async () => {
  stripe = spawn('node', [join(peers, 'intents.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve, reject) => {
    stripe.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    stripe.once('exit', () => reject(new Error('the mock of Stripe ended: are its npm packages there?')));
  });
  stripeAt = `http://127.0.0.1:${port}`;
  server = new Server(['--gateway', 'stripe', '--stripe-secret-key', 'sk_test_page', '--stripe-publishable-key', 'pk_test_page', '--stripe-url', stripeAt]);
  await server.start();
  await server.setUp();
  show = await server.stage('By card', [{ title: 'Honey', minor: 990, stock: [['', 40]] }]);
  await server.startShow(show);
  browser = await openBrowser();
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as Server | undefined)?.close();
  (stripe as ChildProcess | undefined)?.stdin?.end();
});

async function atThePayForm(how = phone): Promise<Viewer> {
  const buyer = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, how, withStripe);
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Ida');
  await buyer.step('held');
  await buyer.page.frameLocator('iframe').getByLabel('Card').waitFor();
  return buyer;
}
async function payWith(buyer: Viewer, card: string): Promise<void> {
  await buyer.page.getByLabel('E-mail').fill('ida@example.org');
  await buyer.page.frameLocator('iframe').getByLabel('Card').fill(card);
  await buyer.page.getByRole('button', { name: /^Pay €/ }).click();
}

test('a card in Stripe’s frame: refused, mistyped, taken; the number never reaches the shop', async () => {
  const buyer = await atThePayForm(phone);
  const told: string[] = [];
  buyer.page.on('request', (request) => {
    if (request.url().startsWith(server.origin)) told.push(request.postData() ?? '');
  });
  await buyer.look('phone-stripe');
  await payWith(buyer, '');
  await buyer.page.getByText('Your card number is incomplete.').waitFor();
  await payWith(buyer, 'pm_card_chargeDeclined');
  await buyer.page.getByText('The card was declined').waitFor();
  await payWith(buyer, 'pm_card_visa');
  await buyer.step('paid');
  expect(told.some((body) => body.includes('"paymentToken":"pm_card_visa"'))).toBe(true);
  await buyer.leave();
});

test('the bank asks over the page, and not under its sheet', async () => {
  const buyer = await atThePayForm(desktop);
  await payWith(buyer, 'pm_card_authenticationRequired');
  await buyer.page.getByRole('button', { name: 'Fail authentication' }).click();
  await buyer.page.getByText('The card was declined').waitFor();
  await payWith(buyer, 'pm_card_authenticationRequired');
  await buyer.page.getByRole('button', { name: 'Complete authentication' }).click();
  await buyer.step('paid');
  await buyer.leave();
});

test('Stripe’s script does not come: one is told, and may try again', async () => {
  let blocked = true;
  const buyer = await Viewer.enter(browser, `${server.origin}/s/${show.slug}`, desktop, async (context) => {
    await withStripe(context);
    await context.route('https://js.stripe.com/v3/', (route) => (blocked ? route.abort() : route.fallback()));
  });
  await buyer.openProduct('Honey');
  await buyer.page.getByRole('button', { name: 'Buy now' }).click();
  await buyer.introduce('Oli');
  await buyer.page.getByText('The card form did not come').waitFor();
  await buyer.look('stripe-away');
  blocked = false;
  await buyer.page.getByRole('button', { name: 'Try again' }).click();
  await payWith(buyer, 'pm_card_visa');
  await buyer.step('paid');
  await buyer.leave();
});
