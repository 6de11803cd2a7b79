// SPDX-License-Identifier: GPL-3.0-or-later
// E-mail, and the card in the form of whoever takes the money. Only a token goes out.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { payWords } from '../pay-words.ts';
import { gateway } from '../shop/gateway.ts';
import { useLater } from './later.ts';

const emailPlace = 'vitrine.email';
const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function remembered(): string {
  try {
    return sessionStorage.getItem(emailPlace) ?? '';
  } catch {
    return '';
  }
}
function remember(email: string): void {
  try {
    sessionStorage.setItem(emailPlace, email);
  } catch {
    // Private browsing: it is typed again after a reload.
  }
}

/** The card as a token, or what is wrong with it; then the wrong field has the focus. */
export type CardOf = (email: string) => Promise<{ readonly token: string; readonly face?: CardFace } | { readonly problem: string }>;
/** What one knows a card by. */
export interface CardFace {
  readonly brand: string;
  readonly last4: string;
}
export interface CardProps {
  cardOf: RefObject<CardOf | null>; // set by the card's form
  problem: string | undefined;
}

interface Props {
  total: string;
  email: string;
  receipt: boolean; // this shop sends one
  declined: boolean; // another card is wanted: begin there
  trouble: string | undefined;
  disabled?: boolean;
  children?: ComponentChildren; // before the button
  onPay: (email: string, token: string, face?: CardFace) => void;
}

function Card({ declined, ...card }: CardProps & { declined: boolean }): JSX.Element {
  const place = gateway.place.value;
  useEffect(() => gateway.ask(), []);
  // One shop has one of them.
  const Sandbox = useLater(place.is === 'sandbox', () => import('./sandbox-card.tsx'))?.SandboxCard;
  const Stripe = useLater(place.is === 'stripe', () => import('./stripe-card.tsx'))?.StripeCard;
  if (place.is === 'sandbox' && Sandbox) return <Sandbox declined={declined} {...card} />;
  if (place.is === 'stripe' && Stripe) return <Stripe stripe={place.stripe} {...card} />;
  if (place.is !== 'away') return <p class="soft note" role="status">{payWords.cardComing}</p>;
  return (
    <div class="problem" role="alert">
      {payWords.cardAway}
      <button type="button" class="button plain" onClick={() => gateway.ask()}>{payWords.tryAgain}</button>
    </div>
  );
}

export function PayForm({ total, email, receipt, declined, trouble, disabled = false, children, onPay }: Props): JSX.Element {
  const address = useSignal(email || remembered());
  const emailWrong = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const cardOf = useRef<CardOf | null>(null);

  const pay = async (form: HTMLFormElement): Promise<void> => {
    const typed = address.value.trim();
    emailWrong.value = !looksLikeEmail.test(typed);
    const card = await cardOf.current?.(typed);
    problem.value = card && 'problem' in card ? card.problem : undefined;
    if (emailWrong.value) form.querySelector<HTMLElement>('[name=email]')?.focus();
    else if (card && 'token' in card) {
      remember(typed);
      onPay(typed, card.token, card.face);
    }
  };
  const submit = (event: Event & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    void pay(event.currentTarget).finally(() => (busy.value = false));
  };
  return (
    <form class="form" noValidate onSubmit={submit}>
      <label class="field">
        <span>{payWords.email}</span>
        <input
          name="email" type="email" inputmode="email" autocomplete="email" value={address.value} data-autofocus={!declined || undefined}
          aria-invalid={emailWrong.value} aria-describedby="email-note" onInput={(e) => (address.value = e.currentTarget.value)}
        />
      </label>
      <p id="email-note" class={emailWrong.value ? 'problem' : 'soft note'} aria-live="polite">{emailWrong.value ? payWords.emailWrong : receipt ? payWords.emailHintReceipt : payWords.emailHint}</p>
      <Card declined={declined} cardOf={cardOf} problem={problem.value ?? trouble} />
      {children}
      <div class="foot">
        <button type="submit" class="button wide" disabled={disabled} aria-disabled={busy.value || gateway.place.value.is === 'asking' || undefined}>{payWords.pay(total)}</button>
      </div>
    </form>
  );
}
