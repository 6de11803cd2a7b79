// SPDX-License-Identifier: GPL-3.0-or-later
// From a position in the media (seconds, as the video element counts) to programme time (UTC µs, as
// EXT-X-PROGRAM-DATE-TIME counts). Pure.

/** A piece of the playlist whose programme time is known. */
export interface Anchor {
  readonly startS: number;
  readonly durationS: number;
  readonly programmeTimeMs: number;
}

/** The anchor that holds the position, else the nearest one before it; anchors in order. */
export function programmeTimeUs(anchors: readonly Anchor[], positionS: number): number | undefined {
  let best: Anchor | undefined;
  for (const anchor of anchors) {
    if (anchor.startS > positionS + 0.0005) break;
    best = anchor;
  }
  best ??= anchors[0];
  return best && Math.round(best.programmeTimeMs * 1000 + (positionS - best.startS) * 1_000_000);
}

/** The media position of a programme time: for chapters of a replay. */
export function positionS(anchors: readonly Anchor[], timeUs: number): number | undefined {
  let best: Anchor | undefined;
  for (const anchor of anchors) {
    if (anchor.programmeTimeMs * 1000 > timeUs) break;
    best = anchor;
  }
  best ??= anchors[0];
  if (!best) return undefined;
  const into = (timeUs - best.programmeTimeMs * 1000) / 1_000_000;
  return best.startS + Math.min(Math.max(0, into), best.durationS);
}
