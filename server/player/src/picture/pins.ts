// SPDX-License-Identifier: GPL-3.0-or-later
// Which product is pinned at a moment of the programme. Pure.
import type { PinMoment } from '../../generated/contract.ts';

/** The last moment not later than the given programme time (UTC µs); pins are oldest first. */
export function pinAt(pins: readonly PinMoment[], programmeTimeUs: number): PinMoment | undefined {
  let low = 0;
  let high = pins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pins[middle]?.programmeTimeUs ?? 0) <= programmeTimeUs) low = middle + 1;
    else high = middle;
  }
  return pins[low - 1];
}
