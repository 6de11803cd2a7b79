// SPDX-License-Identifier: GPL-3.0-or-later
// E-mail and the sandbox's card element. The number is turned into a token here; only the token goes out.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { expiryText, grouped, testCards, tokenise, type CardProblem, type TestCard } from '../shop/card.ts';
import { words } from '../words.ts';

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

interface Props {
  total: string;
  email: string;
  declined: boolean; // another card is wanted: begin there
  trouble: string | undefined;
  onPay: (email: string, token: string) => void;
}

export function PayForm({ total, email, declined, trouble, onPay }: Props): JSX.Element {
  const address = useSignal(email || remembered());
  const number = useSignal('');
  const expiry = useSignal('');
  const cvc = useSignal('');
  const emailWrong = useSignal(false);
  const cardProblem = useSignal<CardProblem | undefined>(undefined);

  const choose = (card: TestCard): void => {
    number.value = card.number;
    expiry.value = '12 / 39';
    cvc.value = '123';
    cardProblem.value = undefined;
  };
  const submit = (event: Event & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const form = event.currentTarget;
    emailWrong.value = !looksLikeEmail.test(address.value.trim());
    const card = tokenise(number.value, expiry.value, cvc.value, Date.now());
    cardProblem.value = 'problem' in card ? card.problem : undefined;
    if (!emailWrong.value && 'token' in card) {
      remember(address.value.trim());
      onPay(address.value.trim(), card.token);
      return;
    }
    const field = emailWrong.value ? 'email' : cardProblem.value === 'expiry' || cardProblem.value === 'expired' ? 'expiry' : cardProblem.value === 'cvc' ? 'cvc' : 'number';
    form.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
  };
  const bad = cardProblem.value;
  return (
    <form class="form" noValidate onSubmit={submit}>
      <label class="field">
        <span>{words.email}</span>
        <input
          name="email" type="email" inputmode="email" autocomplete="email" value={address.value} data-autofocus={!declined || undefined}
          aria-invalid={emailWrong.value} aria-describedby="email-note" onInput={(e) => (address.value = e.currentTarget.value)}
        />
      </label>
      <p id="email-note" class={emailWrong.value ? 'problem' : 'soft note'} aria-live="polite">{emailWrong.value ? words.emailWrong : words.emailHint}</p>
      <fieldset class="card">
        <legend>{words.card}</legend>
        <p class="soft note">{words.sandbox}</p>
        <div class="test-cards">
          {testCards.map((card, i) => (
            <button key={card.token} type="button" data-autofocus={(declined && i === 0) || undefined} class="test-card" aria-pressed={number.value === card.number} onClick={() => choose(card)}>
              <span>{words.cards[card.outcome]}</span>
              <small>•••• {card.number.slice(-4)}</small>
            </button>
          ))}
        </div>
        <label class="field">
          <span>{words.cardNumber}</span>
          <input
            name="number" inputmode="numeric" autocomplete="cc-number" value={number.value} aria-describedby="card-problem"
            aria-invalid={bad !== undefined && bad !== 'expiry' && bad !== 'expired' && bad !== 'cvc'}
            onInput={(e) => {
              number.value = grouped(e.currentTarget.value);
              e.currentTarget.value = number.value;
            }}
          />
        </label>
        <div class="pair">
          <label class="field">
            <span>{words.expiry}</span>
            <input
              name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder={words.expiryHint} value={expiry.value}
              aria-invalid={bad === 'expiry' || bad === 'expired'} aria-describedby="card-problem"
              onInput={(e) => {
                expiry.value = expiryText(e.currentTarget.value);
                e.currentTarget.value = expiry.value;
              }}
            />
          </label>
          <label class="field">
            <span>{words.cvc}</span>
            <input
              name="cvc" inputmode="numeric" autocomplete="cc-csc" maxLength={4} value={cvc.value} aria-invalid={bad === 'cvc'}
              aria-describedby="card-problem" onInput={(e) => (cvc.value = e.currentTarget.value)}
            />
          </label>
        </div>
      </fieldset>
      <p id="card-problem" class="problem" role="alert">{bad ? words.cardProblems[bad] : trouble}</p>
      <div class="foot">
        <button type="submit" class="button wide">{words.pay(total)}</button>
      </div>
    </form>
  );
}
