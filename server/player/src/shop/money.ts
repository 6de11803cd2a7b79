// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts are bigint minor units; the point is set by text, never by arithmetic.
import type { Money } from '../../generated/contract.ts';

// ISO 4217 exponents that are not 2 (server/domain/money.cpp).
const exponents: Readonly<Record<string, number>> = {
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
};

export function decimal(money: Money): string {
  const exponent = exponents[money.currency] ?? 2;
  const negative = money.minor < 0n;
  const digits = String(negative ? -money.minor : money.minor).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return (negative ? '-' : '') + (exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`);
}

export function moneyText(money: Money | undefined, locale?: string): string {
  if (!money?.currency) return '';
  const exponent = exponents[money.currency] ?? 2;
  try {
    const format = new Intl.NumberFormat(locale, {
      style: 'currency', currency: money.currency, minimumFractionDigits: exponent, maximumFractionDigits: exponent,
    });
    return format.format(decimal(money) as Intl.StringNumericLiteral); // a decimal string: exact (ECMA-402, 2023)
  } catch {
    return `${decimal(money)} ${money.currency}`; // not a code this browser can format
  }
}

export function times(money: Money | undefined, quantity: number): Money | undefined {
  return money && { minor: money.minor * BigInt(quantity), currency: money.currency };
}
