// SPDX-License-Identifier: GPL-3.0-or-later
import { render } from 'preact';
import { ShowSnapshot } from '../generated/contract.ts';
import { get } from './link/rest.ts';
import { bootstrap, Page } from './page.ts';
import { App } from './ui/app.tsx';
import { words } from './words.ts';
import './ui/page.css';

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined; // closed to us by the browser's settings
  }
}

async function open(): Promise<void> {
  const root = document.getElementById('page');
  if (!root) throw new Error('index.html lost its #page');
  const order = /^\/o\/([\w-]+)$/.exec(location.pathname)?.[1];
  if (order) {
    const { OrderPage } = await import('./ui/cart.tsx');
    render(<OrderPage token={order} />, root);
    return;
  }
  const slug = location.pathname.split('/').filter(Boolean).at(-1) ?? '';
  const snapshot = bootstrap(document.getElementById('snapshot')?.textContent)
    ?? (await get(ShowSnapshot, `/v1/shows/${encodeURIComponent(slug)}`, undefined).catch(() => undefined));
  if (!snapshot?.show) {
    root.textContent = words.showMissing;
    return;
  }
  const page = new Page(snapshot, storage());
  render(<App page={page} />, root);
  page.start();
  if (new URLSearchParams(location.search).has('probe')) (await import('./probe.ts')).openProbe(page);
}

void open();
