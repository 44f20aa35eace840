import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { rows } from '../../src/platform/database/database.js';
import { createIngestBench, customerLine, faultsOf, type IngestBench, stateHash } from './ingest-bench.js';

/** So many customers' lines are told in two ways beside each other. */
const HISTORIES = 100;

let bench: IngestBench;

beforeAll(async () => {
  bench = await createIngestBench();
  await bench.load('customers', [customerLine('acme'), customerLine('zeta')]);
});

afterAll(() => bench.drop());

const meeting = (externalId: string, change: object = {}): object => ({
  externalId,
  customerId: 'acme',
  title: 'All hands',
  scheduledStart: '2020-09-16T14:30:00+02:00',
  scheduledEnd: '2020-09-16T15:30:00+02:00',
  components: ['app'],
  ...change,
});

const session = (meetingId: string, change: object = {}): object => ({
  customerId: 'acme',
  meetingId,
  participantId: 'p1',
  role: 'participant',
  joinedAt: '2020-09-16T14:30:00+02:00',
  ...change,
});

const attempt = (meetingId: string, change: object = {}): object => ({
  customerId: 'acme',
  meetingId,
  participantId: 'p1',
  at: '2020-09-16T14:52:00+02:00',
  outcome: 'refused',
  ...change,
});

type Stored = {
  is_stub: boolean;
  title: string | null;
  roster_known: boolean;
  import_id: string;
  updated_at: Date;
  id: string;
};

async function stored(externalId: string): Promise<Stored | undefined> {
  const [found] = await rows<Stored>(
    bench.database.tx,
    `select m.* from meeting m join customer c on c.id = m.customer_id
      where c.external_id = 'acme' and m.external_id = $1`,
    [externalId],
  );
  return found;
}

async function rosterOf(externalId: string): Promise<string[]> {
  const found = await rows<{ entry: string }>(
    bench.database.tx,
    `select participant_id || ' ' || role as entry from roster_entry r join meeting m on m.id = r.meeting_id
      where m.external_id = $1 order by 1`,
    [externalId],
  );
  return found.map(({ entry }) => entry);
}

async function sessionsOf(externalId: string): Promise<string[]> {
  const found = await rows<{ row: string }>(
    bench.database.tx,
    `select concat_ws(' ', participant_id, to_char(joined_at, 'HH24:MI:SS'), coalesce(to_char(left_at, 'HH24:MI:SS'), 'open'),
                      role, kind, nullif(session_id, '')) as row
       from session s join meeting m on m.customer_id = s.customer_id and m.id = s.meeting_id
      where m.external_id = $1 order by 1`,
    [externalId],
  );
  return found.map(({ row }) => row);
}

