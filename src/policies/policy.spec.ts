import { expect, test } from '@jest/globals';
import { choosePolicyVersion, isInForce, type PolicyVersion } from './policy.js';

const version = (
  policyCode: string,
  plans?: readonly string[],
  from = '2026-01-01',
  to: string | null = null,
): PolicyVersion => ({
  id: `${policyCode}-${from}`,
  policyCode,
  version: 1,
  from,
  to,
  rules: {
    kind: 'goodwill',
    zone: 'Europe/Paris',
    amountByClass: { degraded: { type: 'fixed', amounts: { EUR: 100 } } },
    minimumSeconds: 60,
    validityDays: 30,
    ...(plans === undefined ? {} : { plans }),
  },
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
  expect(choosePolicyVersion(VERSIONS, contract, '2026-03-01')?.policyCode).toBe(expected);
  expect(choosePolicyVersion(VERSIONS.toReversed(), contract, '2026-03-01')?.policyCode).toBe(expected);
});

test('the version is that of the day', () => {
  const versions = [version('p', undefined, '2026-01-01', '2026-02-01'), version('p', undefined, '2026-02-01')];
  const contract = { plan: 'pro', policyCode: 'p' };
  expect(choosePolicyVersion(versions, contract, '2026-01-31')?.from).toBe('2026-01-01');
  expect(choosePolicyVersion(versions, contract, '2026-02-01')?.from).toBe('2026-02-01');
  expect(choosePolicyVersion(versions, contract, '2025-12-31')).toBeUndefined();
});
