// SPDX-License-Identifier: GPL-3.0-or-later
// Loading takes its time, and by the playback rate alone a picture that begins 0.7 s late would be late for ten seconds:
// once it flows it jumps to where it belongs, a single time, and only into what is loaded.

const worthAJumpS = 0.25; // less is made up for by the playback rate
const spareS = 0.4; // that must be loaded behind the place to jump to
const withinMs = 5_000;

type Moving = Pick<HTMLVideoElement, 'currentTime' | 'paused' | 'buffered'>;

function isLoaded(video: Moving, atS: number): boolean {
  for (let i = 0; i < video.buffered.length; i++) {
    if (video.buffered.start(i) <= atS && atS < video.buffered.end(i)) return true;
  }
  return false;
}

/** To be called now and then from the first moment that media flows. liveS: where the picture belongs, in the video's seconds. */
export function settleOnce(video: Moving, liveS: () => number | null, nowMs: () => number = () => performance.now()): () => void {
  const untilMs = nowMs() + withinMs;
  let settled = false;
  return () => {
    const atS = liveS();
    if (settled || atS === null || video.paused) return;
    settled = atS - video.currentTime < worthAJumpS || nowMs() > untilMs;
    if (settled || !isLoaded(video, atS + spareS)) return;
    video.currentTime = atS;
    settled = true;
  };
}
