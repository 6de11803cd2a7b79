// SPDX-License-Identifier: GPL-3.0-or-later
// The page's line to the show: one conversation at a time, a new one with a growing, jittered pause whenever it ends,
// resumed after the last event that was applied. After failed sockets it tries server-sent events, and now and then
// a socket again.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Problem, SayRequest, ShowEvent, ShowSnapshot } from '../../generated/contract.ts';
import { pauseMs } from './backoff.ts';
import { advance, cursorFrom, judge, type Cursor } from './cursor.ts';

export interface Conversation {
  /** False when it cannot carry the line: the caller posts it. */
  say(request: SayRequest): boolean;
  probe(): void;
  close(): void;
}
export interface Heard {
  welcome(snapshot: ShowSnapshot | undefined): void;
  events(events: readonly ShowEvent[]): void;
  refusal(commandId: string, problem: Problem | undefined): void;
  pong(sentUs: number, serverUs: number): void;
  end(why: string): void;
}
export type Way = 'socket' | 'events';
export type LinkState = 'connecting' | 'up' | 'away' | 'offline';

/** What the link needs from the world; tests give their own. */
export interface Surroundings {
  open(way: Way, cursor: Cursor, heard: Heard): Promise<Conversation>;
  random(): number;
  wait(ms: number, then: () => void): () => void; // answers how to call it off
  online(): boolean;
}
/** What the page does with what the link hears. */
export interface Listener {
  snapshot(snapshot: ShowSnapshot): void;
  event(event: ShowEvent): void;
  refusal(commandId: string, problem: Problem | undefined): void;
  pong(sentUs: number, serverUs: number): void;
  up(): void;
}

const failuresBeforeFallback = 2;

export class Link {
  private readonly stateNow = signal<LinkState>('connecting');
  private readonly wayNow = signal<Way>('socket');
  private conversation: Conversation | undefined;
  private calledOff: (() => void) | undefined;
  private turn = 0; // names the present conversation: late words of an older one are not heard
  private failures = 0; // since the last welcome
  private socketFailures = 0; // since the last welcome by socket
  private everUp = false;

  constructor(private at: Cursor, private readonly world: Surroundings, private readonly listener: Listener) {}

  get state(): ReadonlySignal<LinkState> {
    return this.stateNow;
  }
  get way(): ReadonlySignal<Way> {
    return this.wayNow;
  }
  get cursor(): Cursor {
    return this.at;
  }

  start(): void {
    void this.connect();
  }

  /** Come back at once: the browser is online again, the page is looked at again, or the viewer has a name now. */
  renew(): void {
    this.failures = 0;
    this.drop();
    void this.connect();
  }

  /** Looked at again after a while: is the line still there? */
  wake(): void {
    if (this.stateNow.value === 'up') this.conversation?.probe();
    else this.renew();
  }

  wentOffline(): void {
    this.drop();
    this.stateNow.value = 'offline';
  }

  say(request: SayRequest): boolean {
    return this.stateNow.value === 'up' && (this.conversation?.say(request) ?? false);
  }

  stop(): void {
    this.drop();
  }

  private drop(): void {
    this.turn++;
    this.calledOff?.();
    this.calledOff = undefined;
    this.conversation?.close();
    this.conversation = undefined;
  }

  private async connect(): Promise<void> {
    const turn = ++this.turn;
    const mine = (): boolean => turn === this.turn;
    this.stateNow.value = this.everUp ? 'away' : 'connecting';
    // Every fourth try is a socket even while sockets fail: the obstacle may have gone.
    const way: Way = this.socketFailures >= failuresBeforeFallback && this.failures % 4 !== 3 ? 'events' : 'socket';
    const heard: Heard = {
      welcome: (snapshot) => {
        if (mine()) this.welcomed(way, snapshot);
      },
      events: (events) => {
        for (const event of events) if (mine()) this.take(event);
      },
      refusal: (id, problem) => {
        if (mine()) this.listener.refusal(id, problem);
      },
      pong: (sent, server) => {
        if (mine()) this.listener.pong(sent, server);
      },
      end: () => {
        if (mine()) this.ended(way);
      },
    };
    try {
      const conversation = await this.world.open(way, this.at, heard);
      if (mine()) this.conversation = conversation;
      else conversation.close();
    } catch {
      if (mine()) this.ended(way);
    }
  }

  private welcomed(way: Way, snapshot: ShowSnapshot | undefined): void {
    this.failures = 0;
    if (way === 'socket') this.socketFailures = 0;
    this.everUp = true;
    this.wayNow.value = way;
    if (snapshot) {
      this.at = cursorFrom(snapshot);
      this.listener.snapshot(snapshot);
    }
    this.stateNow.value = 'up';
    this.listener.up();
  }

  private take(event: ShowEvent): void {
    const verdict = judge(this.at, event);
    if (verdict === 'gap') {
      this.drop();
      void this.connect(); // at once: the server is there, only something was lost on the way
      return;
    }
    if (verdict === 'skip') return;
    this.at = advance(this.at, event);
    this.listener.event(event);
  }

  private ended(way: Way): void {
    if (way === 'socket' && this.stateNow.value !== 'up') this.socketFailures++;
    this.drop();
    this.stateNow.value = this.world.online() ? (this.everUp ? 'away' : 'connecting') : 'offline';
    this.calledOff = this.world.wait(pauseMs(this.failures++, () => this.world.random()), () => void this.connect());
  }
}
