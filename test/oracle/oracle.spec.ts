import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { intersect, seconds, union, type Interval } from './intervals.js';
import { HIT_CLASSES, type Scenario, type ScenarioWindow } from './oracle-types.js';
import { assess } from './oracle.js';
import { anyScenario } from './random-scenario.js';
import { wallClock, workedTable, type WorkedRow } from './worked-table.js';

describe('the founding case, worked', () => {
  test('has the twenty rows a to t', () => {
    expect(workedTable().map((row) => row.name)).toEqual('abcdefghijklmnopqrst'.split(''));
  });

  const rows = [
    ...workedTable().map((row) => ({ when: 'in September in Paris', ...row })),
    ...workedTable('2020-12-16').map((row) => ({ when: 'in December in Paris', ...row })),
    ...workedTable('2020-09-16', 'America/Sao_Paulo').map((row) => ({ when: 'in September in São Paulo', ...row })),
  ];

  test.each(rows)('row $name $when', ({ scenario, meetingClass, expected }) => {
    const result = assess(scenario);
    expect(result.provisional).toBe(false);
    expect(result.meetings.map((meeting) => meeting.class)).toEqual(
      meetingClass === 'unaffected' ? [] : [meetingClass],
    );
    const found = result.rows.map((row) => ({
      class: row.class,
      confidence: row.confidence,
      hasOpenSession: row.hasOpenSession,
      blockedMinutes: row.blockedSeconds / 60,
      interactivityLostMinutes: row.interactivityLostSeconds / 60,
      degradedMinutes: row.degradedSeconds / 60,
    }));
    expect(found).toEqual(expected.flatMap(({ people, ...figures }) => Array.from({ length: people }, () => figures)));
    expect(result.rows.map((row) => row.mediaLostSeconds)).toEqual(result.rows.map(() => 0));
    expect(result.rows.map((row) => row.inferredSeconds)).toEqual(
      result.rows.map((row) => (row.confidence === 'inferred' ? row.blockedSeconds : 0)),
    );
  });

  test('14:49 in Paris is 12:49Z in September and 13:49Z in December', () => {
    expect(wallClock('2020-09-16', 'Europe/Paris')('14:49')).toBe(Date.parse('2020-09-16T12:49:00Z') / 1000);
    expect(wallClock('2020-12-16', 'Europe/Paris')('14:49')).toBe(Date.parse('2020-12-16T13:49:00Z') / 1000);
  });

  test('only g and h, in or out at the very edge, are borderline', () => {
    const borderline = workedTable().filter(({ scenario }) => assess(scenario).rows.some((row) => row.borderline));
    expect(borderline.map((row) => row.name)).toEqual(['g', 'h']);
  });

  test('all rows at once, one meeting each, of one customer', () => {
    const [customer] = assess(workedTableAsOneCustomer()).customers;
    expect(customer).toMatchObject({
      class: 'unable_to_join',
      // a b f k l; g h; c d i×12 m n o p×5 q r t
      people: { unable_to_join: 25, media_loss: 0, interactivity_loss: 5, degraded: 2 },
      peopleInferred: 19,
      personSeconds: { unable_to_join: 60 * (17 + 16 + 180 + 20 + 17 + 17 + 45 + 18 + 3 + 5) },
      personSecondsInferred: 60 * (180 + 20 + 45 + 18),
      // The 20 minutes of the outage, 13:55 to 14:00 of t; the degraded rest of 13:53 to 15:27 where anyone was in.
      clockSeconds: { unable_to_join: 60 * 25, media_loss: 0, interactivity_loss: 0, degraded: 60 * (49 + 18) },
      clockSecondsInferred: 60 * 3,
      meetings: { unable_to_join: 10, media_loss: 0, interactivity_loss: 5, degraded: 2, unknown: 2 },
      meetingsInferred: 4,
    });
  });
});

describe('nights on which the clocks change', () => {
  test.each([
    ['Europe/Paris', '2020-10-25T01:30', '2020-10-25T03:30', 3],
    ['Europe/Paris', '2020-03-29T01:30', '2020-03-29T03:30', 1],
    ['America/Sao_Paulo', '2018-11-03T23:30', '2018-11-04T01:30', 1],
    ['America/Sao_Paulo', '2018-02-17T22:30', '2018-02-18T00:30', 3],
    ['Pacific/Apia', '2011-12-29T23:30', '2011-12-31T00:30', 1],
  ])('in %s from %s to %s pass %i hours', (zone, start, end, hours) => {
    const at = (local: string) => wallClock(local.slice(0, 10), zone)(local.slice(11));
    const [row] = workedTable();
    const scenario: Scenario = {
      ...(row as WorkedRow).scenario,
      assessedAt: at(end) + 3600,
      windows: [{ component: 'app', startAt: at(start), endAt: at(end), capabilities: { interact: 'lost' } }],
      sessions: (row as WorkedRow).scenario.sessions.map((session) => ({
        ...session,
        joinedAt: at(start) - 60,
        leftAt: at(end) + 60,
      })),
    };
    expect(assess(scenario).rows[0]?.interactivityLostSeconds).toBe(hours * 3600);
  });
});

