// SPDX-License-Identifier: GPL-3.0-or-later
// What plays. The page's thread owns it.
import type { Anchor } from './programme-clock.ts';

export interface PictureEvents {
  /** Media flows (again). */
  readonly playing: () => void;
  /** Nothing to show just now; the player goes on trying. */
  readonly waiting: () => void;
  /** This browser plays only when it is told to by a finger (a phone that saves its battery). */
  readonly blocked: () => void;
  /** This browser cannot play it at all. */
  readonly impossible: () => void;
}

export interface Picture {
  /** Pieces of the programme whose time is known, in order; what the video's positions mean. */
  anchors(): readonly Anchor[];
  /** Seconds the player wants to stay behind the live edge, or undefined for a replay. */
  targetLatencyS(): number | undefined;
  /** Where "live" is now, in the video's seconds. */
  liveS(): number | undefined;
  close(): void;
}

/** Never awaited: play() settles only once media flows, or is refused. */
export function begin(video: HTMLVideoElement, events: PictureEvents): void {
  video.play().catch((fault: unknown) => {
    if (fault instanceof DOMException && fault.name === 'NotAllowedError') events.blocked();
  });
}

export function liveAddress(showId: string): string {
  return `/live/${encodeURIComponent(showId)}/index.m3u8`;
}
export function replayAddress(showId: string): string {
  return `/replay/${encodeURIComponent(showId)}/index.m3u8`;
}

/** hls.js first: Chromium claims to play HLS by itself and does it slower. */
export async function openPicture(video: HTMLVideoElement, address: string, live: boolean, events: PictureEvents): Promise<Picture> {
  const { canPlayWithHls, playWithHls } = await import('./hls-picture.ts');
  if (canPlayWithHls()) return playWithHls(video, address, live, events);
  const { playNatively } = await import('./native-picture.ts');
  if (video.canPlayType('application/vnd.apple.mpegurl')) return playNatively(video, address, live, events);
  events.impossible();
  return { anchors: () => [], targetLatencyS: () => undefined, liveS: () => undefined, close: () => undefined };
}
