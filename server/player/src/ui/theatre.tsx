// SPDX-License-Identifier: GPL-3.0-or-later
// The picture and what lies on it: controls, and the words shown while there is none.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Controls, type Playback } from './controls.tsx';
import { screenIsFull } from './full-screen.ts';

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
  if (flow === 'blocked') {
    return (
      <div class="curtain">
        <button type="button" class="button" onClick={() => page.screen.play()}>{words.tapToWatch}</button>
      </div>
    );
  }
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

export function Theatre({ page, onShape }: { page: Page; onShape: (tall: boolean) => void }): JSX.Element {
  const videoRef = useRef<HTMLVideoElement>(null);
  const mounted = useSignal<HTMLVideoElement | undefined>(undefined);
  const ambientRef = useRef<HTMLCanvasElement>(null);
  const playback = useSignal<Playback>({ muted: true, paused: true, atS: 0, lengthS: 0 });
  const scene = page.scene.value;

  useEffect(() => {
    const video = videoRef.current;
    if (!video) return undefined;
    mounted.value = video;
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

  const look = ({ currentTarget: video }: { currentTarget: HTMLVideoElement }): void => {
    playback.value = { muted: video.muted, paused: video.paused, atS: video.currentTime, lengthS: video.duration };
  };
  const controllable = scene === 'live' || scene === 'replay' || screenIsFull.value; // nobody is locked in a full screen
  return (
    <div class="theatre">
      <canvas ref={ambientRef} class="ambient" width={16} height={9} aria-hidden="true" />
      <div class="frame">
        <video
          ref={videoRef}
          playsInline
          aria-label={words.video(page.stage.value.show.title)}
          onVolumeChange={look}
          onPlay={look}
          onPause={look}
          onTimeUpdate={look}
          onResize={(e) => onShape(e.currentTarget.videoHeight > e.currentTarget.videoWidth)}
        />
        <Curtain page={page} />
        {controllable && mounted.value && <Controls page={page} video={mounted.value} playback={playback.value} />}
      </div>
    </div>
  );
}
