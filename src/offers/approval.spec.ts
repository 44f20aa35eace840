import { describe, expect, test } from '@jest/globals';
import type { Actor, Role } from '../platform/access/actor.js';
import {
  type ApprovalCase,
  approvalBlockers,
  approvalsNeeded,
  type ApprovalTerms,
  secondApprovalBlockers,
} from './approval.js';

const TERMS: ApprovalTerms = { policyCode: 'std', shareMinor: 5000, usedMinor: 0 };
const person = (...roles: Role[]): Actor => ({ id: 'person:anne', kind: 'person', roles });

function draft(terms: Partial<ApprovalTerms> = {}, others: Partial<ApprovalCase> = {}): ApprovalCase {
  return {
    status: 'draft',
    amountMinor: 5000,
    currency: 'EUR',
    approvals: [],
    editors: [],
    terms: [{ ...TERMS, ...terms }],
    ...others,
  };
}

const codes = (offer: ApprovalCase, actor?: Actor): string[] => approvalBlockers(offer, actor).map(({ code }) => code);

describe('who may approve', () => {
  test.each<[string, Partial<ApprovalTerms>, Actor, string[]]>([
    ['a manager, where the policy says nothing', {}, person('manager'), []],
    ['an agent, where it says nothing', {}, person('agent'), ['role_may_not_approve']],
    ['an agent up to a limit', { approvalLimits: { agent: { EUR: 5000 } } }, person('agent'), []],
    ['an agent above it', { approvalLimits: { agent: { EUR: 4999 } } }, person('agent'), ['above_approval_limit']],
    [
      'a manager who is not named',
      { approvalLimits: { agent: { EUR: 5000 } } },
      person('manager'),
      ['role_may_not_approve'],
    ],
    [
      'the higher of two limits',
      { approvalLimits: { agent: { EUR: 1 }, finance: { EUR: 5000 } } },
      person('agent', 'finance'),
      [],
    ],
    [
      'a currency without a limit',
      { approvalLimits: { manager: { GBP: 9000 } } },
      person('manager'),
      ['above_approval_limit'],
    ],
    ['a machine', {}, { id: 'key:1', kind: 'key', roles: ['administrator'] }, ['person_required']],
    ['Amends itself', { approvalLimits: {} }, { id: 'system', kind: 'system', roles: [] }, []],
  ])('%s', (_name, terms, actor, expected) => {
    expect(codes(draft(terms), actor)).toEqual(expected);
  });

  test('the whole amount is held against the limits of each policy', () => {
    const half = { ...TERMS, shareMinor: 2500, approvalLimits: { manager: { EUR: 2500 } } };
    expect(codes(draft({}, { terms: [half, { ...TERMS, shareMinor: 2500 }] }), person('manager'))).toEqual([
      'above_approval_limit',
    ]);
  });

  test('nobody approves their own edit, nor twice; all reasons come at once', () => {
    const approvals = [{ by: 'person:anne', at: '2020-09-17T08:00:00.000Z', hash: 'h' }];
    const terms = { approvalLimits: { agent: { EUR: 1 } }, budgetPerIncident: { EUR: 4999 } };
    expect(codes(draft(terms, { approvals, editors: ['person:anne'] }), person('agent'))).toEqual([
      'above_approval_limit',
      'own_edit',
      'approved_by_you',
      'budget_exceeded',
    ]);
  });
});

test.each([
  [5000, 0, []],
  [5000, 1, ['budget_exceeded']],
  [10_000, 5000, []],
  [4999, 0, ['budget_exceeded']],
])('a budget of %i with %i used: %j', (budget, usedMinor, expected) => {
  expect(codes(draft({ budgetPerIncident: { EUR: budget }, usedMinor }))).toEqual(expected);
});

test.each([
  [4999, 2],
  [5000, 1],
])('four eyes above %i: %i people', (above, expected) => {
  expect(approvalsNeeded(draft({ fourEyesAbove: { EUR: above } }))).toBe(expected);
});

test('a draft with one approval of two says what it waits for', () => {
  const approvals = [{ by: 'person:bob', at: '2020-09-17T08:00:00.000Z', hash: 'h' }];
  const four = { fourEyesAbove: { EUR: 100 } };
  expect(secondApprovalBlockers(draft(four, { approvals })).map(({ to, code }) => `${to} ${code}`)).toEqual([
    'sent second_approval_needed',
    'accepted second_approval_needed',
  ]);
  expect(secondApprovalBlockers(draft(four))).toEqual([]);
  expect(secondApprovalBlockers(draft({}, { approvals }))).toEqual([]);
});
