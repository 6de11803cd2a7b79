// SPDX-License-Identifier: GPL-3.0-or-later
// The product that is pinned at the moment on the screen.
import type { JSX } from 'preact';
import { DropOutcome, DropState, type Drop, type Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { secondsTo } from '../shop/tag.ts';
import { words } from '../words.ts';
import { countdown } from './countdown.ts';
import { Picture, ProductPrice, Stock, stockOf } from './price.tsx';

/** In place of the stock: it is not first come, first served now. */
function DrawNow({ page, drop, entered }: { page: Page; drop: Drop; entered: boolean }): JSX.Element {
  const seconds = secondsTo(drop.closesUs, page.nowUs.value);
  const open = drop.state === DropState.OPEN && seconds > 0;
  return (
    <span class="stock few">
      {open ? <span role="timer" aria-live="off">{words.drawCloses(countdown(seconds))}</span> : words.drawing}
      {entered ? ` · ${words.youAreIn}` : drop.entries > 0 && ` · ${words.inTheDraw(drop.entries)}`}
    </span>
  );
}

interface Props {
  page: Page;
  onBuy: (product: Product) => void;
  onDraw: (drop: Drop, enter: boolean) => void;
}

export function PinCard({ page, onBuy, onDraw }: Props): JSX.Element {
  const product = page.pinned.value;
  const left = product ? stockOf(product) : 0;
  const bought = page.justBought.value;
  const drop = product && page.dropIn(product);
  const entries = page.till.value?.drops.entries.value;
  const entered = drop !== undefined && entries?.has(drop.id) === true;
  const lost = product?.variants.some((v) => entries?.get(page.dropOf(v.id)?.id ?? '')?.outcome === DropOutcome.WAITING);
  const enter = drop?.state === DropState.OPEN && !entered && secondsTo(drop.closesUs, page.nowUs.value) > 0;
  return (
    <div class="pin-place" aria-live="polite" aria-atomic="false">
      {product && (
        <section key={page.pin.value?.id} class={drop ? 'pin in-draw' : 'pin'} data-product={product.id} aria-label={words.pinnedNow}>
          <Picture product={product} />
          <div class="about">
            <p class="kicker">{bought > 0 ? words.justBought(bought) : words.pinnedNow}</p>
            <h2>{product.title}</h2>
            <p class="facts"><ProductPrice page={page} product={product} /> {drop ? <DrawNow page={page} drop={drop} entered={entered} /> : lost ? <span class="stock">{words.notDrawn}</span> : <Stock left={left} />}</p>
          </div>
          {drop ? (
            <button type="button" class={enter ? 'button' : 'button plain'} onClick={() => onDraw(drop, enter)}>{enter ? words.enterDraw : words.seeDraw}</button>
          ) : (
            <button type="button" class={left === 0 ? 'button plain' : 'button'} aria-label={left === 0 ? `${words.details} ${product.title}` : words.buyProduct(product.title)} onClick={() => onBuy(product)}>
              {left === 0 ? words.details : words.buy}
            </button>
          )}
        </section>
      )}
    </div>
  );
}
