import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let running: TestApplication;
beforeAll(async () => {
  running = await startTestApplication('2020-09-17T08:00:00Z');
  await running.client.put('/components/app', { name: 'Application', capabilities: ['join', 'interact', 'moderate'] });
  await load('customers', [
    {
      externalId: 'acme',
      name: 'Acme',
      timezone: 'Europe/Paris',
      locale: 'fr-FR',
      contract: { plan: 'b', monthlyFee: { amountMinor: 1, currency: 'EUR' }, from: '2020-01-01' },
      contacts: [],
    },
  ]);
}, 60_000);
afterAll(() => running.stop());

type Receipt = { id: string; status: string; code: string; reverted: Record<string, number>; revertReason: string };

async function load(kind: string, lines: readonly object[]): Promise<string> {
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const answer = await running.client.post<Receipt>(`/imports/${kind}`, body, { type: 'application/x-ndjson' });
  expect(answer.status).toBe(200);
  return answer.body.id;
}

const revert = async (id: string, body: object = {}): Promise<{ status: number; body: Receipt }> =>
  running.client.post<Receipt>(`/imports/${id}/revert`, body);

const meeting = (externalId: string, change: object = {}): object => ({
  externalId,
  customerId: 'acme',
  title: 'Plan',
  scheduledStart: '2020-09-16T14:30:00+02:00',
  scheduledEnd: '2020-09-16T15:30:00+02:00',
  components: ['app'],
  ...change,
});
const session = (meetingId: string, participantId: string, change: object = {}): object => ({
  customerId: 'acme',
  meetingId,
  participantId,
  role: 'participant',
  joinedAt: '2020-09-16T14:30:00+02:00',
  ...change,
});
const attempt = (meetingId: string, change: object = {}): object => ({
  customerId: 'acme',
  meetingId,
  participantId: 'p',
  at: '2020-09-16T14:52:00+02:00',
  outcome: 'refused',
  ...change,
});

/** Everything that a revert could touch, without what an import leaves of itself. */
async function state(): Promise<unknown> {
  const { tx } = running.database;
  return {
    meetings: await rows(
      tx,
      `select external_id, title, scheduled_start_at, components, roster_known, is_stub,
              (select jsonb_agg(r.participant_id || r.role order by 1) from roster_entry r where r.meeting_id = m.id) as roster
         from meeting m order by 1`,
    ),
    sessions: await rows(
      tx,
      `select external_id, participant_id, joined_at, left_at, role, kind from session s join meeting m on m.id = s.meeting_id order by 1, 2, 3`,
    ),
    attempts: await rows(
      tx,
      `select external_id, participant_id, at, outcome, role from join_attempt a join meeting m on m.id = a.meeting_id order by 1, 2, 3`,
    ),
  };
}

const FIRST = '2020-09-16T15:00:00+02:00';
const LATER = '2020-09-16T15:20:00+02:00';

describe('what only an import brought goes', () => {
  test('sessions, attempts, and the stub meetings that they made', async () => {
    const before = await state();
    const sessions = await load('sessions', [session('s-1', 'a'), session('s-1', 'b')]);
    const attempts = await load('join-attempts', [attempt('s-1'), attempt('s-2')]);
    const { status, body } = await revert(sessions, { reason: 'The wrong zone.' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'reverted',
      revertReason: 'The wrong zone.',
      reverted: { sessionsGone: 2, meetingsGone: 0, meetingsLeftAsStubs: 1 },
    });
    expect((await revert(attempts)).body.reverted).toMatchObject({ attemptsGone: 2, meetingsGone: 1 });
    await revert(attempts);
    const left = await rows<{ id: string }>(running.database.tx, `select external_id as id from meeting`);
    expect(left.map(({ id }) => id)).toEqual(['s-1']);
    await rows(running.database.tx, 'delete from meeting');
    expect(await state()).toEqual(before);
  });

  test('a meeting with its roster; with data of others left it becomes a stub', async () => {
    const described = await load('meetings', [
      meeting('m-1', { roster: [{ participantId: 'a', role: 'participant' }] }),
      meeting('m-2'),
    ]);
    const sessions = await load('sessions', [session('m-1', 'a')]);
    expect((await revert(described)).body.reverted).toMatchObject({ meetingsGone: 1, meetingsLeftAsStubs: 1 });
    expect(await state()).toMatchObject({
      meetings: [{ external_id: 'm-1', is_stub: true, title: null, components: null, roster: null }],
    });
    await revert(sessions);
    await rows(running.database.tx, 'delete from meeting');
  });
});

