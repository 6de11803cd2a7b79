// SPDX-License-Identifier: GPL-3.0-or-later
// Stripe's element in the page's own clothes.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Stripe, StripeElement } from '../shop/stripe.ts';
import { payWords } from '../pay-words.ts';
import type { CardProps } from './pay-form.tsx';

function inPageStyle(): object {
  const page = getComputedStyle(document.documentElement);
  const colour = (name: string): string => page.getPropertyValue(name).trim();
  return { style: { base: { fontSize: '16px', color: colour('--text'), '::placeholder': { color: colour('--soft') } }, invalid: { color: colour('--bad') } } };
}

export function StripeCard({ stripe, cardOf, problem }: CardProps & { stripe: Stripe }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const element = useRef<StripeElement | undefined>(undefined);
  useLayoutEffect(() => {
    if (!place.current) return undefined;
    const card = stripe.elements({ locale: 'auto' }).create('card', inPageStyle());
    card.mount(place.current);
    element.current = card;
    return () => card.unmount();
  }, [stripe]);
  cardOf.current = async (email) => {
    const card = element.current;
    if (!card) return { problem: payWords.cardAway };
    const said = await stripe.createPaymentMethod({ type: 'card', card, billing_details: { email } });
    if (said.paymentMethod) return { token: said.paymentMethod.id };
    card.focus();
    return { problem: said.error?.message ?? payWords.cardAway };
  };
  return (
    <fieldset class="card">
      <legend>{payWords.card}</legend>
      <p class="soft note">{payWords.cardByStripe}</p>
      <div class="card-frame" ref={place} />
      <p class="problem" role="alert">{problem}</p>
    </fieldset>
  );
}
