import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BillingModule } from '../../src/billing/billing.module.js';
import { zipLetters } from '../../src/cli/incident-commands.js';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import { IncidentsModule } from '../../src/incidents/incidents.module.js';
import { LettersModule } from '../../src/letters/letters.module.js';
import { OutreachModule } from '../../src/outreach/outreach.module.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { newId } from '../../src/kernel/ids.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { migrateQueue } from '../../src/platform/jobs/worker.service.js';
import { createApplication } from '../../src/platform/http/application.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { PlatformModule, type PlatformOptions } from '../../src/platform/platform.module.js';
import { SettingsModule } from '../../src/platform/settings/settings.module.js';
import { type Aftermath, seedAftermath } from '../support/aftermath.js';
import { JPEG, logoPng } from '../support/pictures.js';
import { readPdf } from '../support/read-pdf.js';
import { signInPerson } from '../support/test-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

@Module({})
class ScenarioModule {
  static forRoot(options: Omit<PlatformOptions, 'matrix'>): DynamicModule {
    const features = [SettingsModule, IncidentsModule, LettersModule, OutreachModule, BillingModule];
    return {
      module: ScenarioModule,
      imports: [PlatformModule.forRoot({ ...options, matrix: ACCESS_MATRIX }), ...features],
    };
  }
}

/** A body is whatever came; each test says what it expects of it. */
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; errors: { path: string; code: string }[] };
type Answer = { status: number; headers: Record<string, unknown>; bytes: Buffer; body: Json };

const SENDER = { name: 'Réunions & Cie', signatoryName: 'Camille Laurent', email: 'success@reunions.example' };

let db: TestDatabase;
let app: NestFastifyApplication;
let cookie: string;

beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
  await migrateQueue(db.url);
  const options = { database: db.database, clock: new SetClock(new Date('2020-09-17T08:00:00Z')) };
  app = await createApplication(ScenarioModule.forRoot(options), { logLevel: 'silent' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  cookie = await signInPerson(app, ['administrator']);
  await call('PUT', 'settings', { sender: SENDER });
}, 30_000);

afterAll(async () => {
  await app.close();
  await db.drop();
});

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const reply = await app.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { cookie, origin: 'http://localhost', ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  const isJson = String(reply.headers['content-type']).includes('json');
  const body = (isJson ? JSON.parse(reply.payload) : {}) as Json;
  return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload, body };
}

async function seedOne(aftermath: Partial<Aftermath>) {
  const seeded = await seedAftermath(db.database.tx, [{ externalId: `Été/${Math.random()}`, ...aftermath }]);
  const [customer] = seeded.customers;
  return { ...seeded, externalId: customer?.externalId ?? '', offerId: customer?.offerId ?? '' };
}

const setAcceptance = (acceptance: 'automatic' | 'required') =>
  db.database.tx.query(`update policy_version set rules = rules || jsonb_build_object('acceptance', $1::text)`, [
    acceptance,
  ]);

const once = (name: string) => ({ 'idempotency-key': name });

