// SPDX-License-Identifier: GPL-3.0-or-later
// Who the viewer is: nobody until he chats or buys, then a guest under a name of his choice, or an account. Kept in
// localStorage.
import { signal, type ReadonlySignal } from '@preact/signals';
import { GuestRequest, Session, type Account } from '../../generated/contract.ts';
import { fromJson, toJson } from '../contract/codec.ts';
import { post } from './rest.ts';

const place = 'vitrine.session';
const guestPlace = 'vitrine.guest';
const early = 60_000_000; // renew this long before the token's end, µs

function stored(storage: Storage | undefined): Session | undefined {
  try {
    const text = storage?.getItem(place);
    return text ? fromJson(Session, JSON.parse(text)) : undefined;
  } catch {
    return undefined; // not ours, or storage is closed to us
  }
}

export class Viewer {
  private readonly current = signal<Session | undefined>(undefined);
  private renewal: Promise<Session> | undefined;
  private unstored: string | undefined; // where nothing can be stored

  constructor(private readonly storage: Storage | undefined, private readonly nowUs: () => number) {
    this.current.value = stored(storage);
  }

  get session(): ReadonlySignal<Session | undefined> {
    return this.current;
  }
  get account(): Account | undefined {
    return this.current.value?.account;
  }

  async becomeGuest(name: string): Promise<void> {
    this.keep(await post(Session, '/v1/guests', toJson(GuestRequest, { name }), undefined));
  }

  /** He has shown who he is: an account, which lasts and is the same on his other devices. */
  signIn(session: Session): void {
    const before = this.current.value;
    if (before?.account?.guest) this.store(guestPlace, before.accessToken);
    this.keep(session);
  }
  /** Of the guest he was, until his things have come along. */
  get guestToken(): string | undefined {
    try {
      return this.storage?.getItem(guestPlace) ?? this.unstored;
    } catch {
      return this.unstored;
    }
  }
  guestCameAlong(): void {
    this.unstored = undefined;
    this.unstore(guestPlace);
  }
  /** Nobody again. */
  forget(): void {
    this.current.value = undefined;
    this.unstore(place);
  }

  /** A token that is still good; a guest's is made anew under his name, so that nothing asks him twice. */
  async token(): Promise<string | undefined> {
    const session = this.current.value;
    if (!session) return undefined;
    if (session.accessExpiresUs - early > this.nowUs()) return session.accessToken;
    this.renewal ??= this.renew(session).finally(() => (this.renewal = undefined));
    return (await this.renewal).accessToken;
  }

  /** The server did not take the token: the next one is new. */
  distrust(token: string): void {
    const session = this.current.value;
    if (session?.accessToken === token) this.current.value = { ...session, accessExpiresUs: 0 };
  }

  private async renew(session: Session): Promise<Session> {
    const next = session.refreshToken
      ? await post(Session, '/v1/sessions/refresh', { refreshToken: session.refreshToken }, undefined)
      : await post(Session, '/v1/guests', toJson(GuestRequest, { name: session.account?.displayName ?? '', token: session.accessToken }), undefined);
    this.keep(next);
    return next;
  }

  private keep(session: Session): void {
    this.current.value = session;
    this.store(place, JSON.stringify(toJson(Session, session)));
  }
  private unstore(where: string): void {
    try {
      this.storage?.removeItem(where);
    } catch {
      // It was never stored.
    }
  }
  private store(where: string, text: string): void {
    if (where === guestPlace) this.unstored = text;
    try {
      this.storage?.setItem(where, text);
    } catch {
      // Private browsing: it lasts as long as the page.
    }
  }
}
