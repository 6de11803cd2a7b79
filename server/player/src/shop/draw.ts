// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a drop again and says whether it was drawn as docs/protocols/drop.md promises. Fetched when somebody checks a draw.
import { DropState, type Draw } from '../../generated/contract.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Verdict {
  readonly seed: boolean; // is the one that was promised
  readonly once: boolean; // nobody is in it twice
  readonly mine: boolean; // one's own entry is in it; true as well without one
  readonly winners: boolean; // are those of the draw
}

const seedBytes = 32;
const scoreDigits = 64; // of an HMAC-SHA-256

/** Browsers lend their cryptography to pages that came by https, or from this machine. */
export const canCheck = (): boolean => 'subtle' in crypto;

const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

function joined(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** All entries in the order of the draw. */
export async function drawn(seed: Bytes, entries: readonly string[]): Promise<string[]> {
  const text = new TextEncoder();
  const sorted = [...entries].sort(); // by code units: these ids are ASCII
  const key = await crypto.subtle.digest('SHA-256', joined(seed, text.encode(sorted.map((id) => `${id}\n`).join(''))));
  const mac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const scored = await Promise.all(sorted.map(async (id) => hex(await crypto.subtle.sign('HMAC', mac, text.encode(id))) + id));
  return scored.sort().map((score) => score.slice(scoreDigits));
}

/** commitment: as it was told while one could enter. */
export async function check(draw: Draw, commitment: string, entryId?: string): Promise<Verdict> {
  const { drop, entries, winners } = draw;
  const seed = fromHex(drop?.seed ?? '');
  const expected = (await drawn(seed, entries)).slice(0, drop?.quantity ?? 0);
  return {
    seed: drop?.state === DropState.DRAWN && seed.length === seedBytes && hex(await crypto.subtle.digest('SHA-256', seed)) === commitment,
    once: new Set(entries).size === entries.length,
    mine: !entryId || entries.includes(entryId),
    winners: expected.length === winners.length && expected.every((id, i) => id === winners[i]),
  };
}
