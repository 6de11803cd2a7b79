// SPDX-License-Identifier: GPL-3.0-or-later
// Where the cart is paid, and where one signs in, keeps addresses and looks up orders. Fetched when it is asked for: most
// viewers watch, and those who buy at once need none of it.
import type { Order } from '../../generated/contract.ts';
import { Account } from './account.ts';
import { CartCheckout } from './cart-checkout.ts';
import { Currencies } from './currencies.ts';
import { gateway } from './gateway.ts';
import type { Till } from './till.ts';

export class Desk {
  readonly cartCheckout: CartCheckout;
  readonly account: Account;
  readonly currencies: Currencies;

  constructor(readonly till: Till) {
    const { viewer, stage } = till.page;
    this.cartCheckout = new CartCheckout(stage.peek().show.id, viewer, gateway);
    this.currencies = new Currencies(till);
    this.account = new Account(viewer, till);
  }

  heardOrder(order: Order): void {
    this.cartCheckout.heardOrder(order);
    this.account.heardOrder(order);
  }

  /** He is somebody else now: a guest's things have come along, and one's own come on a new line. */
  async enter(email: string, code: string): Promise<void> {
    await this.account.enter(email, code);
    await this.isAnother();
  }
  async signOut(): Promise<void> {
    await this.account.leave();
    await this.isAnother();
  }

  private async isAnother(): Promise<void> {
    await this.till.basket.load();
    this.till.page.link.renew();
  }
}
