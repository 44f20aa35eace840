import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { validatePolicy } from './validate-policy.js';

const GOOD = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  plans: ['pro', 'team'],
  amountByClass: {
    unable_to_join: { type: 'fixed', amounts: { EUR: 5000, GBP: 4500, JPY: 8000 } },
    degraded: { type: 'percent_of_monthly_fee', percent: '12.5' },
  },
  minimumSeconds: 60,
  cap: { amounts: { EUR: 30_000, GBP: 25_000, JPY: 40_000 }, percentOfMonthlyFee: '50' },
  excludedPlans: ['free'],
  excludedStatuses: ['trial', 'suspended'],
  validityDays: 30,
};

const without = (name: string) => Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));

test('good rules come back as they are', () => {
  expect(validatePolicy(GOOD)).toEqual({ rules: GOOD });
});

test.each(['plans', 'cap', 'excludedPlans', 'excludedStatuses'])('%s may be left out', (name) => {
  expect(validatePolicy(without(name)).faults).toBeUndefined();
});

test.each(['kind', 'zone', 'amountByClass', 'minimumSeconds', 'validityDays'])('%s is required', (name) => {
  expect(validatePolicy(without(name)).faults).toEqual([expect.objectContaining({ path: name, code: 'required' })]);
});

const fixed = (amounts: unknown) => ({ amountByClass: { degraded: { type: 'fixed', amounts } }, cap: undefined });
const percent = (text: unknown) => ({ amountByClass: { degraded: { type: 'percent_of_monthly_fee', percent: text } } });

test.each<[object, string[]]>([
  [{ kind: 'sla' }, ['kind unknown_value']],
  [{ zone: 'Europe/Atlantis' }, ['zone unknown_time_zone']],
  [{ zone: '+02:00' }, ['zone unknown_time_zone']],
  [{ zone: 5 }, ['zone not_a_text']],
  [{ plans: [] }, ['plans empty']],
  [{ plans: 'pro' }, ['plans not_a_list']],
  [
    { plans: ['pro', 'pro', '', 5, 'a\u0000'] },
    ['plans.1 duplicate', 'plans.2 not_a_text', 'plans.3 not_a_text', 'plans.4 not_a_text'],
  ],
  [{ excludedStatuses: ['gone'] }, ['excludedStatuses.0 unknown_value']],
  [{ validityDays: 0, minimumSeconds: 1.5 }, ['validityDays not_in_range', 'minimumSeconds not_in_range']],
  [{ minimumSeconds: 0 }, ['minimumSeconds not_in_range']],
  [{ minimumSeconds: '60' }, ['minimumSeconds not_in_range']],
  [{ capp: { amounts: { EUR: 1 } } }, ['capp unknown_field']],
  [{ cap: {} }, ['cap empty']],
  [{ cap: null }, ['cap not_an_object']],
  [{ cap: { amounts: { EUR: 0, GBP: 1, JPY: 1 } } }, ['cap.amounts.EUR not_in_range']],
  [{ cap: { percentOfMonthlyFee: '50', percent: '5' } }, ['cap.percent unknown_field']],
  [{ cap: { amounts: { EUR: 1, GBP: 1 } } }, ['cap.amounts.JPY amount_missing']],
  [
    { cap: { amounts: { EUR: 1, GBP: 1, JPY: 1, USD: 1 } } },
    ['amountByClass.unable_to_join.amounts.USD amount_missing'],
  ],
  [{ amountByClass: {} }, ['amountByClass empty']],
  [{ amountByClass: [] }, ['amountByClass not_an_object']],
  [{ amountByClass: { unknown: GOOD.amountByClass.degraded } }, ['amountByClass.unknown unknown_field']],
  [
    { amountByClass: { degraded: 5 } },
    ['amountByClass.degraded not_an_object', 'amountByClass.degraded.type required'],
  ],
  [{ amountByClass: { degraded: { type: 'linear' } } }, ['amountByClass.degraded.type unknown_value']],
  [{ ...fixed({ EUR: 1, GBP: 1, JPY: 1, percent: 1 }) }, ['amountByClass.degraded.amounts.percent unknown_currency']],
  [percent('12,5'), ['amountByClass.degraded.percent not_a_percentage']],
])('%j is refused', (change, expected) => {
  const faults = validatePolicy({ ...GOOD, ...change }).faults ?? [];
  expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

test.each(['0', '0.5', '12.5', '99.999999', '100', '100.0'])('%s is a percentage', (text) => {
  expect(validatePolicy({ ...GOOD, ...percent(text) }).faults).toBeUndefined();
});

test.each(['', '12,5', '-1', '100.5', '101', '1e1', '.5', '5.', '05', ' 5', '5%', '0.0000001', 5, null])(
  '%j is no percentage',
  (text) => {
    expect(validatePolicy({ ...GOOD, ...percent(text) }).faults).toEqual([
      expect.objectContaining({ path: 'amountByClass.degraded.percent', code: 'not_a_percentage' }),
    ]);
  },
);

test.each([0, 1, 2 ** 53 - 1])('%p minor units are an amount', (amount) => {
  expect(validatePolicy({ ...GOOD, ...fixed({ EUR: amount }) }).faults).toBeUndefined();
});

test.each([-1, 0.5, 2 ** 53, '5', null, Number.NaN])('%p minor units are none', (amount) => {
  expect(validatePolicy({ ...GOOD, ...fixed({ EUR: amount }) }).faults).toEqual([
    expect.objectContaining({ path: 'amountByClass.degraded.amounts.EUR', code: 'not_in_range' }),
  ]);
});

test.each(['eur', 'XYZ', '__proto__', ''])('%j is no currency', (currency) => {
  const json = JSON.parse(`{"${currency}": 5}`) as unknown;
  expect(validatePolicy({ ...GOOD, ...fixed(json) }).faults).toEqual([
    expect.objectContaining({ path: `amountByClass.degraded.amounts.${currency}`, code: 'unknown_currency' }),
  ]);
});

test('all reasons come at once', () => {
  const faults = validatePolicy({ kind: 'goodwill', zone: 'x', amountByClass: {}, cap: {}, extra: 1 }).faults;
  expect(faults?.map(({ path }) => path)).toEqual([
    'extra',
    'zone',
    'validityDays',
    'amountByClass',
    'minimumSeconds',
    'cap',
  ]);
});

test('no JSON whatever makes it throw, and what is not refused is what was given', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(...Object.keys(GOOD), 'x'),
      fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(GOOD))),
    ),
  );
  fc.assert(
    fc.property(json, (value) => {
      const found = validatePolicy(value);
      expect(found.faults === undefined ? found.rules : value).toEqual(value);
    }),
  );
});
