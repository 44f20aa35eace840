import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CAPABILITIES, CONNECTION_KINDS } from './billing-system.js';
import { DELIVERY_TIMING, looksUpFirst, MAX_TRIES, readRetryAfter, retryPauseMs } from './next-attempt.js';

const NOW = new Date('2020-09-18T08:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);
const HOUR_MS = 3_600_000;

describe('whether to look before sending', () => {
  test.each([
    ['stripe', false, null, false],
    ['stripe', true, null, true],
    ['stripe', false, hoursAgo(23.9), false],
    ['stripe', false, hoursAgo(24), true], // its keys are forgotten
    ['stripe', true, hoursAgo(1), true],
    ['lago', false, null, true], // it never knew any
    ['webhook', true, hoursAgo(48), false], // it cannot be asked
    ['webhook', false, null, false],
    ['pull', true, null, false],
    ['csv', true, null, false],
  ] as const)('%s, open %s, first sent %s: %s', (kind, lookUpFirst, firstSentAt, expected) => {
    expect(looksUpFirst({ lookUpFirst, firstSentAt }, CAPABILITIES[kind], NOW)).toBe(expected);
  });

  test('whoever can be asked is asked when an outcome is open', () => {
    for (const kind of CONNECTION_KINDS) {
      const isAsked = looksUpFirst({ lookUpFirst: true, firstSentAt: null }, CAPABILITIES[kind], NOW);
      expect([kind, isAsked]).toEqual([kind, CAPABILITIES[kind].lookUp]);
    }
  });
});

describe('the pause before the next try', () => {
  test.each([
    [1, 0, undefined, 500],
    [1, 1, undefined, 1000],
    [2, 1, undefined, 2000],
    [3, 0.5, undefined, 3000],
    [12, 1, undefined, 2_048_000],
    [13, 1, undefined, HOUR_MS],
    [80, 0, undefined, HOUR_MS / 2],
    [1, 0, 7000, 7000],
    [5, 1, 7000, 16_000],
    [1, 0, 2 * HOUR_MS, HOUR_MS],
  ])('after %i tries with chance %d and a wish of %p ms is %i ms', (tries, chance, wishMs, expectedMs) => {
    expect(retryPauseMs(tries, chance, DELIVERY_TIMING, wishMs)).toBe(expectedMs);
  });

  test('is never above the cap, never below half of the doubled one, and never shorter than the wish below the cap', () => {
    const tries = fc.integer({ min: 0, max: 10_000 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(tries, chance, fc.option(fc.integer({ min: 0, max: 10 * HOUR_MS })), (count, by, wishMs) => {
        const pauseMs = retryPauseMs(count, by, DELIVERY_TIMING, wishMs ?? undefined);
        expect(Number.isSafeInteger(pauseMs)).toBe(true);
        expect(pauseMs).toBeLessThanOrEqual(DELIVERY_TIMING.longestRetryMs);
        expect(pauseMs).toBeGreaterThanOrEqual(DELIVERY_TIMING.firstRetryMs / 2);
        if (wishMs !== null) expect(pauseMs).toBeGreaterThanOrEqual(Math.min(wishMs, DELIVERY_TIMING.longestRetryMs));
        // More tries never come back sooner.
        expect(retryPauseMs(count + 1, by, DELIVERY_TIMING, wishMs ?? undefined)).toBeGreaterThanOrEqual(pauseMs);
      }),
    );
  });

  test('adds up to about three days until a person is asked', () => {
    let sumMs = 0;
    for (let tries = 1; tries < MAX_TRIES; tries += 1) sumMs += retryPauseMs(tries, 1, DELIVERY_TIMING);
    expect(sumMs / (24 * HOUR_MS)).toBeGreaterThan(2.5);
    expect(sumMs / (24 * HOUR_MS)).toBeLessThan(3.5);
  });
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['7', 7000],
  [' 120 ', 120_000],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['9999999999', undefined],
  ['Fri, 18 Sep 2020 08:01:00 GMT', 60_000],
  ['Fri, 18 Sep 2020 07:00:00 GMT', 0],
])('Retry-After %p is %p ms', (header, expectedMs) => {
  expect(readRetryAfter(header, NOW)).toBe(expectedMs);
});

test('a lease is longer than an exchange and what may wait before it', () => {
  const { leaseMs, timeoutMs } = DELIVERY_TIMING;
  expect(leaseMs).toBeGreaterThanOrEqual(3 * timeoutMs);
});
