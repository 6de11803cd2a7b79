// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which one buys: what is seen depends on the purchase's step alone.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Product, Variant } from '../../generated/contract.ts';
import { moneyText, times } from '../shop/money.ts';
import { secondsLeft, type Choice, type Purchase, type Trouble } from '../shop/purchase.ts';
import type { Till } from '../shop/till.ts';
import { payWords } from '../pay-words.ts';
import { words } from '../words.ts';
import { addressText } from './address-text.ts';
import { Icon } from './icons.tsx';
import { Busy, Outcome, TroubleText } from './outcome.tsx';
import { PayForm } from './pay-form.tsx';
import { paidText, Receipt } from './receipt.tsx';
import { countdown } from './countdown.ts';
import { Picture, Stock } from './price.tsx';
import { Sheet } from './sheet.tsx';

interface StepProps<S extends Purchase['step']> {
  till: Till;
  at: Extract<Purchase, { step: S }>;
  product: Product | undefined;
  variant: Variant | undefined;
  onClose: () => void;
  onBought: () => void; // with one tap: the cart's sheet shows what comes of it
}

const mostPerHold = 99;

function TroubleNote({ till, trouble }: { till: Till; trouble: Trouble | undefined }): JSX.Element {
  return <TroubleText text={trouble?.message} again={trouble?.again ? () => till.checkout.again() : undefined} />;
}

function Waiting({ till, title, text, trouble }: { till: Till; title: string; text: string; trouble: Trouble | undefined }): JSX.Element {
  return <Busy title={title} text={text} trouble={trouble && { message: trouble.message, ...(trouble.again && { again: () => till.checkout.again() }) }} />;
}

function OneTap({ till, variantId, quantity, total, onBought }: { till: Till; variantId: string; quantity: number; total: string; onBought: () => void }): JSX.Element | null {
  const card = till.profile.value.methods[0];
  const address = till.profile.value.addresses[0];
  if (!card) return null;
  return (
    <>
      <button type="button" class="button wide" onClick={() => {
        till.atDesk(({ cartCheckout }) => cartCheckout.buyNow(variantId, quantity, card.id));
        onBought();
      }}>{payWords.oneTap(payWords.cardOf(card.face?.brand ?? '', card.face?.last4 ?? ''), total)}</button>
      <p class="soft centre note">{address?.standard ? payWords.oneTapTo(`${address.name}, ${addressText(address)}`) : payWords.oneTapNowhere}</p>
    </>
  );
}

function AddToCart({ till, variantId, quantity }: { till: Till; variantId: string; quantity: number }): JSX.Element {
  const added = useSignal(false);
  const busy = till.basket.busy.value.has(variantId);
  const trouble = till.basket.trouble.value;
  return (
    <>
      <button type="button" class="button plain wide" disabled={busy} onClick={() => void till.addToCart(variantId, quantity).then((done) => (added.value = done))}>
        {busy ? payWords.addingToCart : payWords.addToCart}
      </button>
      <p class={trouble?.variantId === variantId ? 'problem' : 'soft centre note'} role="status">
        {trouble?.variantId === variantId ? trouble.message : added.value ? payWords.inCart : payWords.holdHint}
      </p>
    </>
  );
}

