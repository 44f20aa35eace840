import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { validatePolicy } from './validate-policy.js';

const GOOD = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  plans: ['pro', 'team'],
  measure: { minimumSeconds: 60, inferred: 'half' },
  remedy: {
    type: 'fixed',
    byClass: {
      unable_to_join: { amounts: { EUR: 5000, GBP: 4500, JPY: 8000 } },
      degraded: { percent: '12.5' },
    },
  },
  caps: { incident: { amounts: { EUR: 30_000, GBP: 25_000, JPY: 40_000 }, percent: '50' } },
  exclusions: { plans: ['free'], statuses: ['trial', 'suspended'], judged: ['beta'] },
  taxTreatment: 'indemnity',
  validityDays: 30,
};

const SLA = {
  kind: 'sla',
  zone: 'UTC',
  measure: { weights: { degraded: '0.3' }, minConsecutiveMinutes: 5, partialMinutes: 'drop' },
  remedy: {
    type: 'tiers',
    tiers: [
      { gte: '99.0', lt: '99.9', percent: '10' },
      { gte: '95', lt: '99', percent: '25' },
      { lt: '95', percent: '100' },
    ],
  },
  claim: { required: true, deadline: { days: 30, from: 'period_end' }, needs: ['ticket'] },
  approvalLimits: { manager: { EUR: 10_000 } },
  soleRemedy: true,
  taxTreatment: 'price_reduction',
  validityDays: 30,
};

const codes = (json: unknown) => (validatePolicy(json).faults ?? []).map(({ path, code }) => `${path} ${code}`);

test('good rules come back as they are, with what was left out filled in', () => {
  expect(validatePolicy(GOOD)).toEqual({
    rules: {
      ...GOOD,
      period: 'calendar_month',
      measure: {
        basis: 'clock_minutes',
        weights: { lost: '1', degraded: '0' },
        minConsecutiveMinutes: 0,
        partialMinutes: 'count',
        inferred: 'half',
        minimumSeconds: 60,
      },
      remedy: { ...GOOD.remedy, per: 'incident' },
      fee: { base: 'monthly_fee', percent: '100' },
      claim: { required: false, needs: [] },
      exclusions: { ...GOOD.exclusions, components: [] },
      nature: 'credit',
      soleRemedy: false,
      combination: 'larger',
      acceptance: 'required',
    },
  });
  expect(validatePolicy(SLA)).toMatchObject({
    rules: {
      measure: { basis: 'service_minutes', weights: { lost: '1', degraded: '0.3' } },
      fee: { base: 'fees_of_period' },
    },
  });
});

test('complete rules stay as they are', () => {
  for (const json of [GOOD, SLA]) {
    const { rules } = validatePolicy(json) as { rules: unknown };
    expect(validatePolicy(rules)).toEqual({ rules });
  }
});

test.each(['plans', 'measure', 'caps', 'exclusions'])('%s may be left out', (name) => {
  expect(codes(Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name)))).toEqual([]);
});

test.each(['kind', 'zone', 'remedy', 'taxTreatment', 'validityDays'])('%s is required', (name) => {
  const without = Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));
  expect(codes(without)).toContain(`${name} required`);
});

const degraded = (earned: unknown) => ({ remedy: { type: 'fixed', byClass: { degraded: earned } }, caps: undefined });
const tiers = (...list: unknown[]) => ({ ...SLA, remedy: { type: 'tiers', tiers: list } });

