// SPDX-License-Identifier: GPL-3.0-or-later
// A drop, from its opening to what came of it. Fetched when somebody looks at one.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { DropOutcome, DropState, type Drop, type DropEntry } from '../../generated/contract.ts';
import { dropWords } from '../drop-words.ts';
import type { Verdict } from '../shop/draw.ts';
import { secondsTo } from '../shop/tag.ts';
import type { Till } from '../shop/till.ts';
import { words } from '../words.ts';
import { countdown } from './countdown.ts';
import { Icon } from './icons.tsx';
import './drop.css';

const askEveryMs = 5_000;

type Checked = { readonly is: 'unknown' | 'checking' | 'away' | 'closed' } | { readonly is: 'checked'; readonly verdict: Verdict };

function Line({ good, text }: { good: boolean; text: { readonly good: string; readonly bad: string } }): JSX.Element {
  return <li class={good ? 'good' : 'bad'}><Icon name={good ? 'check' : 'close'} /><span>{good ? text.good : text.bad}</span></li>;
}

function Result({ verdict, entry }: { verdict: Verdict; entry: DropEntry | undefined }): JSX.Element {
  const good = Object.values(verdict).every(Boolean);
  return (
    <div class="verdict" data-good={good}>
      <strong>{good ? dropWords.drawnWell : dropWords.drawnBadly}</strong>
      <ul>
        <Line good={verdict.seed} text={dropWords.seed} />
        <Line good={verdict.once} text={dropWords.once} />
        {entry && <Line good={verdict.mine} text={dropWords.mine} />}
        <Line good={verdict.winners} text={dropWords.winners} />
      </ul>
    </div>
  );
}

/** How it works; after the draw, done again before one's eyes. */
function HowItWorks({ till, drop, entry, commitment }: { till: Till; drop: Drop; entry: DropEntry | undefined; commitment: string }): JSX.Element {
  const checked = useSignal<Checked>({ is: 'unknown' });
  const check = async (): Promise<void> => {
    checked.value = { is: 'checking' };
    try {
      const [tools, draw] = await Promise.all([import('../shop/draw.ts'), till.drops.ask(drop.id)]);
      if (!tools.canCheck()) checked.value = { is: 'closed' };
      else if (!draw) checked.value = { is: 'away' };
      else checked.value = { is: 'checked', verdict: await tools.check(draw, commitment, entry?.id) };
    } catch {
      checked.value = { is: 'away' };
    }
  };
  const at = checked.value;
  return (
    <details class="how">
      <summary>{dropWords.how}</summary>
      <div class="how-text">
        <p>{dropWords.howText}</p>
        <p>{dropWords.promise} <code>{commitment}</code></p>
        {drop.state === DropState.DRAWN && at.is !== 'checked' && (
          <button type="button" class="button plain wide" aria-disabled={at.is === 'checking' || undefined} onClick={() => void (at.is !== 'checking' && check())}>
            {at.is === 'checking' ? dropWords.checking : dropWords.check}
          </button>
        )}
        <div role="status">
          {at.is === 'checked' && <Result verdict={at.verdict} entry={entry} />}
          {at.is === 'away' && <p class="problem">{words.serverAway}</p>}
          {at.is === 'closed' && <p class="notice">{dropWords.cannotCheck}</p>}
        </div>
      </div>
    </details>
  );
}

function Open({ till, drop, entry }: { till: Till; drop: Drop; entry: DropEntry | undefined }): JSX.Element {
  const seconds = secondsTo(drop.closesUs, till.page.nowUs.value);
  const busy = till.drops.busy.value === drop.id;
  const trouble = till.drops.trouble.value;
  return (
    <>
      <p class="soft">{dropWords.chance(drop.quantity)}</p>
      <div class={seconds < 10 ? 'countdown hurry' : 'countdown'}>
        <Icon name="clock" />
        <span>{dropWords.closesIn}{drop.entries > 0 && <span class="soft"> · {dropWords.entries(drop.entries)}</span>}</span>
        <strong role="timer">{countdown(seconds)}</strong>
      </div>
      <p class="problem" role="alert">{trouble?.dropId === drop.id ? trouble.message : ''}</p>
      {entry ? (
        <div class="notice good" role="status"><strong>{dropWords.inTitle}</strong><p>{dropWords.inText}</p></div>
      ) : (
        <button type="button" class="button wide" data-autofocus aria-disabled={busy || undefined} onClick={() => till.enter(drop.id)}>
          {busy ? dropWords.entering : words.enterDraw}
        </button>
      )}
    </>
  );
}

function Over({ drop, entry }: { drop: Drop; entry: DropEntry | undefined }): JSX.Element {
  if (drop.state === DropState.CALLED_OFF) return <div class="notice" role="status"><strong>{dropWords.offTitle}</strong><p>{dropWords.offText}</p></div>;
  if (!entry?.outcome) return <p class="notice" role="status">{dropWords.over(drop.entries, drop.quantity)}</p>;
  const won = entry.outcome === DropOutcome.WON;
  return (
    <div class={won ? 'notice good' : 'notice'} role="status" data-outcome={won ? 'won' : 'waiting'}>
      <strong>{won ? dropWords.wonTitle : dropWords.waitingTitle}</strong>
      <p>{won ? dropWords.wonText : entry.problem || dropWords.placeText(entry.place, drop.entries)}</p>
      {!won && entry.waiting > 0 && <p>{dropWords.waitingText(entry.waiting)}</p>}
    </div>
  );
}

/** All about the drop of what one looks at. */
export function DropPanel({ till, drop }: { till: Till; drop: Drop }): JSX.Element {
  const entry = till.drops.entries.value.get(drop.id);
  const open = drop.state === DropState.OPEN && secondsTo(drop.closesUs, till.page.nowUs.value) > 0;
  useEffect(() => {
    if (!open) return undefined;
    void till.drops.ask(drop.id);
    const timer = setInterval(() => void till.drops.ask(drop.id), askEveryMs);
    return () => clearInterval(timer);
  }, [drop.id, open]);
  return (
    <section class="drop" data-drop={drop.id} data-state={drop.state} aria-label={dropWords.draw}>
      {open && <Open till={till} drop={drop} entry={entry} />}
      {!open && (drop.state === DropState.OPEN || drop.state === DropState.DRAWING) && (
        <div class="outcome" role="status"><span class="spinner" aria-hidden="true" /><h3>{words.drawing}</h3><p class="soft">{dropWords.drawingText}</p></div>
      )}
      {(drop.state === DropState.DRAWN || drop.state === DropState.CALLED_OFF) && <Over drop={drop} entry={entry} />}
      <HowItWorks till={till} drop={drop} entry={entry} commitment={till.page.commitmentOf(drop)} />
    </section>
  );
}
