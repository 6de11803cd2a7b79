// SPDX-License-Identifier: GPL-3.0-or-later
// The clock that resources/demo/make-cameras --clock burns into a picture: fourteen cells in a row.
// 0 magenta, 1 camera, 2…11 the frame's number from its highest bit, 12 even parity of 1…11, 13 green.

export const framesPerLoop = 600;
export const framesPerSecond = 30;

// Where the cells lie, as parts of the picture's width and height.
export const strip = { left: 16 / 640, top: 324 / 360, width: 392 / 640, height: 24 / 360, cells: 14 };

// cells: fourteen [r, g, b]. Undefined when this is no clock, or one in the middle of a cross-fade.
// Runs in the browser, too (page-eye.mjs sends its text), so it stands on nothing outside itself.
export function readCells(cells) {
  const magenta = ([r, g, b]) => r > 140 && b > 140 && g < 110;
  const green = ([r, g, b]) => g > 130 && r < 110 && b < 110;
  if (cells.length !== 14 || !magenta(cells[0]) || !green(cells[13])) return undefined;
  let number = 0;
  let ones = 0;
  let camera = 0;
  for (let i = 1; i <= 12; i++) {
    const [r, g, b] = cells[i];
    const light = (r + g + b) / 3;
    if (light > 85 && light < 170) return undefined;
    const bit = light >= 170 ? 1 : 0;
    ones += bit;
    if (i === 1) camera = bit;
    else if (i <= 11) number = number * 2 + bit;
  }
  return ones % 2 === 0 && number < 600 ? { camera, number } : undefined;
}

// How many frames b lies after a, the short way round the loop: −300…299.
export function framesBetween(a, b) {
  return ((b - a + framesPerLoop * 1.5) % framesPerLoop) - framesPerLoop / 2;
}
