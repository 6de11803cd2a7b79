// SPDX-License-Identifier: GPL-3.0-or-later
// Against Node's own crypto, used as scripts/check-draw.mjs does.
import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { Draw, DropState } from '../../generated/contract.ts';
import { fromJson } from '../contract/codec.ts';
import { newId } from '../link/id.ts';
import { check, drawn } from './draw.ts';

const seed = createHash('sha256').update('a seed').digest();
const commitment = createHash('sha256').update(seed).digest('hex');
const entries = Array.from({ length: 257 }, (_, i) => newId(1_760_000_000_000 + (i % 7), Uint8Array.from({ length: 10 }, (__, j) => i * 31 + j * 7)));

function byNode(ids: readonly string[]): string[] {
  const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const key = sorted.reduce((hash, id) => hash.update(`${id}\n`), createHash('sha256').update(seed)).digest();
  const scored = sorted.map((id) => ({ id, score: createHmac('sha256', key).update(id).digest() }));
  return scored.sort((a, b) => Buffer.compare(a.score, b.score) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
function draw(winners: readonly string[], ids: readonly string[] = entries): Draw {
  const drop = { id: 'd', quantity: '5', state: 'DROP_STATE_DRAWN', commitment, seed: seed.toString('hex'), entries: String(ids.length) };
  return fromJson(Draw, { drop, entries: ids, winners });
}
const honest = byNode(entries).slice(0, 5);

test('the order is the one of the protocol, however the entries come', async () => {
  expect(await drawn(Uint8Array.from(seed), entries)).toEqual(byNode(entries));
  expect(await drawn(Uint8Array.from(seed), [...entries].reverse())).toEqual(byNode(entries));
});
test('an honest draw is found good', async () => {
  expect(await check(draw(honest), commitment, entries[3])).toEqual({ seed: true, once: true, mine: true, winners: true });
});
test('another seed than the promised one, a winner picked by hand, a left-out entry, somebody twice: each is found', async () => {
  const picked = entries.find((id) => !honest.includes(id)) ?? '';
  expect(await check(draw(honest), commitment.replace(/./, (c) => (c === '0' ? '1' : '0')))).toMatchObject({ seed: false, winners: true });
  expect(await check(draw([picked, ...honest.slice(1)]), commitment)).toMatchObject({ seed: true, winners: false });
  expect(await check(draw(honest.slice(1)), commitment)).toMatchObject({ winners: false });
  expect(await check(draw(honest), commitment, newId())).toMatchObject({ mine: false });
  const twice = [...entries, picked];
  expect(await check(draw(byNode(twice).slice(0, 5), twice), commitment)).toMatchObject({ once: false });
});
test('nothing is good before it is drawn', async () => {
  const open = fromJson(Draw, { drop: { state: 'DROP_STATE_OPEN', commitment, quantity: '5' } });
  expect(open.drop?.state).toBe(DropState.OPEN);
  expect((await check(open, commitment)).seed).toBe(false);
});
