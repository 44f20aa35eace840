import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, property, record } from 'fast-check';
import { OFFER_STATUSES, type OfferStatus } from '../offers/offer.js';
import type { PolicyVersion } from '../policies/policy.js';
import { rulesOf } from '../policies/validate-policy.js';
import { CLAIM_STATUSES, CLAIM_VERDICTS, claimBlockers, nextStatuses } from './claim.js';
import { type ClaimEvidence, coverageGaps, deadlineOf, verdictOf } from './claim-verdict.js';

const NOW = new Date('2020-09-20T10:00:00Z');
const IMPACT = {
  class: 'unable_to_join',
  people: 3,
  meetings: 1,
  clockSeconds: 1020,
  personSeconds: 3060,
  inferredSeconds: 0,
} as const;
const HIT: ClaimEvidence = {
  assessment: { id: 'a', revision: 1, provisional: false },
  incident: { startAt: '2020-09-16T12:49:00.000Z', endAt: '2020-09-16T13:09:00.000Z' },
  impact: IMPACT,
  meeting: null,
  meetingNamed: null,
  offer: null,
  proposal: null,
  notCovered: [],
  deadline: null,
  completeness: null,
};
const offer = (status: OfferStatus): ClaimEvidence['offer'] => ({
  id: 'o',
  status,
  amount: { amountMinor: 5000, currency: 'EUR' },
  inKind: [],
  sentAt: null,
  validUntil: null,
});
const due = (dueAt: string): ClaimEvidence['deadline'] => ({
  days: 1,
  from: 'incident',
  businessDays: false,
  policyCode: 'sla',
  dueAt,
});

describe('the verdict', () => {
  test.each<[string, Partial<ClaimEvidence>]>([
    ['known', { offer: offer('sent') }],
    ['known', { offer: offer('approved'), notCovered: ['plan_excluded'], deadline: due('2020-09-18T00:00:00Z') }],
    ['impact_found', {}],
    ['impact_found', { offer: offer('draft') }],
    ['impact_found', { offer: offer('declined') }],
    ['product_not_covered', { notCovered: ['no_contract'], deadline: due('2020-09-18T00:00:00Z') }],
    ['outside_deadline', { deadline: due('2020-09-20T10:00:00Z') }],
    ['impact_found', { deadline: due('2020-09-20T10:00:01Z') }],
    ['not_assessed', { assessment: null, impact: null }],
    ['no_trace', { impact: null }],
    ['no_trace', { impact: { ...IMPACT, class: 'unknown' } }],
  ])('%s', (expected, evidence) => expect(verdictOf({ ...HIT, ...evidence }, NOW)).toBe(expected));

  test('an offer on its way always answers, and what may be accepted has an offer or an impact', () => {
    const evidences = record({
      assessment: constantFrom(HIT.assessment, null),
      impact: constantFrom(HIT.impact, null, { ...IMPACT, class: 'unknown' as const }),
      offer: constantFrom(null, ...OFFER_STATUSES.map(offer)),
      notCovered: constantFrom<ClaimEvidence['notCovered'][]>([], ['plan_excluded']),
      deadline: constantFrom(null, due('2020-09-18T00:00:00Z'), due('2020-10-18T00:00:00Z')),
    }).map((others): ClaimEvidence => ({ ...HIT, ...others }));
    assert(
      property(evidences, (evidence) => {
        const verdict = verdictOf(evidence, NOW);
        expect(CLAIM_VERDICTS).toContain(verdict);
        const isOnItsWay = ['approved', 'sent', 'accepted'].includes(evidence.offer?.status ?? '');
        expect(verdict === 'known').toBe(isOnItsWay);
        if (verdict === 'impact_found') expect(evidence.impact?.class).toBe('unable_to_join');
        const isAcceptable = claimBlockers({ status: 'open', verdict, isMatched: true }).length === 0;
        expect(isAcceptable).toBe(verdict === 'known' || verdict === 'impact_found');
      }),
      { numRuns: 200 },
    );
  });
});

function version(code: string, kind: 'sla' | 'goodwill', others: object = {}): PolicyVersion {
  const rules = rulesOf({
    kind,
    zone: 'Europe/Paris',
    validityDays: 30,
    taxTreatment: 'price_reduction',
    remedy: { type: 'fixed', per: 'incident', each: { percent: '20' } },
    measure: { basis: 'clock_minutes' },
    ...others,
  });
  return { id: code, policyCode: code, version: 1, from: '2020-01-01', to: null, rules };
}

describe('who is covered', () => {
  const contract = { plan: 'business', status: 'active' } as const;
  const goodwill = version('gesture', 'goodwill');
  const trialsOut = version('sla', 'sla', { exclusions: { statuses: ['trial'] } });
  test.each([
    ['by one policy', contract, { goodwill }, null, []],
    ['without a contract', undefined, { goodwill }, null, ['no_contract']],
    ['without a policy', contract, {}, null, ['no_policy_in_force']],
    ['without the component', contract, { goodwill }, ['zoom'], ['component_not_in_contract']],
    ['with one of the components', contract, { goodwill }, ['zoom', 'app'], []],
    ['on trial', { plan: 'business', status: 'trial' } as const, { sla: trialsOut }, null, ['status_excluded']],
    [
      'on trial, by the other policy',
      { plan: 'business', status: 'trial' } as const,
      { sla: trialsOut, goodwill },
      null,
      [],
    ],
    ['of another plan', contract, { sla: version('sla', 'sla', { plans: ['team'] }) }, null, ['plan_not_in_policy']],
  ])('%s', (_name, of, chosen, own, expected) => expect(coverageGaps(of, chosen, own, ['app'])).toEqual(expected));

  test('the latest of the deadlines holds, and none where one policy sets none', () => {
    const incident = { startAt: new Date('2020-09-16T12:49:00Z'), endAt: new Date('2020-09-16T13:09:00Z') };
    const claim = (days: number) => ({
      required: true,
      deadline: { days, from: 'incident', businessDays: false },
      needs: [],
    });
    const sla = version('sla', 'sla', { claim: claim(10) });
    const late = version('gesture', 'goodwill', { claim: claim(20) });
    expect(deadlineOf({ sla }, incident)).toMatchObject({ policyCode: 'sla', dueAt: '2020-09-26T22:00:00.000Z' });
    expect(deadlineOf({ sla, goodwill: late }, incident)).toMatchObject({ policyCode: 'gesture', days: 20 });
    expect(deadlineOf({ sla, goodwill }, incident)).toBeNull();
    expect(deadlineOf({ sla }, null)).toBeNull();
  });
});

test('a merged claim is final, and what was never matched is unmatched again', () => {
  for (const status of CLAIM_STATUSES) {
    expect(nextStatuses({ status, verdict: null, isMatched: true }).length === 0).toBe(status === 'merged');
  }
  expect(nextStatuses({ status: 'refused', verdict: null, isMatched: false })).toEqual(['unmatched']);
});