test.each<[object, string[]]>([
  [{ kind: 'SLA' }, ['kind unknown_value']],
  [{ zone: 'Europe/Atlantis' }, ['zone unknown_time_zone']],
  [{ zone: '+02:00' }, ['zone unknown_time_zone']],
  [{ plans: [] }, ['plans empty']],
  [{ plans: ['pro', 'pro', '', 5] }, ['plans.1 duplicate', 'plans.2 not_a_text', 'plans.3 not_a_text']],
  [{ exclusions: { statuses: ['gone'] } }, ['exclusions.statuses.0 unknown_value']],
  [{ exclusions: { components: ['zoom'] } }, ['exclusions.components not_for_this_basis']],
  [
    { validityDays: 0, measure: { minimumSeconds: 1.5 } },
    ['measure.minimumSeconds not_in_range', 'validityDays not_in_range'],
  ],
  [{ measure: { basis: 'minutes' } }, ['measure.basis unknown_value']],
  [{ measure: { weights: { lost: '0.5', degraded: '0.6' } } }, ['measure.weights.degraded degraded_outweighs_lost']],
  [
    { measure: { weights: { lost: '1.5', degraded: 0.3 } } },
    ['measure.weights.lost not_a_weight', 'measure.weights.degraded not_a_weight'],
  ],
  [
    { measure: { basis: 'user_minutes', minConsecutiveMinutes: 5 } },
    ['measure.minConsecutiveMinutes not_for_this_basis', 'remedy.byClass not_for_this_basis'],
  ],
  [{ cycleDay: 3 }, ['cycleDay not_for_this_period']],
  [{ period: 'billing_cycle' }, ['cycleDay required']],
  [{ period: 'billing_cycle', cycleDay: 31 }, ['cycleDay not_in_range']],
  [{ period: 'event' }, ['period period_and_basis', 'remedy.type not_for_this_period']],
  [{ capp: { incident: { amounts: { EUR: 1 } } } }, ['capp unknown_field']],
  [{ caps: { incident: {} } }, ['caps.incident empty']],
  [{ caps: { incident: { quantity: 3 } } }, ['caps.incident.quantity not_for_this_remedy']],
  [
    {
      remedy: { type: 'in_kind', unit: 'meeting_vouchers', byClass: { degraded: 1 } },
      caps: { incident: { amounts: { EUR: 5 }, quantity: 3 }, rollingYear: { percent: '20' } },
      floor: { EUR: 500 },
      minimum: { EUR: 100 },
    },
    [
      'caps.incident.amounts not_for_this_remedy',
      'caps.rollingYear.percent not_for_this_remedy',
      'minimum not_for_this_remedy',
      'floor not_for_this_remedy',
    ],
  ],
  [{ caps: { incident: { amounts: { EUR: 1, GBP: 1 } } } }, ['caps.incident.amounts.JPY amount_missing']],
  [{ minimum: { EUR: 100 } }, ['minimum.GBP amount_missing', 'minimum.JPY amount_missing']],
  [{ fee: { base: 'fees', percent: '101' } }, ['fee.base unknown_value', 'fee.percent not_a_percentage']],
  [{ nature: 'extension' }, ['nature nature_and_remedy']],
  [{ taxTreatment: 'vat' }, ['taxTreatment unknown_value']],
  [{ approvalLimits: { viewer: { EUR: 5 } } }, ['approvalLimits.viewer unknown_field']],
  [{ incomplete: ['the tiers below 99 % were not read'] }, ['incomplete incomplete']],
  [{ remedy: { type: 'fixed' } }, ['remedy.each required']],
  [
    { remedy: { type: 'fixed', each: { percent: '5' }, byClass: { degraded: { percent: '5' } } } },
    ['remedy.each one_too_many'],
  ],
  [{ remedy: { type: 'fixed', byClass: {} } }, ['remedy.byClass empty']],
  [{ remedy: { type: 'fixed', byClass: { unknown: { percent: '5' } } } }, ['remedy.byClass.unknown unknown_field']],
  [{ remedy: { type: 'fixed', per: 'day', each: { percent: '5' } } }, ['remedy.per not_for_this_basis']],
  [{ remedy: { type: 'step', target: '99.9', per: '0', percent: '1', round: 'up' } }, ['remedy.per not_in_range']],
  [{ remedy: { type: 'script', code: 'fee * 2' } }, ['remedy.type unknown_value']],
  [degraded({ percent: '12,5' }), ['remedy.byClass.degraded.percent not_a_percentage']],
  [degraded({ percent: 20 }), ['remedy.byClass.degraded.percent not_a_percentage']],
  [degraded({ percent: '100.5' }), ['remedy.byClass.degraded.percent not_a_percentage']],
  [degraded({ amounts: { EUR: 2 ** 53 } }), ['remedy.byClass.degraded.amounts.EUR not_in_range']],
  [degraded({ amounts: { eur: 5 } }), ['remedy.byClass.degraded.amounts.eur unknown_currency']],
])('%j is refused', (change, expected) => {
  expect(codes({ ...GOOD, ...change })).toEqual(expected);
});

test.each<[string, unknown[], string, string]>([
  // Zus: "99.0 – 99.89 %", "95.0 – 98.99", "94.99 or lower" say nothing for 99.895 or 98.995.
  [
    'a hole',
    [
      { gte: '99', lt: '99.89', percent: '5' },
      { gte: '95', lt: '98.99', percent: '10' },
      { lt: '95', percent: '25' },
    ],
    'remedy.tiers.1.lt tiers_gap',
    '[98.99, 99)',
  ],
  ['a hole at the bottom', [{ gte: '99', lt: '99.9', percent: '5' }], 'remedy.tiers.0.gte tiers_gap', '[0, 99)'],
  [
    'an overlap',
    [
      { gte: '99', lt: '99.9', percent: '5' },
      { lt: '99.5', percent: '10' },
    ],
    'remedy.tiers.1.lt tiers_overlap',
    '[99, 99.5)',
  ],
  [
    'no order',
    [
      { lt: '95', percent: '25' },
      { gte: '95', lt: '99', percent: '10' },
    ],
    'remedy.tiers.1.lt tiers_out_of_order',
    'from the best',
  ],
  [
    'an empty one',
    [
      { gte: '99.9', lt: '99', percent: '5' },
      { lt: '99', percent: '10' },
    ],
    'remedy.tiers.0.lt tier_empty',
    '[99.9, 99)',
  ],
  [
    'less for worse',
    [
      { gte: '99', lt: '99.9', percent: '10' },
      { lt: '99', percent: '5' },
    ],
    'remedy.tiers.1 tiers_fall',
    'worse',
  ],
])('tiers with %s are refused, and it is shown', (_name, list, expected, shown) => {
  const faults = validatePolicy(tiers(...list)).faults ?? [];
  const found = faults.find(({ path, code }) => `${path} ${code}` === expected);
  expect(found?.message).toContain(shown);
});

test('all reasons come at once', () => {
  const faults = validatePolicy({ kind: 'goodwill', zone: 'x', remedy: {}, caps: { incident: {} }, extra: 1 }).faults;
  expect(faults?.map(({ path }) => path)).toEqual([
    'extra',
    'zone',
    'remedy.type',
    'caps.incident',
    'taxTreatment',
    'validityDays',
  ]);
});

test('no JSON whatever makes it throw', () => {
  const values = [...Object.values(GOOD), ...Object.values(SLA)];
  const json = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(...Object.keys({ ...GOOD, ...SLA }), 'x'),
      fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(...values)),
    ),
  );
  fc.assert(
    fc.property(json, (value) => {
      const found = validatePolicy(value);
      expect(found.faults === undefined ? validatePolicy(found.rules).faults : undefined).toBeUndefined();
    }),
  );
});
