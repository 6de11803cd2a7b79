// SPDX-License-Identifier: GPL-3.0-or-later
// What was bought, for how much, and where it goes.
import type { JSX } from 'preact';
import type { Order } from '../../generated/contract.ts';
import { payWords } from '../pay-words.ts';
import { moneyText, times } from '../shop/money.ts';
import { addressText } from './address-text.ts';

/** Promises a receipt only where one is sent. */
export function paidText(order: Order, byMail: boolean): string {
  return byMail ? payWords.receiptTo(order.email) : `${payWords.paidText(order.email)} ${payWords.receiptHere}`;
}

/** What a coupon has taken off an order that is to be paid once more. */
export function Discount({ order }: { order: Order | undefined }): JSX.Element | null {
  if (!order?.discount?.minor) return null;
  return <div class="row"><span>{payWords.discountBy(order.couponCode)}</span><strong>−{moneyText(order.discount)}</strong></div>;
}

export function Receipt({ order }: { order: Order }): JSX.Element {
  const off = order.discount?.minor ?? 0n;
  const back = order.refunded?.minor ?? 0n;
  return (
    <dl class="receipt">
      {order.lines.map((line) => (
        <div key={line.holdId || line.variantId}><dt>{line.quantity} × {line.title}</dt><dd>{moneyText(times(line.unitPrice, line.quantity))}</dd></div>
      ))}
      {off > 0n && <div><dt>{order.couponCode ? payWords.discountBy(order.couponCode) : payWords.discount}</dt><dd>−{moneyText(order.discount)}</dd></div>}
      <div class="total"><dt>{payWords.total}</dt><dd>{moneyText(order.total)}</dd></div>
      {back > 0n && <div><dt>{payWords.refunded}</dt><dd>{moneyText(order.refunded)}</dd></div>}
      {order.shipTo && <div class="long"><dt>{payWords.deliverTo}</dt><dd>{order.shipTo.name}, {addressText(order.shipTo)}</dd></div>}
      <div><dt>{payWords.orderNumber}</dt><dd class="order-number">{order.id}</dd></div>
    </dl>
  );
}
