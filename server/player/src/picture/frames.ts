// SPDX-License-Identifier: GPL-3.0-or-later
// Tells, frame by frame, which moment of the media is on the screen.

/** Calls back with the media position (s) of each presented frame; also after a seek while paused. Answers how to stop. */
export function watchFrames(video: HTMLVideoElement, seen: (positionS: number) => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    let id = 0;
    const again = (): void => {
      id = video.requestVideoFrameCallback((_, frame) => {
        seen(frame.mediaTime);
        again();
      });
    };
    again();
    return () => video.cancelVideoFrameCallback(id);
  }
  const element: HTMLVideoElement = video;
  const timer = setInterval(() => {
    if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) seen(element.currentTime);
  }, 50);
  return () => clearInterval(timer);
}
