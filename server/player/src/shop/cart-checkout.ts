// SPDX-License-Identifier: GPL-3.0-or-later
// Pays for the cart: one errand at a time, the same command id until it is answered.
import { signal, type ReadonlySignal } from '@preact/signals';
import { BuyNowRequest, ConfirmPaymentRequest, Order, PayRequest, type Money } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { Refused } from '../link/rest.ts';
import { words } from '../words.ts';
import { errand, type Identity } from './errand.ts';
import { OrderWatch } from './order-watch.ts';
import { settlingAfter, type Said, type Settling, type Wish } from './settle.ts';

export class CartCheckout {
  private readonly current = signal<Settling>({ step: 'open' });
  /** Asks for the order while it is being paid, and the buyer's bank. */
  readonly watch: OrderWatch;

  constructor(
    private readonly showId: string,
    private readonly identity: Identity,
    bank: { confirm(clientSecret: string): Promise<boolean> },
  ) {
    this.watch = new OrderWatch(identity, bank, this);
  }

  get at(): ReadonlySignal<Settling> {
    return this.current;
  }
  heardOrder(order: Order): void {
    this.tell({ is: 'order', order });
  }
  leave(): void {
    this.tell({ is: 'leave' });
  }
  pay(wish: Omit<Wish, 'commandId'>): void {
    this.begin({ ...wish, commandId: newId() });
  }
  answerBank(approve: boolean): void {
    this.tell({ is: 'answer', answer: { commandId: newId(), approve } });
    void this.sendAnswer();
  }
  again(): void {
    const { step } = this.current.value;
    this.tell({ is: 'again' });
    if (step === 'paying') void this.sendPayment();
    else if (step === 'confirming') void this.sendAnswer();
  }

  /** Hold and pay at once, with a card that is kept. */
  buyNow(variantId: string, quantity: number, currency: string, methodId: string, most: Money | undefined): void {
    const commandId = newId();
    this.begin({
      commandId, holdIds: [commandId], email: '', token: '', methodId, addressId: '', couponCode: '', keep: false,
      tap: { variantId, quantity, currency }, ...(most && { most }),
    });
  }

  // One payment at a time: what is pressed while another is under way is not sent.
  private begin(wish: Wish): void {
    this.tell({ is: 'pay', wish });
    const at = this.current.value;
    if (at.step === 'paying' && at.wish.commandId === wish.commandId) void this.sendPayment();
  }

  private tell(said: Said): void {
    this.current.value = settlingAfter(this.current.value, said);
    this.watch.follow(this.current.value);
  }

  private async sendPayment(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'paying') return;
    const { commandId, holdIds, email, token, methodId, addressId, couponCode, keep, face, most, tap } = at.wish;
    if (tap) {
      const { variantId, quantity, currency } = tap;
      const now = toJson(BuyNowRequest, { commandId, showId: this.showId, variantId, quantity, currency, savedMethodId: methodId, ...(most && { most }) });
      return this.send(commandId, '/v1/orders/now', now);
    }
    const body = toJson(PayRequest, {
      commandId, holdIds, email, addressId, couponCode, ...(most && { most }),
      ...(methodId ? { savedMethodId: methodId } : { paymentToken: token }),
      ...(keep && face && { keepCard: { ...face, expMonth: 0, expYear: 0 } }),
    });
    await this.send(commandId, '/v1/orders', body);
  }
  private async sendAnswer(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'confirming' || !at.answer) return;
    const { commandId, approve } = at.answer;
    await this.send(commandId, `/v1/orders/${at.order.id}/confirm`, toJson(ConfirmPaymentRequest, { commandId, orderId: at.order.id, approve }));
  }
  private async send(commandId: string, path: string, body: unknown): Promise<void> {
    try {
      this.heardOrder(await errand(this.identity, Order, path, body));
    } catch (fault) {
      if (fault instanceof Refused) this.tell({ is: 'refused', commandId, message: fault.message });
      else this.tell({ is: 'unreachable', commandId, message: words.serverAway });
    }
  }
}
