// SPDX-License-Identifier: GPL-3.0-or-later

/** Pause before attempt n (from 0): full jitter over a doubling window, so that a crowd does not come back as one wave. */
export function pauseMs(attempt: number, random: () => number, firstMs = 500, mostMs = 15_000): number {
  const window = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 20));
  return Math.round(window * (0.25 + 0.75 * random()));
}
