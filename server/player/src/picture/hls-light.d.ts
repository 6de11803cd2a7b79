// SPDX-License-Identifier: GPL-3.0-or-later
// hls.js ships types for its full build only; the light build has the same public face.
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
