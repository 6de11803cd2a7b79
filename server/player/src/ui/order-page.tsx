// SPDX-License-Identifier: GPL-3.0-or-later
// The page behind the link in a receipt: one order, for whoever has the link.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { CancelOrderRequest, Order } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { get, post, Refused } from '../link/rest.ts';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { words } from '../words.ts';
import { OrderView, useMoving } from './order-view.tsx';

export function OrderPage({ token }: { token: string }): JSX.Element {
  const order = useSignal<Order | undefined>(undefined);
  const problem = useSignal('');
  const path = `/v1/order-links/${encodeURIComponent(token)}`;
  const load = async (): Promise<void> => {
    try {
      order.value = await get(Order, path, undefined);
      problem.value = '';
    } catch (fault) {
      problem.value = fault instanceof Refused ? cartWords.orderGone : words.serverAway;
    }
  };
  useEffect(() => void load(), [token]);
  useMoving(order.value, load);
  const cancel = async (): Promise<void> => {
    order.value = await post(Order, `${path}/cancel`, toJson(CancelOrderRequest, { commandId: newId() }), undefined);
  };
  return (
    <main class="order-page">
      <h1>{cartWords.yourOrder}</h1>
      {!order.value && !problem.value && <p class="soft" role="status">{cartWords.loadingOrder}</p>}
      {problem.value && (
        <div class="problem" role="alert">
          {problem.value}
          <button type="button" class="button plain" onClick={() => void load()}>{payWords.tryAgain}</button>
        </div>
      )}
      {order.value && <OrderView order={order.value} nowUs={Date.now() * 1000} onCancel={cancel} />}
    </main>
  );
}
