// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { pinAt } from './pins.ts';
import { positionS, programmeTimeUs } from './programme-clock.ts';

const pins = [10, 20, 20, 30].map((programmeTimeUs, i) => ({ id: `${i}`, productId: `p${i}`, programmeTimeUs }));

test('the last moment not later than the picture, both ways', () => {
  expect(pinAt(pins, 9)).toBeUndefined();
  expect(pinAt(pins, 10)?.id).toBe('0');
  expect(pinAt(pins, 19)?.id).toBe('0');
  expect(pinAt(pins, 20)?.id).toBe('2'); // of two at one moment, the later word
  expect(pinAt(pins, 1e15)?.id).toBe('3');
  expect(pinAt([], 5)).toBeUndefined();
});

const anchors = [
  { startS: 0, durationS: 2, programmeTimeMs: 1_000_000 },
  { startS: 2, durationS: 2, programmeTimeMs: 1_002_000 },
  { startS: 4, durationS: 2, programmeTimeMs: 1_060_000 }, // the publisher was away for 56 s
];

test('positions become programme time across a discontinuity', () => {
  expect(programmeTimeUs(anchors, 0.5)).toBe(1_000_500_000);
  expect(programmeTimeUs(anchors, 3.999)).toBe(1_003_999_000);
  expect(programmeTimeUs(anchors, 4)).toBe(1_060_000_000);
  expect(programmeTimeUs(anchors, 9)).toBe(1_065_000_000); // newer than the playlist: counted on
  expect(programmeTimeUs([], 1)).toBeUndefined();
});
test('and back, for chapters; what fell into the gap is where the picture returns or left', () => {
  expect(positionS(anchors, 1_002_500_000)).toBe(2.5);
  expect(positionS(anchors, 1_030_000_000)).toBe(4);
  expect(positionS(anchors, 1_061_000_000)).toBe(5);
  expect(positionS(anchors, 0)).toBe(0);
});
