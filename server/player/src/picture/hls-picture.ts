// SPDX-License-Identifier: GPL-3.0-or-later
// LL-HLS through hls.js over Media Source Extensions. Loaded only when there is a picture to play.
import Hls, { ErrorTypes, Events, type ErrorData } from 'hls.js/light';
import { pauseMs } from '../link/backoff.ts';
import { begin, type Picture, type PictureEvents } from './picture.ts';
import type { Anchor } from './programme-clock.ts';
import { settleOnce } from './settle.ts';

const holdBackS = 1.2; // steady; at 0.75 s the playback rate hunts

export function canPlayWithHls(): boolean {
  return Hls.isSupported();
}

function config(live: boolean): Partial<Hls['config']> {
  const retry = { maxNumRetry: 6, retryDelayMs: 400, maxRetryDelayMs: 4_000, backoff: 'exponential' as const };
  const policy = { default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 15_000, timeoutRetry: retry, errorRetry: retry } };
  return {
    lowLatencyMode: live,
    ...(live && {
      liveSyncDuration: holdBackS,
      liveMaxLatencyDuration: 6,
      maxLiveSyncPlaybackRate: 1.08,
      liveSyncOnStallIncrease: 0, // the default adds a second to the delay with every stall, for ever (hls.js 6350)
    }),
    backBufferLength: live ? 20 : 60,
    manifestLoadPolicy: policy,
    playlistLoadPolicy: policy,
    fragLoadPolicy: policy,
  };
}

export function playWithHls(video: HTMLVideoElement, address: string, live: boolean, events: PictureEvents): Picture {
  const hls = new Hls(config(live));
  let faults = 0; // since media last flowed
  let mediaFaults = 0;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  let settle: (() => void) | undefined; // since media first flowed

  const later = (then: () => void): void => {
    events.waiting();
    clearTimeout(pending);
    pending = setTimeout(() => {
      if (!over) then();
    }, pauseMs(faults++, Math.random, 600, 8_000));
  };
  const start = (): void => {
    settle = undefined;
    hls.loadSource(address);
    hls.startLoad(-1);
  };
  const failed = (_: unknown, data: ErrorData): void => {
    if (!data.fatal) return;
    if (data.type === ErrorTypes.MEDIA_ERROR && mediaFaults++ < 3) hls.recoverMediaError();
    else later(start); // the playlist is not there (yet), or the server is away
  };
  const flowed = (): void => {
    faults = 0;
    mediaFaults = 0;
    if (live) settle ??= settleOnce(video, () => hls.liveSyncPosition);
    events.playing();
  };
  const moved = (): void => settle?.();

  hls.on(Events.ERROR, failed);
  hls.on(Events.MANIFEST_PARSED, () => begin(video, events));
  video.addEventListener('playing', flowed);
  video.addEventListener('waiting', events.waiting);
  video.addEventListener('timeupdate', moved);
  hls.attachMedia(video);
  hls.loadSource(address);

  return {
    anchors: () => {
      const details = hls.latestLevelDetails;
      if (!details) return [];
      // At low latency the picture is inside the segment still being made, which is not among the finished ones.
      const pieces = details.fragmentHint ? [...details.fragments, details.fragmentHint] : details.fragments;
      return pieces.flatMap((f): Anchor[] =>
        f.programDateTime === null ? [] : [{ startS: f.start, durationS: f.duration, programmeTimeMs: f.programDateTime }]);
    },
    targetLatencyS: () => (live ? hls.targetLatency ?? undefined : undefined),
    liveS: () => (live ? hls.liveSyncPosition ?? undefined : undefined),
    close: () => {
      over = true;
      clearTimeout(pending);
      video.removeEventListener('playing', flowed);
      video.removeEventListener('waiting', events.waiting);
      video.removeEventListener('timeupdate', moved);
      hls.destroy();
    },
  };
}
