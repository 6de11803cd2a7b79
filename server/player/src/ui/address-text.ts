// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from '../../generated/contract.ts';

/** In the viewer's own language. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** In one line, for a choice. */
export function addressText(a: Address): string {
  return [a.line1, a.line2, [a.postalCode, a.city].filter(Boolean).join(' '), countryName(a.country)].filter(Boolean).join(', ');
}
