// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { settleOnce } from './settle.ts';

function begun(loadedToS: number): { video: { currentTime: number; paused: boolean; buffered: TimeRanges }; load: (toS: number) => void } {
  const range = { length: 1, start: () => 0, end: () => loadedToS };
  return { video: { currentTime: 10, paused: false, buffered: range }, load: (toS) => (loadedToS = toS) };
}

test('a picture that begins late jumps to its place, once it is loaded there, and never again', () => {
  const { video, load } = begun(10.8);
  let liveS = 10.7;
  const settle = settleOnce(video, () => liveS, () => 0);
  settle();
  expect(video.currentTime).toBe(10);
  load(12);
  settle();
  expect(video.currentTime).toBe(10.7);
  liveS = 11.5;
  settle();
  expect(video.currentTime).toBe(10.7);
});

test('a little lateness, a pause, an unknown place or a slow line make it jump nowhere', () => {
  let nowMs = 0;
  for (const [liveS, paused, atMs] of [[10.2, false, 0], [11, true, 0], [null, false, 0], [11, false, 6_000]] as const) {
    const { video } = begun(20);
    video.paused = paused;
    nowMs = 0;
    const settle = settleOnce(video, () => liveS, () => nowMs);
    nowMs = atMs;
    settle();
    expect(video.currentTime).toBe(10);
  }
});
