// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a purchase on the page: a pure state machine. shop/checkout.ts carries out the errands it names.
import { HoldState, OrderState, type BuyerState, type Hold, type Money, type Order } from '../../generated/contract.ts';

export interface Choice {
  readonly productId: string;
  readonly variantId: string;
  readonly quantity: number;
}
export interface Trouble {
  readonly message: string;
  readonly again: boolean; // the same errand may be sent again under the same id
}

export type Purchase =
  | { readonly step: 'none' }
  | { readonly step: 'choosing'; readonly choice: Choice; trouble?: Trouble }
  | { readonly step: 'holding'; readonly choice: Choice; readonly commandId: string; trouble?: Trouble }
  | { readonly step: 'sold_out'; readonly choice: Choice; readonly joining?: string; readonly position?: number; trouble?: Trouble }
  | { readonly step: 'held'; readonly choice: Choice; readonly hold: Hold; readonly order?: Order; readonly declined?: string; trouble?: Trouble }
  | { readonly step: 'paying'; readonly choice: Choice; readonly hold: Hold; readonly payment: Payment; readonly order?: Order; trouble?: Trouble }
  | { readonly step: 'confirming'; readonly choice: Choice; readonly order: Order; readonly hold?: Hold; readonly answer?: Answer; trouble?: Trouble }
  | { readonly step: 'expired'; readonly choice: Choice; readonly reason: string }
  | { readonly step: 'paid'; readonly choice: Choice; readonly order: Order };
export interface Payment {
  readonly commandId: string;
  readonly email: string;
  readonly token: string;
  readonly couponCode: string;
  readonly most?: Money; // what was shown: more is not charged
}
export interface Answer {
  readonly commandId: string;
  readonly approve: boolean;
}

export type ProductOf = (variantId: string) => string | undefined;

export type Happening =
  | { readonly is: 'open'; readonly choice: Choice }
  | { readonly is: 'choose'; readonly choice: Choice }
  | { readonly is: 'press_buy'; readonly commandId: string }
  | { readonly is: 'hold'; readonly hold: Hold; readonly productOf: ProductOf }
  | { readonly is: 'refused'; readonly commandId: string; readonly code: string; readonly message: string }
  | { readonly is: 'unreachable'; readonly commandId: string; readonly message: string }
  | { readonly is: 'press_waitlist'; readonly commandId: string }
  | { readonly is: 'waiting'; readonly variantId: string; readonly position: number }
  | { readonly is: 'press_pay'; readonly payment: Payment }
  | { readonly is: 'order'; readonly order: Order }
  | { readonly is: 'press_answer'; readonly answer: Answer }
  | { readonly is: 'time'; readonly nowUs: number }
  | { readonly is: 'returned'; readonly buyer: BuyerState; readonly productOf: ProductOf }
  | { readonly is: 'again' }
  | { readonly is: 'leave' };

const heldWords = { expired: 'expired', released: 'released' } as const;

function choiceOf(hold: Hold, productId: string): Choice {
  return { productId, variantId: hold.variantId, quantity: hold.quantity };
}

// A hold this page did not ask for, as the waiting list's offer is, may begin a purchase here.
function isFree(at: Purchase): boolean {
  return at.step === 'none' || at.step === 'choosing' || at.step === 'sold_out';
}

function heldFrom(hold: Hold, productOf: ProductOf): Purchase {
  return { step: 'held', choice: choiceOf(hold, productOf(hold.variantId) ?? ''), hold };
}

function afterHold(at: Purchase, hold: Hold, productOf: ProductOf): Purchase {
  if (isFree(at)) return hold.state === HoldState.ACTIVE ? heldFrom(hold, productOf) : at;
  const own = (at.step === 'held' || at.step === 'paying' || at.step === 'confirming') && at.hold?.id === hold.id;
  if (at.step === 'holding' && hold.id === at.commandId) {
    return hold.state === HoldState.ACTIVE
      ? { step: 'held', choice: choiceOf(hold, at.choice.productId), hold }
      : { step: 'expired', choice: at.choice, reason: heldWords.expired };
  }
  if (!own) return at;
  if (at.step === 'held' && (hold.state === HoldState.EXPIRED || hold.state === HoldState.RELEASED)) {
    return { step: 'expired', choice: at.choice, reason: hold.state === HoldState.EXPIRED ? heldWords.expired : heldWords.released };
  }
  return { ...at, hold };
}

// What was heard before, or an older word (socket and answer race each other), says nothing new.
const rank = (order: Order): number =>
  order.attempt * 10 + (order.state === OrderState.PAYING ? 0 : order.state === OrderState.NEEDS_CONFIRMATION ? 1 : 2);

function afterOrder(at: Purchase, order: Order): Purchase {
  if (at.step !== 'held' && at.step !== 'paying' && at.step !== 'confirming') return at;
  const holdId = at.step === 'confirming' ? at.order.holdId : at.hold.id;
  if (order.holdId !== holdId || (at.order && rank(order) <= rank(at.order))) return at;
  const { choice, hold } = at;
  switch (order.state) {
    // Reserved is sold: the money is taken in the background, and nobody need wait for it.
    case OrderState.AUTHORISED:
    case OrderState.PAID:
    case OrderState.PARTLY_REFUNDED:
    case OrderState.REFUNDED:
      return { step: 'paid', choice, order };
    case OrderState.NEEDS_CONFIRMATION:
      return { step: 'confirming', choice, order, ...(hold && { hold }) };
    case OrderState.DECLINED:
      return hold ? { step: 'held', choice, hold, order, declined: order.problem } : { step: 'expired', choice, reason: order.problem };
    case OrderState.CANCELLED:
      return { step: 'expired', choice, reason: order.problem };
    case OrderState.PAYING:
      if (at.step === 'paying') return { ...at, order };
      return hold ? { step: 'paying', choice, hold, order, payment: { commandId: order.id, email: order.email, token: '', couponCode: '' } } : at;
    default:
      return at;
  }
}

