/** Sentences that the worked table leaves alone, each by the smallest scenario. Seconds count from the outage's start. */
import { describe, expect, test } from '@jest/globals';
import type {
  AttemptOutcome,
  CapabilityStates,
  OracleRow,
  Scenario,
  ScenarioAttempt,
  ScenarioMeeting,
  ScenarioSession,
  ScenarioWindow,
} from './oracle-types.js';
import { assess } from './oracle.js';

const IDS = { customerId: 'c1', meetingId: 'm1' };
const START_AT = 1_600_000_000;
const END = 1200;
const LOST_JOIN: CapabilityStates = { join: 'lost' };

function windowOf(
  start: number,
  end: number | null,
  capabilities: CapabilityStates,
  component = 'app',
): ScenarioWindow {
  return { component, startAt: START_AT + start, endAt: end === null ? null : START_AT + end, capabilities };
}

function meetingOf(start: number, end: number, more: Partial<ScenarioMeeting> = {}): ScenarioMeeting {
  const scheduled = { scheduledStartAt: START_AT + start, scheduledEndAt: START_AT + end };
  const nothing = { actualEndAt: null, cancelledAt: null, roster: [], isStub: false };
  return { ...IDS, ...scheduled, ...nothing, components: ['app'], ...more };
}

function stay(joined: number, left: number | null, more: Partial<ScenarioSession> = {}): ScenarioSession {
  const who = { ...IDS, participantId: 'p1', role: 'participant', kind: 'person', sessionId: null } as const;
  return { ...who, joinedAt: START_AT + joined, leftAt: left === null ? null : START_AT + left, ...more };
}

function attempt(at: number, outcome: AttemptOutcome, more: Partial<ScenarioAttempt> = {}): ScenarioAttempt {
  return { ...IDS, participantId: 'p1', role: null, at: START_AT + at, outcome, ...more };
}

function scenarioOf(more: Partial<Scenario>): Scenario {
  return {
    assessedAt: START_AT + 36_000,
    windows: [windowOf(0, END, LOST_JOIN)],
    meetings: [meetingOf(-600, 3600)],
    sessions: [],
    attempts: [],
    ...more,
  };
}

/** The blocked ranges of the only person hit, from the start of the outage; none when nobody is. */
function blockedOf(more: Partial<Scenario>): (readonly [number, number])[] {
  const { rows } = assess(scenarioOf(more));
  expect(rows.length).toBeLessThan(2);
  return (rows[0]?.blocked ?? []).map(([start, end]) => [start - START_AT, end - START_AT]);
}

function rowOf(more: Partial<Scenario>): OracleRow | undefined {
  return assess(scenarioOf(more)).rows[0];
}

function meetingClassOf(more: Partial<Scenario>): string | undefined {
  return assess(scenarioOf(more)).meetings[0]?.class;
}

