// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { expiryText, grouped, luhn, testCards, tokenise } from './card.ts';

const now = Date.UTC(2026, 10, 23);

test('each test card becomes its token, however it is typed', () => {
  for (const card of testCards) {
    expect(luhn(card.number.replace(/\s/g, ''))).toBe(true);
    expect(tokenise(card.number, '12/30', '123', now)).toEqual({ token: card.token });
    expect(tokenise(card.number.replaceAll(' ', ''), '1230', '1234', now)).toEqual({ token: card.token });
    expect(tokenise(card.number.replaceAll(' ', '-'), '12 / 30', ' 123 ', now)).toEqual({ token: card.token });
  }
});
test('each mistake has its own words', () => {
  const good = testCards[0]?.number ?? '';
  expect(tokenise('', '12/30', '123', now)).toEqual({ problem: 'missing' });
  expect(tokenise('4242', '12/30', '123', now)).toEqual({ problem: 'short' });
  expect(tokenise('4242 4242 4242 4241', '12/30', '123', now)).toEqual({ problem: 'mistyped' });
  expect(tokenise('5555 5555 5555 4444', '12/30', '123', now)).toEqual({ problem: 'not_a_test_card' });
  expect(tokenise(good, '13/30', '123', now)).toEqual({ problem: 'expiry' });
  expect(tokenise(good, '1', '123', now)).toEqual({ problem: 'expiry' });
  expect(tokenise(good, '10/26', '123', now)).toEqual({ problem: 'expired' });
  expect(tokenise(good, '11/26', '123', now)).toEqual({ token: 'sandbox_approve' });
  expect(tokenise(good, '12/30', '12', now)).toEqual({ problem: 'cvc' });
});
test('typing is grouped as on a card', () => {
  expect(grouped('4242424242424242')).toBe('4242 4242 4242 4242');
  expect(grouped('42424')).toBe('4242 4');
  expect(expiryText('1230')).toBe('12 / 30');
  expect(expiryText('12 / ')).toBe('12');
});
