import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import type { Answer } from '../support/http-client.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let running: TestApplication;
beforeAll(async () => {
  running = await startTestApplication('2020-09-17T08:00:00Z');
  await running.client.put('/components/app', { name: 'Application', capabilities: ['join', 'interact', 'moderate'] });
  const customer = (externalId: string): object => ({
    externalId,
    name: externalId,
    timezone: 'Europe/Paris',
    locale: 'fr-FR',
    contract: { plan: 'business', monthlyFee: { amountMinor: 100_000, currency: 'EUR' }, from: '2020-01-01' },
    contacts: [],
  });
  const lines = ['acme', 'zeta'].map((id) => `${JSON.stringify(customer(id))}\n`).join('');
  await running.client.post('/imports/customers', lines, { type: 'application/x-ndjson' });
}, 60_000);
afterAll(() => running.stop());

type Receipt = {
  id: string;
  accepted: number;
  rejected: number;
  code: string;
  errors: { path: string; code: string; line: number }[];
};
type Preview = {
  kind: string;
  meetings: object[];
  counts: Record<string, number>;
  rows: { line: number; verdict: string; code: string | null }[];
};

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/attendance/${name}`, import.meta.url));
const ANSWERS = 'customer=acme&components=app&timezone=Europe/Paris';

const send = <Body = Receipt>(name: string | Buffer, query: string, type = 'text/csv'): Promise<Answer<Body>> =>
  running.client.post<Body>(`/imports/attendance?${query}`, typeof name === 'string' ? fixture(name) : name, { type });

const count = async (table: string): Promise<number> => {
  const [found] = await rows<{ n: number }>(running.database.tx, `select count(*)::int as n from ${table}`);
  return found?.n ?? -1;
};

describe('a Zoom report', () => {
  test('a preview has a verdict for each row and stores nothing', async () => {
    const { status, body } = await send<Preview>('zoom-preamble.csv', `${ANSWERS}&preview=true`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'zoom_csv', counts: { new: 5, changes: 0, known: 0, refused: 0, ignored: 1 } });
    expect(body.rows.map(({ line, verdict }) => `${line} ${verdict}`)).toEqual([
      '5 new',
      '6 new',
      '7 new',
      '8 ignored',
      '9 new',
      '10 new',
    ]);
    const refused = await send<{ code: string }>('zoom-unique.csv', `${ANSWERS}&preview=true`);
    expect([refused.status, refused.body.code]).toEqual([400, 'no_join_times']);
    expect([await count('session'), await count('meeting'), await count('import_batch')]).toEqual([0, 0, 1]);
  });

  test('goes in once, however often it comes', async () => {
    const { body } = await send('zoom-preamble.csv', ANSWERS);
    expect(body).toMatchObject({ kind: 'attendance', accepted: 5, rejected: 0 });
    const before = await rows(running.database.tx, 'select * from session order by 1, 2, 3, 4');
    expect(before).toHaveLength(5);
    const [first, second] = await Promise.all([send('zoom-preamble.csv', ANSWERS), send('zoom-preamble.csv', ANSWERS)]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await rows(running.database.tx, 'select * from session order by 1, 2, 3, 4')).toEqual(before);
    const preview = await send<Preview>('zoom-preamble.csv', `${ANSWERS}&preview=true`);
    expect(preview.body.counts).toMatchObject({ new: 0, known: 5 });
  });

  test('no name and no address is kept', async () => {
    const found = await rows<{ all: string }>(
      running.database.tx,
      `select string_agg(s::text, '') as all from session s`,
    );
    expect(found[0]?.all).not.toMatch(/Ana|host@|Lind|read\.ai/i);
  });

  test('its meeting is assessed like any other', async () => {
    const created = await running.client.post<{ id: string }>('/incidents', {
      title: 'Outage',
      windows: [
        {
          componentKey: 'app',
          startsAt: '2020-09-16T14:49:00+02:00',
          endsAt: '2020-09-16T15:09:00+02:00',
          capabilities: { join: 'lost', interact: 'lost', moderate: 'lost' },
        },
      ],
    });
    const started = await running.client.post<{ id: string; jobId: string }>(
      `/incidents/${created.body.id}/assessments`,
    );
    for (let tries = 0; tries < 100; tries += 1) {
      const job = await running.client.get<{ status: string }>(`/jobs/${started.body.jobId}`);
      if (job.body.status === 'done') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { body } = await running.client.get<{ items: object[] }>(`/assessments/${started.body.id}/customers`);
    // The host and the telephone lost interactivity; Bo was thrown out at 14:49 and came back at 15:10.
    expect(body.items).toMatchObject([{ externalId: 'acme', class: 'unable_to_join' }]);
  });
});

describe('what a file does not say', () => {
  test('is asked for, all of it at once, and nothing goes in', async () => {
    const before = await count('import_batch');
    const { status, body } = await send('zoom-plain.csv', '');
    expect([status, body.code]).toEqual([422, 'answers_needed']);
    expect(body.errors.map(({ path }) => path)).toEqual([
      'customer',
      'meeting',
      'components',
      'timezone',
      'dayFirst',
      'start',
      'end',
    ]);
    expect(await count('import_batch')).toBe(before);
  });

  test('is kept with its source, and what an import says goes before it', async () => {
    const put = await running.client.put('/import-sources/zoom-acme', {
      name: 'Zoom of Acme',
      timezone: 'Europe/Paris',
      dayFirst: true,
      customer: 'acme',
      components: ['app'],
    });
    expect(put.body).toMatchObject({
      key: 'zoom-acme',
      version: 1,
      answers: { timeZone: 'Europe/Paris', dayFirst: true },
    });
    const { body } = await send<Preview>(
      'zoom-plain.csv',
      'source=zoom-acme&meeting=m-9&start=05/09/2020 14:30&end=05/09/2020 15:30&preview=true',
    );
    expect(body.meetings).toMatchObject([{ externalId: 'm-9', scheduledStart: '2020-09-05T12:30:00.000Z' }]);
    const other = await send<Preview>(
      'zoom-plain.csv',
      'source=zoom-acme&timezone=UTC&meeting=m-9&start=05/09/2020 14:30&end=05/09/2020 15:30&preview=true',
    );
    expect(other.body.meetings).toMatchObject([{ scheduledStart: '2020-09-05T14:30:00.000Z' }]);
    expect((await send('zoom-plain.csv', 'source=nobody')).status).toBe(404);
  });

  test('names that are not known are refused with the rest', async () => {
    const { status, body } = await send('zoom-preamble.csv', 'customer=nobody&components=app,moon');
    expect(status).toBe(422);
    expect(body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'timezone time_zone_needed',
      'components unknown_component',
      'customer unknown_customer',
    ]);
    const bad = await send('zoom-preamble.csv', `${ANSWERS}&timezone=Mars&dayFirst=perhaps&date=2020-13-01`);
    expect(bad.status).toBe(400);
  });
});

test('a meeting that is known keeps its schedule and components', async () => {
  const line = {
    externalId: 'known',
    customerId: 'acme',
    title: 'Planned',
    scheduledStart: '2020-09-16T14:00:00+02:00',
    scheduledEnd: '2020-09-16T16:00:00+02:00',
    components: ['app'],
  };
  await running.client.post('/imports/meetings', `${JSON.stringify(line)}\n`, { type: 'application/x-ndjson' });
  const { body } = await send('teams-report.tsv', 'customer=acme&timezone=Europe/Paris&meeting=known');
  expect(body).toMatchObject({ accepted: 3, rejected: 0 });
  const [meeting] = await rows(running.database.tx, `select title, is_stub from meeting where external_id = 'known'`);
  expect(meeting).toEqual({ title: 'Planned', is_stub: false });
});

test('UTF-16 as Teams writes it, and the JSON of Zoom and Graph, over HTTP', async () => {
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(fixture('teams-report.fr.tsv').toString(), 'utf16le'),
  ]);
  expect((await send(utf16, ANSWERS, 'application/octet-stream')).body).toMatchObject({ accepted: 1, rejected: 0 });
  const zoom = await send('zoom-participants.json', 'customer=zeta&components=app', 'application/json');
  expect(zoom.body).toMatchObject({ accepted: 2, rejected: 0 });
  const graph = await send('teams-graph.json', 'customer=zeta&components=app', 'application/json');
  expect(graph.body).toMatchObject({ accepted: 1, rejected: 1, errors: [{ line: 2, code: 'no_join_time' }] });
});

test.each([
  ['zoom-unique.csv', 'no_join_times'],
  [Buffer.from('a,b\n1,2\n'), 'not_an_attendance_file'],
  [Buffer.from('Nom,Entrée\n', 'latin1'), 'encoding_not_known'],
  [Buffer.from('Name,Join Time,Leave Time\n"never closed,1,2\n'), 'invalid_csv'],
])('a file that is not what it claims is refused whole, and the refusal is kept', async (file, code) => {
  const before = await count('session');
  const { status, body } = await send(file, ANSWERS);
  expect([status, body.code]).toEqual([400, code]);
  const { body: kept } = await running.client.get<{ items: object[] }>('/imports?status=refused');
  expect(kept.items[0]).toMatchObject({ kind: 'attendance', errorCode: code });
  expect(await count('session')).toBe(before);
});

test('a report of a time before the retention limit refuses its meeting, and nothing of it is kept', async () => {
  const old = Buffer.from(fixture('teams-report.tsv').toString().replaceAll('9/16/20', '9/16/2001'));
  const { status, body } = await send(old, ANSWERS);
  expect([status, body.code]).toEqual([400, 'invalid_input']);
  expect(body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'scheduledEnd instant_too_old',
    'scheduledStart instant_too_old',
  ]);
});
