import { expect, test } from '@jest/globals';
import { money } from '../kernel/money.js';
import { durationText, moneyWords, percentWords, quantityWords } from './policy-words.js';

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

test('an amount reads as it does in the total of a letter, whatever its currency and size', () => {
  expect(moneyWords(money(2 ** 53 - 1, 'USD'))).toEqual({
    fr: '90\u202f071\u202f992\u202f547\u202f409,91\u00a0USD',
    en: '$90,071,992,547,409.91',
  });
});

test('a thousand of something is grouped, and one is one', () => {
  expect(quantityWords(1200, 'registrations')).toEqual({
    fr: '1\u202f200\u00a0inscriptions',
    en: '1,200\u00a0registrations',
  });
  expect(quantityWords(1, 'days_of_service')).toEqual({ fr: '1\u00a0jour de service', en: '1\u00a0day of service' });
});
