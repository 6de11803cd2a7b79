// SPDX-License-Identifier: GPL-3.0-or-later
// Where one buys: the purchase at hand, and what lies in the cart. It comes with the dialogs, after the picture; what was
// said to the viewer before it is here is asked for when it opens.
import { signal } from '@preact/signals';
import { HoldState, Profile, type BuyerState, type Hold, type ShowEvent } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { get } from '../link/rest.ts';
import type { Page } from '../page.ts';
import { Basket } from './basket.ts';
import { Checkout } from './checkout.ts';
import type { Desk } from './desk.ts';
import { Drops } from './drops.ts';
import { gateway } from './gateway.ts';
import { Prices } from './prices.ts';

export class Till {
  readonly checkout: Checkout;
  readonly basket: Basket;
  readonly drops: Drops;
  readonly prices: Prices;
  /** What the viewer keeps with the shop. */
  readonly profile = signal<Profile>(empty(Profile));
  /** Where the cart is paid, once it is here; called: it is wanted at once. */
  readonly desk = signal<Desk | undefined>(undefined);
  readonly called = signal(false);
  private later = false;
  private readonly forTheDesk: ((desk: Desk) => void)[] = [];

  constructor(readonly page: Page) {
    const { viewer, clock } = page;
    const showId = page.stage.peek().show.id;
    this.prices = new Prices(page);
    this.drops = new Drops(viewer, (drop) => page.toldOfDrop(drop));
    this.checkout = new Checkout(showId, viewer, () => clock.nowUs(), {
      productOf: (variantId) => page.productOf(variantId),
      currencyOf: (variantId) => this.prices.currencyOf(variantId),
    }, gateway);
    this.basket = new Basket(showId, viewer, (variantId) => this.prices.currencyOf(variantId));
    if (viewer.guestToken) this.atDesk(({ account }) => void account.load().catch(() => undefined)); // he signed in, and the line broke
    else void this.load().catch(() => undefined); // asked again when the cart is opened
  }

  /** Now, or as soon as the desk is here. */
  atDesk(then: (desk: Desk) => void): void {
    const desk = this.desk.peek();
    if (desk) {
      then(desk);
      return;
    }
    this.forTheDesk.push(then);
    this.called.value = true;
  }
  opened(desk: Desk): void {
    this.desk.value = desk;
    for (const then of this.forTheDesk.splice(0)) then(desk);
  }

  async load(): Promise<void> {
    const token = await this.page.viewer.token().catch(() => undefined);
    this.profile.value = await get(Profile, '/v1/profile', token);
  }

  tick(): void {
    this.checkout.tick();
    this.basket.tick(this.page.clock.nowUs());
  }

  /** What is said to this viewer alone. */
  take(event: ShowEvent): void {
    if (event.order) {
      this.checkout.heardOrder(event.order);
      this.desk.peek()?.heardOrder(event.order);
    } else if (event.hold) void this.heardHold(event.hold);
    else if (event.waitlist) this.checkout.heardPlace(event.waitlist);
    else if (event.dropEntry) this.drops.heard(event.dropEntry);
  }

  /** Called before the server is asked what he holds. Takes the answer; false: meanwhile he bought on, and it is too old. */
  asking(): (buyer: BuyerState) => Promise<boolean> {
    const before = this.checkout.purchase.peek();
    return async (buyer) => {
      for (const entry of buyer.dropEntries) this.drops.heard(entry);
      await this.prices.heard(buyer.currency).catch(() => undefined); // shown in the shop's own until the next word
      await this.basket.load();
      if (before !== this.checkout.purchase.peek()) return false;
      this.checkout.returned({ ...buyer, holds: buyer.holds.filter((h) => !this.basket.has(h.id)) });
      return true;
    };
  }

  buy(): void {
    this.page.withName('buy', () => this.checkout.buy());
  }
  joinWaitlist(): void {
    this.page.withName('buy', () => this.checkout.joinWaitlist());
  }
  /** He looks away from a purchase: what was kept for him while he was at it comes next. */
  leave(): void {
    this.checkout.leave();
    if (!this.later || this.checkout.purchase.peek().step !== 'none') return;
    this.later = false;
    void this.page.askWhatIsMine();
  }
  enter(dropId: string): void {
    this.page.withName('buy', () => void this.drops.enter(dropId));
  }
  /** Into the cart; whether it could be done. */
  addToCart(variantId: string, quantity: number): Promise<boolean> {
    return new Promise((resolve) => this.page.withName('buy', () => resolve(this.basket.add(variantId, quantity))));
  }

  /** The cart's, or of a purchase of its own: bought at once, or offered by the waiting list. */
  private async heardHold(hold: Hold): Promise<void> {
    if (!this.checkout.has(hold.id) && (await this.basket.heard(hold))) return;
    this.checkout.heardHold(hold);
    if (hold.state === HoldState.ACTIVE && !this.checkout.has(hold.id)) this.later = true;
  }
}
