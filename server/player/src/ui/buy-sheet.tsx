// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which one buys: what is seen depends on the purchase's step alone.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Product, Variant } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { moneyText, times } from '../shop/money.ts';
import { secondsLeft, type Choice, type Purchase, type Trouble } from '../shop/purchase.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';
import { PayForm } from './pay-form.tsx';
import { countdown } from './pills.tsx';
import { Picture, Stock } from './price.tsx';
import { Sheet } from './sheet.tsx';

interface StepProps<S extends Purchase['step']> {
  page: Page;
  at: Extract<Purchase, { step: S }>;
  product: Product | undefined;
  variant: Variant | undefined;
  onClose: () => void;
}

const mostPerHold = 99;

function TroubleNote({ page, trouble }: { page: Page; trouble: Trouble | undefined }): JSX.Element {
  return (
    <div class="problem" role="alert">
      {trouble?.message}
      {trouble?.again && <button type="button" class="button plain" onClick={() => page.checkout.again()}>{words.tryAgain}</button>}
    </div>
  );
}

function Choosing({ page, at, product, variant }: StepProps<'choosing'>): JSX.Element {
  const { choice } = at;
  const left = Math.max(0, variant?.available ?? 0);
  const most = Math.min(mostPerHold, Math.max(1, left));
  const choose = (change: Partial<Choice>): void => page.checkout.choose({ ...choice, ...change });
  const quantity = Math.min(choice.quantity, most);
  // The button never changes its meaning under the finger: what sells out while it is looked at is still asked for, and the
  // server's refusal offers the waiting list.
  const wasGone = useMemo(() => left === 0, [choice.variantId]);
  const gone = wasGone && left === 0;
  return (
    <form class="form" onSubmit={(e) => {
      e.preventDefault();
      if (gone) {
        page.joinWaitlist();
        return;
      }
      if (quantity !== choice.quantity) choose({ quantity });
      page.buy();
    }}>
      {product?.description && <p class="soft">{product.description}</p>}
      {product && product.variants.length > 1 && (
        <fieldset class="choices">
          <legend>{words.variant}</legend>
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
            <span id="quantity-label">{words.quantity}</span>
            <div class="stepper" role="group" aria-labelledby="quantity-label">
              <button type="button" class="round small" aria-label={words.fewer} disabled={quantity <= 1} onClick={() => choose({ quantity: quantity - 1 })}><Icon name="minus" /></button>
              <output aria-live="polite">{quantity}</output>
              <button type="button" class="round small" aria-label={words.more} disabled={quantity >= most} onClick={() => choose({ quantity: quantity + 1 })}><Icon name="plus" /></button>
            </div>
          </div>
          <div class="row total"><span>{words.total}</span><strong>{moneyText(times(variant?.price, quantity))}</strong></div>
          <TroubleNote page={page} trouble={at.trouble} />
          <div class="foot">
            <button type="submit" class="button wide" data-autofocus>{words.hold}</button>
            <p class="soft centre note">{words.holdHint}</p>
          </div>
        </>
      ) : (
        <>
          <TroubleNote page={page} trouble={at.trouble} />
          <button type="submit" class="button wide" data-autofocus>{words.joinWaitlist}</button>
        </>
      )}
    </form>
  );
}

function SoldOut({ page, at, onClose }: StepProps<'sold_out'>): JSX.Element {
  if (at.position !== undefined) {
    return <Outcome mark="clock" title={words.waitingTitle} text={words.waitingText(at.position)}>
      <button type="button" class="button wide" data-autofocus onClick={onClose}>{words.keepWatching}</button>
    </Outcome>;
  }
  return (
    <Outcome mark="bag" title={words.soldOutTitle} text={words.soldOutText}>
      <TroubleNote page={page} trouble={at.trouble} />
      <button type="button" class="button wide" data-autofocus disabled={at.joining !== undefined && !at.trouble} onClick={() => page.joinWaitlist()}>
        {at.joining ? words.joining : words.joinWaitlist}
      </button>
      <button type="button" class="button plain wide" onClick={onClose}>{words.keepWatching}</button>
    </Outcome>
  );
}

function Countdown({ page, at }: { page: Page; at: Extract<Purchase, { step: 'held' }> }): JSX.Element {
  const seconds = secondsLeft(at.hold, page.nowUs.value);
  return (
    <div class={seconds < 60 ? 'countdown hurry' : 'countdown'}>
      <Icon name="clock" />
      <span>{words.heldFor}</span>
      <strong role="timer">{countdown(seconds)}</strong>
      <span class="visually-hidden" role="status">{words.heldSpoken(Math.floor(seconds / 60))}</span>
    </div>
  );
}

