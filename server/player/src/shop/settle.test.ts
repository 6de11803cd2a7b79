// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { Order, OrderLine, OrderState } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { settlingAfter, type Said, type Settling, type Wish } from './settle.ts';

const wish: Wish = { commandId: 'o1', holdIds: ['a', 'b'], email: 'x@y.z', token: 't', methodId: '', addressId: '', couponCode: '', keep: false };
const order = (state: OrderState, attempt = 1, id = 'o1'): Order => ({
  ...empty(Order), id, state, attempt, problem: 'no', lines: ['a', 'b'].map((holdId) => ({ ...empty(OrderLine), holdId })),
});
const run = (at: Settling, ...said: Said[]): Settling => said.reduce(settlingAfter, at);
const open: Settling = { step: 'open' };
const pay: Said = { is: 'pay', wish };

test('straight through', () => {
  const paying = run(open, pay, { is: 'order', order: order(OrderState.PAYING) });
  expect(paying.step).toBe('paying');
  expect(run(paying, { is: 'order', order: order(OrderState.AUTHORISED) })).toMatchObject({ step: 'paid', order: { id: 'o1' } });
});
test('pressing twice pays once', () => {
  const paying = run(open, pay);
  expect(run(paying, { is: 'pay', wish: { ...wish, commandId: 'other' } })).toBe(paying);
});
test('another order, or an older word of this one, changes nothing', () => {
  const paying = run(open, pay, { is: 'order', order: order(OrderState.NEEDS_CONFIRMATION) });
  expect(run(paying, { is: 'order', order: order(OrderState.PAYING) })).toBe(paying);
  expect(run(paying, { is: 'order', order: order(OrderState.PAID, 1, 'stranger') })).toBe(paying);
  expect(run(open, { is: 'order', order: order(OrderState.PAID) })).toBe(open);
});
test('a second card goes on with the first order, whose id is not the command’s', () => {
  const second = run(open, pay, { is: 'order', order: order(OrderState.DECLINED) }, { is: 'pay', wish: { ...wish, commandId: 'o2' } });
  expect(second.step).toBe('paying');
  expect(run(second, { is: 'order', order: order(OrderState.PAID, 2) }).step).toBe('paid');
});
test('a refused card leaves the cart open and says why', () => {
  expect(run(open, pay, { is: 'order', order: order(OrderState.DECLINED) })).toMatchObject({ step: 'open', declined: 'no' });
  expect(run(open, pay, { is: 'refused', commandId: 'o1', message: 'ran out' })).toEqual({ step: 'open', trouble: 'ran out' });
  expect(run(open, pay, { is: 'refused', commandId: 'stray', message: 'x' }).step).toBe('paying');
});
test('no answer: the same errand waits under the same id', () => {
  const stuck = run(open, pay, { is: 'unreachable', commandId: 'o1', message: 'away' });
  expect(stuck).toMatchObject({ step: 'paying', trouble: 'away', wish: { commandId: 'o1' } });
  expect(run(stuck, { is: 'again' })).toEqual({ step: 'paying', wish });
});
test('the bank is answered once; leaving keeps a payment that is under way', () => {
  const confirming = run(open, pay, { is: 'order', order: order(OrderState.NEEDS_CONFIRMATION) });
  const answered = run(confirming, { is: 'answer', answer: { commandId: 'c', approve: true } });
  expect(run(answered, { is: 'answer', answer: { commandId: 'd', approve: false } })).toBe(answered);
  expect(run(answered, { is: 'leave' })).toBe(answered);
  expect(run(answered, { is: 'order', order: order(OrderState.PAID) }, { is: 'leave' })).toEqual(open);
});
test('one tap that got no answer is told again as the same tap', () => {
  const tap: Wish = { ...wish, holdIds: ['o1'], tap: { variantId: 'v', quantity: 1, currency: 'EUR' } };
  const stuck = run(open, { is: 'pay', wish: tap }, { is: 'unreachable', commandId: 'o1', message: 'away' }, { is: 'again' });
  expect(stuck).toEqual({ step: 'paying', wish: tap });
  expect(run(stuck, { is: 'order', order: { ...order(OrderState.PAID), lines: [] } }).step).toBe('paid');
});
