import { expect, test } from '@jest/globals';
import { choosePolicies, isInForce } from './choose-policy.js';
import type { PolicyKind, PolicyVersion } from './policy.js';
import { rulesOf } from './validate-policy.js';

const version = (
  policyCode: string,
  plans?: readonly string[],
  from = '2026-01-01',
  to: string | null = null,
  kind: PolicyKind = 'goodwill',
): PolicyVersion => ({
  id: `${policyCode}-${from}`,
  policyCode,
  version: 1,
  from,
  to,
  rules: rulesOf({
    kind,
    zone: 'Europe/Paris',
    remedy: { type: 'fixed', each: { amounts: { EUR: 100 } } },
    taxTreatment: 'price_reduction',
    validityDays: 30,
    ...(plans === undefined ? {} : { plans }),
  }),
});

test.each([
  ['2025-12-31', false],
  ['2026-01-01', true],
  ['2026-05-31', true],
  ['2026-06-01', false],
])('a version of January to May is in force on %s: %p', (day, expected) => {
  expect(isInForce({ from: '2026-01-01', to: '2026-06-01' }, day)).toBe(expected);
});

const VERSIONS = [
  version('z-all'),
  version('b-pro', ['pro', 'team']),
  version('a-pro', ['pro']),
  version('m-all'),
  version('a-old', ['pro'], '2020-01-01', '2026-01-01'),
];

test.each([
  [{ plan: 'pro', policyCode: null }, 'a-pro'],
  [{ plan: 'team', policyCode: null }, 'b-pro'],
  [{ plan: 'free', policyCode: null }, 'm-all'],
  [{ plan: 'free', policyCode: 'a-pro' }, 'a-pro'],
  [{ plan: 'pro', policyCode: 'a-old' }, undefined],
  [{ plan: 'pro', policyCode: 'missing' }, undefined],
])('the policy of %j is %s', (contract, expected) => {
  expect(choosePolicies(VERSIONS, contract, '2026-03-01').goodwill?.policyCode).toBe(expected);
  expect(choosePolicies(VERSIONS.toReversed(), contract, '2026-03-01').goodwill?.policyCode).toBe(expected);
});

test('the version is that of the day', () => {
  const versions = [version('p', undefined, '2026-01-01', '2026-02-01'), version('p', undefined, '2026-02-01')];
  const contract = { plan: 'pro', policyCode: 'p' };
  expect(choosePolicies(versions, contract, '2026-01-31').goodwill?.from).toBe('2026-01-01');
  expect(choosePolicies(versions, contract, '2026-02-01').goodwill?.from).toBe('2026-02-01');
  expect(choosePolicies(versions, contract, '2025-12-31').goodwill).toBeUndefined();
});

test('one of each kind: a policy that is named takes the place of its own kind alone', () => {
  const sla = (code: string, plans?: readonly string[]) => version(code, plans, '2026-01-01', null, 'sla');
  const versions = [...VERSIONS, sla('s-all'), sla('s-pro', ['pro'])];
  const codes = (policyCode: string | null) => {
    const chosen = choosePolicies(versions, { plan: 'pro', policyCode }, '2026-03-01');
    return [chosen.sla?.policyCode, chosen.goodwill?.policyCode];
  };
  expect(codes(null)).toEqual(['s-pro', 'a-pro']);
  expect(codes('s-all')).toEqual(['s-all', 'a-pro']);
  expect(codes('z-all')).toEqual(['s-pro', 'z-all']);
  expect(codes('missing')).toEqual([undefined, undefined]);
});
