// SPDX-License-Identifier: GPL-3.0-or-later
// What the viewer keeps with the shop: who he is on all his devices, addresses, cards, and what he has bought.
import { signal, type ReadonlySignal } from '@preact/signals';
import {
  CancelOrderRequest, CodeSignInRequest, DeleteAddressRequest, ForgetMethodRequest, MergeCartRequest, MergeCartResponse, MyOrders,
  Order, Profile, SaveAddressRequest, Session, SignInCodeRequest, SignInCodeResponse, SignOutRequest,
  SignOutResponse, type Address,
} from '../../generated/contract.ts';
import { toJson, type Shape } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { get, post, Refused } from '../link/rest.ts';
import type { Viewer } from '../link/session.ts';
import { words } from '../words.ts';
import { errand } from './errand.ts';
import type { Till } from './till.ts';

const pageSize = 10;

/** The server's words for a person, or that it is away. */
export function spoken(fault: unknown): string {
  return fault instanceof Refused ? fault.message : words.serverAway;
}

export class Account {
  private readonly bought = signal<{ readonly orders: readonly Order[]; readonly more: number }>({ orders: [], more: 0 });

  constructor(private readonly viewer: Viewer, private readonly kept: Pick<Till, 'profile' | 'load'>) {}

  /** more: 0 when that was all. */
  get history(): ReadonlySignal<{ readonly orders: readonly Order[]; readonly more: number }> {
    return this.bought;
  }

  async load(): Promise<void> {
    await this.bringAlong();
    await this.kept.load();
  }

  askCode(email: string): Promise<SignInCodeResponse> {
    return post(SignInCodeResponse, '/v1/sessions/codes', toJson(SignInCodeRequest, { email }), undefined);
  }
  /** Signs in; what he had as a guest comes along. */
  async enter(email: string, code: string): Promise<void> {
    const before = this.viewer.session.value;
    const displayName = before?.account?.guest ? before.account.displayName : '';
    const session = await post(Session, '/v1/sessions/by-code', toJson(CodeSignInRequest, { email, code, displayName }), undefined);
    this.viewer.signIn(session);
    await this.load();
  }
  async leave(): Promise<void> {
    const refreshToken = this.viewer.session.value?.refreshToken;
    this.viewer.forget();
    if (refreshToken) await post(SignOutResponse, '/v1/sessions/end', toJson(SignOutRequest, { refreshToken }), undefined).catch(() => undefined);
    this.bought.value = { orders: [], more: 0 };
    await this.load();
  }

  async saveAddress(address: Partial<Address>): Promise<void> {
    const body = toJson(SaveAddressRequest, { commandId: newId(), address: { ...emptyAddress, ...address } });
    this.kept.profile.value = await this.do(Profile, '/v1/profile/addresses', body);
  }
  async deleteAddress(addressId: string): Promise<void> {
    const body = toJson(DeleteAddressRequest, { commandId: newId(), addressId });
    this.kept.profile.value = await this.do(Profile, `/v1/profile/addresses/${addressId}/delete`, body);
  }
  async forgetCard(methodId: string): Promise<void> {
    const body = toJson(ForgetMethodRequest, { commandId: newId(), methodId });
    this.kept.profile.value = await this.do(Profile, `/v1/profile/cards/${encodeURIComponent(methodId)}/forget`, body);
  }

  async loadOrders(): Promise<void> {
    const page = await this.ordersBefore(0);
    this.bought.value = { orders: page.orders, more: page.beforeUs };
  }
  async loadMoreOrders(): Promise<void> {
    const page = await this.ordersBefore(this.bought.value.more);
    this.bought.value = { orders: [...this.bought.value.orders, ...page.orders], more: page.beforeUs };
  }
  heardOrder(order: Order): void {
    const { orders, more } = this.bought.value;
    if (orders.some((o) => o.id === order.id)) this.bought.value = { orders: orders.map((o) => (o.id === order.id ? order : o)), more };
  }
  /** An answer may be older than what the socket said before it: what moves is asked for again. */
  async refresh(orderId: string): Promise<void> {
    this.heardOrder(await get(Order, `/v1/orders/${orderId}`, await this.viewer.token()));
  }
  async cancel(orderId: string): Promise<void> {
    const body = toJson(CancelOrderRequest, { commandId: newId(), orderId });
    this.heardOrder(await this.do(Order, `/v1/orders/${orderId}/cancel`, body));
  }

  /** Until it is done: a line that broke in between must not lose a cart. */
  private async bringAlong(): Promise<void> {
    const { guestToken } = this.viewer;
    if (!guestToken || this.viewer.account?.guest !== false) return;
    try {
      await this.do(MergeCartResponse, '/v1/cart/merge', toJson(MergeCartRequest, { commandId: newId(), guestToken }));
    } catch (fault) {
      if (!(fault instanceof Refused) || fault.code === 'rate_limited') throw fault;
    }
    this.viewer.guestCameAlong(); // also when it was refused: it would be the next time too
  }
  private async ordersBefore(beforeUs: number): Promise<MyOrders> {
    return get(MyOrders, `/v1/orders?limit=${pageSize}&before=${beforeUs}`, await this.viewer.token());
  }
  private do<T>(of: Shape<T>, path: string, body: unknown): Promise<T> {
    return errand(this.viewer, of, path, body);
  }
}

const emptyAddress: Address = { id: '', name: '', line1: '', line2: '', postalCode: '', city: '', region: '', country: '', phone: '', standard: false };
