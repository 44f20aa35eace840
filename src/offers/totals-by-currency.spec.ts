import { expect, test } from '@jest/globals';
import { money } from '../kernel/money.js';
import { totalsByCurrency } from './totals-by-currency.js';

test('each currency by itself, in order', () => {
  expect(totalsByCurrency([money(5, 'JPY'), money(100, 'EUR'), money(20, 'EUR')])).toEqual([
    money(120, 'EUR'),
    money(5, 'JPY'),
  ]);
  expect(totalsByCurrency([])).toEqual([]);
});

test('a sum that JSON cannot carry is refused', () => {
  expect(() => totalsByCurrency([money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR')])).toThrow(
    expect.objectContaining({ code: 'total_too_large', kind: 'unprocessable' }),
  );
});
