// SPDX-License-Identifier: GPL-3.0-or-later
// Where this shop is paid: asked for when somebody is about to pay. Comes with the dialogs, not with the page.
import { signal, type ReadonlySignal } from '@preact/signals';
import { PaymentGateway } from '../../generated/contract.ts';
import { get } from '../link/rest.ts';
import { loadStripe, type Stripe } from './stripe.ts';

export type Place =
  | { readonly is: 'asking' }
  | { readonly is: 'away' }
  | { readonly is: 'sandbox' }
  | { readonly is: 'stripe'; readonly stripe: Stripe };

class Gateway {
  private readonly current = signal<Place>({ is: 'away' });

  get place(): ReadonlySignal<Place> {
    return this.current;
  }

  /** Asks once; again only after it did not come. */
  ask(): void {
    if (this.current.peek().is === 'away') void this.find();
  }

  /** What the buyer told his bank. False too when Stripe did not come. */
  async confirm(clientSecret: string): Promise<boolean> {
    if (this.current.peek().is === 'away') await this.find();
    const place = this.current.peek();
    if (place.is !== 'stripe') return false;
    const { error } = await place.stripe.handleNextAction({ clientSecret });
    return error === undefined;
  }

  private async find(): Promise<void> {
    this.current.value = { is: 'asking' };
    try {
      const gateway = await get(PaymentGateway, '/v1/payments/gateway', undefined);
      this.current.value = gateway.name === 'stripe' ? { is: 'stripe', stripe: await loadStripe(gateway.publishableKey) } : { is: 'sandbox' };
    } catch {
      this.current.value = { is: 'away' };
    }
  }
}

/** One page, one shop. */
export const gateway = new Gateway();
