import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { overlaps } from './intervals.js';
import { CAPABILITIES, HIT_CLASSES, type Scenario } from './oracle-types.js';
import { assess } from './oracle.js';
import { anyScenario, manyWindowsScenario, randomScenario, rulesScenario } from './random-scenario.js';

const DAY_SECONDS = 86_400;

describe('random scenarios', () => {
  test('no two windows of one component overlap for one capability', () => {
    fc.assert(
      fc.property(anyScenario(), ({ windows }) => {
        for (const capability of CAPABILITIES) {
          const hitting = windows.filter((window) => window.capabilities[capability] !== undefined);
          for (const [index, one] of hitting.entries()) {
            const same = hitting.slice(index + 1).filter((other) => other.component === one.component);
            const during = same.map((other) => [other.startAt, other.endAt ?? Infinity] as const);
            expect(overlaps([[one.startAt, one.endAt ?? Infinity]], during)).toBe(false);
          }
        }
        for (const window of windows) {
          expect(window.endAt ?? Infinity).toBeGreaterThan(window.startAt);
          expect(Object.keys(window.capabilities)).not.toEqual([]);
        }
      }),
    );
  });

  test('no leave before its join, no session over 31 days, no schedule by halves, nothing of a meeting not listed', () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        for (const { joinedAt, leftAt } of scenario.sessions) {
          expect((leftAt ?? joinedAt) - joinedAt).toBeGreaterThanOrEqual(0);
          expect((leftAt ?? joinedAt) - joinedAt).toBeLessThanOrEqual(31 * DAY_SECONDS);
        }
        for (const { scheduledStartAt, scheduledEndAt } of scenario.meetings) {
          expect(scheduledStartAt === null).toBe(scheduledEndAt === null);
          expect(scheduledEndAt ?? 0).toBeGreaterThanOrEqual(scheduledStartAt ?? 0);
        }
        expect(() => assess(scenario)).not.toThrow();
      }),
    );
  });

  test('meetings, sessions, attempts and roster entries are unique by their keys', () => {
    fc.assert(
      fc.property(anyScenario(), ({ meetings, sessions, attempts }) => {
        const ofMeeting = (one: { customerId: string; meetingId: string }) => [one.customerId, one.meetingId];
        const keyLists = [
          meetings.map(ofMeeting),
          sessions.map((one) => [...ofMeeting(one), one.participantId, one.joinedAt, one.sessionId]),
          attempts.map((one) => [...ofMeeting(one), one.participantId, one.at, one.outcome]),
          meetings.flatMap((one) => one.roster.map((entry) => [...ofMeeting(one), entry.participantId])),
        ];
        for (const keys of keyLists) {
          expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
        }
      }),
    );
  });

  test('no edge of a window at or after the assessment while a window is open', () => {
    fc.assert(
      fc.property(anyScenario(), ({ windows, assessedAt }) => {
        fc.pre(windows.some((window) => window.endAt === null));
        for (const window of windows) expect(Math.max(window.startAt, window.endAt ?? 0)).toBeLessThan(assessedAt);
      }),
    );
  });

  test('there are hundreds of windows when asked', () => {
    const [scenario] = fc.sample(manyWindowsScenario(), { numRuns: 1, seed: 1 }) as [Scenario];
    expect(scenario.windows.length).toBeGreaterThan(100);
  });

  test('200 of them meet every class, both confidences, every flag and every kind of unknown', () => {
    const scenarios = fc.sample(fc.oneof(randomScenario(), rulesScenario()), { numRuns: 200, seed: 1 });
    const results = scenarios.map(assess);
    const rows = results.flatMap((result) => result.rows);
    const meetings = results.flatMap((result) => result.meetings);
    for (const hitClass of HIT_CLASSES) {
      expect(rows.filter((row) => row.class === hitClass).length).toBeGreaterThan(20);
      expect(meetings.filter((meeting) => meeting.class === hitClass).length).toBeGreaterThan(5);
    }
    expect(meetings.filter((meeting) => meeting.class === 'unknown').length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.confidence === 'inferred').length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.borderline).length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.hasOpenSession).length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.isFacilitator).length).toBeGreaterThan(20);
    expect(results.filter((result) => result.provisional).length).toBeGreaterThan(20);
  });
});