function Choosing({ till, at, product, variant, onBought }: StepProps<'choosing'>): JSX.Element {
  const { choice } = at;
  const left = Math.max(0, variant?.available ?? 0);
  const most = Math.min(mostPerHold, Math.max(1, left));
  const choose = (change: Partial<Choice>): void => till.checkout.choose({ ...choice, ...change });
  const quantity = Math.min(choice.quantity, most);
  // The button never changes its meaning under the finger: what sells out while it is looked at is still asked for, and the
  // server's refusal offers the waiting list.
  const wasGone = useMemo(() => left === 0, [choice.variantId]);
  const gone = wasGone && left === 0;
  return (
    <form class="form" onSubmit={(e) => {
      e.preventDefault();
      if (gone) {
        till.joinWaitlist();
        return;
      }
      if (quantity !== choice.quantity) choose({ quantity });
      till.buy();
    }}>
      {product?.description && <p class="soft">{product.description}</p>}
      {product && product.variants.length > 1 && (
        <fieldset class="choices">
          <legend>{payWords.variant}</legend>
          {product.variants.map((v) => (
            <label key={v.id} class={v.available > 0 ? 'choice' : 'choice gone'}>
              <input type="radio" name="variant" value={v.id} checked={v.id === choice.variantId} onChange={() => choose({ variantId: v.id, quantity: 1 })} />
              <span>{v.name}</span>
              <small>{v.available > 0 ? moneyText(v.price) : words.soldOut}</small>
            </label>
          ))}
        </fieldset>
      )}
      {!gone ? (
        <>
          <div class="row">
            <span id="quantity-label">{payWords.quantity}</span>
            <div class="stepper" role="group" aria-labelledby="quantity-label">
              <button type="button" class="round small" aria-label={payWords.fewer} disabled={quantity <= 1} onClick={() => choose({ quantity: quantity - 1 })}><Icon name="minus" /></button>
              <output aria-live="polite">{quantity}</output>
              <button type="button" class="round small" aria-label={payWords.more} disabled={quantity >= most} onClick={() => choose({ quantity: quantity + 1 })}><Icon name="plus" /></button>
            </div>
          </div>
          <div class="row total"><span>{payWords.total}</span><strong>{moneyText(times(variant?.price, quantity))}</strong></div>
          <TroubleNote till={till} trouble={at.trouble} />
          <div class="foot">
            <OneTap till={till} variantId={choice.variantId} quantity={quantity} total={moneyText(times(variant?.price, quantity))} onBought={onBought} />
            <button type="submit" class={till.profile.value.methods.length > 0 ? 'button plain wide' : 'button wide'} data-autofocus>{payWords.hold}</button>
            <AddToCart key={choice.variantId} till={till} variantId={choice.variantId} quantity={quantity} />
          </div>
        </>
      ) : (
        <>
          <TroubleNote till={till} trouble={at.trouble} />
          <button type="submit" class="button wide" data-autofocus>{payWords.joinWaitlist}</button>
        </>
      )}
    </form>
  );
}

function SoldOut({ till, at, onClose }: StepProps<'sold_out'>): JSX.Element {
  if (at.position !== undefined) {
    return <Outcome mark="clock" title={payWords.waitingTitle} text={payWords.waitingText(at.position)}>
      <button type="button" class="button wide" data-autofocus onClick={onClose}>{payWords.keepWatching}</button>
    </Outcome>;
  }
  return (
    <Outcome mark="bag" title={payWords.soldOutTitle} text={payWords.soldOutText}>
      <TroubleNote till={till} trouble={at.trouble} />
      <button type="button" class="button wide" data-autofocus disabled={at.joining !== undefined && !at.trouble} onClick={() => till.joinWaitlist()}>
        {at.joining ? payWords.joining : payWords.joinWaitlist}
      </button>
      <button type="button" class="button plain wide" onClick={onClose}>{payWords.keepWatching}</button>
    </Outcome>
  );
}

function Countdown({ till, at }: { till: Till; at: Extract<Purchase, { step: 'held' }> }): JSX.Element {
  const seconds = secondsLeft(at.hold, till.page.nowUs.value);
  return (
    <div class={seconds < 60 ? 'countdown hurry' : 'countdown'}>
      <Icon name="clock" />
      <span>{payWords.heldFor}</span>
      <strong role="timer">{countdown(seconds)}</strong>
      <span class="visually-hidden" role="status">{payWords.heldSpoken(Math.floor(seconds / 60))}</span>
    </div>
  );
}

function Held({ till, at }: StepProps<'held'>): JSX.Element {
  const total = moneyText(times(at.hold.unitPrice, at.hold.quantity));
  return (
    <>
      <Countdown till={till} at={at} />
      {at.declined !== undefined && (
        <div class="notice bad" role="alert">
          <strong>{payWords.declinedTitle}</strong>
          <p>{at.declined || payWords.declinedText}</p>
        </div>
      )}
      <PayForm total={total} receipt={till.profile.value.signInByMail} email={at.order?.email ?? ''} declined={at.declined !== undefined} trouble={at.trouble?.message} onPay={(email, token) => till.checkout.pay(email, token)} />
      <button type="button" class="button plain wide" onClick={() => void till.checkout.giveBack()}>{payWords.giveBack}</button>
    </>
  );
}

