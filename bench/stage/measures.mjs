// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over what two eyes saw: the one on the studio's programme and the one on the viewer's page.
import { framesBetween, framesPerSecond } from './clock.mjs';

// The value below which a share of them lies (nearest rank). NaN when there are none.
export function percentile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

// For each frame that reached the page: milliseconds since it first stood on the studio's programme.
// Both lists: { at, camera, number }, oldest first; `at` in ms of this machine's clock. longest_ms < one loop of the clock.
export function glassToGlass(onProgramme, onPage, longest_ms = 15_000) {
  const firsts = onProgramme.filter(
    (seen, i) => i === 0 || seen.number !== onProgramme[i - 1].number || seen.camera !== onProgramme[i - 1].camera,
  );
  const delays = [];
  let last;
  for (const shown of onPage) {
    if (last && last.number === shown.number && last.camera === shown.camera) continue;
    last = shown;
    const origin = firsts.findLast(
      (seen) => seen.number === shown.number && seen.camera === shown.camera && seen.at <= shown.at,
    );
    if (origin && shown.at - origin.at <= longest_ms) delays.push(shown.at - origin.at);
  }
  return delays;
}

// The frame that stood on the programme at an instant.
export function programmeAt(onProgramme, at) {
  return onProgramme.findLast((seen) => seen.at <= at);
}

// Milliseconds between the frame a pin was meant for and the frame it appeared on; NaN when another camera is shown.
export function skewMs(meant, shown) {
  if (!meant || !shown || meant.camera !== shown.camera) return NaN;
  return (framesBetween(meant.number, shown.number) * 1000) / framesPerSecond;
}
