// SPDX-License-Identifier: GPL-3.0-or-later
// One WebSocket conversation, from Hello to its end: binary ServerFrames in, ClientFrames out. The link decides
// what comes after.
import { ClientFrame, ServerFrame, type SayRequest } from '../../generated/contract.ts';
import { fromBinary, toBinary } from '../contract/binary.ts';
import type { Cursor } from './cursor.ts';
import type { Conversation, Heard } from './link.ts';

const welcomeWithinMs = 6_000;
const beatEveryMs = 10_000;
const silenceMs = 25_000; // no word, not even a Pong: the line is dead though nobody told us

export function socketAddress(showId: string, page: Location): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/v1/shows/${encodeURIComponent(showId)}/socket`;
}

export function talkBySocket(address: string, token: string | undefined, cursor: Cursor, heard: Heard): Conversation {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  let lastWordMs = performance.now();
  let over = false;
  let silent = false; // we leave by our own will
  const welcomeTimer = setTimeout(() => end('no welcome'), welcomeWithinMs);
  const beat = setInterval(() => {
    if (performance.now() - lastWordMs > silenceMs) end('silence');
    else ping();
  }, beatEveryMs);

  const send = (frame: ClientFrame): boolean => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(toBinary(ClientFrame, frame));
    return true;
  };
  const ping = (): void => void send({ ping: { sentUs: Math.round(Date.now() * 1000) } });
  function end(why: string): void {
    if (over) return;
    over = true;
    clearTimeout(welcomeTimer);
    clearInterval(beat);
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
    if (!silent) heard.end(why);
  }

  socket.onopen = () => {
    send({ hello: { accessToken: token ?? '', epoch: cursor.epoch, afterSeq: cursor.seq, afterStaffSeq: 0, afterChat: cursor.chat } });
    ping();
  };
  socket.onclose = (event) => end(`closed ${event.code} ${event.reason}`);
  socket.onerror = () => end('error');
  socket.onmessage = (message: MessageEvent<ArrayBuffer>) => {
    lastWordMs = performance.now();
    let frame: ServerFrame;
    try {
      frame = fromBinary(ServerFrame, new Uint8Array(message.data));
    } catch {
      end('unreadable frame');
      return;
    }
    if (frame.welcome) {
      clearTimeout(welcomeTimer);
      heard.welcome(frame.welcome.recovered ? undefined : frame.welcome.snapshot);
    }
    if (frame.events) heard.events(frame.events.events);
    if (frame.refusal) heard.refusal(frame.refusal.commandId, frame.refusal.problem);
    if (frame.pong) heard.pong(frame.pong.sentUs, frame.pong.serverTimeUs);
  };
  return {
    say: (request: SayRequest) => send({ say: request }),
    probe: ping,
    close: () => {
      silent = true;
      end('left');
    },
  };
}
