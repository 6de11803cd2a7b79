// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { BuyerState, Hold, HoldState, Order, OrderState } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { payWords } from '../pay-words.ts';
import { purchaseAfter, secondsLeft, type Happening, type Purchase } from './purchase.ts';

const choice = { productId: 'p', variantId: 'v', quantity: 2 };
const hold = (change: Partial<Hold> = {}): Hold => ({ ...empty(Hold), id: 'h', variantId: 'v', quantity: 2, expiresUs: 1_000, state: HoldState.ACTIVE, ...change });
const order = (state: OrderState, attempt = 1, change: Partial<Order> = {}): Order => ({ ...empty(Order), id: 'o1', holdId: 'h', state, attempt, email: 'a@b.c', ...change });
const buyer = (change: Partial<BuyerState>): BuyerState => ({ ...empty(BuyerState), ...change });
const run = (from: Purchase, ...happenings: Happening[]): Purchase => happenings.reduce(purchaseAfter, from);

const none: Purchase = { step: 'none' };
const open: Happening = { is: 'open', choice };
const productOf = (variantId: string): string | undefined => (variantId === 'v' ? 'p' : undefined);
const heard = (change: Partial<Hold> = {}): Happening => ({ is: 'hold', hold: hold(change), productOf });
const toHeld: Happening[] = [open, { is: 'press_buy', commandId: 'h' }, heard()];
const pay = (commandId: string): Happening => ({ is: 'press_pay', payment: { commandId, email: 'a@b.c', couponCode: '', token: 'sandbox_approve' } });

test('straight through: choose, hold, pay, paid', () => {
  const paying = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.PAYING) });
  expect(paying.step).toBe('paying');
  expect(run(paying, { is: 'order', order: order(OrderState.PAID) })).toMatchObject({ step: 'paid', order: { id: 'o1' } });
});
test('it is yours as soon as the money is reserved', () => {
  const paying = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.PAYING) });
  const sold = run(paying, { is: 'order', order: order(OrderState.AUTHORISED) });
  expect(sold).toMatchObject({ step: 'paid', order: { id: 'o1' } });
  expect(run(sold, { is: 'order', order: order(OrderState.PAID) }).step).toBe('paid');
});
test('pressing twice does not buy twice', () => {
  const holding = run(none, open, { is: 'press_buy', commandId: 'h' });
  expect(run(holding, { is: 'press_buy', commandId: 'other' })).toBe(holding);
  const paying = run(none, ...toHeld, pay('o1'));
  expect(run(paying, pay('o2'))).toBe(paying);
});
test('sold out offers the waiting list, and only the asked command is answered', () => {
  const holding = run(none, open, { is: 'press_buy', commandId: 'h' });
  expect(run(holding, { is: 'refused', commandId: 'stray', code: 'sold_out', message: '' })).toBe(holding);
  const out = run(holding, { is: 'refused', commandId: 'h', code: 'sold_out', message: 'x' });
  expect(out.step).toBe('sold_out');
  expect(run(out, { is: 'press_waitlist', commandId: 'w' }, { is: 'waiting', variantId: 'v', position: 3 })).toMatchObject({ position: 3 });
});
test('a declined card leaves the hold, and the next card counts', () => {
  const declined = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.PAYING) }, { is: 'order', order: order(OrderState.DECLINED, 1, { problem: 'no' }) });
  expect(declined).toMatchObject({ step: 'held', declined: 'no' });
  const second = run(declined, pay('o2'));
  expect(second.step).toBe('paying');
  expect(run(second, { is: 'order', order: order(OrderState.DECLINED, 1) })).toBe(second); // the first refusal, heard again
  expect(run(second, { is: 'order', order: order(OrderState.PAYING, 2) }, { is: 'order', order: order(OrderState.PAID, 2) }).step).toBe('paid');
});
test('an older word of the order does not turn the page back', () => {
  const confirming = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.NEEDS_CONFIRMATION) });
  expect(confirming.step).toBe('confirming');
  expect(run(confirming, { is: 'order', order: order(OrderState.PAYING) })).toBe(confirming);
  const paid = run(confirming, { is: 'order', order: order(OrderState.PAID) });
  expect(run(paid, { is: 'order', order: order(OrderState.PAYING) })).toBe(paid);
});
test('the bank: approved, refused, answered once', () => {
  const confirming = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.NEEDS_CONFIRMATION) });
  const answered = run(confirming, { is: 'press_answer', answer: { commandId: 'a', approve: false } });
  expect(run(answered, { is: 'press_answer', answer: { commandId: 'b', approve: true } })).toBe(answered);
  expect(run(answered, { is: 'order', order: order(OrderState.DECLINED) })).toMatchObject({ step: 'held' });
});
test('time runs out by the clock that is given, to the microsecond', () => {
  const held = run(none, ...toHeld);
  expect(run(held, { is: 'time', nowUs: 999 })).toBe(held);
  expect(run(held, { is: 'time', nowUs: 1_000 })).toMatchObject({ step: 'expired', reason: 'expired' });
  expect(secondsLeft(hold({ expiresUs: 60_999_999 }), 0)).toBe(60);
  expect(secondsLeft(hold({ expiresUs: 5 }), 10)).toBe(0);
});
test('payment under way is not given up because the hold ran out', () => {
  const paying = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.PAYING) });
  expect(run(paying, { is: 'time', nowUs: 2_000 }).step).toBe('paying');
  expect(run(paying, heard({ state: HoldState.EXPIRED })).step).toBe('paying');
});
test('no answer: the same errand waits under the same id', () => {
  const stuck = run(none, open, { is: 'press_buy', commandId: 'h' }, { is: 'unreachable', commandId: 'h', message: 'away' });
  expect(stuck).toMatchObject({ step: 'holding', commandId: 'h', trouble: { again: true } });
  const again = run(stuck, { is: 'again' });
  expect(again).toEqual({ step: 'holding', choice, commandId: 'h' });
  expect(run(again, heard()).step).toBe('held');
});
test('leaving the sheet keeps what is held', () => {
  const held = run(none, ...toHeld);
  expect(run(held, { is: 'leave' })).toBe(held);
  expect(run(held, { is: 'open', choice: { ...choice, productId: 'other' } })).toBe(held);
  expect(run(none, open, { is: 'leave' }).step).toBe('none');
});
test('a reload in the middle comes back to the same step', () => {
  const back = (state: BuyerState): Purchase => run(none, { is: 'returned', buyer: state, productOf });
  expect(back(buyer({ holds: [hold()] }))).toMatchObject({ step: 'held', choice });
  expect(back(buyer({ holds: [hold()], orders: [order(OrderState.PAYING)] })).step).toBe('paying');
  expect(back(buyer({ holds: [hold()], orders: [order(OrderState.NEEDS_CONFIRMATION)] })).step).toBe('confirming');
  expect(back(buyer({ holds: [hold()], orders: [order(OrderState.DECLINED)] }))).toMatchObject({ step: 'held' });
  expect(back(buyer({ orders: [order(OrderState.PAID)] })).step).toBe('none');
});
test('a reconnect tells what was missed', () => {
  const paying = run(none, ...toHeld, pay('o1'), { is: 'order', order: order(OrderState.PAYING) });
  expect(run(paying, { is: 'returned', buyer: buyer({ orders: [order(OrderState.PAID)] }), productOf }).step).toBe('paid');
  expect(run(none, ...toHeld, { is: 'returned', buyer: buyer({}), productOf })).toMatchObject({ step: 'expired' });
});