describe('blocked, observed', () => {
  test.each([
    ['in the first second of the stretch', 0, [[0, END]]],
    ['in the last', END - 1, [[END - 1, END]]],
    ['a second too early', -1, []],
    ['a second too late', END, []],
  ])('refused %s', (_, at, blocked) => {
    expect(blockedOf({ attempts: [attempt(at, 'refused')] })).toEqual(blocked);
  });

  test('an entry in the very second of a refusal ends it at once', () => {
    expect(blockedOf({ attempts: [attempt(60, 'refused'), attempt(60, 'admitted')] })).toEqual([]);
    expect(blockedOf({ attempts: [attempt(60, 'timeout')], sessions: [stay(60, 60)] })).toEqual([]);
  });

  test('the last known moment ends it: scheduled end, actual end, or a leave of anyone but a bot', () => {
    const attempts = [attempt(60, 'error')];
    const meetings = [meetingOf(-600, 300)];
    const late = stay(-300, 500, { participantId: 'p2' });
    expect(blockedOf({ attempts, meetings })).toEqual([[60, 300]]);
    expect(blockedOf({ attempts, meetings: [meetingOf(-600, 300, { actualEndAt: START_AT + 400 })] })).toEqual([
      [60, 400],
    ]);
    expect(blockedOf({ attempts, meetings, sessions: [late] })).toEqual([[60, 500]]);
    expect(blockedOf({ attempts, meetings, sessions: [{ ...late, kind: 'bot' }] })).toEqual([[60, 300]]);
  });

  test('who is inside on another device is not at the door', () => {
    expect(blockedOf({ attempts: [attempt(60, 'refused')], sessions: [stay(-60, 300)] })).toEqual([[300, END]]);
  });

  test('degraded: to the next entry or attempt, 5 min at most, and never into the lost stretch', () => {
    const windows = [windowOf(0, END, { join: 'degraded' }), windowOf(END, 2 * END, LOST_JOIN)];
    expect(blockedOf({ windows, attempts: [attempt(60, 'refused')] })).toEqual([[60, 360]]);
    expect(blockedOf({ windows, attempts: [attempt(60, 'refused'), attempt(90, 'admitted')] })).toEqual([[60, 90]]);
    expect(blockedOf({ windows, attempts: [attempt(60, 'refused'), attempt(90, 'timeout')] })).toEqual([[60, 390]]);
    expect(blockedOf({ windows, attempts: [attempt(END - 60, 'refused')] })).toEqual([[END - 60, END]]);
  });

  test('a stretch is connected through windows of other components', () => {
    const windows = [windowOf(0, 600, LOST_JOIN), windowOf(600, END, LOST_JOIN, 'realtime')];
    const meetings = [meetingOf(-600, 3600, { components: ['app', 'realtime'] })];
    expect(blockedOf({ windows, meetings, attempts: [attempt(60, 'refused')] })).toEqual([[60, END]]);
  });
});

describe('blocked, inferred', () => {
  test.each([
    ['as the stretch ends', END, [[0, END]]],
    ['a second before', END - 1, []],
    ['in the last second of the 15 min', END + 899, [[0, END]]],
    ['after 15 min', END + 900, []],
  ])('came late: first in %s', (_, joined, blocked) => {
    expect(blockedOf({ sessions: [stay(joined, 3600)] })).toEqual(blocked);
  });

  test('came late: from the scheduled start on, and only when the schedule overlaps the stretch', () => {
    const sessions = [stay(END + 60, 3600)];
    expect(blockedOf({ sessions, meetings: [meetingOf(600, 3600)] })).toEqual([[600, END]]);
    expect(blockedOf({ sessions, meetings: [meetingOf(END, 3600)] })).toEqual([]);
    expect(blockedOf({ sessions: [...sessions, stay(-1800, -1800)] })).toEqual([]);
  });

  test.each([
    ['2 min before the stretch', -120, [[0, END]]],
    ['a second earlier', -121, []],
    ['in it', 300, [[300, END]]],
    ['as it ends', END, []],
  ])('thrown out: left %s', (_, left, blocked) => {
    expect(blockedOf({ sessions: [stay(-600, left), stay(END + 1, 3600)] })).toEqual(blocked);
  });

  test('thrown out: a session has also ended where its end was worked out, but never before its start', () => {
    const comeBack = stay(END, 3600);
    const open = { sessions: [stay(-600, null), comeBack], attempts: [attempt(-60, 'admitted')] };
    expect(blockedOf(open)).toEqual([[0, END]]);
    expect(rowOf(open)).toMatchObject({ confidence: 'inferred', hasOpenSession: true });
    const meetings = [meetingOf(-600, 3600, { actualEndAt: START_AT + 600 })];
    expect(blockedOf({ meetings, sessions: [stay(-600, -300), stay(END + 60, null)] })).toEqual([]);
  });

  test('could not start: only who is on the roster, and only while nobody at all was in', () => {
    const meetings = [meetingOf(60, 900, { roster: [{ participantId: 'p1', role: 'facilitator' }] })];
    const someone = stay(5000, 5060, { participantId: 'p2' });
    expect(blockedOf({ meetings })).toEqual([[60, 900]]);
    expect(rowOf({ meetings })).toMatchObject({ isFacilitator: true, confidence: 'inferred' });
    expect(blockedOf({ meetings, attempts: [attempt(-60, 'admitted', { participantId: 'p2' })] })).toEqual([[60, 900]]);
    expect(blockedOf({ meetings, sessions: [{ ...someone, kind: 'bot' }] })).toEqual([[60, 900]]);
    expect(blockedOf({ meetings, sessions: [someone] })).toEqual([]);
  });

  test('an attempt of any outcome in the stretch rules it out', () => {
    const sessions = [stay(END, 3600)];
    expect(blockedOf({ sessions, attempts: [attempt(60, 'admitted')] })).toEqual([]);
    expect(blockedOf({ sessions, attempts: [attempt(-1, 'refused'), attempt(END, 'refused')] })).toEqual([[0, END]]);
  });

  test('a window without an end ends at the assessment, whose run is provisional and infers nothing in its stretch', () => {
    const open = { windows: [windowOf(0, null, LOST_JOIN)], assessedAt: START_AT + END };
    expect(blockedOf({ ...open, attempts: [attempt(60, 'refused')] })).toEqual([[60, END]]);
    expect(blockedOf({ ...open, sessions: [stay(END, 3600)] })).toEqual([]);
    expect(assess(scenarioOf(open)).provisional).toBe(true);
    const cut = [windowOf(0, 600, LOST_JOIN), windowOf(600, null, LOST_JOIN)];
    expect(blockedOf({ ...open, windows: cut, sessions: [stay(END, 3600)] })).toEqual([]);
    const other = [windowOf(0, END, LOST_JOIN), windowOf(600, null, { media: 'lost' })];
    expect(blockedOf({ ...open, windows: other, sessions: [stay(END, 3600)] })).toEqual([[0, END]]);
  });
});

