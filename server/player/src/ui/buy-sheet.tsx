// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which one buys: what is seen depends on the purchase's step alone.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CouponCheck, Money, Product, Variant } from '../../generated/contract.ts';
import { payWords } from '../pay-words.ts';
import { moneyText, times } from '../shop/money.ts';
import { secondsLeft, type Purchase, type Trouble } from '../shop/purchase.ts';
import { isUnderWay } from '../shop/tag.ts';
import type { Till } from '../shop/till.ts';
import { words } from '../words.ts';
import { Choosing } from './choosing.tsx';
import { countdown } from './countdown.ts';
import { Coupon } from './coupon-place.tsx';
import { Icon } from './icons.tsx';
import { Busy, Outcome } from './outcome.tsx';
import { PayForm } from './pay-form.tsx';
import { Picture, Price, Stock } from './price.tsx';
import { Discount, paidText, Receipt } from './receipt.tsx';
import { Sheet } from './sheet.tsx';
import { TroubleNote, type StepProps } from './step.tsx';

function Waiting({ till, title, text, trouble }: { till: Till; title: string; text: string; trouble: Trouble | undefined }): JSX.Element {
  return <Busy title={title} text={text} trouble={trouble && { message: trouble.message, ...(trouble.again && { again: () => till.checkout.again() }) }} />;
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
  const coupon = useSignal<CouponCheck | undefined>(undefined);
  const sum = times(at.hold.unitPrice, at.hold.quantity);
  // A coupon counts with the first attempt: from then on the order says what is to be paid.
  const most = at.order?.total ?? coupon.value?.total ?? sum;
  const total = moneyText(most);
  return (
    <>
      <Countdown till={till} at={at} />
      {till.drops.won(at.hold.id) && <p class="notice">{payWords.wonNotice}</p>}
      {at.declined !== undefined && (
        <div class="notice bad" role="alert">
          <strong>{payWords.declinedTitle}</strong>
          <p>{at.declined || payWords.declinedText}</p>
        </div>
      )}
      {!at.order && <Coupon till={till} holdIds={[at.hold.id]} sum={sum} applied={coupon.value} onApply={(check) => (coupon.value = check)} />}
      <Discount order={at.order} />
      <PayForm
        total={total} receipt={till.profile.value.signInByMail} email={at.order?.email ?? ''} declined={at.declined !== undefined} trouble={at.trouble?.message}
        onPay={(email, token) => till.checkout.pay(email, token, coupon.value?.code ?? '', most)}
      />
      <button type="button" class="button plain wide" onClick={() => void till.checkout.giveBack()}>{payWords.giveBack}</button>
    </>
  );
}

function Confirming({ till, at }: StepProps<'confirming'>): JSX.Element {
  if (at.answer || till.checkout.watch.atBank.value) return <Waiting till={till} title={payWords.confirming} text="" trouble={at.trouble} />;
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

/** What counts once it is held, whatever the price is by now. */
function keptPrice(at: Purchase): Money | undefined {
  if (at.step === 'paid' || at.step === 'confirming') return at.order.lines[0]?.unitPrice;
  return at.step === 'held' || at.step === 'paying' ? at.hold.unitPrice : undefined;
}

export function BuySheet({ till, open, onClose, onBought }: { till: Till; open: boolean; onClose: () => void; onBought: () => void }): JSX.Element {
  const at = till.checkout.purchase.value;
  const body = useRef<HTMLDivElement>(null);
  const choice = at.step === 'none' ? undefined : at.choice;
  const product = choice && till.page.stage.value.products.find((p) => p.id === (choice.productId || till.page.productOf(choice.variantId)));
  const variant = product?.variants.find((v) => v.id === choice?.variantId);
  const drop = variant && till.page.dropOf(variant.id);
  const inDraw = drop !== undefined && isUnderWay(drop);
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
              <p class="facts">
                {variant && (at.step === 'choosing' ? <Price page={till.page} tag={till.page.tagOf(variant)} /> : <strong>{moneyText(keptPrice(at) ?? till.page.tagOf(variant).price)}</strong>)}{' '}
                {variant && at.step === 'choosing' && !inDraw && <Stock left={Math.max(0, variant.available)} />}
              </p>
            </div>
          </div>
        )}
        <Step till={till} at={at} product={product} variant={variant} onClose={onClose} onBought={onBought} />
      </div>
    </Sheet>
  );
}
