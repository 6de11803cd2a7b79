// SPDX-License-Identifier: GPL-3.0-or-later
// The link against a server that drops, doubles, delays and forgets: a seeded simulation with an auditor.
import { describe, expect, test } from 'vitest';
import { ShowEvent, ShowSnapshot } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { pauseMs } from './backoff.ts';
import { ServerClock } from './clock.ts';
import { advance, judge, type Cursor } from './cursor.ts';
import { newId } from './id.ts';
import { Link, type Conversation, type Heard, type Way } from './link.ts';

const event = (seq: number): ShowEvent => ({ ...empty(ShowEvent), seq });
const tick = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) await Promise.resolve();
};

describe('cursor', () => {
  const at: Cursor = { epoch: 'e', seq: 7, chat: 3 };
  test('the next is taken, a double skipped, a gap noticed', () => {
    expect([judge(at, event(8)), judge(at, event(7)), judge(at, event(1)), judge(at, event(9))]).toEqual(['take', 'skip', 'skip', 'gap']);
  });
  test('unnumbered events never move it', () => {
    expect(judge(at, event(0))).toBe('take');
    expect(advance(at, event(0))).toEqual(at);
  });
});

/** A server with a numbering; it may forget its past (a new epoch). */
class Server {
  epoch = 1;
  seq = 0;
  heard: { heard: Heard; way: Way; next: number } | undefined;
  timers: (() => void)[] = [];
  opened: Way[] = [];
  refuse: Way[] = [];

  open = (way: Way, cursor: Cursor, heard: Heard): Promise<Conversation> => {
    this.opened.push(way);
    if (this.refuse.includes(way)) return Promise.reject(new Error('refused'));
    const resumed = cursor.epoch === `e${this.epoch}` && cursor.seq <= this.seq;
    const line = { heard, way, next: resumed ? cursor.seq + 1 : this.seq + 1 };
    this.heard = line;
    queueMicrotask(() => {
      if (this.heard !== line) return;
      heard.welcome(resumed ? undefined : { ...empty(ShowSnapshot), epoch: `e${this.epoch}`, seq: this.seq });
    });
    return Promise.resolve({ say: () => true, probe: () => undefined, close: () => {
      if (this.heard === line) this.heard = undefined;
    } });
  };
  wait = (_: number, then: () => void): (() => void) => {
    this.timers.push(then);
    return () => {
      this.timers = this.timers.filter((t) => t !== then);
    };
  };
  runTimers(): void {
    const due = this.timers;
    this.timers = [];
    for (const then of due) then();
  }
}

function linkTo(server: Server, random: () => number) {
  const log: (string | number)[] = [];
  const link = new Link({ epoch: '', seq: 0, chat: 0 }, { open: server.open, random, wait: server.wait, online: () => true }, {
    snapshot: (s) => log.push(`${s.epoch}@${s.seq}`),
    event: (e) => log.push(e.seq),
    refusal: () => undefined,
    pong: () => undefined,
    up: () => undefined,
  });
  return { link, log };
}

