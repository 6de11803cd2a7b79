// SPDX-License-Identifier: GPL-3.0-or-later
// PaymentIntents with manual capture on top of stripe-stateful-mock, which keeps charges, refunds and idempotency keys as
// Stripe does, and knows no intents: an intent is a charge that is captured later. Translates, and decides nothing about money.
// Prints its port; ends with its input.
import { createServer } from 'node:http';
import Stripe from 'stripe';
import mock from 'stripe-stateful-mock';

const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
const behind = new Stripe('sk_test_behind', {
  host: '127.0.0.1', port: await listen(createServer(mock.createExpressApp())), protocol: 'http', maxNetworkRetries: 0,
});

const tokens = { pm_card_visa: 'tok_visa', pm_card_chargeDeclined: 'tok_chargeDeclined' };
const intents = new Map(); // id → { charge, failed }

function statusOf({ charge, failed, asked }) {
  if (asked) return 'requires_action';
  if (failed) return failed.cancelled ? 'canceled' : 'requires_payment_method';
  if (charge.captured) return 'succeeded';
  return charge.refunded ? 'canceled' : 'requires_capture';
}
function shown(id) {
  const { charge, failed, asked, metadata } = intents.get(id);
  const status = statusOf(intents.get(id));
  return {
    object: 'payment_intent', id, status, metadata,
    amount_capturable: status === 'requires_capture' ? charge.amount : 0,
    amount_received: status === 'succeeded' ? charge.amount_captured : 0,
    currency: (charge ?? failed ?? asked).currency,
    client_secret: `${id}_secret`,
    last_payment_error: failed?.message ? { message: failed.message } : null,
  };
}

async function create(form, idempotencyKey) {
  const metadata = { vitrine_payment: form.get('metadata[vitrine_payment]') };
  const currency = form.get('currency');
  if (form.get('confirm') !== 'true') {
    const id = `pi_empty_${intents.size}`;
    intents.set(id, { failed: { currency }, metadata });
    return shown(id);
  }
  if (form.get('payment_method') === 'pm_card_authenticationRequired') {
    const id = `pi_asked_${intents.size}`;
    intents.set(id, { asked: { amount: form.get('amount'), currency }, metadata });
    return shown(id);
  }
  const source = tokens[form.get('payment_method')] ?? form.get('payment_method');
  try {
    const charge = await behind.charges.create({ amount: form.get('amount'), currency, source, capture: false, metadata }, { idempotencyKey });
    const id = charge.id.replace('ch_', 'pi_');
    if (!intents.has(id)) intents.set(id, { charge, metadata });
    return shown(id);
  } catch (fault) {
    if (fault.type !== 'StripeCardError') throw fault;
    const id = `pi_failed_${intents.size}`;
    intents.set(id, { failed: { currency, message: fault.message }, metadata });
    throw Object.assign(fault, { intent: id });
  }
}
// What Stripe's script does when the buyer has answered his bank.
async function authenticate(intent, approved) {
  const { asked, metadata } = intent;
  delete intent.asked;
  if (approved) intent.charge = await behind.charges.create({ ...asked, source: 'tok_visa', capture: false, metadata });
  else intent.failed = { currency: asked.currency, message: 'You did not confirm.' };
}
async function change(id, action, form, idempotencyKey) {
  const intent = intents.get(id);
  if (action === 'authenticate') {
    await authenticate(intent, form.get('approved') === 'true');
    return shown(id);
  }
  const status = statusOf(intent);
  const may = action === 'capture' ? status === 'requires_capture' : status !== 'succeeded' && status !== 'canceled';
  if (!may) throw Object.assign(new Error('unexpected state'), { statusCode: 400, rawType: 'invalid_request_error', code: 'payment_intent_unexpected_state', intent: id });
  if (intent.asked) await authenticate(intent, false);
  if (intent.failed) intent.failed.cancelled = true;
  else if (action === 'capture') intent.charge = await behind.charges.capture(intent.charge.id, { amount: form.get('amount_to_capture') }, { idempotencyKey });
  else {
    await behind.refunds.create({ charge: intent.charge.id }, { idempotencyKey });
    intent.charge = await behind.charges.retrieve(intent.charge.id);
  }
  return shown(id);
}
function refund(form, idempotencyKey) {
  const metadata = { vitrine_refund: form.get('metadata[vitrine_refund]') };
  const { charge } = intents.get(form.get('payment_intent'));
  return behind.refunds.create({ charge: charge.id, amount: form.get('amount'), metadata }, { idempotencyKey });
}

async function answer(method, url, form, idempotencyKey) {
  const [, , kind, id, action] = url.pathname.split('/');
  if (kind === 'refunds') {
    return method === 'POST' ? refund(form, idempotencyKey) : behind.refunds.list({ charge: intents.get(url.searchParams.get('payment_intent')).charge.id });
  }
  if (id === 'search') {
    const key = /:'(.*)'$/.exec(url.searchParams.get('query'))[1];
    return { object: 'search_result', data: [...intents.keys()].map(shown).filter((intent) => intent.metadata.vitrine_payment === key) };
  }
  if (method === 'GET') return shown(id);
  return action ? change(id, action, form, idempotencyKey) : create(form, idempotencyKey);
}

const front = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  try {
    const done = await answer(request.method, new URL(request.url, 'http://x'), new URLSearchParams(body), request.headers['idempotency-key']);
    response.setHeader('Idempotent-Replayed', done.lastResponse?.headers['idempotent-replayed'] ?? 'false');
    response.end(JSON.stringify(done));
  } catch (fault) {
    response.statusCode = fault.statusCode ?? 500;
    const error = { type: fault.rawType, code: fault.code, message: fault.message, payment_intent: fault.intent && shown(fault.intent) };
    response.end(JSON.stringify({ error }));
  }
});
process.stdout.write(`${await listen(front)}\n`);
process.stdin.on('end', () => process.exit()).resume();
