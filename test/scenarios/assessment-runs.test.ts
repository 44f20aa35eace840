import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureMonthlyPartitions, rows } from '../../src/platform/database/database.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** Runs at their limits: a gap in the data, 5,000 windows, one that goes on, one cancelled within a statement. */
let amends: TestApplication;
const CUSTOMER = '01990000-0000-7000-8000-00000000000a';
const MEETING = '01990000-0000-7000-8000-00000000000b';
const LOST = { join: 'lost', interact: 'lost' };

type Item = Record<string, unknown> & { id: string };
type Assessment = Item & {
  status: string;
  jobId: string;
  completeness: { gaps: object[]; customersInGaps: number };
  figures: Record<'people' | 'meetings' | 'customers', Record<string, number>>;
};

async function until<T>(read: () => Promise<T>, isReady: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const value = await read();
    if (isReady(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited a minute in vain');
}

const window = (startsAt: string, endsAt: string | null) => ({
  componentKey: 'app',
  startsAt,
  endsAt,
  capabilities: LOST,
});

async function incident(windows: readonly object[]): Promise<string> {
  const made = await amends.client.post<Item>('/incidents', { title: 'Outage', timeZone: 'UTC' });
  const put = await amends.client.put(`/incidents/${made.body.id}/windows`, { windows });
  expect(put.status).toBe(200);
  return made.body.id;
}

const start = (incidentId: string) => amends.client.post<Assessment>(`/incidents/${incidentId}/assessments`);

async function finished(id: string): Promise<Assessment> {
  const { body } = await until(
    () => amends.client.get<Assessment>(`/assessments/${id}`),
    (answer) => !['queued', 'running'].includes(answer.body.status),
  );
  return body;
}

/** One meeting all day; from 10:00 to 12:00 in every minute 120 people come for ten minutes, but not from 11:00 to 11:05. */
beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T18:00:00Z');
  expect((await amends.client.put('/components/app', {})).status).toBeLessThan(300);
  await amends.database.transaction(async (tx) => {
    await ensureMonthlyPartitions(tx, 'session', [new Date('2020-09-01T00:00:00Z')]);
    await rows(
      tx,
      `insert into customer (id, external_id, name, time_zone, locale, version, created_at, updated_at)
       values ($1, 'atelier', 'Atelier', 'UTC', 'en', 1, now(), now())`,
      [CUSTOMER],
    );
    await rows(
      tx,
      `insert into meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, components, is_stub,
         created_at, updated_at)
       values ($1, $2, 'all-day', '2020-09-16T08:00:00Z', '2020-09-16T17:00:00Z', '{app}', false, '2020-09-16', '2020-09-16')`,
      [CUSTOMER, MEETING],
    );
    await rows(
      tx,
      `insert into session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind)
       select $1, $2, m || '-' || k, '2020-09-16T10:00:00Z'::timestamptz + m * interval '1 minute' + (k % 60) * interval '1 second',
         '', '2020-09-16T10:10:00Z'::timestamptz + m * interval '1 minute' + (k % 60) * interval '1 second', 'participant', 'person'
       from generate_series(0, 119) m cross join generate_series(1, 120) k where m not between 50 and 64`,
      [CUSTOMER, MEETING],
    );
  });
}, 60_000);
afterAll(() => amends.stop());

test('minutes without any event, where a hundred a minute are expected, mark the assessment and its customers', async () => {
  const id = await incident([window('2020-09-16T10:50:00Z', '2020-09-16T11:20:00Z')]);
  const found = await finished((await start(id)).body.id);
  expect(found.completeness.gaps).toMatchObject([
    { startAt: '2020-09-16T11:00:00.000Z', endAt: '2020-09-16T11:05:00.000Z' },
  ]);
  expect(found.completeness.customersInGaps).toBe(1);
  const gaps = await amends.client.get<{ items: object[] }>(`/assessments/${found.id}/gaps`);
  expect(gaps.body.items).toMatchObject([{ externalId: 'atelier', gapSeconds: 300, meetings: 1 }]);
});

