// SPDX-License-Identifier: GPL-3.0-or-later
// The cart, the way out of it, and what the viewer keeps with the shop.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { payable, sumOf } from '../shop/cart.ts';
import type { Desk } from '../shop/desk.ts';
import { moneyText } from '../shop/money.ts';
import { AccountView } from './account-view.tsx';
import { CartLineRow } from './cart-line.tsx';
import { CartPay, Settlement } from './cart-pay.tsx';
import { Icon } from './icons.tsx';
import { Sheet } from './sheet.tsx';

type Place = 'cart' | 'pay' | 'account';

function Lines({ desk, onPay }: { desk: Desk; onPay: () => void }): JSX.Element {
  const lines = desk.till.basket.lines.value;
  const held = payable(lines, desk.till.page.nowUs.value);
  const { products } = desk.till.page.stage.value;
  if (lines.length === 0) return <p class="empty">{cartWords.cartEmpty}</p>;
  return (
    <>
      <ul class="cart-lines">
        {lines.map((line) => (
          <CartLineRow key={line.variantId} till={desk.till} line={line} product={products.find((p) => p.variants.some((v) => v.id === line.variantId))} />
        ))}
      </ul>
      <div class="foot">
        {sumOf(held) && <div class="row total"><span>{payWords.total}</span><strong>{moneyText(sumOf(held))}</strong></div>}
        {held.length > 0 && !sumOf(held) && <p class="notice">{cartWords.twoCurrencies}</p>}
        <button type="button" class="button wide" data-autofocus disabled={!sumOf(held)} onClick={onPay}>{cartWords.checkOut(held.length)}</button>
      </div>
    </>
  );
}

export function CartSheet({ desk, open, onClose }: { desk: Desk; open: boolean; onClose: () => void }): JSX.Element {
  const place = useSignal<Place>('cart');
  const body = useRef<HTMLDivElement>(null);
  const at = desk.cartCheckout.at.value;
  const settling = at.step !== 'open';
  const hidden = desk.cartCheckout.watch.atBank.value;
  useLayoutEffect(() => {
    if (open) place.value = 'cart'; // before anybody sees it, and presses on
  }, [open]);
  useEffect(() => {
    if (!open) return;
    void desk.account.load().catch(() => undefined); // what he keeps is asked for again with each of its views
    void desk.till.basket.load().catch(() => undefined);
  }, [open]);
  useLayoutEffect(() => {
    if (open) body.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [open, at.step, place.value]);
  const leave = (): void => {
    desk.cartCheckout.leave();
    onClose();
  };
  const title = settling || place.value === 'pay' ? cartWords.checkOutTitle : place.value === 'account' ? cartWords.account : cartWords.cart;
  return (
    <Sheet open={open && !hidden} title={title} onClose={leave}>
      <div ref={body} class="buying" data-cart={settling ? at.step : place.value}>
        {settling && <Settlement desk={desk} at={at} onDone={leave} />}
        {!settling && place.value === 'cart' && (
          <>
            <Lines desk={desk} onPay={() => (place.value = 'pay')} />
            <button type="button" class="button plain wide with-icon" onClick={() => (place.value = 'account')}><Icon name="person" />{cartWords.account}</button>
          </>
        )}
        {!settling && place.value === 'pay' && <CartPay desk={desk} onBack={() => (place.value = 'cart')} />}
        {!settling && place.value === 'account' && <AccountView desk={desk} onBack={() => (place.value = 'cart')} />}
      </div>
    </Sheet>
  );
}
