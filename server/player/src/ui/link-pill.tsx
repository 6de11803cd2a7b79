// SPDX-License-Identifier: GPL-3.0-or-later
// A small note that comes and goes: the connection's state.
import type { JSX } from 'preact';
import type { Page } from '../page.ts';
import { words } from '../words.ts';

export function LinkPill({ page }: { page: Page }): JSX.Element {
  const state = page.link.state.value;
  const text = state === 'offline' ? words.offline : state === 'away' ? words.reconnecting : state === 'connecting' ? words.connecting
    : page.link.way.value === 'events' ? words.fallback : '';
  return <div class="link-place" role="status">{text && <span class={`link-pill ${state}`}>{text}</span>}</div>;
}
