// SPDX-License-Identifier: GPL-3.0-or-later
// What was built: read from the files that are served.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const built = process.env.PLAYER_BUILT ?? join(here, '..', '..', '..', 'build', 'share', 'player');
const html = readFileSync(join(built, 'index.html'), 'utf8');
const packed = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length;

test('the shell is under 30 kB gz: the page, its script with what it imports at once, its style and its icon', () => {
  const parts = [...html.matchAll(/(?:src|href)="\/player\/([^"]+)"/g)].map((m) => m[1] ?? '');
  expect(parts.length).toBeGreaterThanOrEqual(3);
  for (const part of parts.filter((p) => p.endsWith('.js'))) {
    const script = readFileSync(join(built, part), 'utf8');
    for (const m of script.matchAll(/(?:^|;)import(?:[^"'`()]*?from)?["'`]\.\/([^"'`]+)["'`]/g)) parts.push(`assets/${m[1] ?? ''}`);
  }
  const bytes = [...new Set(parts)].map((part) => packed(join(built, part))).reduce((a, b) => a + b, packed(join(built, 'index.html')));
  expect(bytes).toBeLessThan(30_000);
});

const assets = readdirSync(join(built, 'assets'));
const weigh = (names: readonly string[]): number => names.map((name) => packed(join(built, 'assets', name))).reduce((a, b) => a + b, 0);
const more = '(?:cart|coupon|draw|drop|sandbox-card|stripe-card)-'; // of those who do more than watch, and hold one thing
const onDemand = new RegExp(`^(?:hls-picture-|probe-|${more})`); // nobody gets them who does not ask for them

test('all that everybody gets but the video engine, dialogs and socket included, is under 45 kB gz', () => {
  expect(weigh(assets.filter((name) => !onDemand.test(name)))).toBeLessThan(45_000);
});

test('cart, account, orders, drops and card forms are under 17 kB gz together, and no other part brings them along', () => {
  const shop = assets.filter((name) => new RegExp(`^${more}.*js$`).test(name));
  expect(shop.length).toBeGreaterThanOrEqual(6);
  expect(weigh(assets.filter((name) => new RegExp(`^${more}`).test(name)))).toBeLessThan(17_000);
  for (const name of assets.filter((part) => part.endsWith('.js') && !onDemand.test(part))) {
    expect(readFileSync(join(built, 'assets', name), 'utf8'), name).not.toMatch(new RegExp(`(?:^|;)import(?:[^"'\`()]*?from)?["'\`]\\./(?:hls-picture-|${more})`));
  }
});

test('the Content-Security-Policy finds no inline script or style, and nothing from elsewhere', () => {
  expect(html).not.toMatch(/<style|style="|<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/https?:\/\//);
  expect(html).toContain('<!--snapshot-->');
});

test('the lock file records no download addresses', () => {
  const lock = join(here, '..', 'package-lock.json');
  expect(existsSync(lock)).toBe(true);
  expect(readFileSync(lock, 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});
