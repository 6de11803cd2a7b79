// SPDX-License-Identifier: GPL-3.0-or-later
// The product that is pinned at the moment on the screen.
import type { JSX } from 'preact';
import type { Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Picture, priceText, Stock, stockOf } from './price.tsx';

export function PinCard({ page, onBuy }: { page: Page; onBuy: (product: Product) => void }): JSX.Element {
  const product = page.pinned.value;
  const left = product ? stockOf(product) : 0;
  const bought = page.justBought.value;
  return (
    <div class="pin-place" aria-live="polite" aria-atomic="false">
      {product && (
        <section key={page.pin.value?.id} class="pin" data-product={product.id} aria-label={words.pinnedNow}>
          <Picture product={product} />
          <div class="about">
            <p class="kicker">{bought > 0 ? words.justBought(bought) : words.pinnedNow}</p>
            <h2>{product.title}</h2>
            <p class="facts"><strong>{priceText(product)}</strong> <Stock left={left} /></p>
          </div>
          <button type="button" class={left === 0 ? 'button plain' : 'button'} aria-label={left === 0 ? `${words.details} ${product.title}` : words.buyProduct(product.title)} onClick={() => onBuy(product)}>
            {left === 0 ? words.details : words.buy}
          </button>
        </section>
      )}
    </div>
  );
}
