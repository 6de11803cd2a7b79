// SPDX-License-Identifier: GPL-3.0-or-later
// Pins in turn, and how far from its frame each appears on the page.
import { setTimeout as pause } from 'node:timers/promises';
import { programmeAt, skewMs } from './measures.mjs';
import { eyeOf, glance } from './page-eye.mjs';
import { until } from './processes.mjs';

// Milliseconds for each pin whose two frames could be read, earlier or later alike.
export async function pinSkews(stage, page, screen, count) {
  const skews = [];
  for (let i = 0; i < count; i++) {
    const before = (await glance(page)).pins;
    const acted = await stage.studio.act({ do: 'pin', product: i % 8 });
    const { pins } = await until('the pin is on the page', async () => {
      const seen = await glance(page);
      return seen.pins > before && (await eyeOf(page));
    });
    // The host pressed somewhere between the act being sent and its answer. Looked up only now: by the time that the
    // page has shown the pin the screen's eye has long told what stood on the programme then.
    const meant = programmeAt(screen.frames, (acted.sentAt + acted.at) / 2);
    const skew = skewMs(meant, pins[before]);
    if (!Number.isNaN(skew)) skews.push(Math.abs(skew));
    await pause((137 * i) % 400); // at other places in the segments each time
  }
  return skews;
}
