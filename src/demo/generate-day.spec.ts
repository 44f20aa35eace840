import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../kernel/domain-error.js';
import { generateDay, type DayMeeting, type GeneratedDay } from './generate-day.js';
import type { SessionLine } from './ingest-lines.js';

const SIZE = { customers: 40, people: 2000, seed: 1 };
const day = generateDay(SIZE);
const wholeMeetings = [...day.wholeMeetings()];
const meetings = [...day.meetings()];
const sessions = [...day.sessions()];
const joinAttempts = [...day.joinAttempts()];

/** Everything the day writes and expects, byte for byte. */
function hashOf({ customers, wholeMeetings, ...streams }: GeneratedDay): string {
  const hash = createHash('sha256');
  for (const stream of [customers, wholeMeetings, ...Object.values(streams)]) {
    for (const line of stream()) hash.update(`${JSON.stringify(line)}\n`);
  }
  return hash.digest('hex');
}

describe('the same seed', () => {
  test('gives the same bytes, on every machine', () => {
    expect(hashOf(generateDay({ customers: 5, people: 200, seed: 1 }))).toBe(
      '148d1ec81abd69a5d188b0255cc4dd35702b784310c7a6a30ef1ecda716a30ca',
    );
  });

  test('gives the same bytes again, and another seed gives others', () => {
    expect(hashOf(generateDay(SIZE))).toBe(hashOf(day));
    expect(hashOf(generateDay({ ...SIZE, seed: 2 }))).not.toBe(hashOf(day));
  });

  test('gives streams that are the parts of the whole meetings', () => {
    expect(meetings).toEqual(wholeMeetings.map(({ meeting }) => meeting));
    expect(sessions).toEqual(wholeMeetings.flatMap((whole) => whole.sessions));
    expect(joinAttempts).toEqual(wholeMeetings.flatMap((whole) => whole.joinAttempts));
    expect([...day.expectedImpacts()]).toEqual(wholeMeetings.flatMap((whole) => whole.expectedImpacts));
    const unknown = wholeMeetings.filter(({ isUnknown }) => isUnknown).map(({ meeting }) => meeting.externalId);
    expect(Array.from(day.expectedUnknownMeetings(), ({ meetingId }) => meetingId)).toEqual(unknown);
  });
});

