// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { CartLine, Hold, HoldState } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { isHeld, linesAfter, payable, quantityOf, secondsOf, sumOf } from './cart.ts';

const hold = (change: Partial<Hold> = {}): Hold => ({
  ...empty(Hold), id: 'h', variantId: 'v', quantity: 2, unitPrice: { minor: 2400n, currency: 'EUR' }, expiresUs: 60_000_000, state: HoldState.ACTIVE, ...change,
});
const line = (change: Partial<Hold> = {}, more: Partial<CartLine> = {}): CartLine => {
  const kept = hold(change);
  return { ...empty(CartLine), variantId: kept.variantId, quantity: kept.quantity, hold: kept, heldUntilUs: kept.expiresUs, lasting: true, ...more };
};

test('a line is held until its end, and not at it', () => {
  expect(isHeld(line(), 59_999_999)).toBe(true);
  expect(isHeld(line(), 60_000_000)).toBe(false);
  expect(secondsOf(line(), 1)).toBe(59);
  expect(secondsOf(line(), 70_000_000)).toBe(0);
});
test('what ran out stays to be held again; an offer of the waiting list goes', () => {
  const gone = hold({ state: HoldState.EXPIRED });
  expect(linesAfter([line()], gone)).toMatchObject([{ heldUntilUs: 0, lasting: true }]);
  expect(linesAfter([line({}, { lasting: false })], gone)).toEqual([]);
});
test.each([HoldState.SOLD, HoldState.RELEASED])('what is sold or given back goes', (state) => {
  expect(linesAfter([line(), line({ id: 'i' })], hold({ state }))).toMatchObject([{ hold: { id: 'i' } }]);
});
test('more time is told', () => {
  expect(linesAfter([line()], hold({ expiresUs: 90_000_000 }))).toMatchObject([{ heldUntilUs: 90_000_000 }]);
});
test('of a hold that no line has only the server knows whose it is; of its end nobody need', () => {
  expect(linesAfter([line()], hold({ id: 'other' }))).toBeUndefined();
  const lines = [line()];
  expect(linesAfter(lines, hold({ id: 'other', state: HoldState.RELEASED }))).toBe(lines);
});
test('only what is kept is paid for', () => {
  const lapsed = line({ id: 'i', state: HoldState.EXPIRED }, { heldUntilUs: 0 });
  expect(payable([line(), lapsed], 0)).toHaveLength(1);
});
test('sums stay exact, and two currencies have none', () => {
  expect(sumOf([])).toBeUndefined();
  const dear = line({ unitPrice: { minor: 9_007_199_254_740_993n, currency: 'EUR' }, quantity: 1 });
  expect(sumOf([line(), dear])).toEqual({ minor: 9_007_199_254_745_793n, currency: 'EUR' });
  expect(sumOf([line(), line({ unitPrice: { minor: 1n, currency: 'USD' } })])).toBeUndefined();
});
test('how many of one thing are in the cart', () => {
  expect(quantityOf([line(), line({ id: 'i', variantId: 'w', quantity: 5 }), line({ id: 'j' }, { lasting: false })], 'v')).toBe(2);
});
