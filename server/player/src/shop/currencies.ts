// SPDX-License-Identifier: GPL-3.0-or-later
// Which currencies there are to choose from, and the choice.
import { signal, type ReadonlySignal } from '@preact/signals';
import { ChooseCurrencyRequest, ChooseCurrencyResponse } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { errand } from './errand.ts';
import type { Till } from './till.ts';

const usual = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY', 'CAD', 'AUD'];

export class Currencies {
  private readonly found = signal<readonly string[]>([]);

  constructor(private readonly till: Till) {}

  /** Those in which something can be had here, the shop's own first. */
  get offered(): ReadonlySignal<readonly string[]> {
    return this.found;
  }

  /** Asks which there are: the rates are the retailer's own affair, but what comes of them is not. */
  async look(): Promise<void> {
    const variants = this.till.page.stage.peek().products.flatMap((p) => p.variants);
    const own = new Set(variants.flatMap((v) => (v.price ? [v.price.currency] : [])));
    const others = [...new Set([...variants.flatMap((v) => v.prices.map((p) => p.currency)), ...usual])].filter((c) => !own.has(c));
    const answers = await Promise.all(others.map((currency) => this.till.prices.quotesIn(currency)));
    this.found.value = [...own, ...others.filter((_, i) => (answers[i]?.quotes.length ?? 0) > 0)];
  }

  /** What lies in the cart goes along: one order is paid in one currency. */
  choose(currency: string): Promise<void> {
    const { page, prices, basket } = this.till;
    const change = async (): Promise<void> => {
      const body = toJson(ChooseCurrencyRequest, { commandId: newId(), currency });
      await prices.heard((await errand(page.viewer, ChooseCurrencyResponse, '/v1/currency', body)).currency);
      await basket.reprice();
    };
    return new Promise((resolve, reject) => page.withName('buy', () => void change().then(resolve, reject)));
  }
}
