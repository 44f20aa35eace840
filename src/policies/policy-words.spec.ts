import { expect, test } from '@jest/globals';
import { formatMoney, money } from '../kernel/money.js';
import { durationText, moneyWords, percentWords } from './policy-words.js';

test.each([
  [0, '0 s'],
  [45, '45 s'],
  [60, '1 min'],
  [990, '16 min 30 s'],
  [3600, '1 h'],
  [4650, '1 h 17 min 30 s'],
  [90_000, '25 h'],
])('%i seconds are %s', (seconds, text) => expect(durationText(seconds).replaceAll('\u00a0', ' ')).toBe(text));

test.each([
  ['20', '20\u00a0%', '20%'],
  ['12.50', '12,5\u00a0%', '12.5%'],
  ['0.000001', '0,000001\u00a0%', '0.000001%'],
])('%s percent', (percent, fr, en) => expect(percentWords(percent)).toEqual({ fr, en }));

test.each([
  money(0, 'EUR'),
  money(5, 'EUR'),
  money(123_456, 'EUR'),
  money(7, 'JPY'),
  money(5005, 'TND'),
  money(2 ** 53 - 1, 'USD'),
])('%j is written as the kernel writes it', (amount) =>
  expect(moneyWords(amount)).toEqual({ fr: formatMoney(amount, 'fr'), en: formatMoney(amount, 'en') }),
);
