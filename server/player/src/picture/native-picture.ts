// SPDX-License-Identifier: GPL-3.0-or-later
// HLS by the browser itself (Safari on phones without Media Source Extensions).
import { pauseMs } from '../link/backoff.ts';
import { begin, type Picture, type PictureEvents } from './picture.ts';

type Dated = HTMLVideoElement & { getStartDate?: () => Date };

export function playNatively(video: HTMLVideoElement, address: string, live: boolean, events: PictureEvents): Picture {
  let faults = 0;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const load = (): void => {
    video.src = address;
    begin(video, events);
  };
  const failed = (): void => {
    events.waiting();
    clearTimeout(pending);
    pending = setTimeout(load, pauseMs(faults++, Math.random, 600, 8_000));
  };
  const flowed = (): void => {
    faults = 0;
    events.playing();
  };
  video.addEventListener('error', failed);
  video.addEventListener('playing', flowed);
  video.addEventListener('waiting', events.waiting);
  load();
  return {
    anchors: () => {
      const startMs = (video as Dated).getStartDate?.().getTime() ?? NaN; // the programme time of position 0 (HLS in WebKit)
      return Number.isNaN(startMs) ? [] : [{ startS: 0, durationS: Infinity, programmeTimeMs: startMs }];
    },
    targetLatencyS: () => undefined,
    liveS: () => (live && video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) - 2 : undefined),
    close: () => {
      clearTimeout(pending);
      video.removeEventListener('error', failed);
      video.removeEventListener('playing', flowed);
      video.removeEventListener('waiting', events.waiting);
      video.removeAttribute('src');
      video.load();
    },
  };
}
