// SPDX-License-Identifier: GPL-3.0-or-later
// The payment of a cart on the page: a pure state machine. shop/cart-checkout.ts carries out the errands it names.
import { OrderState, type Money, type Order } from '../../generated/contract.ts';

export interface Wish {
  readonly commandId: string;
  readonly holdIds: readonly string[];
  readonly email: string;
  readonly token: string; // of a card that was typed
  readonly methodId: string; // or the card that is kept
  readonly addressId: string;
  readonly couponCode: string;
  readonly keep: boolean;
  readonly face?: { readonly brand: string; readonly last4: string };
  readonly most?: Money; // what was shown: more is not charged
  readonly tap?: { readonly variantId: string; readonly quantity: number; readonly currency: string }; // held and paid at once
}
export interface Answer {
  readonly commandId: string;
  readonly approve: boolean;
}
export type Settling =
  | { readonly step: 'open'; readonly declined?: string; readonly trouble?: string; readonly last?: Order }
  | { readonly step: 'paying'; readonly wish: Wish; readonly order?: Order; readonly trouble?: string }
  | { readonly step: 'confirming'; readonly order: Order; readonly answer?: Answer; readonly trouble?: string }
  | { readonly step: 'paid'; readonly order: Order };

export type Said =
  | { readonly is: 'pay'; readonly wish: Wish }
  | { readonly is: 'order'; readonly order: Order }
  | { readonly is: 'refused'; readonly commandId: string; readonly message: string }
  | { readonly is: 'unreachable'; readonly commandId: string; readonly message: string }
  | { readonly is: 'again' }
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'leave' };

// What was heard before, or an older word (socket and answer race each other), says nothing new.
const rank = (order: Order): number =>
  order.attempt * 10 + (order.state === OrderState.PAYING ? 0 : order.state === OrderState.NEEDS_CONFIRMATION ? 1 : 2);

const commandOf = (at: Settling): string | undefined =>
  at.step === 'paying' ? at.wish.commandId : at.step === 'confirming' ? at.answer?.commandId : undefined;

function afterOrder(at: Settling, order: Order): Settling {
  if (at.step !== 'paying' && at.step !== 'confirming') return at;
  const mine = at.order ? at.order.id === order.id : at.step === 'paying' && isFor(at.wish, order);
  if (!mine || (at.order && rank(order) <= rank(at.order))) return at;
  switch (order.state) {
    case OrderState.AUTHORISED:
    case OrderState.PAID:
    case OrderState.PARTLY_REFUNDED:
    case OrderState.REFUNDED:
      return { step: 'paid', order };
    case OrderState.NEEDS_CONFIRMATION:
      return { step: 'confirming', order };
    case OrderState.DECLINED:
    case OrderState.CANCELLED:
      return { step: 'open', declined: order.problem, last: order };
    default:
      return at.step === 'paying' ? { ...at, order } : at;
  }
}

function isFor(wish: Wish, order: Order): boolean {
  return order.lines.some((l) => wish.holdIds.includes(l.holdId)) || order.id === wish.commandId;
}

export function settlingAfter(at: Settling, said: Said): Settling {
  switch (said.is) {
    case 'pay':
      return at.step === 'open' ? { step: 'paying', wish: said.wish } : at;
    case 'order':
      return afterOrder(at, said.order);
    case 'refused':
      if (commandOf(at) !== said.commandId) return at;
      return at.step === 'confirming' ? { step: 'confirming', order: at.order, trouble: said.message } : { step: 'open', trouble: said.message };
    case 'unreachable':
      return commandOf(at) === said.commandId ? ({ ...at, trouble: said.message } as Settling) : at;
    case 'again': {
      const rest = { ...at };
      if ('trouble' in rest) delete (rest as { trouble?: string }).trouble;
      return rest;
    }
    case 'answer':
      return at.step === 'confirming' && !at.answer ? { step: 'confirming', order: at.order, answer: said.answer } : at;
    case 'leave':
      return at.step === 'paid' || at.step === 'open' ? { step: 'open' } : at;
  }
}
