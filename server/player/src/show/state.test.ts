// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { Drop, DropState, FlashPriceChanged, Product, Show, ShowEvent, ShowSnapshot, ShowState, Variant } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { sceneOf, stageAfter, stageFrom, unitsLeft, unknownProducts } from './state.ts';

const product = (id: string, available: number): Product => ({ ...empty(Product), id, title: id, variants: [{ ...empty(Variant), id: `${id}-v`, available }] });
const show = (change: Partial<Show> = {}): Show => ({ ...empty(Show), id: 's', lineup: ['mug', 'hat'], ...change });
const event = (change: Partial<ShowEvent>): ShowEvent => ({ ...empty(ShowEvent), ...change });
const stage = stageFrom({ ...empty(ShowSnapshot), show: show(), products: [product('mug', 3), product('hat', 1)] });
const pin = (id: string, programmeTimeUs: number) => ({ id, productId: 'mug', programmeTimeUs });

test('stock counts down where it is, and nowhere else', () => {
  const next = stageAfter(stage, event({ stock: { variants: [{ variantId: 'mug-v', available: 2 }] } }));
  expect(next.products.map(unitsLeft)).toEqual([2, 1]);
  expect(next.products[1]).toBe(stage.products[1]);
});
test('pins stand in the order of their time whatever order they came in', () => {
  const next = [pin('b', 20), pin('a', 10), pin('b', 20)].reduce((s, pinned) => stageAfter(s, event({ pinned })), stage);
  expect(next.show.pins.map((p) => p.id)).toEqual(['a', 'b']);
});
test('ShowChanged keeps the pins, which it does not carry, and takes the new order', () => {
  const pinned = stageAfter(stage, event({ pinned: pin('a', 10) }));
  const next = stageAfter(pinned, event({ showChanged: { show: show({ lineup: ['hat', 'mug', 'new'], state: ShowState.LIVE }), added: [] } }));
  expect(next.show.pins).toHaveLength(1);
  expect(next.products.map((p) => p.id)).toEqual(['hat', 'mug']);
  expect(unknownProducts(next)).toEqual(['new']);
});
test('ShowChanged brings the products that came into the line-up, so that no page asks for them', () => {
  const next = stageAfter(stage, event({ showChanged: { show: show({ lineup: ['new', 'mug'] }), added: [product('new', 4)] } }));
  expect(next.products.map((p) => p.id)).toEqual(['new', 'mug']);
  expect(unknownProducts(next)).toEqual([]);
});
test('an edited product changes in place, an archived one goes', () => {
  expect(stageAfter(stage, event({ productChanged: { ...product('mug', 9), title: 'Cup' } })).products.map((p) => p.title)).toEqual(['Cup', 'hat']);
  expect(stageAfter(stage, event({ productChanged: { ...product('mug', 9), archived: true } })).products.map((p) => p.id)).toEqual(['hat']);
});
test('the scene follows the show', () => {
  expect(sceneOf(show({ state: ShowState.SCHEDULED }))).toBe('soon');
  expect(sceneOf(show({ state: ShowState.LIVE, picture: true }))).toBe('live');
  expect(sceneOf(show({ state: ShowState.LIVE }))).toBe('moment');
  expect(sceneOf(show({ state: ShowState.ENDED }))).toBe('ended');
  expect(sceneOf(show({ state: ShowState.ENDED, replay: true }))).toBe('replay');
});
test('oversold by a late word is shown as none left, never as less', () => {
  expect(unitsLeft(product('x', -2))).toBe(0);
});
test('a price of the moment comes with its time and goes when it is over; a snapshot knows it too', () => {
  const flash = { price: { minor: 1800n, currency: 'EUR' }, startsUs: 1_000, endsUs: 61_000 };
  const told = { ...empty(FlashPriceChanged), variantId: 'mug-v' };
  const lowered = stageAfter(stage, event({ programmeTimeUs: 2_000, flashPrice: { ...told, flash } }));
  expect(lowered.flashes).toEqual([{ variantId: 'mug-v', flash, programmeTimeUs: 2_000 }]);
  expect(stageAfter(lowered, event({ flashPrice: told })).flashes).toEqual([]);
  const late = stageFrom({ ...empty(ShowSnapshot), show: show(), products: [{ ...product('mug', 3), variants: [{ ...empty(Variant), id: 'mug-v', flash }] }] });
  expect(late.flashes).toEqual([{ variantId: 'mug-v', flash, programmeTimeUs: 1_000 }]);
});
test('a drop keeps the time of its opening and what was promised then, whatever is told of it later', () => {
  const drop = { ...empty(Drop), id: 'd', variantId: 'mug-v', state: DropState.OPEN, opensUs: 5, commitment: 'c' };
  const opened = stageAfter(stage, event({ programmeTimeUs: 7, drop }));
  expect(opened.drops).toEqual([{ drop, programmeTimeUs: 7, commitment: 'c' }]);
  const drawn = { ...drop, state: DropState.DRAWN, entries: 3, commitment: 'another' };
  expect(stageAfter(opened, event({ programmeTimeUs: 0, drop: drawn })).drops).toEqual([{ drop: drawn, programmeTimeUs: 7, commitment: 'c' }]);
  const again = { ...empty(ShowSnapshot), show: show(), drops: [drawn, { ...drop, id: 'e', opensUs: 9, commitment: 'x' }] };
  expect(stageFrom(again, opened).drops).toEqual([{ drop: drawn, programmeTimeUs: 7, commitment: 'c' }, { drop: again.drops[1], programmeTimeUs: 9, commitment: 'x' }]);
});
