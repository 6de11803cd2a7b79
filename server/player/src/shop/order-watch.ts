// SPDX-License-Identifier: GPL-3.0-or-later
// Looks after an order that is being paid, whatever was bought with it: asks the server how it goes, beside what the socket says,
// and lets the gateway's own script ask the buyer's bank.
import { signal, type Signal } from '@preact/signals';
import { Order, OrderState } from '../../generated/contract.ts';
import { get } from '../link/rest.ts';
import type { Identity } from './errand.ts';

const askEveryMs = 1_500;

/** Of a purchase: what matters of where it stands. */
export interface Standing {
  readonly step: string;
  readonly order?: Order;
  readonly answer?: unknown; // given to the bank's question, and not yet taken by the server
}

export class OrderWatch {
  /** The gateway's own script shows the bank's question: nothing of ours may lie over it. */
  readonly atBank: Signal<boolean> = signal(false);
  private bankAsked = ''; // the secret it was asked with
  private asking: ReturnType<typeof setInterval> | undefined;
  private watched: Order | undefined;

  constructor(
    private readonly identity: Identity,
    private readonly bank: { confirm(clientSecret: string): Promise<boolean> },
    private readonly purchase: { heardOrder(order: Order): void; answerBank(approve: boolean): void },
  ) {}

  /** To be told after each step of the purchase. */
  follow(at: Standing): void {
    const underWay = (at.step === 'paying' && at.order?.state === OrderState.PAYING) || (at.step === 'confirming' && at.answer !== undefined);
    this.watched = underWay ? at.order : undefined;
    if (underWay) this.asking ??= setInterval(() => void this.askForOrder(), askEveryMs);
    else {
      clearInterval(this.asking);
      this.asking = undefined;
    }
    if (at.step === 'confirming' && !at.answer && at.order) this.askBank(at.order);
  }

  // What the sandbox asks is asked by the page's own buttons.
  private askBank(order: Order): void {
    const secret = order.confirmation?.gateway === 'stripe' ? order.confirmation.clientSecret : '';
    if (!secret || secret === this.bankAsked) return;
    this.bankAsked = secret;
    this.atBank.value = true;
    void this.bank.confirm(secret).catch(() => false).then((approved) => {
      this.atBank.value = false;
      this.purchase.answerBank(approved);
    });
  }

  private async askForOrder(): Promise<void> {
    if (!this.watched) return;
    try {
      this.purchase.heardOrder(await get(Order, `/v1/orders/${this.watched.id}`, await this.identity.token()));
    } catch {
      // The next tick asks again; the socket may be faster.
    }
  }
}
