// SPDX-License-Identifier: GPL-3.0-or-later
// How a product's price and stock are said, everywhere alike.
import type { JSX } from 'preact';
import type { Product } from '../../generated/contract.ts';
import { moneyText } from '../shop/money.ts';
import { unitsLeft } from '../show/state.ts';
import { words } from '../words.ts';

const few = 10;

export function priceText(product: Product): string {
  const prices = product.variants.flatMap((v) => (v.price ? [v.price] : []));
  const lowest = prices.reduce<(typeof prices)[number] | undefined>((a, b) => (a && a.minor <= b.minor ? a : b), undefined);
  if (!lowest) return '';
  const text = moneyText(lowest);
  return prices.some((p) => p.minor !== lowest.minor) ? words.from(text) : text;
}

export function Stock({ left }: { left: number }): JSX.Element {
  const state = left === 0 ? 'none' : left <= few ? 'few' : 'many';
  return <span class={`stock ${state}`} data-left={left}>{left === 0 ? words.soldOut : words.left(left)}</span>;
}

export function stockOf(product: Product): number {
  return unitsLeft(product);
}

export function Picture({ product }: { product: Product }): JSX.Element {
  return product.picture
    ? <img class="picture" src={product.picture} alt="" width={96} height={96} decoding="async" loading="lazy" />
    : <span class="picture blank" aria-hidden="true">{(Array.from(product.title)[0] ?? '').toUpperCase()}</span>;
}
