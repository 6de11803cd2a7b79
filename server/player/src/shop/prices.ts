// SPDX-License-Identifier: GPL-3.0-or-later
// The currency the viewer wants to see and pay in. The server keeps his choice, and makes the prices.
import { signal, type ReadonlySignal } from '@preact/signals';
import { GetPricesResponse } from '../../generated/contract.ts';
import { get } from '../link/rest.ts';
import type { Page } from '../page.ts';

const spreadMs = 2_000; // all who see another currency hear of a new price in the same moment

export class Prices {
  private readonly chosen = signal('');
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly page: Page) {}

  /** '': the shop's own. */
  get currency(): ReadonlySignal<string> {
    return this.chosen;
  }
  /** To pay for this in: the chosen one, or its own where it is not sold in that. */
  currencyOf(variantId: string): string {
    if (this.page.quotes.peek().has(variantId)) return this.chosen.peek();
    return this.page.stage.peek().products.flatMap((p) => p.variants).find((v) => v.id === variantId)?.price?.currency ?? '';
  }

  quotesIn(currency: string): Promise<GetPricesResponse> {
    return get(GetPricesResponse, `/v1/shows/${this.page.stage.peek().show.id}/prices?currency=${currency}`, undefined);
  }
  /** What the server keeps. */
  async heard(currency: string): Promise<void> {
    if (currency === this.chosen.peek()) return;
    this.chosen.value = currency;
    await this.load();
  }
  /** Something has another price now. */
  moved(): void {
    if (!this.chosen.peek() || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      void this.load().catch(() => undefined); // the next word of a price asks again
    }, Math.random() * spreadMs);
  }

  private async load(): Promise<void> {
    const currency = this.chosen.peek();
    const { quotes } = currency ? await this.quotesIn(currency) : { quotes: [] };
    if (currency === this.chosen.peek()) this.page.quotes.value = new Map(quotes.map((q) => [q.variantId, q]));
  }
}