describe('cancelling', () => {
  test.each([
    ['before the stretch', -1, []],
    ['as it starts', 0, [[60, END]]],
  ])('%s', (_, cancelled, blocked) => {
    const meetings = [meetingOf(-600, 3600, { cancelledAt: START_AT + cancelled })];
    expect(blockedOf({ meetings, attempts: [attempt(60, 'refused')] })).toEqual(blocked);
    expect(meetingClassOf({ meetings })).toBe(cancelled < 0 ? undefined : 'unknown');
  });

  test('presence counts as it was', () => {
    const meetings = [meetingOf(-600, 3600, { cancelledAt: START_AT - 60 })];
    const windows = [windowOf(0, END, { media: 'lost' })];
    expect(rowOf({ meetings, windows, sessions: [stay(0, 60)] })?.mediaLostSeconds).toBe(60);
  });
});

describe('present', () => {
  const windows = [windowOf(0, END, { interact: 'lost' })];
  const lostOf = (more: Partial<Scenario>) => rowOf({ windows, ...more })?.interactivityLostSeconds ?? 0;

  test.each<[string, Partial<Scenario>, number]>([
    ['their next session', { sessions: [stay(0, null), stay(60, 60)] }, 60],
    ['their next attempt', { sessions: [stay(0, null)], attempts: [attempt(90, 'admitted')] }, 90],
    [
      'the actual end',
      { sessions: [stay(0, null)], meetings: [meetingOf(0, 9, { actualEndAt: START_AT + 120 })] },
      120,
    ],
    ['the last known moment', { sessions: [stay(0, null)], meetings: [meetingOf(0, 150)] }, 150],
    ['the assessment', { sessions: [stay(0, null)], assessedAt: START_AT + 180 }, 180],
  ])('an open session ends at %s', (_, more, lostSeconds) => {
    expect(lostOf(more)).toBe(lostSeconds);
  });

  test('media before interactivity before degraded; moderate is for facilitators; join plays no part', () => {
    const layered = [
      windowOf(0, 400, { media: 'degraded', view: 'lost' }),
      windowOf(200, 600, { interact: 'lost' }),
      windowOf(500, 900, { moderate: 'lost', join: 'degraded' }),
      windowOf(600, 1000, { view: 'degraded' }),
    ];
    const participant = { windows: layered, sessions: [stay(0, END)] };
    const seconds = { mediaLostSeconds: 400, interactivityLostSeconds: 200, degradedSeconds: 400 };
    expect(rowOf(participant)).toMatchObject({ ...seconds, class: 'media_loss', confidence: 'observed' });
    const facilitator = { ...participant, attempts: [attempt(-60, 'admitted', { role: 'facilitator' })] };
    expect(rowOf(facilitator)).toMatchObject({ ...seconds, interactivityLostSeconds: 500, degradedSeconds: 100 });
  });

  test('bots are never hit; one with a session of another kind is no bot', () => {
    expect(lostOf({ sessions: [stay(0, 60, { kind: 'bot' })] })).toBe(0);
    expect(lostOf({ sessions: [stay(0, 60, { kind: 'bot' }), stay(600, 660, { kind: 'room' })] })).toBe(120);
  });
});

