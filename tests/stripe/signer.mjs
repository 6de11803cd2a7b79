// SPDX-License-Identifier: GPL-3.0-or-later
// Stripe's own client signs and judges webhooks. One JSON request a line in, one JSON answer a line out:
//   {"payload", "secret", "timestamp"}   → {"header"}
//   {"payload", "secret", "header"}      → {"genuine"}
import { createInterface } from 'node:readline';
import Stripe from 'stripe';

const stripe = new Stripe('sk_test_unused');

function judged({ payload, secret, header }) {
  try {
    stripe.webhooks.constructEvent(payload, header, secret);
    return true;
  } catch {
    return false;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = asked.header === undefined
    ? { header: stripe.webhooks.generateTestHeaderString(asked) }
    : { genuine: judged(asked) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
