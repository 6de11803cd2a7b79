// SPDX-License-Identifier: GPL-3.0-or-later
// What tests and vitrine-bench read from the page; only there when the address says ?probe.
import { effect } from '@preact/signals';
import type { Page } from './page.ts';

export interface Shown {
  readonly pinId: string;
  readonly productId: string;
  readonly pinTimeUs: number; // when it belongs on the picture
  readonly pictureTimeUs: number | undefined; // of the frame on the screen when it was shown
  readonly frameBeforeUs: number | undefined; // of the frame before that one
}
export interface Probe {
  readonly shown: readonly Shown[];
  readonly seqs: readonly number[];
  pictureTimeUs(): number | undefined;
  latencyMs(): number | undefined;
  frames(): number;
  droppedFrames(): number;
  cursor(): { epoch: string; seq: number; chat: number };
  way(): string;
  seekToTimeUs(timeUs: number): void;
}

declare global {
  interface Window {
    vitrineProbe?: Probe;
  }
}

export function openProbe(page: Page): void {
  const shown: Shown[] = [];
  let frames: [before: number | undefined, now: number | undefined] = [undefined, undefined];
  effect(() => {
    frames = [frames[1], page.screen.pictureTimeUs.value];
  });
  effect(() => {
    const pin = page.pin.value;
    if (!pin) return;
    const pictureTimeUs = page.screen.pictureTimeUs.peek();
    const frameBeforeUs = frames[1] === pictureTimeUs ? frames[0] : frames[1];
    shown.push({ pinId: pin.id, productId: pin.productId, pinTimeUs: pin.programmeTimeUs, pictureTimeUs, frameBeforeUs });
  });
  const video = (): HTMLVideoElement | null => document.querySelector('video');
  window.vitrineProbe = {
    shown,
    seqs: page.applied,
    pictureTimeUs: () => page.screen.pictureTimeUs.peek(),
    latencyMs: () => {
      const time = page.screen.pictureTimeUs.peek();
      return time === undefined ? undefined : (page.clock.nowUs() - time) / 1000;
    },
    frames: () => page.screen.framesSeen,
    droppedFrames: () => video()?.getVideoPlaybackQuality().droppedVideoFrames ?? 0,
    cursor: () => page.link.cursor,
    way: () => page.link.way.peek(),
    seekToTimeUs: (timeUs) => page.screen.seekTo(timeUs),
  };
}
