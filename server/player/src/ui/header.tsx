// SPDX-License-Identifier: GPL-3.0-or-later
import type { JSX } from 'preact';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';

export function Header({ page, onCart }: { page: Page; onCart: () => void }): JSX.Element {
  const { show, watching } = page.stage.value;
  const scene = page.scene.value;
  const inCart = page.till.value?.basket.lines.value.length ?? 0;
  return (
    <header class="top">
      <span class="face" aria-hidden="true">{(Array.from(show.hostName || show.title)[0] ?? 'V').toUpperCase()}</span>
      <div class="who">
        <h1>{show.title}</h1>
        {show.hostName && <p>{words.hostedBy(show.hostName)}</p>}
      </div>
      <div class="badges">
        {(scene === 'live' || scene === 'moment') && <span class="badge live">{words.live}</span>}
        {(scene === 'replay' || scene === 'ended') && <span class="badge">{words.replay}</span>}
        {scene !== 'ended' && watching > 0 && (
          <span class="badge quiet" role="img" aria-label={words.watching(watching)}>
            <Icon name="eye" />
            {watching.toLocaleString()}
          </span>
        )}
      </div>
      <button type="button" class="round cart" aria-label={words.openCart(inCart)} onClick={onCart}>
        <Icon name="cart" />
        {inCart > 0 && <span class="count" aria-hidden="true">{inCart}</span>}
      </button>
    </header>
  );
}
