import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type AttemptEnd, endAttempt, type EndedAttempt, readLookUp } from './attempt-end.js';
import type { Entry, FoundEntry } from './billing-system.js';
import { nextStatuses } from './delivery.js';
import { DELIVERY_TIMING, MAX_TRIES, UNKNOWN_LIMIT_MS } from './next-attempt.js';

const NOW = new Date('2020-09-18T08:00:00Z');
const CLAIMED_AT = new Date('2020-09-18T07:59:59Z');
const inMs = (ms: number): Date => new Date(NOW.getTime() + ms);

const CLAIMED: EndedAttempt = {
  customerId: 'c',
  id: 'd',
  attempt: 3,
  tries: 1,
  lookUpFirst: false,
  firstSentAt: null,
  unknownSince: null,
  claimedAt: CLAIMED_AT,
};
const FOUND: FoundEntry = {
  reference: 'amends-d',
  kind: 'credit',
  externalId: 'x-1',
  amountMinor: 4200,
  currency: 'EUR',
  billingCustomerId: 'cus_1',
  status: 'confirmed',
};
const end = (answer: AttemptEnd, change: Partial<EndedAttempt> = {}, chance = 1) =>
  endAttempt({ ...CLAIMED, ...change }, answer, NOW, DELIVERY_TIMING, chance);
const OPEN = { lookUpFirst: true, firstSentAt: CLAIMED_AT, unknownSince: CLAIMED_AT } as const;

