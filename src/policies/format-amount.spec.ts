import { describe, expect, test } from '@jest/globals';
import { formatAmount, formatCount } from './format-amount.js';

const NBSP = '\u00a0';
const NNBSP = '\u202f';

describe('an amount', () => {
  test.each([
    [0, 'EUR', `0,00${NBSP}€`, '€0.00'],
    [4_200, 'EUR', `42,00${NBSP}€`, '€42.00'],
    [123_456, 'EUR', `1${NNBSP}234,56${NBSP}€`, '€1,234.56'],
    [100_000_000, 'EUR', `1${NNBSP}000${NNBSP}000,00${NBSP}€`, '€1,000,000.00'],
    [-8_322, 'EUR', `\u221283,22${NBSP}€`, '\u2212€83.22'],
    [123_456, 'GBP', `1${NNBSP}234,56${NBSP}£`, '£1,234.56'],
    [123_456, 'USD', `1${NNBSP}234,56${NBSP}USD`, '$1,234.56'],
    [123_456, 'CHF', `1${NNBSP}234,56${NBSP}CHF`, `CHF${NBSP}1,234.56`],
    [-500, 'CHF', `\u22125,00${NBSP}CHF`, `\u2212CHF${NBSP}5.00`],
    [123_456, 'JPY', `123${NNBSP}456${NBSP}JPY`, `JPY${NBSP}123,456`],
    [123_456, 'HUF', `1${NNBSP}234,56${NBSP}HUF`, `HUF${NBSP}1,234.56`],
    [123_456, 'TND', `123,456${NBSP}TND`, `TND${NBSP}123.456`],
  ])('of %i minor units of %s', (amountMinor, currency, french, english) => {
    expect(formatAmount({ amountMinor, currency }, 'fr')).toBe(french);
    expect(formatAmount({ amountMinor, currency }, 'en')).toBe(english);
  });

  test('counts are grouped as amounts are', () => {
    expect(formatCount(999, 'fr')).toBe('999');
    expect(formatCount(1_204, 'fr')).toBe(`1${NNBSP}204`);
    expect(formatCount(1_204_000, 'en')).toBe('1,204,000');
  });
});