const soldOut: Purchase = { step: 'sold_out', choice };
const waiting: Purchase = { ...soldOut, position: 1 };
const elsewhere: Purchase = { step: 'choosing', choice: { productId: 'q', variantId: 'w', quantity: 3 } };
const offer = { id: 'offered', quantity: 1 };
const offered = { step: 'held', choice: { ...choice, quantity: 1 }, hold: hold(offer) };

test.each([['nothing', none], ['another choice', elsewhere], ['sold out', soldOut], ['waiting', waiting]])(
  'the offer of the waiting list, a hold not asked for, is held from: %s', (_, at) => {
    expect(run(at, heard(offer))).toEqual(offered);
    expect(run(at, heard(offer), { is: 'waiting', variantId: 'v', position: 0 })).toEqual(offered); // its place comes after it
    expect(run(at, heard({ ...offer, state: HoldState.EXPIRED }))).toBe(at);
    expect(run(at, heard({ ...offer, variantId: 'unknown' }))).toMatchObject({ step: 'held', choice: { productId: '', variantId: 'unknown' } });
  });
test('an offer does not push aside a purchase under way', () => {
  const holding = run(none, open, { is: 'press_buy', commandId: 'h' });
  const held = run(holding, heard());
  const paying = run(held, pay('o1'));
  for (const at of [holding, held, paying]) expect(run(at, heard(offer))).toBe(at);
});
test('an offer made while the line was down is found on return, also by who waits', () => {
  const back = (at: Purchase, state: BuyerState): Purchase => run(at, { is: 'returned', buyer: state, productOf });
  for (const at of [soldOut, waiting]) {
    expect(back(at, buyer({ holds: [hold(offer)] }))).toEqual(offered);
    expect(back(at, buyer({ holds: [hold(offer)], orders: [order(OrderState.PAYING, 1, { holdId: 'offered' })] })).step).toBe('paying');
    expect(back(at, buyer({}))).toBe(at);
  }
});
test('the place whose turn has come has no number', () => {
  expect(run(waiting, { is: 'waiting', variantId: 'v', position: 0 })).toMatchObject({ step: 'sold_out', position: 0 });
  expect(payWords.waitingText(0)).not.toMatch(/\d/);
  expect(payWords.waitingText(1)).toBe('You are next.');
  expect(payWords.waitingText(2)).toBe('You are number 2.');
});
