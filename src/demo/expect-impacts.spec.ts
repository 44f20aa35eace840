import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { assess } from '../../test/oracle/oracle.js';
import type { OracleRow, Scenario } from '../../test/oracle/oracle-types.js';
import { Act, UNTIL_MEETING_ENDS } from './act.js';
import type { CastMember } from './cast-meeting.js';
import { expectedImpacts, isExpectedUnknown, type ExpectedImpact, type PlayedMeeting } from './expect-impacts.js';
import { FOUNDING_INCIDENT } from './founding-incident.js';
import { generateDay, type DaySize, type GeneratedDay } from './generate-day.js';
import { paris } from './outage-day.js';
import type { MeetingPlan } from './plan-meetings.js';
import { Random } from './random.js';

const BOTH = ['app', 'realtime'];

const planOf = (change: Partial<MeetingPlan> = {}): MeetingPlan => ({
  externalId: 'm1',
  title: 'Team catch-up',
  components: BOTH,
  fate: 'held',
  scheduledStart: paris(14, 30),
  scheduledEnd: paris(15, 30),
  endsAt: paris(15, 30),
  isEndKnown: false,
  cancelledAt: null,
  isRosterKnown: true,
  logsAdmissions: false,
  ...change,
});

type Play = (act: Act) => void;

/** A meeting in which each of the people does one of the plays. */
function played(plan: MeetingPlan, ...plays: readonly Play[]): PlayedMeeting {
  const cast = plays.map((play, index): CastMember => {
    const act = new Act({ random: new Random(index), ...plan }, plan.scheduledStart, paris(15, 30));
    play(act);
    return {
      participantId: `p${index}`,
      kind: 'person',
      rosterRole: plan.isRosterKnown ? 'participant' : null,
      shownRole: 'participant',
      act,
      personas: [],
    };
  });
  return { customerId: 'c1', plan, cast, actualEnd: null };
}

const minutes = (impact?: ExpectedImpact) =>
  impact && [
    impact.class,
    impact.confidence,
    impact.blockedSeconds / 60,
    impact.interactivityLostSeconds / 60,
    impact.degradedSeconds / 60,
  ];

const nobodyThere: Play = () => undefined;

describe('what is expected of one person', () => {
  const stayed: Play = (act) => act.stay(paris(14, 30), paris(15, 30));
  const cases: readonly (readonly [string, Partial<MeetingPlan>, Play, readonly unknown[] | undefined])[] = [
    ['a', {}, stayed, ['interactivity_loss', 'observed', 0, 20, 37]],
    [
      'c',
      {},
      (act) => (act.failInOutage(paris(14, 52)), act.stay(paris(15, 10), paris(15, 30))),
      ['unable_to_join', 'observed', 17, 0, 17],
    ],
    [
      'd',
      {},
      (act) => {
        act.stay(paris(14, 40), paris(14, 51));
        act.failInOutage(paris(14, 53));
        act.stay(paris(15, 9.5), paris(15, 40));
      },
      ['unable_to_join', 'observed', 16, 2, 26.5],
    ],
    ['e', { components: ['visio-collab'] }, (act) => act.stay(paris(14, 45), paris(15, 15)), undefined],
    [
      'f',
      { components: ['app', 'zoom'] },
      (act) => act.stay(paris(14, 45), paris(15, 15)),
      ['interactivity_loss', 'observed', 0, 20, 4],
    ],
    ['g', {}, (act) => act.stay(paris(14, 0), paris(14, 49)), ['degraded', 'observed', 0, 0, 49]],
    ['h', {}, (act) => act.stay(paris(15, 9), paris(16, 0)), ['degraded', 'observed', 0, 0, 18]],
    ['k', {}, (act) => act.present.push([paris(14, 50), paris(15, 20)]), ['interactivity_loss', 'observed', 0, 19, 11]],
    ['l', {}, (act) => act.stayOpen(paris(14, 30), UNTIL_MEETING_ENDS), ['interactivity_loss', 'observed', 0, 20, 37]],
    [
      'm',
      {},
      (act) => (act.inferFrom(paris(14, 30)), act.stay(paris(15, 12), paris(15, 40))),
      ['unable_to_join', 'inferred', 20, 0, 15],
    ],
    [
      'n',
      {},
      (act) => {
        act.stayOpen(paris(14, 30), paris(14, 52));
        act.failInOutage(paris(14, 52));
        act.stay(paris(15, 10), paris(15, 30));
      },
      ['unable_to_join', 'observed', 17, 3, 36],
    ],
    [
      'q',
      {},
      (act) => {
        act.stay(paris(14, 40), paris(14, 51));
        act.inferFrom(paris(14, 51));
        act.stay(paris(15, 10), paris(15, 30));
      },
      ['unable_to_join', 'inferred', 18, 2, 26],
    ],
    [
      't',
      { scheduledStart: paris(13, 45), scheduledEnd: paris(14, 45) },
      (act) => act.failWhileSlow(paris(13, 55), Infinity),
      ['unable_to_join', 'observed', 5, 0, 0],
    ],
    [
      'refused in a meeting that was over before the outage was',
      { scheduledEnd: paris(15, 0) },
      (act) => act.failInOutage(paris(14, 52)),
      ['unable_to_join', 'observed', 8, 0, 0],
    ],
  ];

  test.each(cases)('case %s', (_name, change, play, expected) => {
    expect(minutes(expectedImpacts(played(planOf(change), play))[0])).toEqual(expected);
  });

  test('a meeting that nobody could start hits its whole roster', () => {
    const plan = planOf({ scheduledStart: paris(14, 50), scheduledEnd: paris(15, 5) });
    const found = expectedImpacts(played(plan, ...Array.from({ length: 12 }, () => nobodyThere)));
    expect(found.map(minutes)).toEqual(Array.from({ length: 12 }, () => ['unable_to_join', 'inferred', 15, 0, 0]));
  });

  test('a bot is never hit', () => {
    const meeting = played(planOf(), stayed);
    const bots = { ...meeting, cast: meeting.cast.map((member) => ({ ...member, kind: 'bot' as const })) };
    expect(expectedImpacts(bots)).toEqual([]);
    expect(isExpectedUnknown(bots)).toBe(true);
  });
});

