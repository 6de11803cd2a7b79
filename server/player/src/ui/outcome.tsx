// SPDX-License-Identifier: GPL-3.0-or-later
// What one looks at while something is done, and when it is.
import type { ComponentChildren, JSX } from 'preact';
import { payWords } from '../pay-words.ts';
import { Icon } from './icons.tsx';

export function TroubleText({ text, again }: { text: string | undefined; again?: (() => void) | undefined }): JSX.Element {
  return (
    <div class="problem" role="alert">
      {text}
      {text && again && <button type="button" class="button plain" onClick={again}>{payWords.tryAgain}</button>}
    </div>
  );
}

export function Busy({ title, text, trouble }: { title: string; text: string; trouble: { message: string; again?: (() => void) | undefined } | undefined }): JSX.Element {
  return (
    <div class="outcome" role="status" tabIndex={-1} data-autofocus>
      {!trouble && <span class="spinner" aria-hidden="true" />}
      <h3>{title}</h3>
      {text && <p class="soft">{text}</p>}
      <TroubleText text={trouble?.message} again={trouble?.again} />
    </div>
  );
}

export function Outcome({ mark, title, text, children }: { mark: 'clock' | 'bag' | 'check'; title: string; text: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`outcome is-${mark}`}>
      <span class="mark"><Icon name={mark} /></span>
      <div role="status">
        <h3>{title}</h3>
        <p class="soft">{text}</p>
      </div>
      {children}
    </div>
  );
}