function Confirming({ till, at }: StepProps<'confirming'>): JSX.Element {
  if (at.answer || till.checkout.atBank.value) return <Waiting till={till} title={payWords.confirming} text="" trouble={at.trouble} />;
  return (
    <Outcome mark="clock" title={payWords.confirmTitle} text={payWords.confirmText(moneyText(at.order.total))}>
      <TroubleNote till={till} trouble={at.trouble} />
      <button type="button" class="button wide" data-autofocus onClick={() => till.checkout.answerBank(true)}>{payWords.approve}</button>
      <button type="button" class="button plain wide" onClick={() => till.checkout.answerBank(false)}>{payWords.refuse}</button>
    </Outcome>
  );
}

function Expired({ till, at, onClose }: StepProps<'expired'>): JSX.Element {
  const title = at.reason === 'expired' ? payWords.expiredTitle : at.reason === 'released' ? payWords.releasedTitle : payWords.cancelledTitle;
  const text = at.reason === 'expired' || at.reason === 'released' ? payWords.expiredText : at.reason || payWords.expiredText;
  return (
    <Outcome mark="clock" title={title} text={text}>
      <button type="button" class="button wide" data-autofocus onClick={() => till.checkout.choose(at.choice)}>{payWords.holdAgain}</button>
      <button type="button" class="button plain wide" onClick={onClose}>{payWords.keepWatching}</button>
    </Outcome>
  );
}

function Paid({ till, at, onClose }: StepProps<'paid'>): JSX.Element {
  return (
    <Outcome mark="check" title={payWords.paidTitle} text={paidText(at.order, till.profile.value.signInByMail)}>
      <Receipt order={at.order} />
      <button type="button" class="button wide" data-autofocus onClick={onClose}>{payWords.keepWatching}</button>
    </Outcome>
  );
}

function Step(props: { till: Till; at: Purchase; product: Product | undefined; variant: Variant | undefined; onClose: () => void; onBought: () => void }): JSX.Element | null {
  const { at, ...rest } = props;
  switch (at.step) {
    case 'none': return null;
    case 'choosing': return <Choosing at={at} {...rest} />;
    case 'holding': return <Waiting till={props.till} title={payWords.holding} text="" trouble={at.trouble} />;
    case 'sold_out': return <SoldOut at={at} {...rest} />;
    case 'held': return <Held at={at} {...rest} />;
    case 'paying': return <Waiting till={props.till} title={payWords.paying} text={payWords.payingHint} trouble={at.trouble} />;
    case 'confirming': return <Confirming at={at} {...rest} />;
    case 'expired': return <Expired at={at} {...rest} />;
    case 'paid': return <Paid at={at} {...rest} />;
  }
}

export function BuySheet({ till, open, onClose, onBought }: { till: Till; open: boolean; onClose: () => void; onBought: () => void }): JSX.Element {
  const at = till.checkout.purchase.value;
  const body = useRef<HTMLDivElement>(null);
  const choice = at.step === 'none' ? undefined : at.choice;
  const product = choice && till.page.stage.value.products.find((p) => p.id === (choice.productId || till.page.productOf(choice.variantId)));
  const variant = product?.variants.find((v) => v.id === choice?.variantId);
  const asking = till.page.naming.value !== undefined;
  useLayoutEffect(() => {
    // Each step begins at its main action; nobody is left on a button that has gone.
    if (open && !asking) body.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [open, at.step, asking]);
  return (
    <Sheet open={open} title={product?.title ?? words.products} onClose={onClose}>
      <div ref={body} class="buying" data-step={at.step}>
        {product && (
          <div class="bought">
            <Picture product={product} />
            <div class="about">
              {variant?.name && product.variants.length > 1 && <p class="kicker">{variant.name}</p>}
              <p class="facts"><strong>{moneyText(variant?.price)}</strong> {variant && at.step === 'choosing' && <Stock left={Math.max(0, variant.available)} />}</p>
            </div>
          </div>
        )}
        <Step till={till} at={at} product={product} variant={variant} onClose={onClose} onBought={onBought} />
      </div>
    </Sheet>
  );
}
