// SPDX-License-Identifier: GPL-3.0-or-later
// The meters themselves: what they read from the cameras' pixels is what make-cameras burned in.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { framesBetween, readCells } from '../../bench/stage/clock.mjs';
import { glassToGlass, percentile, skewMs } from '../../bench/stage/measures.mjs';
import { findStrip, grabbedAt } from '../../bench/stage/screen-eye.mjs';
import { Stage } from '../../bench/stage/stage.mjs';

const white = [255, 255, 255];
const black = [0, 0, 0];
const cellsOf = (bits) => [[255, 0, 255], ...[...bits].map((bit) => (bit === '1' ? white : black)), [0, 255, 0]];

test('a code is read with its parity', () => {
  assert.deepEqual(readCells(cellsOf('000011001001')), { camera: 0, number: 100 });
  assert.equal(readCells(cellsOf('000011001000')), undefined, 'one bit is wrong');
  assert.equal(readCells(cellsOf('011111111111')), undefined, 'no such frame');
  const faded = cellsOf('000011001001');
  faded[5] = [128, 128, 128];
  assert.equal(readCells(faded), undefined, 'in a cross-fade');
});

test('frames are counted round the loop', () => {
  assert.equal(framesBetween(590, 5), 15);
  assert.equal(framesBetween(5, 590), -15);
  assert.equal(skewMs({ camera: 0, number: 598 }, { camera: 0, number: 4 }), 200);
  assert.ok(Number.isNaN(skewMs({ camera: 0, number: 1 }, { camera: 1, number: 1 })));
});

test('a delay is counted from the first time a frame stood on the programme', () => {
  const programme = [{ at: 100, camera: 0, number: 7 }, { at: 133, camera: 0, number: 7 }, { at: 166, camera: 0, number: 8 }];
  const page = [{ at: 1100, camera: 0, number: 7 }, { at: 1140, camera: 0, number: 7 }, { at: 1180, camera: 0, number: 8 }, { at: 1200, camera: 0, number: 9 }];
  assert.deepEqual(glassToGlass(programme, page), [1000, 1014]);
  assert.equal(percentile([5, 1, 4, 2, 3], 0.5), 3);
  assert.equal(percentile([5, 1, 4, 2, 3], 0.95), 5);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

test('the screen’s eye knows when each frame was grabbed, not when it came through the pipe', () => {
  const told = '[Parsed_showinfo_1 @ 0x55] n:   7 pts:1732426800123456 pts_time:1.73243e+09 pos: -1 fmt:bgr0';
  assert.equal(grabbedAt(told), 1732426800123.456);
  assert.equal(grabbedAt('[Parsed_showinfo_1 @ 0x55] color_range:unknown color_space:gbr'), undefined);
});

test('both cameras carry every number of their clock', async (t) => {
  const stage = new Stage('eyes');
  t.after(() => stage.close());
  stage.clockCameras().forEach((file, camera) => {
    const size = { width: 640, height: 360 };
    const shots = execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-vf', "select='not(mod(n,150))'", '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { maxBuffer: 1 << 26 });
    const bytes = size.width * size.height * 3;
    assert.equal(shots.length / bytes, 4);
    for (let i = 0; i < 4; i++) {
      const shot = shots.subarray(i * bytes, (i + 1) * bytes);
      const place = findStrip(shot, size);
      assert.ok(place, 'the clock is found');
      assert.ok(Math.abs(place.x - 16) <= 2 && Math.abs(place.cell - 28) < 0.5, JSON.stringify(place));
      const cells = Array.from({ length: 14 }, (_, c) => {
        const at = (place.y * size.width + Math.floor(place.x + (c + 0.5) * place.cell)) * 3;
        return [shot[at], shot[at + 1], shot[at + 2]];
      });
      assert.deepEqual(readCells(cells), { camera, number: i * 150 });
    }
  });
});
