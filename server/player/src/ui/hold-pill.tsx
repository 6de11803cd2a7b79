// SPDX-License-Identifier: GPL-3.0-or-later
// A purchase that waits while one watches on.
import type { JSX } from 'preact';
import { payWords } from '../pay-words.ts';
import { secondsLeft } from '../shop/purchase.ts';
import type { Till } from '../shop/till.ts';
import { countdown } from './countdown.ts';
import { Icon } from './icons.tsx';

export function HoldPill({ till, shown, onOpen }: { till: Till; shown: boolean; onOpen: () => void }): JSX.Element | null {
  const at = till.checkout.purchase.value;
  if (!shown || (at.step !== 'held' && at.step !== 'paying' && at.step !== 'confirming')) return null;
  return (
    <button type="button" class="hold-pill" onClick={onOpen}>
      <Icon name="clock" />
      {at.step === 'held' ? (till.drops.won(at.hold.id) ? payWords.resumeWon : payWords.resumePurchase)(countdown(secondsLeft(at.hold, till.page.nowUs.value))) : payWords.confirmBuying}
    </button>
  );
}
