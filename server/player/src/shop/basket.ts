// SPDX-License-Identifier: GPL-3.0-or-later
// The cart as the server keeps it: what is put in and taken out here, and on the viewer's other devices.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { Cart, HoldState, RenewCartLineRequest, SetCartLineRequest, type CartLine, type Hold } from '../../generated/contract.ts';
import { toJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { get, Refused } from '../link/rest.ts';
import { words } from '../words.ts';
import { linesAfter, linesFrom, quantityOf, type Lines } from './cart.ts';
import { errand, type Identity } from './errand.ts';

export class Basket {
  private readonly current = signal<Lines>([]);
  private readonly changing = signal<ReadonlySet<string>>(new Set()); // variants
  private readonly said = signal<{ readonly variantId: string; readonly message: string } | undefined>(undefined);
  private readonly asked = new Set<string>(); // holds that commands of this page make

  /** What stays in the cart; holds alone are another part's. */
  readonly lines = computed(() => this.current.value.filter((l) => l.lasting));

  constructor(private readonly showId: string, private readonly identity: Identity, private readonly currencyOf: (variantId: string) => string) {}

  /** Variants whose line is being changed. */
  get busy(): ReadonlySignal<ReadonlySet<string>> {
    return this.changing;
  }
  /** Why a line could not be changed. */
  get trouble(): ReadonlySignal<{ readonly variantId: string; readonly message: string } | undefined> {
    return this.said;
  }

  async load(): Promise<void> {
    const token = await this.identity.token().catch(() => undefined);
    this.current.value = token ? linesFrom(await get(Cart, `/v1/shows/${this.showId}/cart`, token)) : [];
  }

  /** Whether it is a hold of the cart's; asks the server where only it can say. */
  async heard(hold: Hold): Promise<boolean> {
    const next = linesAfter(this.current.value, hold);
    if (next) this.current.value = next;
    else if (!this.asked.has(hold.id)) await this.load().catch(() => undefined);
    return this.has(hold.id) || this.asked.has(hold.id);
  }
  has(holdId: string): boolean {
    return this.current.value.some((l) => l.hold?.id === holdId && l.lasting);
  }

  add(variantId: string, quantity: number): Promise<boolean> {
    return this.set(variantId, quantityOf(this.current.value, variantId) + quantity);
  }
  /** Whether it could be done. */
  set(variantId: string, quantity: number): Promise<boolean> {
    const commandId = newId();
    const body = toJson(SetCartLineRequest, { commandId, showId: this.showId, variantId, quantity, currency: this.currencyOf(variantId) });
    return this.send(variantId, commandId, '/v1/cart/lines', body);
  }
  /** At today's prices in the currency of now; a line that cannot be had in it says so. */
  async reprice(): Promise<void> {
    for (const line of this.lines.peek()) {
      const now = line.hold?.unitPrice?.currency;
      if (line.heldUntilUs > 0 && now && now !== this.currencyOf(line.variantId)) await this.set(line.variantId, line.quantity);
    }
  }
  renew(line: CartLine): Promise<boolean> {
    const commandId = newId();
    const body = toJson(RenewCartLineRequest, { commandId, holdId: line.hold?.id ?? '' });
    return this.send(line.variantId, commandId, '/v1/cart/renew', body);
  }
  /** The instant itself ends a hold, whether the word of it has come or not. */
  tick(nowUs: number): void {
    if (!this.current.value.some((l) => l.heldUntilUs > 0 && l.heldUntilUs <= nowUs)) return;
    this.current.value = this.current.value.flatMap((l) =>
      l.heldUntilUs === 0 || l.heldUntilUs > nowUs ? [l]
        : l.lasting && l.hold ? [{ ...l, heldUntilUs: 0, hold: { ...l.hold, state: HoldState.EXPIRED } }] : []);
  }

  private async send(variantId: string, commandId: string, path: string, body: unknown): Promise<boolean> {
    if (this.changing.value.has(variantId)) return false;
    this.changing.value = new Set([...this.changing.value, variantId]);
    this.asked.add(commandId);
    this.said.value = undefined;
    try {
      this.current.value = linesFrom(await errand(this.identity, Cart, path, body));
      return true;
    } catch (fault) {
      this.said.value = { variantId, message: fault instanceof Refused ? fault.message : words.serverAway };
      return false;
    } finally {
      this.changing.value = new Set([...this.changing.value].filter((v) => v !== variantId));
    }
  }
}