function Held({ page, at }: StepProps<'held'>): JSX.Element {
  const total = moneyText(times(at.hold.unitPrice, at.hold.quantity));
  return (
    <>
      <Countdown page={page} at={at} />
      {at.declined !== undefined && (
        <div class="notice bad" role="alert">
          <strong>{words.declinedTitle}</strong>
          <p>{at.declined || words.declinedText}</p>
        </div>
      )}
      <PayForm total={total} email={at.order?.email ?? ''} declined={at.declined !== undefined} trouble={at.trouble?.message} onPay={(email, token) => page.checkout.pay(email, token)} />
      <button type="button" class="button plain wide" onClick={() => void page.checkout.giveBack()}>{words.giveBack}</button>
    </>
  );
}

function Busy({ page, title, text, trouble }: { page: Page; title: string; text: string; trouble: Trouble | undefined }): JSX.Element {
  return (
    <div class="outcome" role="status" tabIndex={-1} data-autofocus>
      {!trouble && <span class="spinner" aria-hidden="true" />}
      <h3>{title}</h3>
      {text && <p class="soft">{text}</p>}
      <TroubleNote page={page} trouble={trouble} />
    </div>
  );
}

function Confirming({ page, at }: StepProps<'confirming'>): JSX.Element {
  if (at.answer || page.checkout.atBank.value) return <Busy page={page} title={words.confirming} text="" trouble={at.trouble} />;
  return (
    <Outcome mark="clock" title={words.confirmTitle} text={words.confirmText(moneyText(at.order.total))}>
      <TroubleNote page={page} trouble={at.trouble} />
      <button type="button" class="button wide" data-autofocus onClick={() => page.checkout.answerBank(true)}>{words.approve}</button>
      <button type="button" class="button plain wide" onClick={() => page.checkout.answerBank(false)}>{words.refuse}</button>
    </Outcome>
  );
}

function Expired({ page, at, onClose }: StepProps<'expired'>): JSX.Element {
  const title = at.reason === 'expired' ? words.expiredTitle : at.reason === 'released' ? words.releasedTitle : words.cancelledTitle;
  const text = at.reason === 'expired' || at.reason === 'released' ? words.expiredText : at.reason || words.expiredText;
  return (
    <Outcome mark="clock" title={title} text={text}>
      <button type="button" class="button wide" data-autofocus onClick={() => page.checkout.choose(at.choice)}>{words.holdAgain}</button>
      <button type="button" class="button plain wide" onClick={onClose}>{words.keepWatching}</button>
    </Outcome>
  );
}

function Paid({ at, onClose }: StepProps<'paid'>): JSX.Element {
  return (
    <Outcome mark="check" title={words.paidTitle} text={words.paidText(at.order.email)}>
      <dl class="receipt">
        {at.order.lines.map((line) => (
          <div key={line.variantId}><dt>{line.quantity} × {line.title}</dt><dd>{moneyText(times(line.unitPrice, line.quantity))}</dd></div>
        ))}
        <div class="total"><dt>{words.total}</dt><dd>{moneyText(at.order.total)}</dd></div>
        <div><dt>{words.orderNumber}</dt><dd class="order-number">{at.order.id}</dd></div>
      </dl>
      <button type="button" class="button wide" data-autofocus onClick={onClose}>{words.keepWatching}</button>
    </Outcome>
  );
}

function Outcome({ mark, title, text, children }: { mark: 'clock' | 'bag' | 'check'; title: string; text: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`outcome is-${mark}`}>
      <span class="mark"><Icon name={mark} /></span>
      <div role="status">
        <h3>{title}</h3>
        <p class="soft">{text}</p>
      </div>
      {children}
    </div>
  );
}

function Step(props: { page: Page; at: Purchase; product: Product | undefined; variant: Variant | undefined; onClose: () => void }): JSX.Element | null {
  const { at, ...rest } = props;
  switch (at.step) {
    case 'none': return null;
    case 'choosing': return <Choosing at={at} {...rest} />;
    case 'holding': return <Busy page={props.page} title={words.holding} text="" trouble={at.trouble} />;
    case 'sold_out': return <SoldOut at={at} {...rest} />;
    case 'held': return <Held at={at} {...rest} />;
    case 'paying': return <Busy page={props.page} title={words.paying} text={words.payingHint} trouble={at.trouble} />;
    case 'confirming': return <Confirming at={at} {...rest} />;
    case 'expired': return <Expired at={at} {...rest} />;
    case 'paid': return <Paid at={at} {...rest} />;
  }
}

export function BuySheet({ page, open, onClose }: { page: Page; open: boolean; onClose: () => void }): JSX.Element {
  const at = page.checkout.purchase.value;
  const body = useRef<HTMLDivElement>(null);
  const choice = at.step === 'none' ? undefined : at.choice;
  const product = choice && page.stage.value.products.find((p) => p.id === (choice.productId || page.productOf(choice.variantId)));
  const variant = product?.variants.find((v) => v.id === choice?.variantId);
  const asking = page.naming.value !== undefined;
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
        <Step page={page} at={at} product={product} variant={variant} onClose={onClose} />
      </div>
    </Sheet>
  );
}