describe('meetings', () => {
  test('are replaced by their line; what it does not say is then unknown', async () => {
    const full = {
      actualEnd: '2020-09-16T15:40:00+02:00',
      cancelledAt: '2020-09-16T12:00:00+02:00',
      components: ['realtime', 'app'],
    };
    await bench.load('meetings', [meeting('replaced', full)]);
    const before = await stored('replaced');
    expect(before).toMatchObject({
      title: 'All hands',
      scheduled_start_at: new Date('2020-09-16T12:30:00Z'),
      scheduled_end_at: new Date('2020-09-16T13:30:00Z'),
      actual_end_at: new Date('2020-09-16T13:40:00Z'),
      cancelled_at: new Date('2020-09-16T10:00:00Z'),
      components: ['app', 'realtime'],
      roster_known: false,
      is_stub: false,
    });
    const { id } = await bench.load('meetings', [meeting('replaced', { title: undefined, components: [] })]);
    expect(await stored('replaced')).toEqual({
      ...before,
      title: null,
      actual_end_at: null,
      cancelled_at: null,
      components: null,
      import_id: id,
    });
  });

  test('that would not change are not written again', async () => {
    await bench.load('meetings', [meeting('same', { roster: [{ participantId: 'p1' }] })]);
    const before = await stored('same');
    bench.clock.set('2020-10-01T01:00:00Z');
    await bench.load('meetings', [
      meeting('same', { roster: [{ participantId: 'p1', role: 'participant' }] }),
      meeting('same'),
    ]);
    expect(await stored('same')).toEqual(before);
    const { id } = await bench.load('meetings', [
      meeting('same', { roster: [{ participantId: 'p1', role: 'facilitator' }] }),
    ]);
    expect(await stored('same')).toEqual({ ...before, import_id: id, updated_at: bench.clock.now() });
  });

  test('have a roster when one was told: replaced when told again, kept when not, a facilitator over a participant', async () => {
    const roster = [{ participantId: 'p1' }, { participantId: 'p2', role: 'facilitator' }, { participantId: 'p2' }];
    await bench.load('meetings', [meeting('roster')]);
    expect([(await stored('roster'))?.roster_known, await rosterOf('roster')]).toEqual([false, []]);
    await bench.load('meetings', [meeting('roster', { roster }), meeting('roster', { title: 'Later' })]);
    expect([await stored('roster'), await rosterOf('roster')]).toMatchObject([
      { roster_known: true, title: 'Later' },
      ['p1 participant', 'p2 facilitator'],
    ]);
    await bench.load('meetings', [meeting('roster')]);
    expect(await rosterOf('roster')).toEqual(['p1 participant', 'p2 facilitator']);
    await bench.load('meetings', [meeting('roster', { roster: [{ participantId: 'p2' }, { participantId: 'p3' }] })]);
    expect(await rosterOf('roster')).toEqual(['p2 participant', 'p3 participant']);
    await bench.load('meetings', [meeting('roster', { roster: [] })]);
    expect([(await stored('roster'))?.roster_known, await rosterOf('roster')]).toEqual([true, []]);
  });

  test('told twice in one file are as their last line says', async () => {
    const lines = [meeting('last', { title: 'one' }), meeting('other'), meeting('last', { title: 'two' })];
    const receipt = await bench.load('meetings', lines);
    expect([receipt.accepted, (await stored('last'))?.title]).toEqual([3, 'two']);
  });

  test('of the same id belong each to their customer', async () => {
    await bench.load('meetings', [meeting('shared'), meeting('shared', { customerId: 'zeta', title: 'Of Zeta' })]);
    const found = await rows(
      bench.database.tx,
      `select title from meeting where external_id = 'shared' order by title`,
    );
    expect(found).toEqual([{ title: 'All hands' }, { title: 'Of Zeta' }]);
  });

  test('of an unknown customer or component are refused, all faults of a line at once', async () => {
    const receipt = await bench.load('meetings', [
      meeting('bad', { customerId: 'nobody', components: ['app', 'x', 'y'], scheduledStart: 'never' }),
      meeting('good'),
    ]);
    expect(faultsOf(receipt)).toEqual([
      '1 components unknown_component',
      '1 customerId unknown_customer',
      '1 scheduledStart invalid_instant',
    ]);
    expect([receipt.accepted, receipt.rejected]).toEqual([1, 1]);
    expect(await stored('bad')).toBeUndefined();
  });
});

