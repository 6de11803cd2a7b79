// SPDX-License-Identifier: GPL-3.0-or-later
import type { JSX } from 'preact';
import type { Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';
import { Picture, ProductPrice, Stock, stockOf } from './price.tsx';

interface Props {
  page: Page;
  onBuy: (product: Product) => void;
  onChapter: ((product: Product) => void) | undefined; // to the moment it was shown, in a replay
}

export function ProductList({ page, onBuy, onChapter }: Props): JSX.Element {
  const { products, show } = page.stage.value;
  const pinned = page.pinned.value?.id;
  if (products.length === 0) return <p class="empty">{words.noProducts}</p>;
  return (
    <ul class="products">
      {products.map((product) => {
        const left = stockOf(product);
        const drop = page.dropIn(product);
        const look = left === 0 && !drop;
        return (
          <li key={product.id} class={product.id === pinned ? 'is-pinned' : undefined} data-product={product.id}>
            <Picture product={product} />
            <div class="about">
              {product.id === pinned && <p class="kicker">{words.pinnedNow}</p>}
              <h3>{product.title}</h3>
              <p class="facts"><ProductPrice page={page} product={product} /> {drop ? <span class="stock few">{words.inDraw}</span> : <Stock left={left} />}</p>
            </div>
            <div class="acts">
              <button type="button" class={look ? 'button plain' : 'button'} aria-label={look ? `${words.details} ${product.title}` : words.buyProduct(product.title)} onClick={() => onBuy(product)}>
                {look ? words.details : words.buy}
              </button>
              {onChapter && show.pins.some((p) => p.productId === product.id) && (
                <button type="button" class="round small" aria-label={words.watchMoment(product.title)} onClick={() => onChapter(product)}>
                  <Icon name="play" />
                </button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
