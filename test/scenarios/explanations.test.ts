import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** "Why?", "why not me?", the pictures, the other claims, and the next revision, over HTTP on the founding afternoon. */
let amends: TestApplication;
let incidentId: string;
let assessmentId: string;
let evidence: Record<string, string>;

type Item = Record<string, unknown> & { id: string };
type List = { items: Item[]; total: number };
type Ranges = { kind: string; rules: string[]; windowIds: string[]; sessions: unknown[]; attempts: unknown[] }[];

const at = (time: string): string => `2020-09-16T${time}+02:00`;
const utc = (time: string): string => `2020-09-16T${time}:00.000Z`;
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const NDJSON = { type: 'application/x-ndjson' };

async function until<T>(read: () => Promise<T>, isReady: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const value = await read();
    if (isReady(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited twenty seconds in vain');
}

const meeting = (customerId: string, externalId: string, components: string[], more: object = {}): object => ({
  customerId,
  externalId,
  scheduledStart: at('14:30:00'),
  scheduledEnd: at('15:30:00'),
  components,
  ...more,
});
const session = (
  customerId: string,
  meetingId: string,
  participantId: string,
  joined: string,
  left: string | null,
) => ({
  customerId,
  meetingId,
  participantId,
  role: 'participant',
  joinedAt: at(joined),
  ...(left === null ? {} : { leftAt: at(left) }),
});
const refused = (meetingId: string, participantId: string, time: string): object => ({
  customerId: 'atelier',
  meetingId,
  participantId,
  at: at(time),
  outcome: 'refused',
});

const window = (componentKey: string, from: string, to: string, states: object, evidenceIds: string[] = []) => ({
  componentKey,
  startsAt: at(from),
  endsAt: at(to),
  capabilities: states,
  evidenceIds,
});
const SLOW = { join: 'degraded', interact: 'degraded', moderate: 'degraded' };
const LOST = { join: 'lost', interact: 'lost', moderate: 'lost' };
const windowsFrom = (start: string): object[] => [
  window('app', start, '14:49:00', SLOW, [evidence['probe'] ?? '', evidence['page'] ?? '']),
  window('app', '14:49:00', '15:09:00', LOST),
];

async function assess(): Promise<string> {
  const started = await amends.client.post<Item>(`/incidents/${incidentId}/assessments`);
  expect(started.status).toBe(202);
  const done = await until(
    () => amends.client.get<{ status: string }>(`/assessments/${started.body.id}`),
    ({ body }) => body.status === 'done' || body.status === 'failed',
  );
  expect(done.body.status).toBe('done');
  return started.body.id;
}

beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T18:00:00Z');
  const { client } = amends;
  for (const key of ['app', 'realtime', 'visio-collab']) {
    expect((await client.put(`/components/${key}`, {})).status).toBeLessThan(300);
  }
  const customer = (externalId: string) => ({
    externalId,
    name: externalId,
    locale: 'fr-FR',
    timezone: 'Europe/Paris',
    contract: { plan: 'business', monthlyFee: { amountMinor: 10_000, currency: 'EUR' }, from: '2019-01-01' },
  });
  const files: [string, string][] = [
    ['customers', lines(['atelier', 'kappa'].map(customer))],
    [
      'meetings',
      lines([
        meeting('atelier', 'weekly', ['app'], { roster: [{ participantId: 'absent', role: 'participant' }] }),
        meeting('atelier', 'video', ['visio-collab']),
        meeting('kappa', 'weekly', ['app']),
      ]),
    ],
    [
      'sessions',
      lines([
        session('atelier', 'weekly', 'd', '14:40:00', '14:51:00'),
        session('atelier', 'weekly', 'd', '15:09:30', '15:40:00'),
        session('atelier', 'weekly', 'q', '14:40:00', '14:51:00'),
        session('atelier', 'weekly', 'q', '15:10:00', '15:30:00'),
        session('atelier', 'video', 'v', '14:30:00', '15:30:00'),
        session('kappa', 'weekly', 'k', '13:40:00', '13:50:00'),
      ]),
    ],
    ['join-attempts', lines([refused('weekly', 'd', '14:53:00')])],
  ];
  for (const [kind, body] of files) {
    expect(await client.post(`/imports/${kind}`, body, NDJSON)).toMatchObject({ status: 200, body: { rejected: 0 } });
  }
  const claim = (source: string, start: string) => ({
    source,
    componentKey: 'app',
    claimedStartAt: at(start),
    confidence: 'medium',
    quote: source,
  });
  const incident = await client.post<Item>('/incidents', {
    title: 'Application outage',
    timeZone: 'Europe/Paris',
    evidence: [claim('probe', '12:43:00'), claim('status_page', '13:53:00')],
    updates: [{ status: 'resolved', body: 'It is over.', displayAt: at('15:42:00') }],
  });
  expect(incident.status).toBe(201);
  incidentId = incident.body.id;
  const read = await client.get<{ evidence: { id: string; source: string }[] }>(`/incidents/${incidentId}`);
  const idOf = (source: string): string => read.body.evidence.find((one) => one.source === source)?.id ?? '';
  evidence = { probe: idOf('probe'), page: idOf('status_page') };
  expect((await client.put(`/incidents/${incidentId}/windows`, { windows: windowsFrom('13:53:00') })).status).toBe(200);
  assessmentId = await assess();
}, 60_000);
afterAll(() => amends.stop());