describe('sessions', () => {
  test('of a meeting that is not known are kept under a stub until its line comes', async () => {
    const first = await bench.load('sessions', [session('early'), session('early', { participantId: 'p2' })]);
    expect(first.warnings).toEqual([{ code: 'stub_meetings', message: expect.any(String), count: 1 }]);
    const stub = await stored('early');
    expect(stub).toMatchObject({
      is_stub: true,
      title: null,
      components: null,
      roster_known: false,
      import_id: first.id,
    });
    expect((await bench.load('join-attempts', [attempt('early')])).warnings).toMatchObject([{ count: 1 }]);
    await bench.load('meetings', [meeting('early')]);
    expect(await stored('early')).toMatchObject({ id: stub?.id, is_stub: false, title: 'All hands' });
    expect((await bench.load('sessions', [session('early')])).warnings).toEqual([]);
    expect(await sessionsOf('early')).toHaveLength(2);
  });

  test('are merged by their key: the later leave, the facilitator, the weightier kind', async () => {
    await bench.load('sessions', [
      session('merge', { leftAt: '2020-09-16T15:00:00+02:00', kind: 'bot' }),
      session('merge', { kind: 'room' }),
      session('merge', { sessionId: 'device-2', kind: 'dial_in' }),
      session('merge', { joinedAt: '2020-09-16T12:30:00.900Z', role: 'facilitator', kind: 'dial_in' }),
      session('merge', { joinedAt: '2020-09-16T12:30:01Z' }),
    ]);
    expect(await sessionsOf('merge')).toEqual([
      'p1 12:30:00 13:00:00 facilitator room',
      'p1 12:30:00 open participant dial_in device-2',
      'p1 12:30:01 open participant person',
    ]);
    await bench.load('sessions', [
      session('merge', { leftAt: '2020-09-16T14:45:00+02:00' }),
      session('merge', { sessionId: 'device-2', leftAt: '2020-09-16T15:10:00+02:00', kind: 'bot' }),
    ]);
    expect(await sessionsOf('merge')).toEqual([
      'p1 12:30:00 13:00:00 facilitator person',
      'p1 12:30:00 13:10:00 participant dial_in device-2',
      'p1 12:30:01 open participant person',
    ]);
  });

  test('that would not change keep the import that brought them', async () => {
    const importOf = async (): Promise<unknown> =>
      (
        await rows<{ import_id: string }>(
          bench.database.tx,
          `select s.import_id from session s join meeting m on m.id = s.meeting_id where m.external_id = 'kept'`,
        )
      )[0]?.import_id;
    const first = await bench.load('sessions', [session('kept', { leftAt: '2020-09-16T15:00:00+02:00' })]);
    await bench.load('sessions', [session('kept', { leftAt: '2020-09-16T14:50:00+02:00', kind: 'bot' })]);
    expect(await importOf()).toBe(first.id);
    const later = await bench.load('sessions', [session('kept', { leftAt: '2020-09-16T15:00:01+02:00' })]);
    expect(await importOf()).toBe(later.id);
  });

  test('of many months go into as many partitions', async () => {
    const months = ['2011-02', '2019-12', '2020-01'];
    const lines = months.map((month) => session('months', { joinedAt: `${month}-28T23:59:59Z` }));
    expect(await bench.load('sessions', lines)).toMatchObject({ accepted: 3, errors: [] });
    const found = await rows<{ name: string }>(
      bench.database.tx,
      `select distinct s.tableoid::regclass::text as name from session s join meeting m on m.id = s.meeting_id
        where m.external_id = 'months' order by 1`,
    );
    expect(found.map(({ name }) => name)).toEqual(['session_2011_02', 'session_2019_12', 'session_2020_01']);
  });

  test('of an unknown customer are refused, and make no stub', async () => {
    const receipt = await bench.load('sessions', [session('no-stub', { customerId: 'nobody' }), session('yes')]);
    expect(faultsOf(receipt)).toEqual(['1 customerId unknown_customer']);
    expect(receipt.errors[0]?.message).toBe('There is no customer nobody.');
    expect(await stored('no-stub')).toBeUndefined();
  });
});

test('join attempts are merged by their key, a facilitator over a participant, either over none', async () => {
  await bench.load('join-attempts', [
    attempt('attempts', { role: 'participant' }),
    attempt('attempts'),
    attempt('attempts', { outcome: 'admitted' }),
    attempt('attempts', { participantId: 'p2', at: '2020-09-16T12:52:00.5Z' }),
    attempt('attempts', { participantId: 'p2', role: 'facilitator' }),
  ]);
  await bench.load('join-attempts', [
    attempt('attempts', { outcome: 'admitted', role: 'participant' }),
    attempt('attempts', { participantId: 'p2', role: 'participant' }),
  ]);
  const found = await rows<{ row: string }>(
    bench.database.tx,
    `select concat_ws(' ', participant_id, to_char(at, 'HH24:MI:SS'), outcome, role) as row
       from join_attempt a join meeting m on m.id = a.meeting_id where m.external_id = 'attempts' order by 1`,
  );
  expect(found.map(({ row }) => row)).toEqual([
    'p1 12:52:00 admitted participant',
    'p1 12:52:00 refused participant',
    'p2 12:52:00 refused facilitator',
  ]);
});

