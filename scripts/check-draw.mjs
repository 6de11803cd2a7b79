#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Does the draw of a drop again and says whether it was drawn as docs/protocols/drop.md promises. Shares no code with
// the server.
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const usage = `Usage: node scripts/check-draw.mjs DRAW [--commitment HEX] [--entry ID]
  DRAW          the address of a drop (http://…/v1/drops/ID), or a file with what that gives; - is the standard input
  --commitment  what was told when the drop opened
  --entry       an entry that must be among them`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commitment: { type: 'string' }, entry: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help || positionals.length !== 1) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

async function read(where) {
  if (!/^https?:/.test(where)) return JSON.parse(readFileSync(where === '-' ? 0 : where, 'utf8'));
  const response = await fetch(where, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${where} answers ${response.status}`);
  return response.json();
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

function drawn(seed, entries) {
  const key = sha256(seed, ...entries.map((id) => `${id}\n`));
  const scored = entries.map((id) => ({ id, score: createHmac('sha256', key).update(id).digest() }));
  return scored.sort((a, b) => Buffer.compare(a.score, b.score) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

const { drop = {}, entries = [], winners = [] } = await read(positionals[0]);
const seed = Buffer.from(drop.seed ?? '', 'hex');
const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const expected = drawn(seed, sorted).slice(0, Number(drop.quantity ?? 0));
const checks = [
  ['the drop is drawn and its seed is told', drop.state === 'DROP_STATE_DRAWN' && seed.length === 32],
  ['the seed fits the commitment', sha256(seed).toString('hex') === drop.commitment],
  ['each entry is there once', new Set(entries).size === entries.length],
  ['the winners are those of the draw', JSON.stringify(expected) === JSON.stringify(winners)],
];
if (values.commitment) checks.push(['the commitment is the one told at the opening', values.commitment === drop.commitment]);
if (values.entry) checks.push(['the entry took part', entries.includes(values.entry)]);
for (const [what, good] of checks) console.log(`${good ? 'yes' : 'NO '}  ${what}`);
console.log(`${entries.length} entries, ${winners.length} winners`);
process.exit(checks.every(([, good]) => good) ? 0 : 1);
