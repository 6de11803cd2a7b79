// SPDX-License-Identifier: GPL-3.0-or-later
// The way from the cart to the order: where to, which card, and what came of it.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CouponCheck } from '../../generated/contract.ts';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { payable, sumOf } from '../shop/cart.ts';
import type { Desk } from '../shop/desk.ts';
import { moneyText } from '../shop/money.ts';
import type { Settling } from '../shop/settle.ts';
import type { Till } from '../shop/till.ts';
import { AddressChoice, AddressForm } from './address-form.tsx';
import { Coupon } from './coupon-place.tsx';
import { Busy, Outcome, TroubleText } from './outcome.tsx';
import { PayForm } from './pay-form.tsx';
import { Discount, paidText, Receipt } from './receipt.tsx';

const otherCard = '';

/** The cards that are kept, or another one. */
function Methods({ till, chosen, onChoose }: { till: Till; chosen: string; onChoose: (id: string) => void }): JSX.Element | null {
  const { methods } = till.profile.value;
  if (methods.length === 0) return null;
  return (
    <fieldset class="choices stacked">
      <legend>{cartWords.payWith}</legend>
      {methods.map((m) => (
        <label key={m.id} class="choice">
          <input type="radio" name="method" value={m.id} checked={chosen === m.id} onChange={() => onChoose(m.id)} />
          <span>{payWords.cardOf(m.face?.brand ?? '', m.face?.last4 ?? '')}</span>
        </label>
      ))}
      <label class="choice">
        <input type="radio" name="method" value="" checked={chosen === otherCard} onChange={() => onChoose(otherCard)} />
        <span>{cartWords.anotherCard}</span>
      </label>
    </fieldset>
  );
}

export function CartPay({ desk, onBack }: { desk: Desk; onBack: () => void }): JSX.Element {
  const profile = desk.till.profile.value;
  const top = useRef<HTMLDivElement>(null);
  const adding = useSignal(false);
  const addressId = useSignal(profile.addresses[0]?.id ?? '');
  const methodId = useSignal(profile.methods[0]?.id ?? otherCard);
  const keep = useSignal(false);
  const at = desk.cartCheckout.at.value;
  const lines = payable(desk.till.basket.lines.value, desk.till.page.nowUs.value);
  const coupon = useSignal<CouponCheck | undefined>(undefined);
  const sum = sumOf(lines);
  const holdIds = lines.flatMap((l) => (l.hold ? [l.hold.id] : []));
  // A coupon counts with the first attempt: the same things paid again cost what their order says.
  const last = at.step === 'open' && at.last?.lines.length === holdIds.length && at.last.lines.every((l) => holdIds.includes(l.holdId)) ? at.last : undefined;
  const most = last?.total ?? coupon.value?.total ?? sum;
  const total = moneyText(most);
  const declined = at.step === 'open' ? at.declined : undefined;
  useEffect(() => {
    if (declined !== undefined) methodId.value = otherCard; // another card is wanted
  }, [declined]);
  useLayoutEffect(() => top.current?.scrollIntoView({ block: 'start' }), [adding.value]); // back from the address: begin at its choice
  if (adding.value) {
    return <AddressForm desk={desk} address={undefined} onDone={(id) => {
      if (id) addressId.value = id;
      adding.value = false;
    }} />;
  }
  const pay = (email: string, token: string, face?: { brand: string; last4: string }): void => desk.cartCheckout.pay({
    holdIds, email, token, methodId: methodId.value, addressId: addressId.value, couponCode: coupon.value?.code ?? '',
    keep: keep.value, ...(face && { face }), ...(most && { most }),
  });
  const signedIn = profile.email !== '';
  return (
    <div ref={top} class="form settling" tabIndex={-1} data-autofocus>
      {declined !== undefined && (
        <div class="notice bad" role="alert">
          <strong>{payWords.declinedTitle}</strong>
          <p>{declined || payWords.declinedText}</p>
        </div>
      )}
      <AddressChoice desk={desk} chosen={addressId.value} onChoose={(id) => (addressId.value = id)} onNew={() => (adding.value = true)} />
      <Methods till={desk.till} chosen={methodId.value} onChoose={(id) => (methodId.value = id)} />
      {!last && sum && <Coupon till={desk.till} holdIds={holdIds} sum={sum} applied={coupon.value} onApply={(check) => (coupon.value = check)} />}
      {!sum && lines.length > 0 && <p class="notice">{cartWords.twoCurrencies}</p>}
      <Discount order={last} />
      <div class="row total"><span>{payWords.total}</span><strong>{total}</strong></div>
      {methodId.value !== otherCard ? (
        <>
          <TroubleText text={at.step === 'open' ? at.trouble : undefined} />
          <div class="foot">
            <button type="button" class="button wide" disabled={!sum} onClick={() => pay(profile.email, '')}>{payWords.pay(total)}</button>
          </div>
        </>
      ) : (
        <PayForm total={total} receipt={desk.till.profile.value.signInByMail} email={profile.email} declined={declined !== undefined} trouble={at.step === 'open' ? at.trouble : undefined} disabled={!sum} onPay={pay}>
          {signedIn && profile.keepsCards && (
            <label class="tick">
              <input type="checkbox" checked={keep.value} onChange={(e) => (keep.value = e.currentTarget.checked)} />
              <span>{cartWords.keepCard}<small>{cartWords.keepCardHint}</small></span>
            </label>
          )}
        </PayForm>
      )}
      <button type="button" class="button plain wide" onClick={onBack}>{cartWords.backToCart}</button>
    </div>
  );
}

/** What becomes of a payment; nothing while there is none. */
export function Settlement({ desk, at, onDone }: { desk: Desk; at: Settling; onDone: () => void }): JSX.Element | null {
  const checkout = desk.cartCheckout;
  const trouble = 'trouble' in at && at.trouble ? { message: at.trouble, again: () => checkout.again() } : undefined;
  switch (at.step) {
    case 'open': return null;
    case 'paying': return <Busy title={payWords.paying} text={payWords.payingHint} trouble={trouble} />;
    case 'confirming':
      if (at.answer || checkout.watch.atBank.value) return <Busy title={payWords.confirming} text="" trouble={trouble} />;
      return (
        <Outcome mark="clock" title={payWords.confirmTitle} text={payWords.confirmText(moneyText(at.order.total))}>
          <button type="button" class="button wide" data-autofocus onClick={() => checkout.answerBank(true)}>{payWords.approve}</button>
          <button type="button" class="button plain wide" onClick={() => checkout.answerBank(false)}>{payWords.refuse}</button>
        </Outcome>
      );
    case 'paid': return (
      <Outcome mark="check" title={payWords.paidTitle} text={paidText(at.order, desk.till.profile.value.signInByMail)}>
        <Receipt order={at.order} />
        <button type="button" class="button wide" data-autofocus onClick={onDone}>{payWords.keepWatching}</button>
      </Outcome>
    );
  }
}