describe('properties of any scenario', () => {
  test('cutting a window in two changes nothing', () => {
    fc.assert(
      fc.property(anyScenario(), fc.nat(), fc.nat(), (scenario, pick, at) => {
        const whole = scenario.windows[pick % scenario.windows.length] as ScenarioWindow;
        const lengthSeconds = (whole.endAt ?? scenario.assessedAt) - whole.startAt;
        fc.pre(lengthSeconds > 1);
        const cutAt = whole.startAt + 1 + (at % (lengthSeconds - 1));
        const windows = scenario.windows.flatMap((window) =>
          window === whole
            ? [
                { ...whole, endAt: cutAt },
                { ...whole, startAt: cutAt },
              ]
            : [window],
        );
        expect(assess({ ...scenario, windows })).toEqual(assess(scenario));
      }),
    );
  });

  test('layering the capabilities of a window as windows of their own changes nothing', () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        const windows = scenario.windows.flatMap((window) =>
          Object.entries(window.capabilities).map(([capability, state]) => ({
            ...window,
            capabilities: { [capability]: state },
          })),
        );
        expect(assess({ ...scenario, windows })).toEqual(assess(scenario));
      }),
    );
  });

  test('order and repetition of the input change nothing', () => {
    fc.assert(
      fc.property(anyScenario(), fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (scenario, seeds) => {
        const mixed: Scenario = {
          assessedAt: scenario.assessedAt,
          windows: mix(scenario.windows, seeds),
          meetings: mix(scenario.meetings, seeds).map((meeting) => ({
            ...meeting,
            roster: mix(meeting.roster, seeds),
          })),
          sessions: mix(scenario.sessions, seeds),
          attempts: mix(scenario.attempts, seeds),
        };
        expect(assess(mixed)).toEqual(assess(scenario));
      }),
    );
  });

  test('blocked and the three never overlap, and seconds are the measure of the ranges', () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        for (const row of assess(scenario).rows) {
          const lists: (readonly Interval[])[] = [row.blocked, row.mediaLost, row.interactivityLost, row.degraded];
          const sum = lists.reduce((total, list) => total + seconds(list), 0);
          expect(seconds(lists.flat())).toBe(sum);
          expect(lists.map(seconds)).toEqual([
            row.blockedSeconds,
            row.mediaLostSeconds,
            row.interactivityLostSeconds,
            row.degradedSeconds,
          ]);
          expect(sum).toBeGreaterThan(0);
          expect(intersect(row.inferred, row.blocked)).toEqual(row.inferred);
          expect(seconds(row.inferred)).toBe(row.inferredSeconds);
          for (const list of lists) expect(union(list)).toEqual(list);
        }
      }),
    );
  });

  test('totals are bounded', () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        const result = assess(scenario);
        const outage = union(scenario.windows.map((window) => [window.startAt, window.endAt ?? scenario.assessedAt]));
        for (const customer of result.customers) {
          const rows = result.rows.filter((row) => row.customerId === customer.customerId);
          const meetings = result.meetings.filter((meeting) => meeting.customerId === customer.customerId);
          const people = new Set(rows.map((row) => row.participantId)).size;
          const sum = (counts: Readonly<Record<string, number>>) =>
            HIT_CLASSES.reduce((all, one) => all + (counts[one] ?? 0), 0);
          expect(sum(customer.people)).toBe(people);
          expect(sum(customer.meetings) + customer.meetings.unknown).toBe(meetings.length);
          expect(sum(customer.clockSeconds)).toBeLessThanOrEqual(sum(customer.personSeconds));
          expect(sum(customer.clockSeconds)).toBeLessThanOrEqual(seconds(outage));
          expect(sum(customer.personSeconds)).toBeLessThanOrEqual(people * seconds(outage));
          expect(customer.personSeconds.unable_to_join).toBeLessThanOrEqual(
            meetings.reduce((all, meeting) => all + meeting.blockedSeconds, 0),
          );
          expect(customer.peopleInferred).toBeLessThanOrEqual(customer.people.unable_to_join);
          expect(customer.personSecondsInferred).toBeLessThanOrEqual(customer.personSeconds.unable_to_join);
          expect(customer.clockSecondsInferred).toBeLessThanOrEqual(customer.clockSeconds.unable_to_join);
          expect(customer.meetingsInferred).toBeLessThanOrEqual(customer.meetings.unable_to_join);
        }
      }),
    );
  });
});

/** Each row's meeting with people of its own, under the windows of the founding case. */
function workedTableAsOneCustomer(): Scenario {
  const rows = workedTable();
  const own = <Line extends { meetingId: string; participantId?: string }>(name: string, line: Line): Line => ({
    ...line,
    meetingId: name,
    ...(line.participantId === undefined ? {} : { participantId: `${name}-${line.participantId}` }),
  });
  return {
    ...(rows[0] as WorkedRow).scenario,
    meetings: rows.flatMap(({ name, scenario }) =>
      scenario.meetings.map((meeting) => ({
        ...own(name, meeting),
        roster: meeting.roster.map((entry) => ({ ...entry, participantId: `${name}-${entry.participantId}` })),
      })),
    ),
    sessions: rows.flatMap(({ name, scenario }) => scenario.sessions.map((session) => own(name, session))),
    attempts: rows.flatMap(({ name, scenario }) => scenario.attempts.map((attempt) => own(name, attempt))),
  };
}

/** The same lines in another order, some of them twice. */
function mix<Line>(lines: readonly Line[], seeds: readonly number[]): Line[] {
  const repeated = [...lines, ...lines.filter((_, index) => (seeds[index % seeds.length] as number) % 2 === 0)];
  return repeated
    .map((line, index) => ({ line, order: ((seeds[index % seeds.length] as number) * (index + 7)) % 101 }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ line }) => line);
}
