// SPDX-License-Identifier: GPL-3.0-or-later
// Small notes that come and go: the connection's state, and a purchase that waits.
import type { JSX } from 'preact';
import type { Page } from '../page.ts';
import { secondsLeft } from '../shop/purchase.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';

export function countdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function LinkPill({ page }: { page: Page }): JSX.Element {
  const state = page.link.state.value;
  const text = state === 'offline' ? words.offline : state === 'away' ? words.reconnecting : state === 'connecting' ? words.connecting
    : page.link.way.value === 'events' ? words.fallback : '';
  return <div class="link-place" role="status">{text && <span class={`link-pill ${state}`}>{text}</span>}</div>;
}

export function HoldPill({ page, shown, onOpen }: { page: Page; shown: boolean; onOpen: () => void }): JSX.Element | null {
  const at = page.checkout.purchase.value;
  if (!shown || (at.step !== 'held' && at.step !== 'paying' && at.step !== 'confirming')) return null;
  return (
    <button type="button" class="hold-pill" onClick={onOpen}>
      <Icon name="clock" />
      {at.step === 'held' ? words.resumePurchase(countdown(secondsLeft(at.hold, page.nowUs.value))) : words.confirmBuying}
    </button>
  );
}
