// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { ChatLine } from '../../generated/contract.ts';
import { empty } from '../contract/codec.ts';
import { chatFrom, chatRefused, chatSaying, chatWith, lengthOf, noChat, tidy } from './lines.ts';

const line = (number: number, change: Partial<ChatLine> = {}): ChatLine => ({ ...empty(ChatLine), id: `l${number}`, number, text: `t${number}`, ...change });

test('one’s own line is there at once and becomes the room’s when confirmed', () => {
  const said = chatSaying(noChat, 'l5', 't5');
  expect(said.own).toHaveLength(1);
  const confirmed = chatWith(said, line(5));
  expect(confirmed).toEqual({ lines: [line(5)], own: [] });
  expect(chatWith(confirmed, line(5)).lines).toHaveLength(1); // the socket's word after the answer's
});
test('a refused line keeps its reason until it is dealt with', () => {
  const refused = chatRefused(chatSaying(noChat, 'a', 'x'), 'a', 'Slow down.');
  expect(refused.own).toEqual([{ id: 'a', text: 'x', refused: 'Slow down.' }]);
});
test('a removed line loses its text and a late copy does not bring it back', () => {
  const chat = [line(1), line(2), line(1, { removed: true, text: '' }), line(1)].reduce(chatWith, noChat);
  expect(chat.lines.map((l) => l.text)).toEqual(['', 't2']);
});
test('lines stand by number whatever order they came in; a snapshot adds without doubling', () => {
  const chat = [line(3), line(1)].reduce(chatWith, noChat);
  expect(chatFrom(chat, [line(1), line(2), line(3), line(4)]).lines.map((l) => l.number)).toEqual([1, 2, 3, 4]);
});
test('memory is bounded', () => {
  const chat = Array.from({ length: 900 }, (_, i) => line(i + 1)).reduce(chatWith, noChat);
  expect(chat.lines).toHaveLength(300);
  expect(chat.lines.at(-1)?.number).toBe(900);
});
test('length is counted as the server counts it', () => {
  expect(lengthOf('👍🏽')).toBe(2);
  expect(tidy('  a\u0000\n b\u2028 ')).toBe('a  b');
});