describe('unknown', () => {
  const stub = { ...meetingOf(0, 0), scheduledStartAt: null, scheduledEndAt: null, components: null, isStub: true };

  test.each<[string, Partial<Scenario>, string | undefined]>([
    ['a session of anyone clears it', { sessions: [stay(5000, 5060)] }, undefined],
    ['an attempt of anyone clears it', { attempts: [attempt(5000, 'admitted')] }, undefined],
    ['a bot does not', { sessions: [stay(0, 60, { kind: 'bot' })] }, 'unknown'],
    ['components missing, by schedule', { meetings: [meetingOf(0, 60, { components: null })] }, 'unknown'],
    ['components empty, out of time', { meetings: [meetingOf(END, 9999, { components: [] })] }, undefined],
    ['a stub, by presence', { meetings: [stub], sessions: [stay(-60, 1)] }, 'unknown'],
    ['a stub, by an attempt', { meetings: [stub], attempts: [attempt(0, 'refused')] }, 'unknown'],
    ['a stub, with data out of time', { meetings: [stub], sessions: [stay(-60, 0)] }, undefined],
    ['other components', { meetings: [meetingOf(0, 60, { components: ['zoom'] })] }, undefined],
  ])('%s', (_, more, meetingClass) => {
    expect(meetingClassOf(more)).toBe(meetingClass);
  });
});

describe('borderline', () => {
  test.each<[string, Partial<Scenario>, boolean]>([
    ['60 s of presence at the edge', { sessions: [stay(-600, 60)] }, true],
    ['61 s', { sessions: [stay(-600, 61)] }, false],
    ['an edge that is only a cut', { windows: cutAt(600), sessions: [stay(590, 610)] }, false],
    [
      'the end of an open window',
      { windows: [windowOf(0, null, { media: 'lost' })], sessions: [stay(35_990, 36_000)] },
      false,
    ],
  ])('%s', (_, more, borderline) => {
    const windows = [windowOf(0, END, { media: 'lost' })];
    expect(rowOf({ windows, ...more })?.borderline).toBe(borderline);
  });

  function cutAt(cut: number): ScenarioWindow[] {
    return [windowOf(0, cut, { media: 'lost' }), windowOf(cut, END, { media: 'lost' })];
  }
});

test('each second of a person and of the clock counts once, in the heaviest class, observed before inferred', () => {
  const meetings = [meetingOf(-600, 3600), meetingOf(0, 3600, { meetingId: 'm2' })];
  const second = { meetingId: 'm2' };
  const { customers } = assess(
    scenarioOf({
      windows: [windowOf(0, END, { join: 'lost', interact: 'lost' })],
      meetings,
      // p1 came late to m1 and was in m2 for the first 10 min; p2 was refused at m2 in its last 5 min.
      sessions: [stay(END, 3600), stay(0, 600, second)],
      attempts: [attempt(900, 'refused', { ...second, participantId: 'p2' })],
    }),
  );
  expect(customers).toEqual([
    {
      customerId: 'c1',
      class: 'unable_to_join',
      people: { unable_to_join: 2, media_loss: 0, interactivity_loss: 0, degraded: 0 },
      peopleInferred: 1,
      personSeconds: { unable_to_join: 1500, media_loss: 0, interactivity_loss: 0, degraded: 0 },
      personSecondsInferred: 1200,
      clockSeconds: { unable_to_join: 1200, media_loss: 0, interactivity_loss: 0, degraded: 0 },
      clockSecondsInferred: 900,
      meetings: { unable_to_join: 2, media_loss: 0, interactivity_loss: 0, degraded: 0, unknown: 0 },
      meetingsInferred: 1,
    },
  ]);
});