function afterTrouble(at: Purchase, commandId: string, code: string, message: string): Purchase {
  const trouble: Trouble = { message, again: false };
  switch (at.step) {
    case 'holding':
      if (at.commandId !== commandId) return at;
      return code === 'sold_out' ? { step: 'sold_out', choice: at.choice } : { step: 'choosing', choice: at.choice, trouble };
    case 'sold_out':
      return at.joining === commandId ? { step: 'sold_out', choice: at.choice, trouble } : at;
    case 'paying':
      if (at.payment.commandId !== commandId) return at;
      if (code === 'expired') return { step: 'expired', choice: at.choice, reason: heldWords.expired };
      return { step: 'held', choice: at.choice, hold: at.hold, ...(at.order && { order: at.order }), trouble };
    case 'confirming':
      if (at.answer?.commandId !== commandId) return at;
      return { step: 'confirming', choice: at.choice, order: at.order, ...(at.hold && { hold: at.hold }), trouble };
    default:
      return at;
  }
}

function underWay(at: Purchase): string | undefined {
  switch (at.step) {
    case 'holding': return at.commandId;
    case 'sold_out': return at.joining;
    case 'paying': return at.payment.commandId;
    case 'confirming': return at.answer?.commandId;
    default: return undefined;
  }
}

function afterReturn(at: Purchase, buyer: BuyerState, productOf: ProductOf): Purchase {
  if (at.step === 'paying' || at.step === 'confirming' || at.step === 'held') {
    const holdId = at.step === 'confirming' ? at.order.holdId : at.hold.id;
    const order = buyer.orders.find((o) => o.holdId === holdId);
    const moved = order ? afterOrder(at, order) : at;
    const hold = buyer.holds.find((h) => h.id === holdId);
    if (hold) return afterHold(moved, hold, productOf);
    return moved.step === 'held' ? { step: 'expired', choice: moved.choice, reason: heldWords.expired } : moved;
  }
  if (!isFree(at)) return at;
  const hold = buyer.holds.find((h) => h.state === HoldState.ACTIVE);
  if (!hold) return at;
  const held = heldFrom(hold, productOf);
  const order = buyer.orders.find((o) => o.holdId === hold.id);
  return order ? afterOrder(held, order) : held;
}

export function purchaseAfter(at: Purchase, what: Happening): Purchase {
  switch (what.is) {
    case 'open':
      // A purchase under way is shown again rather than lost.
      return at.step === 'held' || at.step === 'paying' || at.step === 'confirming' || at.step === 'holding' ? at : { step: 'choosing', choice: what.choice };
    case 'choose':
      return at.step === 'choosing' || at.step === 'sold_out' || at.step === 'expired' ? { step: 'choosing', choice: what.choice } : at;
    case 'press_buy':
      return at.step === 'choosing' || at.step === 'expired' || at.step === 'sold_out'
        ? { step: 'holding', choice: at.choice, commandId: what.commandId } : at;
    case 'hold':
      return afterHold(at, what.hold, what.productOf);
    case 'refused':
      return afterTrouble(at, what.commandId, what.code, what.message);
    case 'unreachable':
      return underWay(at) === what.commandId ? ({ ...at, trouble: { message: what.message, again: true } } as Purchase) : at;
    case 'again': {
      if (!('trouble' in at)) return at;
      const rest = { ...at };
      delete rest.trouble;
      return rest;
    }
    case 'press_waitlist':
      // Also straight from a choice that shows none left.
      return (at.step === 'sold_out' && at.position === undefined) || at.step === 'choosing'
        ? { step: 'sold_out', choice: at.choice, joining: what.commandId } : at;
    case 'waiting':
      return at.step === 'sold_out' && at.choice.variantId === what.variantId ? { step: 'sold_out', choice: at.choice, position: what.position } : at;
    case 'press_pay':
      return at.step === 'held' ? { step: 'paying', choice: at.choice, hold: at.hold, payment: what.payment, ...(at.order && { order: at.order }) } : at;
    case 'order':
      return afterOrder(at, what.order);
    case 'press_answer':
      return at.step === 'confirming' && !at.answer
        ? { step: 'confirming', choice: at.choice, order: at.order, ...(at.hold && { hold: at.hold }), answer: what.answer } : at;
    case 'time':
      return at.step === 'held' && what.nowUs >= at.hold.expiresUs ? { step: 'expired', choice: at.choice, reason: heldWords.expired } : at;
    case 'returned':
      return afterReturn(at, what.buyer, what.productOf);
    case 'leave':
      return at.step === 'held' || at.step === 'paying' || at.step === 'confirming' || at.step === 'holding' ? at : { step: 'none' };
  }
}

/** Whole seconds the hold still has for certain at this time of the server's clock, never below 0. */
export function secondsLeft(hold: Hold, nowUs: number): number {
  return Math.max(0, Math.floor((hold.expiresUs - nowUs) / 1_000_000));
}
