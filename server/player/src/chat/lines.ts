// SPDX-License-Identifier: GPL-3.0-or-later
// The chat as it is shown: the room's lines by number, then one's own that the server has not confirmed yet. Pure.
import type { ChatLine } from '../../generated/contract.ts';

export interface OwnLine {
  readonly id: string; // the command id; the confirmed line has the same
  readonly text: string;
  readonly refused?: string; // why, for the sender
}
export interface Chat {
  readonly lines: readonly ChatLine[]; // by number
  readonly own: readonly OwnLine[]; // in the order of writing
}

export const noChat: Chat = { lines: [], own: [] };
export const longestLine = 500; // code points
const kept = 300; // lines in the page; older ones go

export function chatWith(chat: Chat, line: ChatLine): Chat {
  const own = chat.own.filter((o) => o.id !== line.id);
  const at = chat.lines.findIndex((l) => l.id === line.id);
  if (at >= 0) {
    // A removal, or the same line again. What was removed stays removed.
    const before = chat.lines[at];
    const next = before?.removed ? before : line;
    return { lines: chat.lines.with(at, next), own };
  }
  const last = chat.lines.at(-1);
  const lines = !last || last.number < line.number
    ? [...chat.lines, line]
    : [...chat.lines, line].sort((a, b) => a.number - b.number);
  return { lines: lines.slice(-kept), own };
}

export function chatFrom(chat: Chat, snapshot: readonly ChatLine[]): Chat {
  // A fresh snapshot may lack lines that came before it; the page keeps those it has.
  return snapshot.reduce(chatWith, chat);
}

export function chatSaying(chat: Chat, id: string, text: string): Chat {
  return { ...chat, own: [...chat.own.filter((o) => o.id !== id), { id, text }] };
}

export function chatRefused(chat: Chat, id: string, reason: string): Chat {
  return { ...chat, own: chat.own.map((o) => (o.id === id ? { ...o, refused: reason } : o)) };
}

export function chatWithout(chat: Chat, id: string): Chat {
  return { ...chat, own: chat.own.filter((o) => o.id !== id) };
}

/** Code points, as the server counts. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function tidy(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
