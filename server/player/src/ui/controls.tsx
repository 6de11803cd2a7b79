// SPDX-License-Identifier: GPL-3.0-or-later
// What one does with the picture: sound, pause, the place in a replay, the whole screen.
import type { JSX } from 'preact';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { canFillScreen, screenIsFull, toggleFullScreen } from './full-screen.ts';
import { Icon } from './icons.tsx';

/** How the video element stands, as its events told. */
export interface Playback {
  readonly muted: boolean;
  readonly paused: boolean;
  readonly atS: number;
  readonly lengthS: number; // not finite while live
}

function clockText(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

function Seek({ video, playback: { atS, lengthS } }: { video: HTMLVideoElement; playback: Playback }): JSX.Element {
  return (
    <>
      <input
        type="range" class="seek" min={0} max={Math.floor(lengthS)} step={1} value={Math.floor(atS)} aria-label={words.seek}
        aria-valuetext={`${clockText(atS)} / ${clockText(lengthS)}`} onInput={(e) => (video.currentTime = Number(e.currentTarget.value))}
      />
      <span class="time">{clockText(atS)} / {clockText(lengthS)}</span>
    </>
  );
}

export function Controls({ page, video, playback }: { page: Page; video: HTMLVideoElement; playback: Playback }): JSX.Element {
  const { muted, paused, lengthS } = playback;
  const live = page.scene.value === 'live';
  const toggleSound = (): void => {
    video.muted = !video.muted;
    if (video.paused) page.screen.play();
  };
  const togglePlay = (): void => {
    if (!video.paused) video.pause();
    else if (live) page.screen.toLive();
    else page.screen.play();
  };
  return (
    <div class="controls">
      <button type="button" class="round" aria-label={!paused ? words.pause : live ? words.toLive : words.play} onClick={togglePlay}>
        <Icon name={paused ? 'play' : 'pause'} />
      </button>
      {!live && lengthS > 0 && Number.isFinite(lengthS) && <Seek video={video} playback={playback} />}
      <span class="gap" />
      <button type="button" class={muted ? 'sound off' : 'round'} aria-label={muted ? words.tapForSound : words.soundOff} onClick={toggleSound}>
        <Icon name={muted ? 'mute' : 'sound'} />
        {muted && <span>{words.tapForSound}</span>}
      </button>
      {canFillScreen() && (
        <button
          type="button" class="round" aria-label={screenIsFull.value ? words.leaveFullscreen : words.fullscreen}
          onClick={() => void toggleFullScreen(video).catch(() => undefined)}
        >
          <Icon name={screenIsFull.value ? 'less' : 'full'} />
        </button>
      )}
    </div>
  );
}
