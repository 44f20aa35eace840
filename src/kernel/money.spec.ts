import { describe, expect, test } from '@jest/globals';
import { formatMoney, toMajorText } from './money.js';

describe('the smallest unit is that of ISO 4217, whatever the runtime’s own table says', () => {
  test.each([
    ['EUR', '12345.67'],
    ['HUF', '12345.67'],
    ['COP', '12345.67'],
    ['IDR', '12345.67'],
    ['JPY', '1234567'],
    ['XOF', '1234567'],
    ['KWD', '1234.567'],
    ['IQD', '1234.567'],
    ['CLF', '123.4567'],
  ])('of %s', (currency, major) => {
    expect(toMajorText({ amountMinor: 1_234_567, currency })).toBe(major);
    expect(formatMoney({ amountMinor: 1_234_567, currency }, 'en').replaceAll(/[^\d.]/g, '')).toBe(major);
  });
});
