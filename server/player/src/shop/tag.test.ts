// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { Drop, DropState, GetPricesResponseVariantQuote, Variant, type FlashPrice } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { isKnown, isSeen, secondsTo, tagOf, tagOfAll } from './tag.ts';

const eur = (minor: bigint): { minor: bigint; currency: string } => ({ minor, currency: 'EUR' });
const variant: Variant = { ...empty(Variant), id: 'v', price: eur(2400n) };
const flash: FlashPrice = { price: eur(1800n), startsUs: 1_000, endsUs: 61_000 };
const moment = { variantId: 'v', flash, programmeTimeUs: 2_000 };
const regular = { price: eur(2400n), endsUs: 0 };
const lowered = { price: eur(1800n), was: eur(2400n), endsUs: 61_000 };

test('a price of the moment ends with the server’s clock, at its end and not after it', () => {
  expect(tagOf(variant, undefined, undefined, 5_000)).toEqual(regular);
  expect(tagOf(variant, moment, undefined, 60_999)).toEqual(lowered);
  expect(tagOf(variant, moment, undefined, 61_000)).toEqual(regular);
});
test('it is seen when the picture is there, and at once where there is none', () => {
  expect([isSeen(2_000, 1_999), isSeen(2_000, 2_000), isSeen(2_000, undefined)]).toEqual([false, true, true]);
});
test('in another currency: the server’s prices, the same times', () => {
  const quote = { ...empty(GetPricesResponseVariantQuote), variantId: 'v', price: { minor: 2250n, currency: 'USD' }, regular: { minor: 3000n, currency: 'USD' }, flashEndsUs: 61_000 };
  expect(tagOf(variant, moment, quote, 5_000)).toEqual({ price: quote.price, was: quote.regular, endsUs: 61_000 });
  expect(tagOf(variant, undefined, quote, 5_000), 'not seen yet, or ended early').toEqual({ price: quote.regular, endsUs: 0 });
  expect(tagOf(variant, moment, { ...quote, price: quote.regular, flashEndsUs: 0 }, 5_000), 'asked for before it began').toEqual({ price: quote.regular, endsUs: 0 });
});
test('a product shows its lowest price, but one of the moment first', () => {
  expect(tagOfAll([])).toBeUndefined();
  expect(tagOfAll([regular, { price: eur(2000n), endsUs: 0 }])).toEqual({ tag: { price: eur(2000n), endsUs: 0 }, from: true });
  expect(tagOfAll([regular, regular])).toEqual({ tag: regular, from: false });
  expect(tagOfAll([{ price: eur(900n), endsUs: 0 }, lowered])).toEqual({ tag: lowered, from: false });
});
test('a drop is known when the picture is there, and at half its time at the latest', () => {
  const drop: Drop = { ...empty(Drop), id: 'd', variantId: 'v', state: DropState.OPEN, opensUs: 10_000_000, closesUs: 30_000_000 };
  const at = { drop, programmeTimeUs: 10_000_000, commitment: '' };
  expect(isKnown(at, 9_999_999, 12_000_000)).toBe(false);
  expect(isKnown(at, 10_000_000, 12_000_000)).toBe(true);
  expect(isKnown(at, 5_000_000, 20_000_000)).toBe(true);
  expect(isKnown({ ...at, drop: { ...drop, state: DropState.CALLED_OFF } }, 5_000_000, 12_000_000)).toBe(true);
});
test('seconds are those that are left for certain', () => {
  expect([secondsTo(10_999_999, 10_000_000), secondsTo(12_000_000, 10_000_000), secondsTo(1, 2)]).toEqual([0, 2, 0]);
});
