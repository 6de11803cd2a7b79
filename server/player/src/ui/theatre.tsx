// SPDX-License-Identifier: GPL-3.0-or-later
// The picture and what lies on it: controls, and the words shown while there is none.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';

const ambientEveryMs = 800;

/** The picture's colours behind the picture: a few pixels, stretched smooth. */
function paintAmbient(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || document.hidden) return;
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
}

function Curtain({ page }: { page: Page }): JSX.Element | null {
  const scene = page.scene.value;
  const flow = page.screen.flow.value;
  const hasFrame = page.screen.pictureTimeUs.value !== undefined;
  if (scene === 'soon') return <Notice title={words.soonTitle} text={words.soonText} />;
  if (scene === 'moment') return <Notice title={words.momentTitle} text={words.momentText} spin />;
  if (scene === 'ended') return <Notice title={words.endedTitle} text={words.endedText} />;
  if (flow === 'impossible') return <Notice title={words.noVideo} text="" />;
  if (flow === 'waiting' && !hasFrame) return <Notice title={words.loading} text="" spin />;
  return flow === 'waiting' ? <div class="curtain thin"><span class="spinner" role="status" aria-label={words.loading} /></div> : null;
}

function Notice({ title, text, spin }: { title: string; text: string; spin?: boolean }): JSX.Element {
  return (
    <div class="curtain" role="status">
      {spin && <span class="spinner" aria-hidden="true" />}
      <p class="curtain-title">{title}</p>
      {text && <p>{text}</p>}
    </div>
  );
}

function clockText(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

export function Theatre({ page, onShape }: { page: Page; onShape: (tall: boolean) => void }): JSX.Element {
  const videoRef = useRef<HTMLVideoElement>(null);
  const ambientRef = useRef<HTMLCanvasElement>(null);
  const muted = useSignal(true);
  const paused = useSignal(true);
  const at = useSignal(0);
  const length = useSignal(0);
  const scene = page.scene.value;

  useEffect(() => {
    const video = videoRef.current;
    if (!video) return undefined;
    video.muted = true; // as a property: the attribute alone is not honoured on elements made by script
    page.screen.mount(video);
    const timer = setInterval(() => {
      if (ambientRef.current) paintAmbient(video, ambientRef.current);
    }, ambientEveryMs);
    return () => {
      clearInterval(timer);
      page.screen.close();
    };
  }, [page]);
  useEffect(() => {
    // In a "moment" the picture is kept: the same playlist goes on when the publisher is back.
    if (scene === 'live' || scene === 'replay') void page.screen.show(scene);
    else if (scene !== 'moment') void page.screen.show('nothing');
  }, [page, scene]);

  const video = (): HTMLVideoElement | undefined => videoRef.current ?? undefined;
  const toggleSound = (): void => {
    const v = video();
    if (!v) return;
    v.muted = !v.muted;
    if (v.paused) void v.play().catch(() => undefined);
  };
  const togglePlay = (): void => {
    const v = video();
    if (!v) return;
    if (!v.paused) v.pause();
    else if (scene === 'live') page.screen.toLive();
    else void v.play().catch(() => undefined);
  };
  const has = scene === 'live' || scene === 'replay';
  return (
    <div class="theatre">
      <canvas ref={ambientRef} class="ambient" width={16} height={9} aria-hidden="true" />
      <div class="frame">
        <video
          ref={videoRef}
          playsInline
          aria-label={words.video(page.stage.value.show.title)}
          onVolumeChange={(e) => (muted.value = e.currentTarget.muted)}
          onPlay={() => (paused.value = false)}
          onPause={() => (paused.value = true)}
          onResize={(e) => onShape(e.currentTarget.videoHeight > e.currentTarget.videoWidth)}
          onTimeUpdate={(e) => {
            at.value = e.currentTarget.currentTime;
            length.value = e.currentTarget.duration;
          }}
        />
        <Curtain page={page} />
        {has && (
          <div class="controls">
            <button type="button" class="round" aria-label={paused.value ? words.play : words.pause} onClick={togglePlay}>
              <Icon name={paused.value ? 'play' : 'pause'} />
            </button>
            {scene === 'replay' && length.value > 0 && Number.isFinite(length.value) && (
              <>
                <input
                  type="range" class="seek" min={0} max={Math.floor(length.value)} step={1} value={Math.floor(at.value)} aria-label={words.seek}
                  aria-valuetext={`${clockText(at.value)} / ${clockText(length.value)}`}
                  onInput={(e) => {
                    const v = video();
                    if (v) v.currentTime = Number(e.currentTarget.value);
                  }}
                />
                <span class="time">{clockText(at.value)} / {clockText(length.value)}</span>
              </>
            )}
            <button type="button" class={muted.value ? 'sound off' : 'round'} aria-label={muted.value ? undefined : words.soundOff} onClick={toggleSound}>
              <Icon name={muted.value ? 'mute' : 'sound'} />
              {muted.value && <span>{words.tapForSound}</span>}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
