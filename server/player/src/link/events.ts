// SPDX-License-Identifier: GPL-3.0-or-later
// The fallback where sockets do not pass: server-sent events (WHATWG HTML, 9.2) with JSON ShowEvents; commands go by POST.
// Read with fetch rather than EventSource: the token belongs in a header, not in an address that proxies log.
import { ShowEvent, ShowSnapshot } from '../../generated/contract.ts';
import { fromJson } from '../contract/codec.ts';
import type { Cursor } from './cursor.ts';
import type { Conversation, Heard } from './link.ts';

const silenceMs = 40_000;

export function eventsAddress(showId: string, cursor: Cursor): string {
  // The form of an event's id (server/web/event_stream.h).
  const after = `${cursor.epoch}:${cursor.seq}:${cursor.chat}`;
  return `/v1/shows/${encodeURIComponent(showId)}/events?after=${encodeURIComponent(after)}`;
}

export interface Dispatch {
  readonly event: string;
  readonly data: string;
}

/** Cuts a stream of text into events, as "Interpreting an event stream" says. */
export class EventStreamReader {
  private rest = '';
  private event = '';
  private data: string[] = [];

  take(text: string): Dispatch[] {
    const dispatched: Dispatch[] = [];
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) dispatched.push({ event: this.event || 'message', data: this.data.join('\n') });
        this.event = '';
        this.data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') this.event = value;
      else if (field === 'data') this.data.push(value);
    }
    return dispatched;
  }
}

function deliver(heard: Heard, { event, data }: Dispatch): void {
  const json: unknown = JSON.parse(data);
  if (event === 'snapshot') heard.welcome(fromJson(ShowSnapshot, json));
  else if (event === 'resumed') heard.welcome(undefined);
  else if (event === 'message') heard.events([fromJson(ShowEvent, json)]);
}

export function talkByEvents(address: string, token: string | undefined, heard: Heard): Conversation {
  const leave = new AbortController();
  let silence: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const end = (why: string): void => {
    if (over) return;
    over = true;
    clearTimeout(silence);
    leave.abort();
    heard.end(why);
  };
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => end('silence'), silenceMs);
  };
  const read = async (): Promise<void> => {
    listen();
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (token) headers['Authorization'] = `Bearer ${token}`;
    const answer = await fetch(address, { headers, credentials: 'omit', cache: 'no-store', signal: leave.signal });
    if (!answer.ok || !answer.body) throw new Error(`status ${answer.status}`);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const stream = new EventStreamReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || over) break;
      listen();
      for (const dispatch of stream.take(value)) deliver(heard, dispatch);
    }
  };
  read().then(() => end('closed'), (fault: unknown) => end(String(fault)));
  return {
    say: () => false,
    probe: () => undefined,
    close: () => {
      over = true;
      clearTimeout(silence);
      leave.abort();
    },
  };
}
