// SPDX-License-Identifier: GPL-3.0-or-later
// Where the page stands in the show's numbered events. Pure.
import type { ShowEvent, ShowSnapshot } from '../../generated/contract.ts';

export interface Cursor {
  readonly epoch: string; // names the numbering; empty: nothing known yet
  readonly seq: number;
  readonly chat: number; // the last chat line's number
}

export function cursorFrom(snapshot: ShowSnapshot): Cursor {
  return { epoch: snapshot.epoch, seq: snapshot.seq, chat: snapshot.chat.reduce((last, line) => Math.max(last, line.number), 0) };
}

/** take: apply it · skip: it was applied before · gap: one before it is missing, the link must resume from the cursor. */
export type Verdict = 'take' | 'skip' | 'gap';

export function judge(cursor: Cursor, event: ShowEvent): Verdict {
  if (event.seq === 0) return 'take'; // chat (idempotent by id), one's own orders, counters
  if (event.seq <= cursor.seq) return 'skip';
  return event.seq === cursor.seq + 1 ? 'take' : 'gap';
}

export function advance(cursor: Cursor, event: ShowEvent): Cursor {
  return {
    ...cursor,
    seq: Math.max(cursor.seq, event.seq),
    chat: Math.max(cursor.chat, event.chat?.number ?? 0),
  };
}
