// SPDX-License-Identifier: GPL-3.0-or-later
// Before anything is held: which one, how many, and the ways to have it.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { DropOutcome, type Money, type Product, type Variant } from '../../generated/contract.ts';
import { payWords } from '../pay-words.ts';
import { moneyText, times } from '../shop/money.ts';
import type { Choice } from '../shop/purchase.ts';
import { isUnderWay } from '../shop/tag.ts';
import type { Till } from '../shop/till.ts';
import { words } from '../words.ts';
import { addressText } from './address-text.ts';
import { Icon } from './icons.tsx';
import { useLater } from './later.ts';
import { TroubleNote, type StepProps } from './step.tsx';

const mostPerHold = 99;

const mostOf = (variant: Variant | undefined): number =>
  Math.min(mostPerHold, Math.max(1, variant?.available ?? 0), variant?.limitPerBuyer || mostPerHold);

function OneTap({ till, variantId, quantity, total, onBought }: { till: Till; variantId: string; quantity: number; total: Money | undefined; onBought: () => void }): JSX.Element | null {
  const card = till.profile.value.methods[0];
  const address = till.profile.value.addresses[0];
  if (!card) return null;
  return (
    <>
      <button type="button" class="button wide" onClick={() => {
        till.atDesk(({ cartCheckout }) => cartCheckout.buyNow(variantId, quantity, till.prices.currencyOf(variantId), card.id, total));
        onBought();
      }}>{payWords.oneTap(payWords.cardOf(card.face?.brand ?? '', card.face?.last4 ?? ''), moneyText(total))}</button>
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

function Variants({ till, product, choice, onChoose }: { till: Till; product: Product; choice: Choice; onChoose: (variantId: string) => void }): JSX.Element {
  const say = (v: Variant): string => {
    const drop = till.page.dropOf(v.id);
    return drop && isUnderWay(drop) ? payWords.drawn : v.available > 0 ? moneyText(till.page.tagOf(v).price) : words.soldOut;
  };
  return (
    <fieldset class="choices">
      <legend>{payWords.variant}</legend>
      {product.variants.map((v) => (
        <label key={v.id} class={say(v) === words.soldOut ? 'choice gone' : 'choice'}>
          <input type="radio" name="variant" value={v.id} checked={v.id === choice.variantId} onChange={() => onChoose(v.id)} />
          <span>{v.name}</span>
          <small>{say(v)}</small>
        </label>
      ))}
    </fieldset>
  );
}

function HowMany({ till, at, variant, onBought }: { till: Till; at: StepProps<'choosing'>['at']; variant: Variant | undefined; onBought: () => void }): JSX.Element {
  const { choice } = at;
  const most = mostOf(variant);
  const limit = variant?.limitPerBuyer ?? 0;
  const quantity = Math.min(choice.quantity, most);
  const set = (n: number): void => till.checkout.choose({ ...choice, quantity: n });
  const sum = times(variant && till.page.tagOf(variant).price, quantity);
  const total = moneyText(sum);
  return (
    <>
      <div class="row">
        <span id="quantity-label">{payWords.quantity}{limit > 0 && <small class="soft limit">{payWords.atMost(limit)}</small>}</span>
        <div class="stepper" role="group" aria-labelledby="quantity-label">
          <button type="button" class="round small" aria-label={payWords.fewer} disabled={quantity <= 1} onClick={() => set(quantity - 1)}><Icon name="minus" /></button>
          <output aria-live="polite">{quantity}</output>
          <button type="button" class="round small" aria-label={payWords.more} disabled={quantity >= most} onClick={() => set(quantity + 1)}><Icon name="plus" /></button>
        </div>
      </div>
      <div class="row total"><span>{payWords.total}</span><strong>{total}</strong></div>
      <TroubleNote till={till} trouble={at.trouble} />
      <div class="foot">
        <OneTap till={till} variantId={choice.variantId} quantity={quantity} total={sum} onBought={onBought} />
        <button type="submit" class={till.profile.value.methods.length > 0 ? 'button plain wide' : 'button wide'} data-autofocus>{payWords.hold}</button>
        <AddToCart key={choice.variantId} till={till} variantId={choice.variantId} quantity={quantity} />
      </div>
    </>
  );
}

export function Choosing({ till, at, product, variant, onClose, onBought }: StepProps<'choosing'>): JSX.Element {
  const { choice } = at;
  const left = Math.max(0, variant?.available ?? 0);
  const drop = till.page.dropOf(choice.variantId);
  const Panel = useLater(drop !== undefined, () => import('./drop.tsx'))?.DropPanel;
  // The button never changes its meaning under the finger: what sells out while it is looked at is still asked for, and the
  // server's refusal offers the waiting list.
  const wasGone = useMemo(() => left === 0, [choice.variantId]);
  const gone = wasGone && left === 0;
  const waits = drop !== undefined && till.drops.entries.value.get(drop.id)?.outcome === DropOutcome.WAITING;
  return (
    <form class="form" onSubmit={(e) => {
      e.preventDefault();
      if (gone) {
        till.joinWaitlist();
        return;
      }
      const quantity = Math.min(choice.quantity, mostOf(variant));
      if (quantity !== choice.quantity) till.checkout.choose({ ...choice, quantity });
      till.buy();
    }}>
      {product?.description && <p class="soft">{product.description}</p>}
      {product && product.variants.length > 1 && (
        <Variants till={till} product={product} choice={choice} onChoose={(variantId) => till.checkout.choose({ ...choice, variantId, quantity: 1 })} />
      )}
      {drop && Panel && <Panel till={till} drop={drop} />}
      {drop && isUnderWay(drop) ? null : !gone ? (
        <HowMany till={till} at={at} variant={variant} onBought={onBought} />
      ) : waits ? (
        <button type="button" class="button wide" data-autofocus onClick={onClose}>{payWords.keepWatching}</button>
      ) : (
        <>
          <TroubleNote till={till} trouble={at.trouble} />
          <button type="submit" class="button wide" data-autofocus>{payWords.joinWaitlist}</button>
        </>
      )}
    </form>
  );
}
