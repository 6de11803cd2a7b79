// SPDX-License-Identifier: GPL-3.0-or-later
// The whole screen for the stage, so that what is pinned can still be bought; on an iPhone only the bare video may have it.
import { signal } from '@preact/signals';

interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}
interface Turning {
  lock?: (to: 'landscape') => Promise<void>; // not everywhere
}

export const screenIsFull = signal(false);
document.addEventListener('fullscreenchange', () => (screenIsFull.value = document.fullscreenElement !== null));

export function canFillScreen(): boolean {
  return document.fullscreenEnabled || 'webkitEnterFullscreen' in HTMLVideoElement.prototype;
}

export async function toggleFullScreen(video: PhoneVideo): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  if (!document.fullscreenEnabled) return video.webkitEnterFullscreen?.();
  await video.closest('.stage')?.requestFullscreen();
  if (video.videoWidth > video.videoHeight) await (screen.orientation as Turning).lock?.('landscape');
}
