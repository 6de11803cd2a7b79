// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the right thing playing for the show's scene, and knows the programme time of the frame on the screen.
import { signal, type ReadonlySignal } from '@preact/signals';
import { watchFrames } from './frames.ts';
import { liveAddress, openPicture, replayAddress, type Picture } from './picture.ts';
import { positionS, programmeTimeUs } from './programme-clock.ts';

export type Flow = 'none' | 'waiting' | 'playing' | 'blocked' | 'impossible';

export class Screen {
  private readonly flowNow = signal<Flow>('none');
  private readonly timeNow = signal<number | undefined>(undefined);
  private picture: Picture | undefined;
  private wanted = '';
  private frames: (() => void) | undefined;
  private seen = 0;

  constructor(private readonly showId: string, private video?: HTMLVideoElement) {}

  get flow(): ReadonlySignal<Flow> {
    return this.flowNow;
  }
  /** Programme time (UTC µs) of the frame on the screen; undefined while there is none. */
  get pictureTimeUs(): ReadonlySignal<number | undefined> {
    return this.timeNow;
  }
  get framesSeen(): number {
    return this.seen;
  }

  mount(video: HTMLVideoElement): void {
    this.video = video;
    this.frames = watchFrames(video, (position) => {
      this.seen++;
      this.timeNow.value = programmeTimeUs(this.picture?.anchors() ?? [], position);
    });
  }

  async show(what: 'live' | 'replay' | 'nothing'): Promise<void> {
    const address = what === 'live' ? liveAddress(this.showId) : what === 'replay' ? replayAddress(this.showId) : '';
    if (address === this.wanted) return;
    this.wanted = address;
    this.picture?.close();
    this.picture = undefined;
    this.timeNow.value = undefined;
    this.flowNow.value = address ? 'waiting' : 'none';
    const video = this.video;
    if (!video || !address) return;
    const mine = (): boolean => this.wanted === address;
    const picture = await openPicture(video, address, what === 'live', {
      playing: () => mine() && (this.flowNow.value = 'playing'),
      waiting: () => mine() && this.flowNow.value !== 'blocked' && (this.flowNow.value = 'waiting'),
      blocked: () => mine() && (this.flowNow.value = 'blocked'),
      impossible: () => mine() && (this.flowNow.value = 'impossible'),
    });
    if (mine()) this.picture = picture;
    else picture.close();
  }

  /** To a moment of the programme (a chapter of the replay). */
  seekTo(timeUs: number): void {
    const at = positionS(this.picture?.anchors() ?? [], timeUs);
    if (at !== undefined && this.video) this.video.currentTime = at;
  }

  play(): void {
    void this.video?.play().catch(() => undefined);
  }

  toLive(): void {
    const at = this.picture?.liveS();
    if (at !== undefined && this.video) this.video.currentTime = at;
    this.play();
  }

  close(): void {
    this.frames?.();
    this.picture?.close();
  }
}
