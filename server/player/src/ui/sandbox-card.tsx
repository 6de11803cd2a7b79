// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's card form. The number is turned into a token here; only the token goes out.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { payWords } from '../pay-words.ts';
import { expiryText, grouped, testCards, tokenise, type CardProblem, type TestCard } from '../shop/card.ts';
import type { CardProps } from './pay-form.tsx';

function fieldOf(problem: CardProblem): string {
  return problem === 'expiry' || problem === 'expired' ? 'expiry' : problem === 'cvc' ? 'cvc' : 'number';
}

export function SandboxCard({ cardOf, declined, problem }: CardProps & { declined: boolean }): JSX.Element {
  const number = useSignal('');
  const expiry = useSignal('');
  const cvc = useSignal('');
  const bad = useSignal<CardProblem | undefined>(undefined);
  const fields = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (declined) fields.current?.querySelector('button')?.focus(); // another card is wanted
  }, []);
  cardOf.current = () => {
    const card = tokenise(number.value, expiry.value, cvc.value, Date.now());
    bad.value = 'problem' in card ? card.problem : undefined;
    if ('token' in card) return Promise.resolve({ ...card, face: { brand: payWords.testCard, last4: number.value.replace(/\D/g, '').slice(-4) } });
    fields.current?.querySelector<HTMLElement>(`[name=${fieldOf(card.problem)}]`)?.focus();
    return Promise.resolve({ problem: payWords.cardProblems[card.problem] });
  };
  const choose = (card: TestCard): void => {
    number.value = card.number;
    expiry.value = '12 / 39';
    cvc.value = '123';
    bad.value = undefined;
  };
  const wrong = bad.value && fieldOf(bad.value);
  return (
    <fieldset class="card" ref={fields}>
      <legend>{payWords.card}</legend>
      <p class="soft note">{payWords.sandbox}</p>
      <div class="test-cards">
        {testCards.map((card) => (
          <button key={card.token} type="button" class="test-card" aria-pressed={number.value === card.number} onClick={() => choose(card)}>
            <span>{payWords.cards[card.outcome]}</span>
            <small>•••• {card.number.slice(-4)}</small>
          </button>
        ))}
      </div>
      <label class="field">
        <span>{payWords.cardNumber}</span>
        <input
          name="number" inputmode="numeric" autocomplete="cc-number" value={number.value} aria-describedby="card-problem" aria-invalid={wrong === 'number'}
          onInput={(e) => {
            number.value = grouped(e.currentTarget.value);
            e.currentTarget.value = number.value;
          }}
        />
      </label>
      <div class="pair">
        <label class="field">
          <span>{payWords.expiry}</span>
          <input
            name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder={payWords.expiryHint} value={expiry.value} aria-describedby="card-problem" aria-invalid={wrong === 'expiry'}
            onInput={(e) => {
              expiry.value = expiryText(e.currentTarget.value);
              e.currentTarget.value = expiry.value;
            }}
          />
        </label>
        <label class="field">
          <span>{payWords.cvc}</span>
          <input
            name="cvc" inputmode="numeric" autocomplete="cc-csc" maxLength={4} value={cvc.value} aria-describedby="card-problem" aria-invalid={wrong === 'cvc'}
            onInput={(e) => (cvc.value = e.currentTarget.value)}
          />
        </label>
      </div>
      <p id="card-problem" class="problem" role="alert">{problem}</p>
    </fieldset>
  );
}
