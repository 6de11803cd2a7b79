// SPDX-License-Identifier: GPL-3.0-or-later
// Carries out what the purchase asks for: one errand at a time, the same command id until it is answered.
import { signal, type ReadonlySignal } from '@preact/signals';
import {
  BuyerState, ConfirmPaymentRequest, Hold, HoldRequest, JoinWaitlistRequest, Order, PayRequest, ReleaseHoldRequest, WaitlistPlace, type Money,
} from '../../generated/contract.ts';
import { toJson, type Shape } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { Refused, Unreachable } from '../link/rest.ts';
import { words } from '../words.ts';
import { errand, type Identity } from './errand.ts';
import { OrderWatch } from './order-watch.ts';
import { purchaseAfter, type Choice, type Happening, type Purchase } from './purchase.ts';

export type { Identity };

export class Checkout {
  private readonly current = signal<Purchase>({ step: 'none' });
  /** Asks for the order while it is being paid, and the buyer's bank. */
  readonly watch: OrderWatch;

  constructor(
    private readonly showId: string,
    private readonly identity: Identity,
    private readonly nowUs: () => number,
    private readonly shelf: { productOf(variantId: string): string | undefined; currencyOf(variantId: string): string },
    bank: { confirm(clientSecret: string): Promise<boolean> },
  ) {
    this.watch = new OrderWatch(identity, bank, this);
  }

  get purchase(): ReadonlySignal<Purchase> {
    return this.current;
  }

  /** Whether this purchase is about that hold. */
  has(holdId: string): boolean {
    const at = this.current.value;
    return at.step === 'holding' ? at.commandId === holdId : (at.step === 'held' || at.step === 'paying' || at.step === 'confirming') && at.hold?.id === holdId;
  }

  open(choice: Choice): void {
    this.tell({ is: 'open', choice });
  }
  choose(choice: Choice): void {
    this.tell({ is: 'choose', choice });
  }
  leave(): void {
    this.tell({ is: 'leave' });
  }
  tick(): void {
    this.tell({ is: 'time', nowUs: this.nowUs() });
  }
  heardHold(hold: Hold): void {
    this.tell({ is: 'hold', hold, productOf: this.productOf });
  }
  heardOrder(order: Order): void {
    this.tell({ is: 'order', order });
  }
  heardPlace(place: WaitlistPlace): void {
    this.tell({ is: 'waiting', variantId: place.variantId, position: place.position });
  }
  returned(buyer: BuyerState): void {
    this.tell({ is: 'returned', buyer, productOf: this.productOf });
  }

  buy(): void {
    this.tell({ is: 'press_buy', commandId: newId() });
    void this.sendHold();
  }
  joinWaitlist(): void {
    this.tell({ is: 'press_waitlist', commandId: newId() });
    void this.sendWaitlist();
  }
  pay(email: string, token: string, couponCode: string, most: Money | undefined): void {
    this.tell({ is: 'press_pay', payment: { commandId: newId(), email, token, couponCode, ...(most && { most }) } });
    void this.sendPayment();
  }
  answerBank(approve: boolean): void {
    this.tell({ is: 'press_answer', answer: { commandId: newId(), approve } });
    void this.sendAnswer();
  }
  async giveBack(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'held') return;
    const commandId = newId();
    const hold = await this.errand(commandId, Hold, `/v1/holds/${at.hold.id}/release`, toJson(ReleaseHoldRequest, { commandId, holdId: at.hold.id }));
    if (hold) this.heardHold(hold);
  }
  /** The errand that found no answer, once more and under the same id. */
  again(): void {
    const { step } = this.current.value;
    this.tell({ is: 'again' });
    if (step === 'holding') void this.sendHold();
    else if (step === 'sold_out') void this.sendWaitlist();
    else if (step === 'paying') void this.sendPayment();
    else if (step === 'confirming') void this.sendAnswer();
  }

  private readonly productOf = (variantId: string): string | undefined => this.shelf.productOf(variantId);

  private tell(what: Happening): void {
    this.current.value = purchaseAfter(this.current.value, what);
    this.watch.follow(this.current.value);
  }

  private async sendHold(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'holding') return;
    const { variantId, quantity } = at.choice;
    const body = toJson(HoldRequest, { commandId: at.commandId, showId: this.showId, variantId, quantity, currency: this.shelf.currencyOf(variantId) });
    const hold = await this.errand(at.commandId, Hold, '/v1/holds', body);
    if (hold) this.heardHold(hold);
  }
  private async sendWaitlist(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'sold_out' || !at.joining) return;
    const body = toJson(JoinWaitlistRequest, { commandId: at.joining, showId: this.showId, variantId: at.choice.variantId });
    const place = await this.errand(at.joining, WaitlistPlace, '/v1/waitlist', body);
    if (place) this.heardPlace(place);
  }
  private async sendPayment(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'paying' || !at.payment.token) return;
    const { commandId, email, token, couponCode, most } = at.payment;
    const body = toJson(PayRequest, { commandId, holdId: at.hold.id, email, paymentToken: token, couponCode, ...(most && { most }) });
    const order = await this.errand(commandId, Order, '/v1/orders', body);
    if (order) this.heardOrder(order);
  }
  private async sendAnswer(): Promise<void> {
    const at = this.current.value;
    if (at.step !== 'confirming' || !at.answer) return;
    const { commandId, approve } = at.answer;
    const body = toJson(ConfirmPaymentRequest, { commandId, orderId: at.order.id, approve });
    const order = await this.errand(commandId, Order, `/v1/orders/${at.order.id}/confirm`, body);
    if (order) this.heardOrder(order);
  }

  private async errand<T>(commandId: string, of: Shape<T>, path: string, body: unknown): Promise<T | undefined> {
    try {
      return await errand(this.identity, of, path, body);
    } catch (fault) {
      if (fault instanceof Refused) this.tell({ is: 'refused', commandId, code: fault.code, message: fault.message });
      else if (fault instanceof Unreachable) this.tell({ is: 'unreachable', commandId, message: words.serverAway });
      else throw fault;
      return undefined;
    }
  }
}