describe('link', () => {
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))('no gap and no double, seed %i', async (seed) => {
    let state = seed;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const server = new Server();
    const { link, log } = linkTo(server, random);
    link.start();
    await tick();
    for (let step = 0; step < 300; step++) {
      const what = random();
      if (what < 0.5) server.seq++;
      const line = server.heard;
      if (line) {
        if (what < 0.08) {
          server.heard = undefined;
          line.heard.end('cut');
        } else if (what < 0.12) line.next++; // lost on the way
        else if (what < 0.2) line.next = Math.max(1, line.next - 2); // said twice
        else if (what < 0.21) {
          server.epoch++;
          server.seq = Math.floor(random() * 5);
          server.heard = undefined;
          line.heard.end('restarted empty');
        }
        while (server.heard === line && line.next <= server.seq && random() < 0.8) line.heard.events([event(line.next++)]);
      }
      if (random() < 0.3) server.runTimers();
      await tick();
    }
    for (let i = 0; i < 20; i++) {
      server.runTimers();
      await tick();
      const line = server.heard;
      while (line && server.heard === line && line.next <= server.seq) line.heard.events([event(line.next++)]);
      await tick();
    }
    // The auditor: after each snapshot the numbers count up by one, to the server's last.
    let last = -1;
    for (const entry of log) {
      if (typeof entry === 'string') last = Number(entry.split('@')[1]);
      else expect(entry, `seed ${seed}: ${log.join(' ')}`).toBe(++last);
    }
    // What was lost at the very end is learnt with the next event.
    server.seq++;
    const line = server.heard;
    line?.heard.events([event(server.seq)]);
    await tick();
    const after = server.heard;
    while (after && after.next <= server.seq) after.heard.events([event(after.next++)]);
    expect(link.cursor, `seed ${seed}`).toMatchObject({ epoch: `e${server.epoch}`, seq: server.seq });
  });

  test('where sockets fail it goes on by events, and tries a socket again now and then', async () => {
    const server = new Server();
    server.refuse = ['socket'];
    const { link } = linkTo(server, () => 0.5);
    link.start();
    for (let i = 0; i < 3; i++) {
      await tick();
      server.runTimers();
    }
    await tick();
    expect(link.state.value).toBe('up');
    expect(link.way.value).toBe('events');
    server.refuse = ['events'];
    server.heard?.heard.end('cut');
    for (let i = 0; i < 6; i++) {
      server.runTimers();
      await tick();
    }
    expect(link.way.value).toBe('socket');
  });

  test('late words of a conversation that was left are not heard', async () => {
    const server = new Server();
    const { link, log } = linkTo(server, () => 0.5);
    link.start();
    await tick();
    const old = server.heard;
    link.renew();
    await tick();
    old?.heard.events([event(1)]);
    old?.heard.end('late');
    expect(log.filter((e) => typeof e === 'number')).toEqual([]);
    expect(link.state.value).toBe('up');
  });
});

test('pauses grow, stay bounded and are never the same for everyone', () => {
  expect(pauseMs(0, () => 0)).toBe(125);
  expect(pauseMs(0, () => 1)).toBe(500);
  expect(pauseMs(50, () => 1)).toBe(15_000);
  expect(new Set([0.1, 0.5, 0.9].map((r) => pauseMs(4, () => r))).size).toBe(3);
});

test('the server’s clock is taken from the shortest round trip', () => {
  let local = 1_000_000;
  const clock = new ServerClock(() => local);
  local = 2_000_000;
  clock.sample(1_000_000, 9_000_000); // a second of round trip
  expect(clock.nowUs()).toBe(9_500_000);
  local = 2_100_000;
  clock.sample(2_080_000, 8_090_000); // 20 ms: the better word
  expect(clock.nowUs()).toBe(8_100_000);
  clock.sample(3_000_000, 1); // sent in the future: the local clock was set
  expect(clock.nowUs()).toBe(8_100_000);
});

test('a countdown promised more than there was: by the latest the server’s clock can show, it never does', () => {
  const aheadUs = 7_000_000; // the server's clock, ahead of ours
  let localUs = 50_000_000;
  const clock = new ServerClock(() => localUs);
  const check = (): void => {
    expect(clock.latestUs()).toBeGreaterThanOrEqual(localUs + aheadUs);
    expect(clock.nowUs()).toBeLessThanOrEqual(clock.latestUs());
  };
  for (const [thereUs, backUs] of [[900_000, 100_000], [80_000, 1_000], [1_000, 80_000], [0, 0]] as const) {
    const sentUs = localUs;
    localUs += thereUs + backUs;
    clock.sample(sentUs, sentUs + thereUs + aheadUs);
    check();
  }
  expect(clock.latestUs()).toBe(localUs + aheadUs); // the last word took no time at all
});

test('ids are UUIDv7 and sort by time', () => {
  const id = newId(0x0198_7654_3210, new Uint8Array(10).fill(0xff));
  expect(id).toBe('01987654-3210-7fff-bfff-ffffffffffff');
  expect(newId(1) < newId(2)).toBe(true);
});