describe('the end of an attempt', () => {
  test.each<[string, AttemptEnd, Partial<EndedAttempt>, object]>([
    [
      'what was taken stands in the books since the claim',
      { outcome: 'taken', status: 'confirmed', externalId: 'x-1', httpStatus: 200 },
      OPEN,
      { status: 'confirmed', externalId: 'x-1', confirmedAt: CLAIMED_AT, lookUpFirst: false, unknownSince: null },
    ],
    [
      'what was taken and not booked yet is submitted',
      { outcome: 'taken', status: 'submitted', externalId: 'x-1' },
      {},
      { status: 'submitted', confirmedAt: null, nextAttemptAt: null, firstSentAt: CLAIMED_AT },
    ],
    [
      'what was found is as if it had been taken',
      { outcome: 'found', found: FOUND },
      OPEN,
      { status: 'confirmed', externalId: 'x-1', outcome: 'found', lookUpFirst: false },
    ],
    [
      'what was found voided goes to a person',
      { outcome: 'found', found: { ...FOUND, status: 'voided' } },
      OPEN,
      { status: 'parked', code: 'reversed_elsewhere', lookUpFirst: true, nextAttemptAt: null },
    ],
    [
      'what was certainly not taken waits, and was never sent',
      { outcome: 'not_taken', code: 'too_many_requests', retryAfterMs: 7000 },
      {},
      { status: 'waiting', lookUpFirst: false, nextAttemptAt: inMs(7000), firstSentAt: null },
    ],
    [
      'tried too often it goes to a person',
      { outcome: 'not_taken', code: 'not_reached' },
      { tries: MAX_TRIES },
      { status: 'parked', code: 'tries_used_up', nextAttemptAt: null },
    ],
    [
      'an unknown outcome is left alone for a while, then looked up',
      { outcome: 'unknown', code: 'outgoing_timeout' },
      {},
      { status: 'unknown', lookUpFirst: true, unknownSince: NOW, firstSentAt: CLAIMED_AT, nextAttemptAt: inMs(5000) },
    ],
    [
      'unknown for a day it goes to a person, and is still looked up first',
      { outcome: 'unknown', code: 'outgoing_timeout' },
      { ...OPEN, unknownSince: inMs(-UNKNOWN_LIMIT_MS) },
      { status: 'parked', code: 'unknown_too_long', lookUpFirst: true },
    ],
    [
      'a look-up without an answer leaves an open outcome open',
      { outcome: 'look_up_failed', code: 'no_answer', message: '' },
      OPEN,
      { status: 'unknown', lookUpFirst: true, unknownSince: CLAIMED_AT, nextAttemptAt: inMs(1000) },
    ],
    [
      'a look-up without an answer says nothing where nothing was open',
      { outcome: 'look_up_failed', code: 'no_answer', message: '' },
      {},
      { status: 'waiting', lookUpFirst: false, firstSentAt: null },
    ],
    [
      'what is refused goes to a person',
      { outcome: 'refused', code: 'resource_missing', httpStatus: 404 },
      {},
      { status: 'parked', code: 'resource_missing', httpStatus: 404, lookUpFirst: false },
    ],
    [
      'what is given back counts as no try',
      { outcome: 'released', code: 'sending_stopped', message: '', afterMs: 2000 },
      {},
      { status: 'waiting', isNoTry: true, nextAttemptAt: inMs(2000) },
    ],
    [
      'given back, an open outcome stays open',
      { outcome: 'released', code: 'sending_stopped', message: '', afterMs: 2000 },
      OPEN,
      { status: 'unknown', lookUpFirst: true, isNoTry: true },
    ],
  ])('%s', (_, answer, change, expected) => {
    expect(end(answer, change)).toMatchObject(expected);
  });

  const code = fc.constantFrom('a', 'b');
  const retryAfter = fc.record({ retryAfterMs: fc.integer({ min: 0, max: 10_000_000 }) }, { requiredKeys: [] });
  const answers: fc.Arbitrary<AttemptEnd> = fc.oneof(
    fc.constantFrom('submitted', 'confirmed', 'applied').map((status) => ({
      outcome: 'taken' as const,
      status: status as 'submitted',
      externalId: 'x',
    })),
    fc.constantFrom('submitted', 'confirmed', 'applied', 'voided').map((status) => ({
      outcome: 'found' as const,
      found: { ...FOUND, status: status as 'voided' },
    })),
    fc.tuple(code, retryAfter).map(([said, later]) => ({ outcome: 'not_taken' as const, code: said, ...later })),
    fc.tuple(code, retryAfter).map(([said, later]) => ({ outcome: 'unknown' as const, code: said, ...later })),
    code.map((said) => ({ outcome: 'look_up_failed' as const, code: said, message: said })),
    code.map((said) => ({ outcome: 'refused' as const, code: said })),
    code.map((said) => ({ outcome: 'gone' as const, code: said })),
    fc.boolean().map((mayBeThere) => ({ outcome: 'parked' as const, code: 'p', message: 'p', mayBeThere })),
    code.map((said) => ({ outcome: 'released' as const, code: said, message: said, afterMs: 2000 })),
  );
  const attempts: fc.Arbitrary<EndedAttempt> = fc.record({
    customerId: fc.constant('c'),
    id: fc.constant('d'),
    attempt: fc.integer({ min: 1, max: 200 }),
    tries: fc.integer({ min: 1, max: 2 * MAX_TRIES }),
    lookUpFirst: fc.boolean(),
    firstSentAt: fc.constantFrom(null, CLAIMED_AT),
    unknownSince: fc.constantFrom(null, CLAIMED_AT, inMs(-2 * UNKNOWN_LIMIT_MS)),
    claimedAt: fc.constant(CLAIMED_AT),
  });

  test('is a state that can follow, forgets no open outcome, and comes again only where it should', () => {
    fc.assert(
      fc.property(attempts, answers, fc.double({ min: 0, max: 1, noNaN: true }), (claimed, answer, chance) => {
        const finished = endAttempt(claimed, answer, NOW, DELIVERY_TIMING, chance);
        const { status, lookUpFirst, nextAttemptAt } = finished;
        expect(nextStatuses('in_flight')).toContain(status);
        const isOnItsWay = status === 'waiting' || status === 'unknown';
        expect(nextAttemptAt === null).toBe(!isOnItsWay);
        if (nextAttemptAt !== null) expect(nextAttemptAt.getTime()).toBeGreaterThan(NOW.getTime());
        // What may be there is looked up before anything is sent again, unless it is known to be there.
        const isSettled = ['submitted', 'confirmed', 'applied'].includes(status);
        if (claimed.lookUpFirst || answer.outcome === 'unknown') expect(lookUpFirst).toBe(!isSettled);
        if (status === 'waiting') expect(lookUpFirst).toBe(false);
        if (status === 'unknown') expect([lookUpFirst, finished.unknownSince !== null]).toEqual([true, true]);
        // The day after which keys are forgotten begins with the first sending.
        if (claimed.firstSentAt !== null) expect(finished.firstSentAt).toEqual(claimed.firstSentAt);
        expect(finished.attempt).toBe(claimed.attempt);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a look-up', () => {
  const entry: Entry = {
    kind: 'credit',
    reference: 'amends-d',
    creditReference: 'amends-d',
    amountMinor: 4200,
    currency: 'EUR',
    billingCustomerId: 'cus_1',
    description: 'Credit',
    creditId: 'd',
    incidentId: 'i',
    offerId: 'o',
  };

  test.each<[string, readonly FoundEntry[], unknown]>([
    ['nothing', [], 'absent'],
    ['our entry', [FOUND], { outcome: 'found', found: FOUND }],
    ['two', [FOUND, { ...FOUND, externalId: 'x-2' }], { outcome: 'parked', code: 'found_twice', mayBeThere: true }],
    ['another amount', [{ ...FOUND, amountMinor: 4201 }], { outcome: 'parked', code: 'found_otherwise' }],
    ['another currency', [{ ...FOUND, currency: 'USD' }], { outcome: 'parked', code: 'found_otherwise' }],
  ])('that finds %s', (_, found, expected) => {
    const said = readLookUp(entry, found);
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatchObject(expected as object);
  });
});