describe('the lines', () => {
  const INSTANT = /^2020-09-1[56]T\d\d:\d\d:\d\dZ$/;

  /** The names a line has beyond those of its shape, and the ones it lacks. */
  function misfits(lines: Iterable<object>, required: readonly string[], optional: readonly string[]): string[] {
    const found = new Set<string>();
    for (const line of lines) {
      const entries = Object.entries(line);
      for (const [name, value] of entries) {
        if (!required.includes(name) && !optional.includes(name)) found.add(`beyond ${name}`);
        if (value === undefined || value === null) found.add(`without a value ${name}`);
      }
      for (const name of required) if (!(name in line)) found.add(`lacks ${name}`);
    }
    return [...found];
  }

  test('have the shapes of the bulk import', () => {
    const customer = ['externalId', 'name', 'timezone', 'locale', 'contract', 'contacts'];
    expect(misfits(day.customers(), customer, ['owner', 'components', 'billing'])).toEqual([]);
    const meeting = ['externalId', 'customerId', 'scheduledStart', 'scheduledEnd', 'components'];
    expect(misfits(meetings, meeting, ['title', 'actualEnd', 'cancelledAt', 'roster'])).toEqual([]);
    const session = ['customerId', 'meetingId', 'participantId', 'role', 'joinedAt'];
    expect(misfits(sessions, session, ['kind', 'leftAt', 'sessionId'])).toEqual([]);
    expect(misfits(joinAttempts, ['customerId', 'meetingId', 'participantId', 'at', 'outcome'], ['role'])).toEqual([]);
  });

  test('carry instants of the day, or of the day before', () => {
    const instants = [
      ...meetings.flatMap((line) => [line.scheduledStart, line.scheduledEnd, line.actualEnd, line.cancelledAt]),
      ...sessions.flatMap((line) => [line.joinedAt, line.leftAt]),
      ...joinAttempts.map((line) => line.at),
    ];
    expect(instants.filter((instant) => instant !== undefined && !INSTANT.test(instant))).toEqual([]);
  });

  test('name customers and meetings that are there', () => {
    const customerIds = new Set(Array.from(day.customers(), ({ externalId }) => externalId));
    const meetingIds = new Set(meetings.map(({ externalId }) => externalId));
    expect(meetingIds.size).toBe(meetings.length);
    expect(meetings.every(({ customerId }) => customerIds.has(customerId))).toBe(true);
    const known = new Set(meetings.map(({ customerId, externalId }) => `${customerId} ${externalId}`));
    const named = [...sessions, ...joinAttempts].map(({ customerId, meetingId }) => `${customerId} ${meetingId}`);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('have keys of their own', () => {
    const keys = [
      ...sessions.map((line) => `${line.meetingId} ${line.participantId} ${line.joinedAt} ${line.sessionId ?? ''}`),
      ...joinAttempts.map((line) => `${line.meetingId} ${line.participantId} ${line.at} ${line.outcome}`),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

const isoHour = (instant: string): string => instant.slice(11, 16);
const lasts = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

describe('the day', () => {
  test('has meetings on the hour and half hour between 08:00 and 19:00 in Paris, of 15 to 120 minutes', () => {
    for (const { scheduledStart, scheduledEnd } of meetings) {
      expect(isoHour(scheduledStart)).toMatch(/:(00|30)$/);
      expect(isoHour(scheduledStart) >= '06:00' && isoHour(scheduledEnd) <= '17:00').toBe(true);
      expect(lasts(scheduledStart, scheduledEnd)).toBeGreaterThanOrEqual(15);
      expect(lasts(scheduledStart, scheduledEnd)).toBeLessThanOrEqual(120);
    }
  });

  test('has people leave after they came, and never enter while nobody could', () => {
    const endless = sessions.filter(({ joinedAt, leftAt }) => leftAt !== undefined && leftAt <= joinedAt);
    expect(endless).toEqual([]);
    const usesApp = new Set(
      meetings.filter(({ components }) => components.includes('app')).map(({ externalId }) => externalId),
    );
    const inOutage = sessions.filter(
      ({ meetingId, joinedAt }) =>
        usesApp.has(meetingId) && joinedAt >= '2020-09-16T12:49:00Z' && joinedAt < '2020-09-16T13:09:00Z',
    );
    expect(inOutage).toEqual([]);
  });

  test('has nobody in two meetings at once', () => {
    const last = new Map<string, SessionLine>();
    const people = sessions.filter(({ participantId }) => participantId.startsWith('p-'));
    for (const session of people.toSorted((a, b) => (a.joinedAt < b.joinedAt ? -1 : 1))) {
      const person = `${session.customerId} ${session.participantId}`;
      const before = last.get(person);
      if (before !== undefined && before.meetingId !== session.meetingId) {
        expect(session.joinedAt > (before.leftAt ?? before.joinedAt)).toBe(true);
      }
      last.set(person, session);
    }
  });

  test('has about the people asked for, all but those whose meetings left no list and no trace', () => {
    const people = new Set<string>();
    for (const { customerId, roster = [] } of meetings) {
      for (const { participantId } of roster) people.add(`${customerId} ${participantId}`);
    }
    for (const { customerId, participantId } of sessions) {
      if (participantId.startsWith('p-')) people.add(`${customerId} ${participantId}`);
    }
    expect(people.size).toBeLessThanOrEqual(SIZE.people);
    expect(people.size).toBeGreaterThan(SIZE.people * 0.95);
  });

  test('has some of every kind of line', () => {
    const kinds = new Set(sessions.map(({ kind }) => kind ?? 'person'));
    expect([...kinds].toSorted()).toEqual(['bot', 'dial_in', 'person', 'room']);
    const outcomes = new Set(joinAttempts.map(({ outcome }) => outcome));
    expect([...outcomes].toSorted()).toEqual(['admitted', 'error', 'refused', 'timeout']);
    expect(sessions.some(({ leftAt }) => leftAt === undefined)).toBe(true);
    expect(sessions.some(({ role }) => role === 'facilitator')).toBe(true);
    const products = new Set(meetings.map(({ components }) => components.join(' ')));
    expect([...products]).toEqual(
      expect.arrayContaining(['app realtime', 'app realtime zoom', 'visio-collab', 'live-event', 'zoom']),
    );
  });
});

/** How often each value comes up. */
function counts(values: Iterable<string>): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const value of values) found[value] = (found[value] ?? 0) + 1;
  return found;
}

describe('the proportions', () => {
  test('have some of every persona and fate, over a few days', () => {
    const days = [1, 2, 3].flatMap((seed) => [...generateDay({ ...SIZE, seed }).wholeMeetings()]);
    const personas = counts(days.flatMap((whole) => whole.personas));
    expect(Object.keys(personas).toSorted()).toEqual(PERSONAS);
    expect(Object.keys(counts(days.map(({ fate }) => fate))).toSorted()).toEqual([
      'cancelled',
      'could_not_start',
      'held',
      'no_data',
    ]);
  });

  test('are those of an ordinary day with an incident in it', () => {
    const share = (part: number, whole: number): number => part / whole;
    const invited = wholeMeetings.flatMap(({ personas }) => personas);
    expect(share(counts(invited)['no_show'] ?? 0, invited.length)).toBeGreaterThan(0.03);
    expect(share(counts(invited)['no_show'] ?? 0, invited.length)).toBeLessThan(0.1);
    const impacts = wholeMeetings.flatMap((whole) => whole.expectedImpacts);
    expect(share(impacts.length, invited.length)).toBeGreaterThan(0.15);
    expect(share(impacts.length, invited.length)).toBeLessThan(0.45);
    const classes = counts(impacts.map((impact) => impact.class));
    for (const heaviest of ['unable_to_join', 'interactivity_loss', 'degraded']) {
      expect(share(classes[heaviest] ?? 0, impacts.length)).toBeGreaterThan(0.1);
    }
    const hitMeetings = wholeMeetings.filter((whole: DayMeeting) => whole.expectedImpacts.length > 0);
    expect(share(hitMeetings.length, meetings.length)).toBeLessThan(0.6);
    expect(wholeMeetings.filter(({ isUnknown }) => isUnknown).length).toBeGreaterThan(1);
  });

  test('never hit an ordinary no-show, save in a meeting that nobody could start', () => {
    const noShows = wholeMeetings.flatMap(({ expectedImpacts, sessions: inIt }) =>
      expectedImpacts.filter(({ personas }) => personas.includes('no_show')).map(() => inIt.length),
    );
    expect(noShows.filter((sessionsInIt) => sessionsInIt > 0)).toEqual([]);
  });
});

describe('the size', () => {
  test('may be far beyond memory: a stream is made as it is read', () => {
    const first = generateDay({ customers: 2000, people: 1_000_000, seed: 1 }).sessions()[Symbol.iterator]().next();
    expect(first.done).toBe(false);
  });

  test('may be a day without anybody', () => {
    const empty = generateDay({ customers: 1, people: 0, seed: 0 });
    expect([...empty.customers()]).toHaveLength(1);
    expect([...empty.wholeMeetings()]).toEqual([]);
  });

  test('is refused with all reasons at once', () => {
    try {
      generateDay({ customers: 0, people: -1, seed: 0.5 });
      expect('refused').toBe('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).code).toBe('demo_size_invalid');
      expect((error as DomainError).reasons.map(({ path }) => path)).toEqual(['customers', 'people', 'seed']);
    }
  });
});

const PERSONAS = [
  'came_late',
  'came_much_later',
  'client_vanished',
  'crashed_refused_back',
  'crashed_refused_gave_up',
  'dropped_just_before',
  'left_open_by_crash',
  'let_in_late',
  'let_in_much_later',
  'no_show',
  'reconnected',
  'recording_bot',
  'refused_back',
  'refused_gave_up',
  'refused_just_before',
  'second_device_refused',
  'slow_door_back_after',
  'slow_door_gave_up',
  'stayed',
  'stayed_away',
  'stayed_through',
  'thrown_out_back',
  'thrown_out_back_late',
  'thrown_out_gave_up',
  'thrown_out_refused_back',
  'two_devices',
  'two_devices_one_open',
  'two_devices_through',
  'went_out_and_in',
];
