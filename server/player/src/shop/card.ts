// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox gateway's card form. A number becomes a token here, in the page, and never leaves it.

export interface TestCard {
  readonly number: string;
  readonly token: string;
  readonly outcome: 'approves' | 'declines' | 'confirms' | 'slow';
}

export const testCards: readonly TestCard[] = [
  { number: '4242 4242 4242 4242', token: 'sandbox_approve', outcome: 'approves' },
  { number: '4000 0000 0000 0002', token: 'sandbox_decline', outcome: 'declines' },
  { number: '4000 0027 6000 3184', token: 'sandbox_confirm', outcome: 'confirms' },
  { number: '4000 0000 0000 0341', token: 'sandbox_timeout', outcome: 'slow' },
];

export type CardProblem = 'missing' | 'short' | 'mistyped' | 'not_a_test_card' | 'expiry' | 'expired' | 'cvc';
export type Tokenised = { readonly token: string } | { readonly problem: CardProblem };

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** ISO/IEC 7812-1, Annex B. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Digits in groups of four, as they are printed. */
export function grouped(text: string): string {
  return digitsOf(text).slice(0, 19).replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** "1228" → "12 / 28"; deleting works through the slash. */
export function expiryText(text: string): string {
  const digits = digitsOf(text).slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

export function tokenise(number: string, expiry: string, cvc: string, nowMs: number): Tokenised {
  const digits = digitsOf(number);
  if (digits.length === 0) return { problem: 'missing' };
  if (digits.length < 12) return { problem: 'short' };
  if (!luhn(digits)) return { problem: 'mistyped' };
  const card = testCards.find((c) => digitsOf(c.number) === digits);
  if (!card) return { problem: 'not_a_test_card' };
  const [month, year] = [Number(digitsOf(expiry).slice(0, 2)), 2000 + Number(digitsOf(expiry).slice(2))];
  if (digitsOf(expiry).length !== 4 || month < 1 || month > 12) return { problem: 'expiry' };
  const now = new Date(nowMs);
  if (year < now.getFullYear() || (year === now.getFullYear() && month < now.getMonth() + 1)) return { problem: 'expired' };
  if (!/^\d{3,4}$/.test(cvc.trim())) return { problem: 'cvc' };
  return { token: card.token };
}
