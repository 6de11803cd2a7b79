// SPDX-License-Identifier: GPL-3.0-or-later
// How a product's price and stock are said, everywhere alike.
import type { JSX } from 'preact';
import type { Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { moneyText } from '../shop/money.ts';
import { secondsTo, tagOfAll, type Tag } from '../shop/tag.ts';
import { unitsLeft } from '../show/state.ts';
import { words } from '../words.ts';
import { countdown } from './countdown.ts';
import { Icon } from './icons.tsx';

const few = 10;

/** A price, and while there is one of the moment, what it was and how long it is good. */
export function Price({ page, tag, from = false }: { page: Page; tag: Tag; from?: boolean }): JSX.Element {
  const text = moneyText(tag.price);
  return (
    <>
      <strong>{from ? words.from(text) : text}</strong>
      {tag.was && (
        <>
          {' '}<s class="was"><span class="visually-hidden">{words.before} </span>{moneyText(tag.was)}</s>{' '}
          <span class="flash" role="timer" aria-live="off"><span class="visually-hidden">{words.priceFor} </span><Icon name="clock" />{countdown(secondsTo(tag.endsUs, page.nowUs.value))}</span>
        </>
      )}
    </>
  );
}

export function ProductPrice({ page, product }: { page: Page; product: Product }): JSX.Element | null {
  const all = tagOfAll(product.variants.map((v) => page.tagOf(v)));
  return all ? <Price page={page} tag={all.tag} from={all.from} /> : null;
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
