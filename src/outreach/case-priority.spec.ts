import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { IMPACT_CLASSES } from '../policies/impact-class.js';
import { type PriorityFacts, priorityOf } from './case-priority.js';
import { CASE_STATUSES } from './outreach-case.js';

const NOW = new Date('2020-09-18T08:00:00Z');
const FACTS: PriorityFacts = {
  status: 'to_contact',
  impactClass: 'unable_to_join',
  stillAffected: true,
  people: 9,
  monthlyFee: { amountMinor: 99_900, currency: 'EUR' },
  claimCount: 0,
  lastTouchAt: null,
  createdAt: new Date('2020-09-16T07:00:00Z'),
};

describe('a priority', () => {
  test('is the sum of the reasons that it gives', () => {
    expect(priorityOf(FACTS, NOW)).toEqual({
      score: 72,
      reasons: [
        { code: 'class', points: 40, value: 'unable_to_join' },
        { code: 'people', points: 10, value: 9 },
        { code: 'contract_value', points: 18, value: '999.00 EUR' },
        { code: 'silence', points: 4, value: 2 },
      ],
    });
  });

  test.each<[string, Partial<PriorityFacts>, number]>([
    ['nobody hit any more', { stillAffected: false }, 22],
    ['one claim', { claimCount: 1 }, 87],
    ['a touch this morning', { lastTouchAt: NOW }, 68],
    ['no contract', { monthlyFee: null }, 54],
    ['resolved', { status: 'resolved' }, 0],
  ])('with %s', (_what, change, score) => {
    expect(priorityOf({ ...FACTS, ...change }, NOW).score).toBe(score);
  });

  test('never falls when more is at stake, and stays in its bounds', () => {
    const facts = fc.record({
      status: fc.constantFrom(...CASE_STATUSES),
      impactClass: fc.constantFrom(...IMPACT_CLASSES),
      stillAffected: fc.boolean(),
      people: fc.nat(2_000_000),
      monthlyFee: fc.option(fc.record({ amountMinor: fc.nat(), currency: fc.constantFrom('EUR', 'JPY') })),
      claimCount: fc.nat(50),
      lastTouchAt: fc.constant(null),
      createdAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2021-01-01'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(facts, fc.nat(1000), fc.nat(5), (one, people, claims) => {
        const { score, reasons } = priorityOf(one, NOW);
        expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(140);
        const more = { ...one, people: one.people + people, claimCount: one.claimCount + claims };
        expect(priorityOf(more, NOW).score).toBeGreaterThanOrEqual(score);
        expect(priorityOf(one, new Date(NOW.getTime() + 86_400_000)).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});
