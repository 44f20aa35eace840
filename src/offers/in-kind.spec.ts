import { expect, test } from '@jest/globals';
import { givenWords, givesInKindAlone, inKindOf, inKindText, sumInKind } from './in-kind.js';

const days = (quantity: number) => ({ unit: 'days_of_service', quantity }) as const;

test('what is given in kind is added up by unit, less what limits took away', () => {
  expect(inKindOf([{ inKind: days(3) }, {}, { inKind: days(-1) }])).toEqual([days(2)]);
  expect(inKindOf([{ inKind: days(3) }, { inKind: days(-3) }])).toEqual([]);
  const vouchers = { unit: 'meeting_vouchers', quantity: 1 } as const;
  expect(sumInKind([vouchers, days(1), vouchers])).toEqual([days(1), { ...vouchers, quantity: 2 }]);
});

const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

test('in words: the amount, what is in kind, or both, and never an amount of nothing in its place', () => {
  const given = [days(2), { unit: 'meeting_vouchers', quantity: 1 } as const];
  const said = [
    givenWords([euros(0)], given),
    givenWords([euros(100)], given.slice(0, 1)),
    givenWords([euros(0)], []),
    givenWords([], []),
  ];
  expect(said.map((text) => text.replaceAll(/\s/g, ' '))).toEqual([
    '2 days of service + 1 meeting voucher',
    '€1.00 + 2 days of service',
    '€0.00',
    '',
  ]);
  expect(inKindText(given)).toBe('2 days_of_service + 1 meeting_vouchers');
});

test('an offer whose amount is nothing gives in kind alone, or nothing', () => {
  expect(givesInKindAlone({ amount: euros(0), inKind: [days(1)] })).toBe(true);
  expect(givesInKindAlone({ amount: euros(1), inKind: [days(1)] })).toBe(false);
  expect(givesInKindAlone({ amount: euros(0), inKind: [] })).toBe(false);
});
