// SPDX-License-Identifier: GPL-3.0-or-later
// In which currency the viewer sees prices and pays.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cartWords } from '../cart-words.ts';
import { spoken } from '../shop/account.ts';
import type { Desk } from '../shop/desk.ts';

function currencyName(code: string): string {
  try {
    return `${new Intl.DisplayNames(undefined, { type: 'currency' }).of(code) ?? code} (${code})`;
  } catch {
    return code;
  }
}

export function CurrencyChoice({ desk: { currencies, till } }: { desk: Desk }): JSX.Element {
  const problem = useSignal('');
  const busy = useSignal(false);
  const pressed = useSignal(false);
  const select = useRef<HTMLSelectElement>(null);
  const [own, ...others] = currencies.offered.value;
  useLayoutEffect(() => {
    if (pressed.value) select.current?.focus();
  }, [others.length]);
  const attempt = (what: Promise<void>): void => {
    busy.value = true;
    problem.value = '';
    void what.catch((fault: unknown) => (problem.value = spoken(fault))).finally(() => (busy.value = false));
  };
  return (
    <section aria-labelledby="currency-title">
      <h3 id="currency-title">{cartWords.currency}</h3>
      {!own ? (
        <button type="button" class="button plain wide" aria-disabled={busy.value || undefined} onClick={() => {
          pressed.value = true;
          if (!busy.value) attempt(currencies.look());
        }}>{cartWords.otherCurrency}</button>
      ) : others.length === 0 ? (
        <p class="soft note" role="status">{cartWords.oneCurrency(currencyName(own))}</p>
      ) : (
        <label class="field">
          <span>{cartWords.pricesIn}</span>
          <select ref={select} name="currency" aria-disabled={busy.value || undefined} value={till.prices.currency.value || own} aria-describedby="currency-problem" onChange={(e) => {
            const code = e.currentTarget.value;
            attempt(currencies.choose(code === own ? '' : code));
          }}>
            {[own, ...others].map((code) => <option key={code} value={code}>{currencyName(code)}</option>)}
          </select>
        </label>
      )}
      <p id="currency-problem" class="problem" role="alert">{problem.value}</p>
    </section>
  );
}
