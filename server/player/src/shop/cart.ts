// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in the cart, moved on by one word of the server after the other. Pure.
import { HoldState, type Cart, type CartLine, type Hold, type Money } from '../../generated/contract.ts';

export type Lines = readonly CartLine[];

/** Nothing is kept any more from this instant on: a hold ends at its end, not after it. */
export function isHeld(line: CartLine, nowUs: number): boolean {
  return line.heldUntilUs > nowUs;
}

export function secondsOf(line: CartLine, nowUs: number): number {
  return Math.max(0, Math.floor((line.heldUntilUs - nowUs) / 1_000_000));
}

function withHold(line: CartLine, hold: Hold): CartLine {
  return { ...line, hold, quantity: hold.quantity, heldUntilUs: hold.state === HoldState.ACTIVE ? hold.expiresUs : 0 };
}

/**
 * After a word of one of its holds; the same lines when it says nothing new. Undefined: a hold that no line has, so that
 * only the server can say whether it belongs here.
 */
export function linesAfter(lines: Lines, hold: Hold): Lines | undefined {
  const known = lines.find((l) => l.hold?.id === hold.id);
  if (!known) return hold.state === HoldState.ACTIVE ? undefined : lines;
  if (hold.state === HoldState.SOLD || hold.state === HoldState.RELEASED || (hold.state === HoldState.EXPIRED && !known.lasting)) {
    return lines.filter((l) => l !== known);
  }
  return lines.map((l) => (l === known ? withHold(l, hold) : l));
}

export function linesFrom(cart: Cart): Lines {
  return cart.lines;
}

/** The holds one pays for: what is kept, and not of an order that goes its own way. */
export function payable(lines: Lines, nowUs: number): Lines {
  return lines.filter((l) => isHeld(l, nowUs));
}

/** The sum of what is kept; undefined when there is nothing, or amounts of two currencies. */
export function sumOf(lines: Lines): Money | undefined {
  const first = lines[0]?.hold?.unitPrice;
  if (!first || lines.some((l) => l.hold?.unitPrice?.currency !== first.currency)) return undefined;
  return { currency: first.currency, minor: lines.reduce((sum, l) => sum + (l.hold?.unitPrice?.minor ?? 0n) * BigInt(l.quantity), 0n) };
}

export function quantityOf(lines: Lines, variantId: string): number {
  return lines.filter((l) => l.variantId === variantId && l.lasting).reduce((sum, l) => sum + l.quantity, 0);
}