describe('any order, split and repetition of the same lines ends in the same state', () => {
  const minute = fc.integer({ min: 0, max: 3 }).map((at) => `2020-09-16T12:5${at}:00Z`);
  const who = { meetingId: fc.constantFrom('m1', 'm2'), participantId: fc.constantFrom('p1', 'p2') };
  const role = fc.constantFrom('participant', 'facilitator');
  const sessionLine = fc
    .record({
      ...who,
      role,
      kind: fc.constantFrom(undefined, 'person', 'room', 'dial_in', 'bot'),
      joinedAt: fc.constantFrom('2020-09-16T12:50:00Z', '2020-08-31T23:59:59Z'),
      leftAt: fc.option(minute, { nil: undefined }),
      sessionId: fc.constantFrom(undefined, 's1'),
    })
    .map((line) => ['sessions', line] as const);
  const attemptLine = fc
    .record({
      ...who,
      role: fc.option(role, { nil: undefined }),
      at: minute,
      outcome: fc.constantFrom('refused', 'admitted'),
    })
    .map((line) => ['join-attempts', line] as const);

  /** A meeting's line is the same each time: told in two ways, the later would win by design. */
  const meetingLine = fc.record({ externalId: fc.constantFrom('m1', 'm2') }).map(({ externalId }) => {
    const roster = [{ participantId: externalId }, { participantId: 'p1', role: 'facilitator' }];
    return ['meetings', meeting(externalId, { roster })] as const;
  });

  type Line = readonly [string, object];

  const once = fc.array(fc.oneof(sessionLine, attemptLine, meetingLine), { minLength: 1, maxLength: 12 });

  /** The same lines in another order, as files: a line ends its file where its cut is true. */
  const told = (lines: readonly Line[]): fc.Arbitrary<Line[][]> =>
    fc
      .tuple(
        fc.shuffledSubarray([...lines], { minLength: lines.length }),
        fc.array(fc.boolean(), { minLength: lines.length, maxLength: lines.length }),
      )
      .map(([shuffled, cuts]) => {
        const files: Line[][] = [[]];
        for (const [index, line] of shuffled.entries()) {
          files.at(-1)?.push(line);
          if (cuts[index]) files.push([]);
        }
        return files;
      });
  const twoTellings = once.chain((lines) => fc.tuple(told(lines), told([...lines, ...lines])));

  /** Each of the customers order-0… has a history of its own; the files of all that have the same number go as one. */
  async function tell(histories: readonly Line[][][]): Promise<string> {
    for (const table of ['session', 'join_attempt', 'roster_entry', 'meeting']) {
      await rows(bench.database.tx, `delete from ${table}`);
    }
    const files = Math.max(...histories.map(({ length }) => length));
    for (let number = 0; number < files; number += 1) {
      const file = histories.flatMap((history, index) =>
        (history[number] ?? []).map(([kind, line]) => ({ kind, line: { ...line, customerId: `order-${index}` } })),
      );
      for (const kind of ['sessions', 'meetings', 'join-attempts']) {
        const lines = file.filter((each) => each.kind === kind).map(({ line }) => line);
        if (lines.length > 0) expect((await bench.load(kind, lines)).rejected).toBe(0);
      }
    }
    return stateHash(bench.database);
  }

  test('as the hash of the tables shows', async () => {
    await bench.load(
      'customers',
      Array.from({ length: HISTORIES }, (_, index) => customerLine(`order-${index}`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(twoTellings, { minLength: HISTORIES, maxLength: HISTORIES }), async (histories) => {
        const second = await tell(histories.map(([, repeated]) => repeated));
        expect(second).toBe(await tell(histories.map(([first]) => first)));
      }),
      { numRuns: 1, endOnFailure: true },
    );
  }, 120_000);
});
