// SPDX-License-Identifier: GPL-3.0-or-later
// Few have a coupon: its field is fetched for those who say so.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { payWords } from '../pay-words.ts';
import type { CouponProps } from './coupon.tsx';
import { useLater } from './later.ts';

export function Coupon(props: CouponProps): JSX.Element {
  const asked = useSignal(false);
  const Field = useLater(asked.value, () => import('./coupon.tsx'))?.CouponField;
  return Field ? <Field {...props} /> : <button type="button" class="as-link" onClick={() => (asked.value = true)}>{payWords.haveCoupon}</button>;
}