describe('windows at their limits', () => {
  test('5,000 of one second each are assessed', async () => {
    // Every other second from 07:20 to 10:06:40, so that only those of the first minutes meet some of them.
    const startMs = Date.parse('2020-09-16T07:20:00Z');
    const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString();
    const windows = Array.from({ length: 5000 }, (_, index) => ({
      ...window(at(index * 2), at(index * 2 + 1)),
      capabilities: { interact: 'lost' },
    }));
    const found = await finished((await start(await incident(windows))).body.id);
    expect(found).toMatchObject({ status: 'done' });
    // Twice a minute and second, from the join to 10:06:40, an even second of two; who joins in the last one meets none.
    const joins = Array.from({ length: 400 }, (_, second) => 400 - second).flatMap((left) => [left, left]);
    const lost = joins.map((left) => Math.floor((left + (left % 2 === 0 ? 1 : 0)) / 2));
    expect(found.figures).toMatchObject({
      people: { interactivity_loss: lost.filter((seconds) => seconds > 0).length },
      personSeconds: { interactivity_loss: lost.reduce((sum, seconds) => sum + seconds, 0) },
    });
    // An edge moved by a minute empties its window of a second: who lost that second alone would have lost nothing.
    const borderline = await rows<{ seconds: number }>(
      amends.database.tx,
      'select interactivity_lost_seconds as seconds from impact where assessment_id = $1 and borderline',
      [found.id],
    );
    expect(borderline.map(({ seconds }) => seconds)).toEqual(lost.filter((seconds) => seconds === 1));
  }, 120_000);

  test('one that goes on gives a provisional assessment that ends at its instant', async () => {
    const found = await finished((await start(await incident([window('2020-09-16T12:05:00Z', null)]))).body.id);
    expect(found).toMatchObject({ status: 'done', provisional: true, spanEndAt: '2020-09-16T18:20:00.000Z' });
  });

  test('none is refused', async () => {
    const made = await amends.client.post<Item>('/incidents', { title: 'Nothing', timeZone: 'UTC' });
    expect(await start(made.body.id)).toMatchObject({ status: 422, body: { code: 'no_windows' } });
  });
});

test('a meeting of another day in which nobody ended a session is not among the unaffected', async () => {
  const [customer, meeting] = ['01990000-0000-7000-8000-00000000000c', '01990000-0000-7000-8000-00000000000d'];
  await amends.database.transaction(async (tx) => {
    await rows(
      tx,
      `insert into customer (id, external_id, name, time_zone, locale, version, created_at, updated_at)
       values ($1, 'crashed', 'Crashed', 'UTC', 'en', 1, now(), now())`,
      [customer],
    );
    await rows(
      tx,
      `insert into meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, is_stub, created_at, updated_at)
       values ($1, $2, 'crashed', '2020-09-10T08:00:00Z', '2020-09-10T09:00:00Z', false, '2020-09-10', '2020-09-10')`,
      [customer, meeting],
    );
    await rows(
      tx,
      `insert into session (customer_id, meeting_id, participant_id, joined_at, session_id, role, kind)
       values ($1, $2, 'p', '2020-09-10T08:00:00Z', '', 'participant', 'person')`,
      [customer, meeting],
    );
  });
  const started = await start(await incident([window('2020-09-16T10:30:00Z', '2020-09-16T10:31:00Z')]));
  const { figures, completeness } = await finished(started.body.id);
  expect(figures).toMatchObject({ customers: { unaffected: 0 }, meetings: { unaffected: 0, unable_to_join: 1 } });
  expect(completeness).toMatchObject({ meetingsWithoutComponents: 0, meetingsWithoutData: 0 });
});

test('a run is refused beside another, and ends within its statement when it is cancelled', async () => {
  const id = await incident([window('2020-09-16T10:10:00Z', '2020-09-16T10:20:00Z')]);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const locked = amends.database.transaction(async (tx) => {
    await rows(tx, 'lock table impact in access exclusive mode');
    await held;
  });
  try {
    const { body } = await start(id);
    expect(await start(id)).toMatchObject({ status: 409, body: { code: 'assessment_running' } });
    await until(
      () => amends.client.get<{ step: string | null }>(`/jobs/${body.jobId}`),
      (job) => job.body.step === 'write_impacts',
    );
    expect((await amends.client.post(`/jobs/${body.jobId}/cancel`)).status).toBe(200);
    expect(await finished(body.id)).toMatchObject({ status: 'cancelled', figures: null });
    expect((await amends.client.get(`/jobs/${body.jobId}`)).body).toMatchObject({ status: 'cancelled' });
  } finally {
    release();
    await locked;
  }
  expect(await finished((await start(id)).body.id)).toMatchObject({ status: 'done', revision: 2 });
});