describe('of which meeting nobody knows', () => {
  const due = { scheduledStart: paris(15, 0), scheduledEnd: paris(16, 0) };
  const cases: readonly (readonly [string, Partial<MeetingPlan>, Play, boolean])[] = [
    ['silent, begun before the outage', {}, nobodyThere, true],
    ['silent, due in the outage, with a roster', due, nobodyThere, false],
    ['silent, due in the outage, without a roster', { ...due, isRosterKnown: false }, nobodyThere, true],
    [
      'silent, over before anything failed',
      { scheduledStart: paris(13, 0), scheduledEnd: paris(13, 45) },
      nobodyThere,
      false,
    ],
    ['silent, of a product that was not touched', { components: ['zoom'] }, nobodyThere, false],
    ['called off in the morning', { cancelledAt: paris(9, 0) }, nobodyThere, false],
    ['called off in the slow hour that its schedule overlaps', { cancelledAt: paris(14, 0) }, nobodyThere, true],
    ['called off in the slow hour, due in the outage', { ...due, cancelledAt: paris(14, 0) }, nobodyThere, false],
    ['with a refusal', {}, (act) => act.failInOutage(paris(14, 52)), false],
    ['lived through, of unknown components', { components: [] }, (act) => act.stay(paris(14, 30), paris(15, 0)), true],
  ];

  test.each(cases)('%s', (_name, change, play, expected) => {
    expect(isExpectedUnknown(played(planOf(change), play))).toBe(expected);
  });
});

const second = (instant: string): number => Date.parse(instant) / 1000;
const secondOrNone = (instant?: string): number | null => (instant === undefined ? null : second(instant));

/** The lines as an import leaves them, assessed at midnight. */
function scenarioOf(day: GeneratedDay): Scenario {
  return {
    assessedAt: second('2020-09-17T00:00:00+02:00'),
    windows: FOUNDING_INCIDENT.windows.map(({ componentKey, startsAt, endsAt, capabilities }) => ({
      component: componentKey,
      startAt: second(startsAt),
      endAt: second(endsAt),
      capabilities,
    })),
    meetings: Array.from(day.meetings(), (line) => ({
      customerId: line.customerId,
      meetingId: line.externalId,
      scheduledStartAt: second(line.scheduledStart),
      scheduledEndAt: second(line.scheduledEnd),
      actualEndAt: secondOrNone(line.actualEnd),
      cancelledAt: secondOrNone(line.cancelledAt),
      components: line.components.length === 0 ? null : line.components,
      roster: line.roster ?? [],
      isStub: false,
    })),
    sessions: Array.from(day.sessions(), ({ kind = 'person', joinedAt, leftAt, sessionId = null, ...line }) => ({
      ...line,
      kind,
      joinedAt: second(joinedAt),
      leftAt: secondOrNone(leftAt),
      sessionId,
    })),
    attempts: Array.from(day.joinAttempts(), ({ role = null, at, ...line }) => ({ ...line, role, at: second(at) })),
  };
}

/** One row in one line of text, so that a difference shows on whom and in what. */
function told(row: ExpectedImpact | OracleRow): string {
  const who = `${row.customerId} ${row.meetingId} ${row.participantId}`;
  const what = [row.class, row.confidence, row.isFacilitator && 'facilitator', row.hasOpenSession && 'open session'];
  const seconds = [
    `blocked ${row.blockedSeconds} (inferred ${row.inferredSeconds})`,
    `media ${row.mediaLostSeconds}`,
    `interactivity ${row.interactivityLostSeconds}`,
    `degraded ${row.degradedSeconds}`,
  ];
  return [who, ...what.filter(Boolean), ...seconds].join(', ');
}

/** Holds the generator against the definition told slowly, and answers how many rows they agree on. */
function agreeingRows(size: DaySize): number {
  const day = generateDay(size);
  const found = assess(scenarioOf(day));
  const rows = found.rows.map(told).toSorted();
  expect(Array.from(day.expectedImpacts(), told).toSorted()).toEqual(rows);
  const unknown = found.meetings.filter((meeting) => meeting.class === 'unknown').map(({ meetingId }) => meetingId);
  expect(Array.from(day.expectedUnknownMeetings(), ({ meetingId }) => meetingId).toSorted()).toEqual(
    unknown.toSorted(),
  );
  return rows.length;
}

describe('what the generator expects is what the definition, told slowly, finds', () => {
  test.each([1, 2, 3, 4, 5])('of everybody, with seed %i', (seed) => {
    expect(agreeingRows({ customers: 40, people: 1000, seed })).toBeGreaterThan(200);
  });

  test('of a few customers, with any seed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        expect(agreeingRows({ customers: 3, people: 60, seed })).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });
});
