// SPDX-License-Identifier: GPL-3.0-or-later
// One thing in the cart, with the time it is still kept.
import type { JSX } from 'preact';
import type { CartLine, Product } from '../../generated/contract.ts';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { isHeld, secondsOf } from '../shop/cart.ts';
import { moneyText, times } from '../shop/money.ts';
import type { Till } from '../shop/till.ts';
import { countdown } from './countdown.ts';
import { Icon } from './icons.tsx';
import { Picture } from './price.tsx';

const mostPerLine = 99;
const hurryS = 60;

function Keeping({ till, line, title }: { till: Till; line: CartLine; title: string }): JSX.Element {
  const nowUs = till.page.nowUs.value;
  const seconds = secondsOf(line, nowUs);
  const busy = till.basket.busy.value.has(line.variantId);
  if (!isHeld(line, nowUs)) {
    return (
      <div class="keeping lapsed">
        <span>{cartWords.notKept}</span>
        <button type="button" class="button plain slim" disabled={busy} aria-label={cartWords.keepAgainOf(title)} onClick={() => void till.basket.renew(line)}>{cartWords.keepAgain}</button>
      </div>
    );
  }
  return (
    <div class={seconds < hurryS ? 'keeping hurry' : 'keeping'}>
      <Icon name="clock" />
      <span>{cartWords.keptFor} <strong role="timer">{countdown(seconds)}</strong></span>
      {seconds < hurryS && (
        <button type="button" class="button plain slim" disabled={busy} aria-label={cartWords.keepLongerOf(title)} onClick={() => void till.basket.renew(line)}>{cartWords.keepLonger}</button>
      )}
    </div>
  );
}

export function CartLineRow({ till, line, product }: { till: Till; line: CartLine; product: Product | undefined }): JSX.Element {
  const variant = product?.variants.find((v) => v.id === line.variantId);
  const title = product ? (variant?.name && product.variants.length > 1 ? `${product.title}, ${variant.name}` : product.title) : cartWords.unknownThing;
  const busy = till.basket.busy.value.has(line.variantId);
  const trouble = till.basket.trouble.value;
  const most = Math.min(mostPerLine, line.quantity + Math.max(0, variant?.available ?? 0));
  const set = (quantity: number): void => void till.basket.set(line.variantId, quantity);
  return (
    <li class="cart-line" data-variant={line.variantId} aria-busy={busy}>
      {product ? <Picture product={product} /> : <span class="picture blank" aria-hidden="true">?</span>}
      <div class="about">
        <h3>{title}</h3>
        <p class="facts"><strong>{moneyText(times(line.hold?.unitPrice, line.quantity))}</strong></p>
      </div>
      <button type="button" class="round small" disabled={busy} aria-label={cartWords.takeOut(title)} onClick={() => set(0)}><Icon name="bin" /></button>
      <div class="line-foot">
        {isHeld(line, till.page.nowUs.value) && <div class="stepper" role="group" aria-label={`${payWords.quantity}: ${title}`}>
        <button type="button" class="round small" aria-label={cartWords.fewerOf(title)} disabled={busy || line.quantity <= 1} onClick={() => set(line.quantity - 1)}><Icon name="minus" /></button>
        <output aria-live="polite">{line.quantity}</output>
        <button type="button" class="round small" aria-label={cartWords.moreOf(title)} disabled={busy || line.quantity >= most} onClick={() => set(line.quantity + 1)}><Icon name="plus" /></button>
        </div>}
        <Keeping till={till} line={line} title={title} />
      </div>
      <p class="problem" role="alert">{trouble?.variantId === line.variantId ? trouble.message : ''}</p>
    </li>
  );
}
