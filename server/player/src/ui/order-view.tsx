// SPDX-License-Identifier: GPL-3.0-or-later
// One order, as its buyer sees it: what, where to, how it stands, and what he can still do.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { OrderState, type Order } from '../../generated/contract.ts';
import { cartWords } from '../cart-words.ts';
import { spoken } from '../shop/account.ts';
import { moneyText } from '../shop/money.ts';
import { Receipt } from './receipt.tsx';

export function dateText(us: number): string {
  return new Date(us / 1000).toLocaleDateString(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
}
const timeText = (us: number): string => new Date(us / 1000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

export function stateText(order: Order): string {
  return cartWords.orderState[order.state] ?? '';
}

const moving: readonly number[] = [OrderState.PAYING, OrderState.NEEDS_CONFIRMATION, OrderState.AUTHORISED];
const lookAgainMs = 2_000;

/** Asks again and again for an order on which something is under way. */
export function useMoving(order: Order | undefined, again: () => Promise<void>): void {
  const underWay = order !== undefined && (moving.includes(order.state) || (order.refunding?.minor ?? 0n) > 0n);
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setInterval(() => void again().catch(() => undefined), lookAgainMs);
    return () => clearInterval(timer);
  }, [underWay, order?.id]);
}

const maybeMore = (order: Order): boolean =>
  order.state === OrderState.AUTHORISED || order.state === OrderState.PAID || order.state === OrderState.PARTLY_REFUNDED;

function Cancelling({ order, nowUs, onCancel }: { order: Order; nowUs: number; onCancel: () => Promise<void> }): JSX.Element | null {
  const busy = useSignal(false);
  const problem = useSignal('');
  if (!maybeMore(order)) return null;
  const can = order.state === OrderState.AUTHORISED || order.cancelUntilUs > nowUs;
  if (!can) return <p class="soft note">{cartWords.cancelOver}</p>;
  const cancel = (): void => {
    busy.value = true;
    problem.value = '';
    void onCancel().catch((fault: unknown) => (problem.value = spoken(fault))).finally(() => (busy.value = false));
  };
  return (
    <>
      {order.cancelUntilUs > nowUs && <p class="soft note">{cartWords.cancelUntil(timeText(order.cancelUntilUs))}</p>}
      <p class="problem" role="alert">{problem.value}</p>
      <button type="button" class="button plain wide" disabled={busy.value} onClick={cancel}>{busy.value ? cartWords.cancelling : cartWords.cancelOrder}</button>
    </>
  );
}

export function OrderView({ order, nowUs, onCancel }: { order: Order; nowUs: number; onCancel: () => Promise<void> }): JSX.Element {
  const coming = order.refunding?.minor ?? 0n;
  return (
    <article class="order" data-order={order.id} data-state={order.state}>
      <p class="order-state" role="status"><span class={`state state-${order.state}`}>{stateText(order)}</span> <span class="soft">{cartWords.orderOf(dateText(order.createdUs))}</span></p>
      {order.problem && <p class="notice">{order.problem}</p>}
      {coming > 0n && <p class="notice">{cartWords.moneyOnItsWay(moneyText(order.refunding))}</p>}
      <Receipt order={order} />
      <Cancelling order={order} nowUs={nowUs} onCancel={onCancel} />
    </article>
  );
}
