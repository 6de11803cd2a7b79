// SPDX-License-Identifier: GPL-3.0-or-later
import type { JSX } from 'preact';

const paths = {
  sound: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 8.500a5 5 0 0 1 0 7M18 6a8.500 8.500 0 0 1 0 12',
  mute: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5',
  play: 'M7.500 5v14l11.500-7z',
  pause: 'M8 5v14M16 5v14',
  bag: 'M5 8.500h14l-1 11.500H6zM8.500 8.500V7a3.500 3.500 0 0 1 7 0v1.500',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M12 19V5M6 11l6-6 6 6',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  less: 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  plus: 'M12 5.500v13M5.500 12h13',
  minus: 'M5.500 12h13',
  cart: 'M3 4.500h2.500l2.200 10.500h9.800l2-7.500H6.500M9 19.500h.01M16.500 19.500h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500a7.500 7.500 0 0 1 15 0',
  bin: 'M5 7h14M10 4h4M7 7l1 13h8l1-13',
  clock: 'M12 7v5l3 2M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17z',
} as const;

export function Icon({ name }: { name: keyof typeof paths }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
