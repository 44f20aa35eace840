import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SetClock } from '../../src/kernel/clock.js';
import { CustomersModule } from '../../src/customers/customers.module.js';
import { MeetingsModule } from '../../src/meetings/meetings.module.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { ApiKeyEntity } from '../../src/platform/access/api-key.entity.js';
import { rows } from '../../src/platform/database/database.js';
import { createApplication } from '../../src/platform/http/application.js';
import { PlatformModule, type PlatformOptions } from '../../src/platform/platform.module.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

@Module({})
class ScenarioModule {
  static forRoot(options: Omit<PlatformOptions, 'matrix'>): DynamicModule {
    return {
      module: ScenarioModule,
      imports: [PlatformModule.forRoot({ ...options, matrix: ACCESS_MATRIX }), CustomersModule, MeetingsModule],
    };
  }
}

type Fault = { line: number; field: string; code: string; path: string };
/** A body is whatever came; each test says what it expects of it. */
type Json = Record<string, unknown> & {
  id: string;
  code: string;
  errors: Fault[];
  details: { importId: string };
  items: Record<string, unknown>[];
  nextCursor: string | null;
};
type Answer = { status: number; etag: string | null; body: Json };
type Sent = { type?: string; body?: string | Buffer | AsyncGenerator<Buffer>; headers?: Record<string, string> };

let db: TestDatabase;
let app: NestFastifyApplication;
let origin: string;
let key: string;

beforeAll(async () => {
  db = await createTestDatabase({ entities: [ApiKeyEntity] });
  const options = { database: db.database, clock: new SetClock(new Date('2020-10-01T00:00:00Z')) };
  app = await createApplication(ScenarioModule.forRoot(options), { logLevel: 'silent' });
  await app.listen(0, '127.0.0.1');
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/api/v1`;
  key = await app.get(AccessService).createKey('scenario', ['administrator'], SYSTEM);
  await rows(
    db.database.tx,
    `insert into component (key, name, capabilities, created_at, updated_at)
     values ('app', 'app', '{join}', '2020-09-01', '2020-09-01')`,
  );
}, 30_000);

afterAll(async () => {
  await app.close();
  await db.drop();
});

async function call(method: string, path: string, { type, body, headers = {} }: Sent = {}): Promise<Answer> {
  const response = await fetch(`${origin}/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: body as RequestInit['body'], duplex: 'half' as const }),
  });
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Json };
}

const ndjson = (values: readonly object[]): Sent => ({
  type: 'application/x-ndjson',
  body: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
});

const customer = (externalId: string, change: object = {}): object => ({
  externalId,
  name: `The ${externalId} company`,
  timezone: 'Europe/Paris',
  locale: 'fr-FR',
  contract: { plan: 'pro', monthlyFee: { amountMinor: 42_000, currency: 'EUR' }, from: '2020-01-01' },
  ...change,
});

const faults = ({ body }: Answer): string[] => body.errors.map(({ line, field, code }) => `${line} ${field} ${code}`);

async function countOf(table: string): Promise<number> {
  const [found] = await rows<{ count: number }>(db.database.tx, `select count(*) as count from ${table}`);
  return found?.count ?? 0;
}

