// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the clock on the studio's programme, as its host sees it: pixels of the X screen, through ffmpeg's x11grab.
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readCells } from './clock.mjs';

const screenSize = { width: 1600, height: 1000 };

const isMagenta = (p, i) => p[i] > 140 && p[i + 2] > 140 && p[i + 1] < 110;
const isGreen = (p, i) => p[i + 1] > 130 && p[i] < 110 && p[i + 2] < 110;

// The runs of one colour in a row: [{ x, length }].
function runs(pixels, row, width, matches) {
  const found = [];
  let begun = -1;
  for (let x = 0; x <= width; x++) {
    const hit = x < width && matches(pixels, (row * width + x) * 3);
    if (hit && begun < 0) begun = x;
    if (!hit && begun >= 0) {
      found.push({ x: begun, length: x - begun });
      begun = -1;
    }
  }
  return found;
}

// Where the largest clock stands, the rightmost when several are alike: the programme stands right of the preview.
export function findStrip(pixels, { width, height }) {
  let best;
  for (let y = 0; y < height; y++) {
    const ends = runs(pixels, y, width, isGreen);
    for (const mark of runs(pixels, y, width, isMagenta)) {
      for (const end of ends) {
        const cell = (end.x - mark.x) / 13;
        if (cell < 6 || Math.abs(mark.length - cell) > cell * 0.35 || Math.abs(end.length - cell) > cell * 0.35) continue;
        const better = !best || cell > best.cell * 1.05 || (cell > best.cell * 0.95 && mark.x > best.x + cell);
        if (better) best = { x: mark.x, top: y, bottom: y, cell };
        else if (Math.abs(mark.x - best.x) <= 2 && Math.abs(cell - best.cell) < 1) best.bottom = y;
      }
    }
  }
  return best && { x: best.x, y: Math.round((best.top + best.bottom) / 2), cell: best.cell };
}

function grab(display, { width, height, x, y }) {
  return ['-f', 'x11grab', '-draw_mouse', '0', '-framerate', '30', '-video_size', `${width}x${height}`, '-i', `${display}+${x},${y}`];
}

// When ffmpeg grabbed a frame, in ms of this machine's clock: what showinfo tells of it, in the grabber's microseconds.
// Undefined when the line tells of no frame.
export function grabbedAt(line) {
  const pts = / n: *\d+ pts: *(\d+) /.exec(line)?.[1];
  return pts && Number(pts) / 1000;
}

export class ScreenEye {
  frames = []; // { at, camera, number }, oldest first
  #codes = []; // read, and not told yet when they were grabbed
  #instants = []; // told, and not read yet

  // Waits until a clock stands on the screen.
  static async open(processes, display, deadline_ms = 15_000) {
    const until = Date.now() + deadline_ms;
    for (;;) {
      const shot = execFileSync(
        'ffmpeg',
        ['-v', 'error', '-nostdin', ...grab(display, { ...screenSize, x: 0, y: 0 }), '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
        { maxBuffer: 1 << 24 },
      );
      const place = findStrip(shot, screenSize);
      if (place) return new ScreenEye(processes, display, place);
      if (Date.now() > until) throw new Error('No clock is to be seen on the studio’s programme.');
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  constructor(processes, display, place) {
    const width = Math.ceil(place.cell * 14);
    this.process = processes.start('screen-eye', 'ffmpeg', [
      '-v', 'info', '-nostdin', '-nostats', '-fflags', 'nobuffer', '-copyts', '-use_wallclock_as_timestamps', '1',
      ...grab(display, { width, height: 2, x: place.x, y: place.y }),
      '-vf', `crop=${width}:1,showinfo=checksum=0`, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-flush_packets', '1', '-',
    ]);
    this.#readPixels(this.process.child.stdout, place, width * 3);
    createInterface({ input: this.process.child.stderr }).on('line', (line) => {
      const at = grabbedAt(line);
      if (at) this.#instants.push(at);
      this.#pair();
    });
  }

  #readPixels(stream, place, frameBytes) {
    let rest = Buffer.alloc(0);
    stream.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= frameBytes; rest = rest.subarray(frameBytes)) {
        const cells = Array.from({ length: 14 }, (_, i) => {
          const pixel = Math.floor((i + 0.5) * place.cell) * 3;
          return [rest[pixel], rest[pixel + 1], rest[pixel + 2]];
        });
        this.#codes.push(readCells(cells));
      }
      this.#pair();
    });
  }

  // Pixels and instants come on two pipes, each in the order of the frames.
  #pair() {
    while (this.#codes.length > 0 && this.#instants.length > 0) {
      const at = this.#instants.shift();
      const code = this.#codes.shift();
      if (code) this.frames.push({ at, ...code });
    }
  }

  close() {
    return this.process.end();
  }
}