test('settings are read, written under their version, and refused with paths', async () => {
  const { body, headers } = await call('GET', 'settings');
  expect(body).toMatchObject({ sender: SENDER, publicUrl: null, version: 1 });
  expect(headers['etag']).toBe('"1"');
  const written = await call('PUT', 'settings', { publicUrl: 'https://amends.example/' }, { 'if-match': '"1"' });
  expect(written).toMatchObject({
    status: 200,
    body: { publicUrl: 'https://amends.example', sender: SENDER, version: 2 },
  });
  expect(await call('PUT', 'settings', {}, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  const refused = await call('PUT', 'settings', { sender: { name: 'A' }, x: 1 });
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  expect(refused.body.errors.map(({ path }) => path)).toEqual(['x', 'sender.signatoryName', 'sender']);
});

describe('the logo', () => {
  const put = (file: Buffer, type = 'image/png', headers = {}) =>
    call('PUT', 'settings/logo', file, { 'content-type': type, ...headers });
  const drawn = async () => (await call('POST', 'letters/preview?locale=fr', {})).bytes.includes('/Subtype /Image');

  test('is given, seen in a letter, replaced, and taken away again', async () => {
    const file = logoPng();
    expect(await drawn()).toBe(false);
    expect((await call('GET', 'settings/logo/image')).body).toMatchObject({ code: 'logo_not_found' });
    const given = await put(file, 'image/png', { 'if-match': '"0"' });
    expect(given).toMatchObject({
      status: 200,
      body: { version: 1, mediaType: 'image/png', width: 240, height: 60, byteCount: file.length },
    });
    expect(await drawn()).toBe(true);
    const image = await call('GET', 'settings/logo/image');
    expect([image.headers['content-type'], image.bytes.equals(file)]).toEqual(['image/png', true]);
    // By its bytes, whatever it calls itself.
    expect(await put(JPEG, 'image/png')).toMatchObject({ status: 200, body: { version: 2, mediaType: 'image/jpeg' } });
    expect(await drawn()).toBe(true);
    expect(await put(file, 'image/png', { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    const { offerId } = await seedOne({ offer: 'approved' });
    await call('POST', `offers/${offerId}/send`, {}, once(offerId));
    expect((await call('DELETE', 'settings/logo')).body).toMatchObject({ version: 0, mediaType: null });
    expect(await drawn()).toBe(false);
    expect((await call('GET', `offers/${offerId}/letter.pdf`)).bytes.includes('/DCTDecode')).toBe(true);
  });

  test('is refused with its reasons, and the one before stays', async () => {
    expect(await put(Buffer.from('GIF89a'))).toMatchObject({
      status: 422,
      body: { code: 'logo_refused', errors: [{ code: 'logo_not_an_image' }] },
    });
    expect(await put(logoPng().subarray(0, 300))).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'logo_broken' }] },
    });
    expect(await put(Buffer.alloc(2 << 20, 'x'))).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    expect(await call('PUT', 'settings/logo', { logo: 'x' })).toMatchObject({ status: 415 });
    expect((await call('GET', 'settings/logo')).body).toMatchObject({ version: 0 });
  });
});