describe('an afternoon of files', () => {
  test('customers, contacts, meetings, sessions and attempts go in, and their receipts say so', async () => {
    const customers = await call(
      'POST',
      'imports/customers?sourceName=crm.ndjson',
      ndjson([customer('acme'), { name: 'x' }]),
    );
    expect([customers.status, customers.body]).toMatchObject([
      200,
      { kind: 'customers', sourceName: 'crm.ndjson', status: 'done', read: 2, accepted: 1, rejected: 1, warnings: [] },
    ]);
    expect(faults(customers)).toContain('2 externalId required');

    const contacts = await call('POST', 'imports/contacts', {
      type: 'text/csv; charset=utf-8',
      body: 'customerId,name,email,role\r\nacme,Ann,ann@acme.example,owner\r\n',
    });
    expect([contacts.status, contacts.body]).toMatchObject([200, { accepted: 1, rejected: 0 }]);

    const session = { customerId: 'acme', meetingId: 'm1', participantId: 'p1', role: 'participant' };
    const sessions = await call(
      'POST',
      'imports/sessions',
      ndjson([{ ...session, joinedAt: '2020-09-16T14:30:00+02:00' }]),
    );
    expect(sessions.body).toMatchObject({ accepted: 1, warnings: [{ code: 'stub_meetings', count: 1 }] });

    const meetings = await call('POST', 'imports/meetings', {
      type: 'text/csv',
      body: 'externalId,customerId,scheduledStart,scheduledEnd,components,roster\nm1,acme,2020-09-16T14:30:00+02:00,2020-09-16T15:30:00+02:00,app,p1;p2:facilitator\n',
    });
    expect(meetings.body).toMatchObject({ accepted: 1, warnings: [] });

    const attempts = await call(
      'POST',
      'imports/join-attempts',
      ndjson([
        {
          customerId: 'acme',
          meetingId: 'm1',
          participantId: 'p2',
          at: '2020-09-16T14:52:00+02:00',
          outcome: 'refused',
        },
        { customerId: 'acme', meetingId: 'm1', participantId: 'p2', at: '2020-09-16T14:52:00', outcome: 'refused' },
      ]),
    );
    expect([attempts.body['accepted'], faults(attempts)]).toEqual([1, ['2 at instant_without_offset']]);

    expect((await call('GET', `imports/${attempts.body.id}`)).body).toEqual(attempts.body);
    const rejects = await call('GET', `imports/${attempts.body.id}/rejects?limit=1`);
    expect(rejects.body).toMatchObject({ items: [{ line: 2, field: 'at' }], nextCursor: null, total: 1 });
    const list = await call('GET', 'imports?kind=join-attempts');
    expect(list.body).toMatchObject({ items: [{ id: attempts.body.id, createdBy: 'key:scenario' }], total: 1 });
  });

  test('a file refused whole is told why, and kept as refused', async () => {
    const body = Buffer.from(JSON.stringify(customer('latin', { name: 'Café' })), 'latin1');
    const answer = await call('POST', 'imports/customers', { type: 'application/x-ndjson', body });
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'encoding_not_utf8', details: { line: 1 } }]);
    const refused = await call('GET', `imports/${answer.body.details.importId}`);
    expect(refused.body).toMatchObject({ status: 'refused', errorCode: 'encoding_not_utf8', read: 0 });
    const columns = await call('POST', 'imports/contacts', { type: 'text/csv', body: 'name,phone\n' });
    expect([columns.status, columns.body.code, columns.body.errors.map(({ path }) => path)]).toEqual([
      400,
      'missing_column',
      ['customerId', 'email', 'role', 'phone'],
    ]);
  });
});

