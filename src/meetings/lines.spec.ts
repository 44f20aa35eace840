import { describe, expect, test } from '@jest/globals';
import type { LineReader, StagedColumn } from '../platform/ingest/import-kind.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { LineFaults } from '../platform/ingest/line-faults.js';
import { attemptLineReader, STAGED_ATTEMPT } from './attempt-line.js';
import { meetingLineReader, STAGED_MEETING } from './meeting-line.js';
import { sessionLineReader, STAGED_SESSION } from './session-line.js';

const CONTEXT = { now: new Date('2020-10-01T00:00:00Z'), newId: () => 'an-id' };
const at = (iso: string): number => Date.parse(iso) / 1000;

/** The cells by name, or the faults. */
function read(reader: LineReader, staged: readonly StagedColumn[], value: LineObject): unknown {
  const faults = new LineFaults();
  const cells = reader(value, faults);
  expect(cells).toHaveLength(staged.length);
  if (faults.found.length > 0) return faults.found.map(({ field, code }) => `${field} ${code}`);
  return Object.fromEntries(staged.map(({ name }, index) => [name, cells[index]]));
}

describe('a session', () => {
  const SESSION = {
    customerId: 'acme',
    meetingId: 'm1',
    participantId: 'p1',
    role: 'participant',
    joinedAt: '2020-09-16T14:49:00.900+02:00',
  };
  const session = (change: LineObject): unknown =>
    read(sessionLineReader(CONTEXT), STAGED_SESSION, { ...SESSION, ...change });

  test('is staged by its key, in whole seconds', () => {
    const staged = {
      customer_external_id: 'acme',
      meeting_external_id: 'm1',
      participant_id: 'p1',
      is_facilitator: false,
      kind_rank: 0,
      joined_at: at('2020-09-16T12:49:00Z'),
      left_at: null,
      session_id: '',
    };
    expect(session({})).toEqual(staged);
    expect(session({ leftAt: null, sessionId: null, kind: null })).toEqual(staged);
    expect(session({ leftAt: '2020-09-16T12:49:00.100Z', sessionId: 's', kind: 'bot', role: 'facilitator' })).toEqual({
      ...staged,
      is_facilitator: true,
      kind_rank: 3,
      left_at: staged.joined_at,
      session_id: 's',
    });
  });

  test.each([
    [{ leftAt: '2020-09-16T12:48:59Z' }, ['leftAt leaves_before_joining']],
    [{ leftAt: '2020-09-16T14:49:00' }, ['leftAt instant_without_offset']],
    [{ joinedAt: '2020-08-01T00:00:00Z', leftAt: '2020-09-01T00:00:01Z' }, ['leftAt session_too_long']],
    [{ joinedAt: '2010-09-30T23:59:59Z' }, ['joinedAt instant_too_old']],
    [{ joinedAt: '2020-10-02T00:00:01Z' }, ['joinedAt instant_in_future']],
    [{ role: 'host', kind: 'human' }, ['role not_allowed', 'kind not_allowed']],
    [{ role: undefined, participantId: '' }, ['participantId required', 'role required']],
    [{ sessionId: 'x'.repeat(201) }, ['sessionId text_too_long']],
    [{ externalId: 'x' }, ['externalId unknown_field']],
  ])('%j is refused', (change, faults) => expect(session(change)).toEqual(faults));

  test('of exactly 31 days is taken', () => {
    expect(session({ joinedAt: '2020-08-01T00:00:00Z', leftAt: '2020-09-01T00:00:00Z' })).toMatchObject({
      left_at: at('2020-09-01T00:00:00Z'),
    });
  });
});

describe('a join attempt', () => {
  const ATTEMPT = { customerId: 'acme', meetingId: 'm1', participantId: 'p1', at: '2020-09-16T12:52:00Z' };
  const attempt = (change: LineObject): unknown =>
    read(attemptLineReader(CONTEXT), STAGED_ATTEMPT, { ...ATTEMPT, outcome: 'refused', ...change });

  test('is staged by its key, its role or none', () => {
    const staged = {
      customer_external_id: 'acme',
      meeting_external_id: 'm1',
      participant_id: 'p1',
      role: '',
      at: at('2020-09-16T12:52:00Z'),
      outcome: 'refused',
    };
    expect(attempt({})).toEqual(staged);
    expect(attempt({ role: 'facilitator' })).toEqual({ ...staged, role: 'facilitator' });
  });

  test.each([
    [{ outcome: 'ok' }, ['outcome not_allowed']],
    [{ outcome: null, at: '' }, ['at required', 'outcome required']],
    [{ at: '2030-01-01T00:00:00Z' }, ['at instant_in_future']],
  ])('%j is refused', (change, faults) => expect(attempt(change)).toEqual(faults));
});

describe('a meeting', () => {
  const MEETING = {
    externalId: 'm1',
    customerId: 'acme',
    scheduledStart: '2020-09-16T14:30:00+02:00',
    scheduledEnd: '2020-09-16T15:30:00+02:00',
  };
  const meeting = (change: LineObject): unknown =>
    read(meetingLineReader(CONTEXT), STAGED_MEETING, { ...MEETING, ...change });
  const staged = {
    new_id: 'an-id',
    external_id: 'm1',
    customer_external_id: 'acme',
    title: null,
    scheduled_start: at('2020-09-16T12:30:00Z'),
    scheduled_end: at('2020-09-16T13:30:00Z'),
    actual_end: null,
    cancelled_at: null,
    components: null,
    roster: null,
  };

  test.each([
    [{}, {}],
    [{ components: [] }, {}],
    [{ components: ['realtime', 'app', 'app'] }, { components: ['app', 'realtime'] }],
    [{ roster: [] }, { roster: { json: [] } }],
    [
      { roster: [{ participantId: 'p1' }, { participantId: 'p2', role: 'facilitator' }] },
      {
        roster: {
          json: [
            ['p1', 'participant'],
            ['p2', 'facilitator'],
          ],
        },
      },
    ],
    [{ title: 'Two\nlines' }, { title: 'Two\nlines' }],
    [{ actualEnd: '2020-09-16T15:40:00+02:00' }, { actual_end: at('2020-09-16T13:40:00Z') }],
    [{ scheduledEnd: '2022-09-30T00:00:00Z' }, { scheduled_end: at('2022-09-30T00:00:00Z') }],
  ])('%j', (change, expected) => expect(meeting(change)).toEqual({ ...staged, ...expected }));

  test.each([
    [{ scheduledEnd: '2020-09-16T14:29:59+02:00' }, ['scheduledEnd ends_before_it_starts']],
    [{ scheduledEnd: '2022-10-01T00:00:01Z' }, ['scheduledEnd instant_in_future']],
    [
      { actualEnd: '2020-10-02T00:00:01Z', cancelledAt: '2020-10-02T00:00:01Z' },
      ['actualEnd instant_in_future', 'cancelledAt instant_in_future'],
    ],
    [{ scheduledStart: undefined }, ['scheduledStart required']],
    [{ roster: 'p1' }, ['roster not_a_list']],
    [
      { roster: [{ participantId: 'p1', role: 'host' }, {}] },
      ['roster.0.role not_allowed', 'roster.1.participantId required'],
    ],
    [{ components: 'app' }, ['components not_a_list']],
  ])('%j is refused', (change, faults) => expect(meeting(change)).toEqual(faults));
});
