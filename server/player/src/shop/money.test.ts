// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { decimal, moneyText, times } from './money.ts';

const money = (minor: bigint, currency: string) => ({ minor, currency });

test('the point is set where ISO 4217 sets it', () => {
  expect(decimal(money(1999n, 'EUR'))).toBe('19.99');
  expect(decimal(money(5n, 'EUR'))).toBe('0.05');
  expect(decimal(money(1999n, 'JPY'))).toBe('1999');
  expect(decimal(money(1999n, 'KWD'))).toBe('1.999');
  expect(decimal(money(-5n, 'USD'))).toBe('-0.05');
  expect(decimal(money(0n, 'BHD'))).toBe('0.000');
});
test('amounts a double cannot hold stay exact', () => {
  expect(decimal(money(9007199254740993n, 'EUR'))).toBe('90071992547409.93');
  expect(moneyText(money(900719925474099301n, 'EUR'), 'en')).toBe('€9,007,199,254,740,993.01');
  expect(times(money(9007199254740993n, 'EUR'), 3)).toEqual(money(27021597764222979n, 'EUR'));
});
test('the locale decides the looks', () => {
  expect(moneyText(money(129900n, 'EUR'), 'de')).toBe('1.299,00\u00a0€');
  expect(moneyText(money(1200n, 'JPY'), 'en')).toBe('¥1,200');
});
test('nothing is said where there is no price', () => {
  expect(moneyText(undefined)).toBe('');
  expect(moneyText(money(1n, ''))).toBe('');
});
