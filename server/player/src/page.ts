// SPDX-License-Identifier: GPL-3.0-or-later
// Wires the page: what the link hears goes to the stage, the chat and the till; the screen's time picks the pin.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import {
  ChatLine, SayRequest, ShowSnapshot, type Drop, type GetPricesResponseVariantQuote, type Product, type ShowEvent, type Variant,
} from '../generated/contract.ts';
import { chatFrom, chatRefused, chatSaying, chatWith, chatWithout, noChat, tidy, type Chat } from './chat/lines.ts';
import { fromJson, toJson } from './contract/codec.ts';
import { ServerClock } from './link/clock.ts';
import { cursorFrom, type Cursor } from './link/cursor.ts';
import { newId } from './link/id.ts';
import { Link, type Conversation, type Heard, type Listener, type Way } from './link/link.ts';
import { get, post, Refused } from './link/rest.ts';
import { Viewer } from './link/session.ts';
import { pinAt } from './picture/pins.ts';
import { Screen } from './picture/screen.ts';
import { isKnown, isSeen, isUnderWay, tagOf, type Tag } from './shop/tag.ts';
import type { Till } from './shop/till.ts';
import { sceneOf, stageAfter, stageFrom, unknownProducts, withDrop, type Stage } from './show/state.ts';
import { words } from './words.ts';

const confirmWithinMs = 6_000; // a line said on the socket; after that it is posted under the same id
// EXT-X-PROGRAM-DATE-TIME counts whole milliseconds: a pin in the middle of one belongs to the frame that begins it.
const programmeGrainUs = 999;
const askWithinMs = 5_000;
const usualDelayUs = 1_500_000; // of a picture that has not arrived yet
const tickMs = 250;
const againMs = 500;
const saleIsNewsUs = 5_000_000;

/** The same list as long as it has the same members: what hangs on it is not drawn anew with each frame of the picture. */
function steady<T>(list: () => readonly T[]): ReadonlySignal<readonly T[]> {
  let last: readonly T[] = [];
  return computed(() => {
    const next = list();
    if (next.length !== last.length || next.some((item, i) => item !== last[i])) last = next;
    return last;
  });
}

export class Page {
  readonly clock = new ServerClock();
  readonly stage;
  readonly chat = signal<Chat>(noChat);
  readonly viewer: Viewer;
  readonly screen: Screen;
  /** Where one buys, once it is here; called: it is wanted at once. */
  readonly till = signal<Till | undefined>(undefined);
  readonly called = signal(false);
  readonly link: Link;
  /** What waits for a name: given, it goes on. */
  readonly naming = signal<{ readonly why: 'chat' | 'buy'; readonly then: () => void } | undefined>(undefined);
  readonly scene = computed(() => sceneOf(this.stage.value.show));
  /** What things cost in the currency that the viewer has chosen, by variant; empty: in the shop's own. */
  readonly quotes = signal<ReadonlyMap<string, GetPricesResponseVariantQuote>>(new Map());
  /** The server's clock until the next tick, and not a moment later: for countdowns. */
  readonly nowUs = signal(0);

  /** The programme time of the frame on the screen; undefined: there is none to wait for. */
  readonly seenUs = computed(() => {
    const scene = this.scene.value;
    const time = this.screen.pictureTimeUs.value;
    // A picture that stands still while its publisher is away does not hold up the shop.
    if (time !== undefined && scene !== 'moment') return time + programmeGrainUs;
    return scene === 'live' || scene === 'moment' ? this.nowUs.value - usualDelayUs : undefined;
  });
  /** The pin that belongs to the frame on the screen. */
  readonly pin = computed(() => {
    const seenUs = this.seenUs.value;
    return seenUs === undefined ? undefined : pinAt(this.stage.value.show.pins, seenUs);
  });
  readonly pinned = computed(() => {
    const id = this.pin.value?.productId;
    return id ? this.stage.value.products.find((p) => p.id === id) : undefined;
  });

  /** Prices of the moment and drops that the picture has come to. */
  private readonly flashes = steady(() => this.stage.value.flashes.filter((f) => isSeen(f.programmeTimeUs, this.seenUs.value)));
  private readonly drops = steady(() => this.stage.value.drops.filter((d) => isKnown(d, this.seenUs.value, this.nowUs.value)));

