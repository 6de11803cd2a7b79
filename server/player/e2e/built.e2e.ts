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

test('everything but the video engine, dialogs and socket included, is under 45 kB gz', () => {
  const all = readdirSync(join(built, 'assets')).filter((name) => !name.startsWith('hls-picture'));
  expect(all.map((name) => packed(join(built, 'assets', name))).reduce((a, b) => a + b, 0)).toBeLessThan(45_000);
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
