// SPDX-License-Identifier: GPL-3.0-or-later
// A coupon for what one is about to pay. The server says what it does; nothing is reserved before one pays.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { CheckCouponRequest, CouponCheck, type Money } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { couponWords } from '../coupon-words.ts';
import { Refused } from '../link/rest.ts';
import { payWords } from '../pay-words.ts';
import { errand } from '../shop/errand.ts';
import { moneyText } from '../shop/money.ts';
import type { Till } from '../shop/till.ts';
import { words } from '../words.ts';
import './coupon.css';

export interface CouponProps {
  till: Till;
  holdIds: readonly string[];
  sum: Money | undefined; // when it changes, the coupon is asked for again
  applied: CouponCheck | undefined;
  onApply: (check: CouponCheck | undefined) => void;
}

export function CouponField({ till, holdIds, sum, applied, onApply }: CouponProps): JSX.Element {
  const busy = useSignal(false);
  const problem = useSignal('');
  const ask = async (code: string): Promise<void> => {
    busy.value = true;
    problem.value = '';
    try {
      const body = toJson(CheckCouponRequest, { code, holdIds, email: till.profile.peek().email });
      onApply(await errand(till.page.viewer, CouponCheck, '/v1/coupons/check', body));
    } catch (fault) {
      onApply(undefined);
      problem.value = fault instanceof Refused ? fault.message : words.serverAway;
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => {
    if (applied) void ask(applied.code);
  }, [holdIds.join(), sum?.minor]);
  const place = useRef<HTMLDivElement>(null);
  // Whoever asked for it or uses it stays where he is, though what he pressed has gone.
  useLayoutEffect(() => place.current?.querySelector<HTMLElement>('input, button')?.focus(), [applied === undefined]);
  const submit = (event: Event & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget).get('coupon');
    const code = typeof said === 'string' ? said.trim() : '';
    if (!code) problem.value = couponWords.couponMissing;
    else if (!busy.value) void ask(code);
  };
  if (applied) {
    return (
      <div ref={place} class="row coupon">
        <span role="status">{payWords.discountBy(applied.code)}</span>
        <strong>−{moneyText(applied.discount)}</strong>
        <button type="button" class="button plain slim" aria-label={couponWords.removeCoupon(applied.code)} onClick={() => onApply(undefined)}>{couponWords.remove}</button>
      </div>
    );
  }
  return (
    <div ref={place}>
      <form class="coupon-form" noValidate onSubmit={submit}>
      <label class="field">
        <span>{couponWords.coupon}</span>
        <input name="coupon" autocomplete="off" autocapitalize="characters" spellcheck={false} maxLength={40} aria-invalid={problem.value !== ''} aria-describedby="coupon-problem" />
      </label>
      <button type="submit" class="button plain" aria-disabled={busy.value || undefined}>{couponWords.useCoupon}</button>
      <p id="coupon-problem" class="problem" role="alert">{problem.value}</p>
    </form>
    </div>
  );
}