describe('the letter of an offer', () => {
  test('of days of service says them in words; accepted, it is a fulfilment and no money', async () => {
    const { offerId } = await seedOne({ offer: 'approved', days: 3 });
    expect((await call('POST', `offers/${offerId}/send`, {}, once(offerId))).status).toBe(200);
    const { bytes } = await call('GET', `offers/${offerId}/letter.pdf`);
    const said = readPdf(bytes)
      .runs.map(({ text }) => text.replaceAll(/\s/g, ' '))
      .join('\n');
    expect(said).toContain('Objet : prolongation de service à la suite de l’incident du 16 septembre 2020');
    expect(said).toContain('Votre contrat prévoit une prolongation de service. Elle est de 3 jours, sans frais.');
    expect(said).not.toContain('€');
    const answer = { saidBy: 'Anne', channel: 'phone', saidAt: '2020-09-17T08:00:00Z' };
    const accepted = await call('POST', `offers/${offerId}/accept`, answer, once(`yes-${offerId}`));
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', creditId: null } });
    await app.get(OutboxService).drain();
    expect((await call('GET', `fulfilments?offerId=${offerId}`)).body.items).toMatchObject([
      { what: 'days_of_service', quantity: 3, amountMinor: 0, status: 'open' },
    ]);
    expect((await call('GET', 'credits')).body.items.filter((credit) => credit['offerId'] === offerId)).toEqual([]);
  });

  test('grants what its policies want no acceptance for: sent, it is accepted, and its credit is written once', async () => {
    const { offerId, incidentId } = await seedOne({ offer: 'approved' });
    await setAcceptance('automatic');
    try {
      const sent = await call('POST', `offers/${offerId}/send`, {}, once(offerId));
      const answer = { saidBy: null, channel: 'automatic', saidAt: '2020-09-17T08:00:00.000Z', note: null };
      expect(sent).toMatchObject({ status: 200, body: { status: 'accepted', answer, creditId: expect.any(String) } });
      expect((await call('POST', `offers/${offerId}/send`, {}, once(`again-${offerId}`))).status).toBe(409);
    } finally {
      await setAcceptance('required');
    }
    const { bytes } = await call('GET', `offers/${offerId}/letter.pdf`);
    const said = readPdf(bytes)
      .runs.map(({ text }) => text)
      .join(' ')
      .replaceAll(/\s/g, ' ');
    expect(said).toContain('Vous n’avez rien à faire : ce geste commercial vous est accordé');
    expect(said).not.toContain('Pour l’accepter');
    await app.get(OutboxService).drain();
    const credits = (await call('GET', 'credits')).body.items.filter((credit) => credit['offerId'] === offerId);
    expect(credits).toMatchObject([{ status: 'waiting' }]);
    const { items } = (await call('GET', `outreach/cases?incidentId=${incidentId}&limit=100`)).body;
    // Nobody has answered; the customer was told.
    expect(items).toMatchObject([{ status: 'contacted' }]);
  });

  test('is served inline under a safe name and kept by nobody on the way', async () => {
    const { offerId } = await seedOne({ offer: 'approved' });
    const { status, headers, bytes } = await call('GET', `offers/${offerId}/letter.pdf`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'content-disposition': expect.stringMatching(
        /^inline; filename="Ete_0\.\d+-AM-2020-0916-[0-9A-Z-]{9}-draft\.pdf"$/,
      ),
      'content-length': String(bytes.length),
    });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('is sent once under one key, and served with its digest', async () => {
    const { offerId } = await seedOne({ offer: 'approved' });
    expect(await call('POST', `offers/${offerId}/send`)).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
    const stale = await call('POST', `offers/${offerId}/send`, undefined, { ...once('s-0'), 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_changed' } });
    const sent = await call('POST', `offers/${offerId}/send`, undefined, { ...once('s-1'), 'if-match': '"2"' });
    expect(sent).toMatchObject({ status: 200, headers: { etag: '"3"' }, body: { status: 'sent' } });
    const again = await call('POST', `offers/${offerId}/send`, undefined, { ...once('s-1'), 'if-match': '"2"' });
    expect(again).toMatchObject({ status: 200, headers: { 'idempotency-replayed': 'true' }, body: sent.body });
    expect(await call('POST', `offers/${offerId}/send`, undefined, once('s-2'))).toMatchObject({ status: 409 });
    const { headers, bytes } = await call('GET', `offers/${offerId}/letter.pdf`);
    const digest = createHash('sha256').update(bytes).digest();
    expect(headers['repr-digest']).toBe(`sha-256=:${digest.toString('base64')}:`);
    expect(sent.body['letter']).toMatchObject({ sha256: digest.toString('hex'), missingCharacters: [] });
  });

  test('is put into one archive with the others of its incident, byte for byte', async () => {
    const { offerId, incidentId } = await seedOne({ offer: 'approved' });
    await call('POST', `offers/${offerId}/send`, undefined, once('z-1'));
    const folder = await mkdtemp(join(tmpdir(), 'letters-'));
    try {
      const file = join(folder, 'letters.zip');
      expect(await zipLetters({ app, actor: SYSTEM }, incidentId, file)).toBe(1);
      const archive = await readFile(file);
      const { bytes, headers } = await call('GET', `offers/${offerId}/letter.pdf`);
      expect(archive.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
      expect(archive.includes(bytes)).toBe(true);
      const name = /filename="(.+)"/.exec(String(headers['content-disposition']))?.[1] ?? '?';
      expect(archive.toString('latin1').split(name)).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('many are sent by what they have in common', async () => {
    const { incidentId, offerId } = await seedOne({ offer: 'approved' });
    const body = { action: 'send', filter: { incidentId }, dryRun: true };
    expect(await call('POST', 'letters/actions', body, once('m-1'))).toMatchObject({
      status: 200,
      body: { dryRun: true, okCount: 1, items: [{ id: offerId, ok: true }] },
    });
    const refused = await call(
      'POST',
      'letters/actions',
      { ...body, ids: [offerId], filter: { colour: 1 } },
      once('m-2'),
    );
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(await call('POST', 'letters/actions', { action: 'send' }, once('m-3'))).toMatchObject({
      status: 400,
      body: { code: 'ids_or_filter_required' },
    });
  });

  test('all approved ones of an incident are sent by a job, and read as one archive', async () => {
    const three = ['a', 'b', 'c'].map((name) => ({ externalId: `B-${name}`, offer: 'approved' as const }));
    const { incidentId } = await seedAftermath(db.database.tx, [...three, { externalId: 'B-d', offer: 'draft' }]);
    expect(await call('POST', 'letters/batches', { incidentId })).toMatchObject({ status: 400 });
    const asked = await call('POST', 'letters/batches', { incidentId }, once('b-1'));
    const again = await call('POST', 'letters/batches', { incidentId }, once('b-1'));
    expect([asked.status, again.status, again.body]).toEqual([202, 202, asked.body]);
    const jobId = String(asked.body['jobId']);
    await app.get(JobsService, { strict: false }).run(jobId);
    expect((await call('GET', `jobs/${jobId}`)).body).toMatchObject({
      status: 'done',
      doneCount: 3,
      totalCount: 3,
      result: { sentCount: 3, refusedCount: 0, refused: [] },
    });
    expect((await call('GET', `offers?incidentId=${incidentId}&status=sent`)).body['total']).toBe(3);
    const { status, headers, bytes } = await call('GET', `incidents/${incidentId}/letters.zip`);
    expect([status, headers['content-type']]).toEqual([200, 'application/zip']);
    expect(bytes.toString('latin1').match(/B-[a-d]-AM-2020-0916-[0-9A-Z-]{9}(-draft)?\.pdf/g)).toHaveLength(8);
    const nowhere = await call('POST', 'letters/batches', { incidentId: newId() }, once('b-2'));
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'incident_not_found' } });
    expect(await call('GET', `incidents/${newId()}/letters.zip`)).toMatchObject({ status: 404 });
  });

  test.each([`offers/x/letter.pdf`, `proposals/x/y/letter.pdf`])('%s is not there', async (path) => {
    expect(await call('GET', path)).toMatchObject({ status: 404 });
  });
});

test('an apology is previewed and sent by the customer’s external id', async () => {
  const { assessmentId, externalId } = await seedOne({ outcome: 'nothing_owed' });
  const path = `proposals/${assessmentId}/${encodeURIComponent(externalId)}`;
  expect((await call('GET', `${path}/letter.pdf`)).headers['content-disposition']).toContain('-draft.pdf');
  expect(await call('POST', `${path}/send`, undefined, once('a-1'))).toMatchObject({ status: 200 });
  expect(await call('POST', `${path}/send`, undefined, once('a-2'))).toMatchObject({
    status: 409,
    body: { code: 'letter_already_sent' },
  });
  expect((await call('GET', `${path}/letter.pdf`)).headers['content-disposition']).not.toContain('draft');
});

test('from the letter to the case: what is sent stands in the timeline', async () => {
  const { incidentId, assessmentId, offerId } = await seedOne({ offer: 'approved' });
  const outbox = app.get(OutboxService);
  await outbox.append(db.database.tx, {
    topic: 'assessment.finished',
    dedupKey: assessmentId,
    payload: { assessmentId, incidentId },
  });
  await call('POST', `offers/${offerId}/send`, undefined, once('c-1'));
  await outbox.drain();
  const listed = await call('GET', `outreach/cases?incidentId=${incidentId}&due=false&class=unable_to_join`);
  expect(listed).toMatchObject({
    status: 200,
    body: { total: 1, items: [{ status: 'contacted', offer: { status: 'sent' } }] },
  });
  const path = `outreach/cases/${String(listed.body.items[0]?.['id'])}`;
  const found = await call('GET', path);
  const etag = String(found.headers['etag']);
  const change = { status: 'waiting', nextAction: 'Call', nextActionAt: '2020-09-18T10:00:00+02:00' };
  expect(await call('PATCH', path, change, { 'if-match': etag })).toMatchObject({
    status: 200,
    body: { status: 'waiting', nextActionAt: '2020-09-18T08:00:00.000Z' },
  });
  expect(await call('PATCH', path, change, { 'if-match': etag })).toMatchObject({ status: 412 });
  expect(await call('PATCH', path, { nextActionAt: null })).toMatchObject({ status: 422 });
  expect(await call('PATCH', path, { status: 'asleep' })).toMatchObject({ status: 400 });
  const written = await call('POST', `${path}/activities`, { kind: 'call', body: 'Left a message' });
  expect(written).toMatchObject({ status: 201, body: { kind: 'call', author: expect.stringMatching(/^person:/) } });
  expect(await call('POST', `${path}/activities`, { kind: 'assessed', body: 'x' })).toMatchObject({ status: 400 });
  expect(await call('GET', 'outreach/cases?due=maybe')).toMatchObject({ status: 400 });
});

describe('credits', () => {
  async function accepted() {
    const seeded = await seedOne({ offer: 'approved' });
    await call('POST', `offers/${seeded.offerId}/send`, undefined, once(`k-${seeded.offerId}`));
    const answer = { saidBy: 'Élodie', channel: 'phone' };
    const { body } = await call('POST', `offers/${seeded.offerId}/accept`, answer, once(`l-${seeded.offerId}`));
    await app.get(OutboxService).drain();
    return { ...seeded, creditId: String(body['creditId']) };
  }

  test('an accepted offer waits to be confirmed, and is confirmed once', async () => {
    const { creditId, incidentId } = await accepted();
    const path = `credits/${creditId}/confirm`;
    expect(await call('GET', `credits?incidentId=${incidentId}&status=waiting`)).toMatchObject({
      body: { total: 1, items: [{ id: creditId, amount: { amountMinor: 5000, currency: 'EUR' } }] },
    });
    expect(await call('POST', path, { billingDocument: 'CN-1' })).toMatchObject({ status: 400 });
    expect(await call('POST', path, { billingDocument: ' ' }, once('f-0'))).toMatchObject({ status: 400 });
    expect(await call('POST', path, { billingDocument: 'CN-1' }, once('f-1'))).toMatchObject({
      status: 200,
      body: { status: 'confirmed', billingDocument: 'CN-1' },
    });
    expect(await call('POST', path, { billingDocument: 'CN-1' }, once('f-2'))).toMatchObject({ status: 200 });
    expect(await call('POST', path, { billingDocument: 'CN-2' }, once('f-3'))).toMatchObject({
      status: 409,
      body: { code: 'credit_confirmed_otherwise', details: { billingDocument: 'CN-1' } },
    });
  });

  test('are exported as CSV', async () => {
    const { incidentId, creditId } = await accepted();
    const { status, headers, bytes } = await call('GET', `credits/export.csv?incidentId=${incidentId}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers['content-disposition']).toBe('attachment; filename="credits.csv"');
    expect(bytes.toString()).toContain(`\r\namends-${creditId},`);
    const marked = await call('GET', `credits/export.csv?incidentId=${incidentId}&bom=1`);
    expect(marked.bytes.subarray(3)).toEqual(bytes);
    expect(await call('GET', 'credits/export.csv?bom=yes')).toMatchObject({ status: 400 });
  });
});