describe('what others brought, too, stays as they told it', () => {
  const one = [session('x', 'a', { leftAt: FIRST }), session('x', 'b', { leftAt: FIRST })];
  const two = [session('x', 'a', { leftAt: LATER, role: 'facilitator' }), session('x', 'c', { leftAt: FIRST })];

  test.each([
    ['the second of two', 1],
    ['the first of two', 0],
  ])('taking back %s leaves what the other alone would have made', async (_name, which) => {
    const other = await load('sessions', which === 1 ? one : two);
    const alone = await state();
    await revert(other);
    await rows(running.database.tx, 'delete from meeting');
    const ids = [await load('sessions', one), await load('sessions', two)];
    await revert(ids[which] ?? '');
    expect(await state()).toEqual(alone);
    await revert(ids[1 - which] ?? '');
    await rows(running.database.tx, 'delete from meeting');
    expect(await rows(running.database.tx, 'select * from import_contribution')).toEqual([]);
  });

  test('the same file three times: the row goes with the last of them', async () => {
    const ids: string[] = [];
    for (let times = 0; times < 3; times += 1) ids.push(await load('sessions', one));
    const sessions = async (): Promise<number> => (await rows(running.database.tx, 'select from session')).length;
    await revert(ids[1] ?? '');
    expect(await sessions()).toBe(2);
    await revert(ids[0] ?? '');
    expect(await sessions()).toBe(2);
    await revert(ids[2] ?? '');
    expect(await sessions()).toBe(0);
    await rows(running.database.tx, 'delete from meeting');
  });

  test('attempts and meetings, with rosters', async () => {
    const plain = await load('meetings', [meeting('y', { roster: [{ participantId: 'a', role: 'participant' }] })]);
    const tries = await load('join-attempts', [attempt('y')]);
    const before = await state();
    const change = {
      title: 'Moved',
      scheduledStart: '2020-09-16T14:00:00+02:00',
      roster: [{ participantId: 'z', role: 'facilitator' }],
    };
    const moved = await load('meetings', [meeting('y', change)]);
    const more = await load('join-attempts', [attempt('y', { role: 'facilitator' })]);
    expect(await state()).not.toEqual(before);
    expect((await revert(moved)).body.reverted).toMatchObject({ meetingsRestored: 1, meetingsGone: 0 });
    expect((await revert(more)).body.reverted).toMatchObject({ attemptsRestored: 1, attemptsGone: 0 });
    expect(await state()).toEqual(before);
    await revert(tries);
    await revert(plain);
    expect(await state()).toMatchObject({ meetings: [], attempts: [] });
  });
});

test('an attendance file imported with the wrong zone is taken back and comes again', async () => {
  const file = readFileSync(new URL('../fixtures/attendance/teams-report.tsv', import.meta.url));
  const send = (zone: string): Promise<{ body: Receipt }> =>
    running.client.post<Receipt>(`/imports/attendance?customer=acme&components=app&timezone=${zone}`, file, {
      type: 'text/csv',
    });
  await send('Europe/Paris');
  const right = await state();
  await rows(running.database.tx, 'delete from session');
  await rows(running.database.tx, 'delete from meeting');
  await rows(running.database.tx, 'delete from import_contribution');
  const { body } = await send('UTC');
  expect((await revert(body.id)).body.reverted).toMatchObject({ sessionsGone: 3, meetingsGone: 1 });
  await send('Europe/Paris');
  expect(await state()).toEqual(right);
});

test('an assessment that it fed is stale', async () => {
  const brought = await load('sessions', [session('z', 'a', { leftAt: LATER })]);
  const window = {
    componentKey: 'app',
    startsAt: '2020-09-16T14:49:00+02:00',
    endsAt: '2020-09-16T15:09:00+02:00',
    capabilities: { join: 'lost' },
  };
  const { body: incident } = await running.client.post<{ id: string }>('/incidents', {
    title: 'Outage',
    windows: [window],
  });
  const { body: started } = await running.client.post<{ id: string; jobId: string }>(
    `/incidents/${incident.id}/assessments`,
  );
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await running.client.get<Receipt>(`/jobs/${started.jobId}`)).body.status === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const staleReasons = async (): Promise<unknown[]> =>
    (await running.client.get<{ staleReasons: unknown[] }>(`/assessments/${started.id}`)).body.staleReasons;
  expect(await staleReasons()).toEqual([]);
  await revert(brought);
  expect(await staleReasons()).toHaveLength(1);
});

test('what cannot be taken back says why', async () => {
  const sessions = await load('sessions', [session('q', 'a')]);
  await revert(sessions);
  const again = await revert(sessions);
  expect([again.status, again.body.code]).toEqual([409, 'import_not_done']);
  const { body } = await running.client.get<{ items: Receipt[] }>('/imports?kind=customers');
  const customers = await revert(body.items[0]?.id ?? '');
  expect([customers.status, customers.body.code]).toEqual([422, 'import_not_revertible']);
  expect((await revert('01a2b3c4-0000-7000-8000-000000000000')).status).toBe(404);
  expect(
    (await running.client.get<{ items: Receipt[] }>('/imports?status=reverted')).body.items.length,
  ).toBeGreaterThan(5);
});
