// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the viewer's page from inside: the clock in the pixels of each frame its video shows, and the frame on which
// each pinned product appears.
import { readCells, strip } from './clock.mjs';

// Runs in the page.
function openEye(readCells, strip) {
  const canvas = document.createElement('canvas');
  canvas.width = strip.cells * 4;
  canvas.height = 4;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const look = () => {
    const video = document.querySelector('video');
    if (!video || video.readyState < 2 || video.videoWidth === 0) return undefined;
    brush.drawImage(
      video,
      strip.left * video.videoWidth, strip.top * video.videoHeight, strip.width * video.videoWidth, strip.height * video.videoHeight,
      0, 0, canvas.width, canvas.height,
    );
    const { data } = brush.getImageData(0, 2, canvas.width, 1);
    return readCells(Array.from({ length: strip.cells }, (_, i) => [...data.subarray((i * 4 + 2) * 4, (i * 4 + 2) * 4 + 3)]));
  };

  const eye = { frames: [], pins: [], decoded: 0 };
  window.vitrineEye = eye;
  let watched;
  const watch = (video) => {
    watched = video;
    const each = () => {
      eye.decoded++;
      const code = look();
      if (code) eye.frames.push({ at: Date.now(), ...code });
      if (watched === video) video.requestVideoFrameCallback(each);
    };
    video.requestVideoFrameCallback(each);
  };
  let pinned = '';
  const check = () => {
    const video = document.querySelector('video');
    if (video && video !== watched) watch(video);
    const product = document.querySelector('.pin[data-product]')?.dataset.product ?? '';
    if (product !== pinned) {
      pinned = product;
      eye.pins.push({ at: Date.now(), product, ...look() });
    }
  };
  new MutationObserver(check).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-product'] });
  check();
}

export const eyeScript = `(${openEye})(${readCells}, ${JSON.stringify(strip)});`;

// Everything it saw: { frames, pins, decoded }.
export const eyeOf = (page) => page.evaluate(() => window.vitrineEye);

// Little enough to be asked again and again: how many of each, and the last of each.
export const glance = (page) =>
  page.evaluate(() => {
    const { frames, pins, decoded } = window.vitrineEye ?? { frames: [], pins: [], decoded: 0 };
    return { frames: frames.length, pins: pins.length, decoded, frame: frames.at(-1), pin: pins.at(-1) };
  });