describe('one participant', () => {
  const explain = <Body = Record<string, unknown>>(who: string, query = '?customerId=atelier') =>
    amends.client.get<Body>(`/assessments/${assessmentId}/participants/${who}${query}`);

  test('d: refused, with the attempt, the window and the entry that ended it', async () => {
    const { status, body } = await explain<{ ranges: Ranges; wouldChange: boolean }>('weekly/d');
    expect(status).toBe(200);
    expect(body).toMatchObject({ class: 'unable_to_join', confidence: 'observed', wouldChange: false });
    const { windows } = (await amends.client.get<{ windows: Item[] }>(`/assessments/${assessmentId}`)).body;
    const [slow, lost] = windows.map(({ id }) => id);
    expect(body.ranges).toMatchObject([
      { kind: 'degraded', seconds: 9 * 60, rules: ['present'], windowIds: [slow], attempts: [] },
      { kind: 'interactivityLost', seconds: 120, windowIds: [lost], sessions: [{ joinedAt: utc('12:40') }] },
      {
        kind: 'blocked',
        confidence: 'observed',
        startAt: '2020-09-16T12:53:00.000Z',
        endAt: '2020-09-16T13:09:00.000Z',
        seconds: 16 * 60,
        rules: ['refused'],
        windowIds: [lost],
        attempts: [{ at: utc('12:53'), outcome: 'refused' }],
      },
    ]);
  });

  test('that somebody looked is in the audit trail, and not at whom', async () => {
    const read = (): Promise<{ details: unknown; actor: string }[]> =>
      rows(
        amends.database.tx,
        `select details::text as details, actor from audit_entry where action = 'participant.read'`,
      );
    const before = (await read()).length;
    await explain('weekly/d');
    expect(
      (await amends.client.get(`/assessments/${assessmentId}/meetings/weekly/timeline?customerId=atelier`)).status,
    ).toBe(200);
    const after = await read();
    expect(after).toHaveLength(before + 2);
    expect(JSON.parse(String(after[0]?.details))).toEqual({ assessmentId });
  });

  test('q: thrown out, by inference from the leave and the return', async () => {
    const { body } = await explain<{ ranges: Ranges }>('weekly/q');
    expect(body.ranges.at(-1)).toMatchObject({
      kind: 'blocked',
      confidence: 'inferred',
      seconds: 18 * 60,
      rules: ['thrown_out'],
      sessions: [{ leftAt: utc('12:51') }, { joinedAt: utc('13:10') }],
      attempts: [],
    });
  });

  test.each([
    ['video/v', 'atelier', ['components_not_hit']],
    ['weekly/absent', 'atelier', ['no_show_proves_nothing']],
    ['weekly/k', 'kappa', ['not_present_then', 'no_failed_attempt']],
  ])('why not %s of %s', async (who, customerId, codes) => {
    const { status, body } = await explain<{ whyUnaffected: { code: string }[] }>(who, `?customerId=${customerId}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { class: 'unaffected', ranges: [] } });
    expect(body.whyUnaffected.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['weekly/nobody', '?customerId=atelier', 404, 'participant_not_found'],
    ['monthly/d', '', 404, 'meeting_not_found'],
    ['weekly/d', '', 400, 'meeting_ambiguous'],
  ])('%s%s: %i %s', async (who, query, status, code) => {
    expect(await explain(who, query)).toMatchObject({ status, body: { code } });
  });
});

test('a meeting as lanes', async () => {
  const { body } = await amends.client.get(`/assessments/${assessmentId}/meetings/weekly/timeline?customerId=atelier`);
  expect(body).toMatchObject({
    externalId: 'weekly',
    startAt: '2020-09-16T12:30:00.000Z',
    endAt: '2020-09-16T13:40:00.000Z',
    windows: [{ componentKey: 'app' }, { componentKey: 'app' }],
    lanes: [
      {
        participantId: 'd',
        class: 'unable_to_join',
        present: [
          { startAt: utc('12:40'), endAt: utc('12:51') },
          { startAt: '2020-09-16T13:09:30.000Z', endAt: utc('13:40') },
        ],
        attempts: [{ at: utc('12:53'), outcome: 'refused' }],
        blocked: [{ startAt: utc('12:53'), endAt: utc('13:09') }],
        interactivityLost: [{ startAt: utc('12:49'), endAt: utc('12:51') }],
      },
      { participantId: 'q', inferred: [{ startAt: utc('12:51'), endAt: utc('13:09') }] },
      { participantId: 'absent', class: 'unaffected', present: [], attempts: [] },
    ],
  });
});

test('an incident by the minute', async () => {
  type Timeline = {
    minutes: { at: string; present: number; refused: number }[];
    components: unknown[];
    updates: unknown[];
  };
  const path = `/incidents/${incidentId}/timeline?from=${encodeURIComponent(at('00:00:00'))}&to=${encodeURIComponent('2020-09-17T00:00:00+02:00')}`;
  const { body } = await amends.client.get<Timeline>(path);
  expect(body.minutes).toHaveLength(1440);
  const minute = (time: string) => body.minutes.find(({ at: instant }) => instant === utc(time));
  expect(minute('11:45')).toMatchObject({ present: 1, refused: 0 });
  expect(minute('11:50')).toMatchObject({ present: 0, refused: 0 });
  expect(minute('12:50')).toMatchObject({ present: 3, refused: 0 });
  expect(minute('12:51')).toMatchObject({ present: 1, refused: 0 });
  expect(minute('12:53')).toMatchObject({ present: 1, refused: 1 });
  expect(minute('13:09')).toMatchObject({ present: 2 });
  expect(minute('13:10')).toMatchObject({ present: 3 });
  expect(body.components).toMatchObject([
    { componentKey: 'app', windows: [{ capabilities: SLOW }, { capabilities: LOST }] },
  ]);
  expect(body.updates).toMatchObject([{ status: 'resolved', body: 'It is over.' }]);
  const tooLong = await amends.client.get(`/incidents/${incidentId}/timeline?from=2020-01-01T00:00:00Z`);
  expect(tooLong).toMatchObject({ status: 400, body: { errors: [{ path: 'to', code: 'too_long' }] } });
});

test('under the other claim for the start, one person more, without anybody running it', async () => {
  type Found = { items: { figures: unknown; change: { people: Record<string, number> } }[] };
  const { body } = await until(
    () => amends.client.get<Found>(`/assessments/${assessmentId}/alternatives`),
    ({ body: { items } }) => items.every(({ figures }) => figures !== null),
  );
  expect(body.items).toMatchObject([
    {
      componentKey: 'app',
      edge: 'start',
      chosenAt: '2020-09-16T11:53:00.000Z',
      claimedAt: '2020-09-16T10:43:00.000Z',
      evidenceIds: [evidence['probe']],
      change: {
        people: { degraded: 1, unable_to_join: 0 },
        customers: { degraded: 1 },
        personSeconds: { degraded: 600 },
      },
    },
  ]);
});

test('a preview says the same of an edit before it is saved, and keeps nothing', async () => {
  const preview = (windows: readonly object[]) =>
    amends.client.post(`/incidents/${incidentId}/assessments/preview`, { windows });
  expect(await preview(windowsFrom('12:43:00'))).toMatchObject({
    status: 200,
    body: {
      provisional: false,
      comparedWith: { id: assessmentId, revision: 1 },
      figures: { people: { degraded: 1, unable_to_join: 2 } },
      change: { people: { degraded: 1, unable_to_join: 0 }, personSeconds: { degraded: 600 } },
    },
  });
  expect(await preview([])).toMatchObject({ status: 422, body: { code: 'no_windows' } });
  const wrong = await preview([{ ...window('ghost', '14:00:00', '13:00:00', LOST) }]);
  expect(wrong.status).toBe(400);
  const old = { ...window('app', '14:00:00', '15:00:00', LOST), startsAt: '2009-01-01T00:00:00Z' };
  expect(await preview([old])).toMatchObject({ status: 422, body: { code: 'data_expired' } });
  const kept = await amends.client.get<List>(`/assessments?incidentId=${incidentId}`);
  expect(kept.body.total).toBe(1);
});

test('the next revision: unchanged, stale by data, stale by windows, and what differs by customer', async () => {
  const { client, clock } = amends;
  const view = (id: string) =>
    client.get<{ staleReasons: string[]; unchangedSince: number | null }>(`/assessments/${id}`);
  clock.set(new Date('2020-09-16T19:00:00Z'));
  const second = await assess();
  expect((await view(second)).body).toMatchObject({ revision: 2, unchangedSince: 1, staleReasons: [] });
  expect((await client.get(`/assessments/${assessmentId}/diff/${second}`)).body).toMatchObject({
    sameInputs: true,
    items: [],
  });

  // The same lines again change nothing; a late one does, if it is of that afternoon.
  const line = session('kappa', 'weekly', 'k', '13:40:00', '13:50:00');
  await client.post('/imports/sessions', lines([line]), NDJSON);
  await client.post(
    '/imports/sessions',
    lines([{ ...line, joinedAt: '2020-09-10T10:00:00Z', leftAt: '2020-09-10T11:00:00Z' }]),
    NDJSON,
  );
  expect((await view(second)).body.staleReasons).toEqual([]);
  await client.post('/imports/sessions', lines([session('kappa', 'weekly', 'late', '14:00:00', '14:20:00')]), NDJSON);
  expect((await view(second)).body.staleReasons).toEqual(['data_changed']);

  const put = await client.put(`/incidents/${incidentId}/windows`, {
    windows: windowsFrom('13:54:00'),
    reason: 'later',
  });
  expect(put.status).toBe(200);
  expect((await view(second)).body.staleReasons).toEqual(['windows_changed', 'data_changed']);

  clock.set(new Date('2020-09-16T20:00:00Z'));
  const third = await assess();
  expect((await view(third)).body).toMatchObject({ revision: 3, unchangedSince: null, staleReasons: [] });
  const diff = await client.get<List>(`/assessments/${second}/diff/${third}`);
  expect(diff.body).toMatchObject({
    from: { revision: 2 },
    to: { revision: 3 },
    sameInputs: false,
    change: { customers: { degraded: 1 }, people: { degraded: 1 } },
    items: [{ externalId: 'kappa', before: null, after: { class: 'degraded', people: { degraded: 1 } } }],
  });
});