  /** Units of the pinned product that somebody bought within the last moments. */
  readonly justBought = computed(() => {
    const { lastSale } = this.stage.value;
    const fresh = lastSale !== undefined && lastSale.productId === this.pin.value?.productId && this.nowUs.value - lastSale.atUs < saleIsNewsUs;
    return fresh ? lastSale.quantity : 0;
  });

  /** Numbers of the state events applied, for the probe; the last 1000. */
  readonly applied: number[] = [];
  private readonly forTheTill: ((till: Till) => void)[] = [];
  private readonly unconfirmed = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(snapshot: ShowSnapshot, storage: Storage | undefined) {
    this.clock.sampleOfPage(snapshot.serverTimeUs);
    this.stage = signal<Stage>(stageFrom(snapshot));
    this.chat.value = chatFrom(noChat, snapshot.chat);
    const showId = this.stage.value.show.id;
    this.viewer = new Viewer(storage, () => this.clock.nowUs());
    this.screen = new Screen(showId);
    this.link = new Link(cursorFrom(snapshot), {
      open: (way, cursor, heard) => this.converse(way, cursor, heard),
      random: Math.random,
      wait: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      online: () => navigator.onLine,
    }, this.listener());
  }

  start(): void {
    this.link.start();
    addEventListener('online', () => this.link.renew());
    addEventListener('offline', () => this.link.wentOffline());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.link.wake();
    });
    this.tick();
    setInterval(() => this.tick(), tickMs);
  }

  say(text: string): void {
    const line = tidy(text);
    if (!line) return;
    this.withName('chat', () => this.send(newId(), line));
  }
  sayAgain(id: string): void {
    const own = this.chat.value.own.find((o) => o.id === id);
    if (!own) return;
    this.chat.value = chatWithout(this.chat.value, id);
    this.send(newId(), own.text);
  }
  discard(id: string): void {
    this.chat.value = chatWithout(this.chat.value, id);
  }
  /** Now, or as soon as the till is here. */
  atTill(then: (till: Till) => void): void {
    const till = this.till.peek();
    if (till) {
      then(till);
      return;
    }
    this.forTheTill.push(then);
    this.called.value = true;
  }
  opened(till: Till): void {
    this.till.value = till;
    for (const then of this.forTheTill.splice(0)) then(till);
    void this.askWhatIsMine();
  }
  tagOf(variant: Variant): Tag {
    const flash = this.flashes.value.find((f) => f.variantId === variant.id);
    return tagOf(variant, flash, this.quotes.value.get(variant.id), flash ? this.nowUs.value : 0);
  }
  /** The latest drop of a variant that the viewer may know of. */
  dropOf(variantId: string): Drop | undefined {
    return this.drops.value.findLast(({ drop }) => drop.variantId === variantId)?.drop;
  }
  /** The drop of one of its variants, while one can enter or it is being drawn. */
  dropIn(product: Product): Drop | undefined {
    return product.variants.map((v) => this.dropOf(v.id)).find((drop) => drop && isUnderWay(drop));
  }
  /** What was promised when the page first heard of it. */
  commitmentOf(drop: Drop): string {
    return this.stage.value.drops.find((d) => d.drop.id === drop.id)?.commitment ?? drop.commitment;
  }
  toldOfDrop(drop: Drop): void {
    this.stage.value = withDrop(this.stage.value, drop, drop.opensUs);
  }
  productOf(variantId: string): string | undefined {
    return this.stage.value.products.find((p) => p.variants.some((v) => v.id === variantId))?.id;
  }

  /** Rejects with the server's words when the name will not do. */
  async name(name: string): Promise<void> {
    await this.viewer.becomeGuest(name);
    const then = this.naming.value?.then;
    this.naming.value = undefined;
    this.link.renew(); // say Hello again, as somebody: one's own orders come on this line
    then?.();
  }

  private tick(): void {
    this.nowUs.value = this.clock.latestUs() + tickMs * 1000;
    this.till.peek()?.tick();
  }

  /** Goes on when the viewer has a name, at once if he has one. */
  withName(why: 'chat' | 'buy', then: () => void): void {
    if (this.viewer.session.value) then();
    else this.naming.value = { why, then };
  }

  private send(commandId: string, text: string): void {
    this.chat.value = chatSaying(this.chat.value, commandId, text);
    const request: SayRequest = { commandId, showId: this.stage.value.show.id, text };
    if (this.link.say(request)) {
      this.unconfirmed.set(commandId, setTimeout(() => void this.postLine(request), confirmWithinMs));
    } else {
      void this.postLine(request);
    }
  }

  private async postLine(request: SayRequest): Promise<void> {
    this.settled(request.commandId);
    for (let attempt = 0; attempt < 2; attempt++) {
      const token = await this.viewer.token().catch(() => undefined);
      try {
        const line = await post(ChatLine, `/v1/shows/${request.showId}/chat`, toJson(SayRequest, request), token);
        this.chat.value = chatWith(this.chat.value, line);
        return;
      } catch (fault) {
        if (fault instanceof Refused && fault.status === 401 && token) this.viewer.distrust(token);
        else {
          this.chat.value = chatRefused(this.chat.value, request.commandId, fault instanceof Refused ? fault.message : words.serverAway);
          return;
        }
      }
    }
    this.chat.value = chatRefused(this.chat.value, request.commandId, words.serverAway);
  }

  private settled(commandId: string): void {
    clearTimeout(this.unconfirmed.get(commandId));
    this.unconfirmed.delete(commandId);
  }

  private async converse(way: Way, cursor: Cursor, listening: Heard): Promise<Conversation> {
    const token = await this.viewer.token().catch(() => undefined); // without one we may still watch
    const showId = this.stage.value.show.id;
    const heard: Heard = {
      ...listening,
      end: (why) => {
        if (token && /\b4?401\b/.test(why)) this.viewer.distrust(token); // the next try has a new one
        listening.end(why);
      },
    };
    if (way === 'socket') {
      const { socketAddress, talkBySocket } = await import('./link/socket.ts');
      return talkBySocket(socketAddress(showId, location), token, cursor, heard);
    }
    const { eventsAddress, talkByEvents } = await import('./link/events.ts');
    return talkByEvents(eventsAddress(showId, cursor), token, heard);
  }

  private listener(): Listener {
    return {
      snapshot: (snapshot) => {
        this.stage.value = { ...this.stage.value, ...stageFrom(snapshot, this.stage.value) };
        this.chat.value = chatFrom(this.chat.value, snapshot.chat);
      },
      event: (event) => this.take(event),
      refusal: (commandId, problem) => {
        this.settled(commandId);
        this.chat.value = chatRefused(this.chat.value, commandId, problem?.message ?? words.serverAway);
      },
      pong: (sent, server) => this.clock.sample(sent, server),
      up: () => void this.askWhatIsMine(),
    };
  }

  private take(event: ShowEvent): void {
    if (event.seq > 0 && this.applied.push(event.seq) > 1000) this.applied.shift();
    if (event.chat) {
      this.settled(event.chat.id);
      this.chat.value = chatWith(this.chat.value, event.chat);
    } else if (event.order ?? event.hold ?? event.waitlist ?? event.dropEntry) this.till.peek()?.take(event);
    else {
      this.stage.value = stageAfter(this.stage.value, event);
      if (event.flashPrice ?? event.productChanged) this.till.peek()?.prices.moved();
      if (event.showChanged && unknownProducts(this.stage.value).length > 0) {
        setTimeout(() => void this.askWhatIsMine(), Math.random() * askWithinMs); // every page heard it in this moment
      }
    }
  }

  /** Events to one person are not kept for later: after each connection the page asks what it holds. */
  async askWhatIsMine(): Promise<void> {
    const token = await this.viewer.token().catch(() => undefined);
    const missing = unknownProducts(this.stage.value).length > 0;
    if (!token && !missing) return;
    const takeMine = this.till.peek()?.asking();
    const askedUs = this.clock.localUs();
    try {
      const snapshot = await get(ShowSnapshot, `/v1/shows/${this.stage.value.show.id}`, token);
      this.clock.sample(askedUs, snapshot.serverTimeUs);
      if (missing) this.stage.value = { ...this.stage.value, products: snapshot.products };
      if (snapshot.buyer && takeMine && !(await takeMine(snapshot.buyer))) setTimeout(() => void this.askWhatIsMine(), againMs);
    } catch (fault) {
      if (token && fault instanceof Refused && fault.status === 401) {
        this.viewer.distrust(token);
        this.link.renew();
      }
    }
  }
}

/** The snapshot that came with the page. */
export function bootstrap(text: string | null | undefined): ShowSnapshot | undefined {
  try {
    return text ? fromJson(ShowSnapshot, JSON.parse(text)) : undefined;
  } catch {
    return undefined;
  }
}