describe('what is not a file of a known kind', () => {
  const line = JSON.stringify(customer('refused'));
  test.each([
    ['a JSON array', { type: 'application/json', body: `[${line}]` }, 415, 'media_type_not_supported'],
    ['text', { type: 'text/plain', body: line }, 415, 'media_type_not_supported'],
    ['a workbook', { type: 'application/vnd.ms-excel', body: line }, 415, 'media_type_not_supported'],
    ['bytes', { type: 'application/octet-stream', body: line }, 415, 'media_type_not_supported'],
    ['nothing', {}, 415, 'media_type_not_supported'],
    [
      'something compressed',
      { type: 'text/csv', body: gzipSync(line), headers: { 'content-encoding': 'compress' } },
      415,
      'content_encoding_not_supported',
    ],
  ])('%s is refused', async (_name, sent, status, code) => {
    const answer = await call('POST', 'imports/customers', sent);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('nor is an unknown kind, import or caller found', async () => {
    const ids = ['0190b7c8-0000-7000-8000-000000000000', 'x'];
    expect((await call('POST', 'imports/offers', ndjson([]))).body).toMatchObject({ code: 'import_kind_not_found' });
    expect((await call('GET', `imports/${ids[0]}`)).status).toBe(404);
    expect((await call('GET', `imports/${ids[0]}/rejects`)).status).toBe(404);
    expect((await call('GET', `imports/${ids[1]}`)).status).toBe(400);
    expect((await call('GET', 'imports?limit=0&note=x')).status).toBe(400);
    const stranger = await call('POST', 'imports/customers', {
      ...ndjson([]),
      headers: { authorization: 'Bearer no' },
    });
    expect(stranger.status).toBe(401);
  });
});

describe('streams', () => {
  test('a file far larger than any body may be is read as it comes', async () => {
    async function* lines(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 100; piece += 1) {
        const attempts = Array.from({ length: 400 }, (_, index) => ({
          customerId: 'acme',
          meetingId: 'large',
          participantId: `p-${piece}-${index}`,
          at: '2020-09-16T14:52:00+02:00',
          outcome: 'refused',
        }));
        yield Buffer.from(attempts.map((attempt) => `${JSON.stringify(attempt)}\n`).join(''));
      }
    }
    await call('POST', 'imports/customers', ndjson([customer('acme')]));
    const answer = await call('POST', 'imports/join-attempts', { type: 'application/x-ndjson', body: lines() });
    expect(answer.body).toMatchObject({ accepted: 40_000, rejected: 0 });
  }, 60_000);

  test('a file refused at its first byte is answered although much more is still to come', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from([0xff, 0xfe]);
      for (let piece = 0; piece < 200; piece += 1) yield Buffer.alloc(65_536, 0x20);
    }
    const answer = await call('POST', 'imports/customers', { type: 'text/csv', body: endless() });
    expect([answer.status, answer.body.code]).toEqual([400, 'encoding_not_utf8']);
  });

  test('of a client that goes away in the middle nothing is written, and the next one is served', async () => {
    const before = [await countOf('customer'), await countOf('import_batch')];
    const outgoing = request(`${origin}/imports/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    });
    outgoing.on('error', () => undefined);
    for (let index = 0; index < 5000; index += 1) outgoing.write(`${JSON.stringify(customer(`gone-${index}`))}\n`);
    await sleep(300);
    outgoing.destroy();
    await sleep(300);
    expect([await countOf('customer'), await countOf('import_batch')]).toEqual(before);
    expect((await call('POST', 'imports/customers', ndjson([customer('next')]))).body).toMatchObject({ accepted: 1 });
    expect(await countOf('customer')).toBe((before[0] ?? 0) + 1);
  });

  test('hostile keys are refused like any other field and change nothing', async () => {
    const line = JSON.stringify(customer('hostile')).replace('{', '{"__proto__":{"polluted":1},"constructor":1,');
    const answer = await call('POST', 'imports/customers', { type: 'application/x-ndjson', body: line });
    expect(faults(answer)).toEqual(['1 __proto__ unknown_field', '1 constructor unknown_field']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('customers', () => {
  const json = (value: unknown, headers: Record<string, string> = {}): Sent => ({
    type: 'application/json',
    body: JSON.stringify(value),
    headers,
  });

  test('are put, read and listed, and their version guards them', async () => {
    const contacts = [{ name: 'Zoé', email: 'zoe@put.example', role: 'owner' }];
    const created = await call('PUT', 'customers/put%2F1', json(customer('put/1', { contacts })));
    expect([created.status, created.etag, created.body]).toMatchObject([
      200,
      '"1"',
      {
        externalId: 'put/1',
        contract: { plan: 'pro', monthlyFee: { amountMinor: 42_000, currency: 'EUR' } },
        contacts,
      },
    ]);
    const changed = await call(
      'PUT',
      'customers/put%2F1',
      json(customer('put/1', { name: 'B' }), { 'if-match': '"1"' }),
    );
    expect([changed.status, changed.etag]).toEqual([200, '"2"']);
    const late = await call('PUT', 'customers/put%2F1', json(customer('put/1', { name: 'C' }), { 'if-match': '"1"' }));
    expect([late.status, late.body.code]).toEqual([412, 'version_changed']);
    expect((await call('GET', 'customers/put%2F1')).body).toEqual(changed.body);
    const list = await call('GET', 'customers?q=put/&plan=pro&status=active');
    expect(list.body.items).toMatchObject([{ externalId: 'put/1', name: 'B', version: 2 }]);
    expect(list.body.items[0]).not.toHaveProperty('contacts');
  });

  test.each([
    [json({}), ['timezone required', 'name required', 'locale required', 'contract required']],
    [json(customer('bad', { id: 'x', version: 9 })), ['id unknown_field', 'version unknown_field']],
    [json(customer('another')), ['externalId external_id_differs']],
    [json([]), []],
    [json(null), []],
    [{ type: 'text/csv', body: 'name\n' }, []],
  ])('%# what is no customer is refused with every reason', async (sent, expected) => {
    const { status, body } = await call('PUT', 'customers/bad', sent);
    expect([status, (body.errors ?? []).map(({ path, code }) => `${path} ${code}`)]).toEqual([400, expected]);
    expect((await call('GET', 'customers/bad')).status).toBe(404);
  });

  test.each(['status=gone', 'limit=501', 'cursor=x', 'note=1', 'q[a]=1'])('the list refuses ?%s', async (query) => {
    expect((await call('GET', `customers?${query}`)).status).toBe(400);
  });
});
