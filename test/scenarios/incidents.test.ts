import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { ComponentEntity } from '../../src/incidents/component.entity.js';
import { EvidenceEntity } from '../../src/incidents/evidence.entity.js';
import { IncidentEntity } from '../../src/incidents/incident.entity.js';
import { IncidentUpdateEntity } from '../../src/incidents/incident-update.entity.js';
import { IncidentsModule } from '../../src/incidents/incidents.module.js';
import { OutageWindowEntity } from '../../src/incidents/outage-window.entity.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { ApiKeyEntity } from '../../src/platform/access/api-key.entity.js';
import { createApplication } from '../../src/platform/http/application.js';
import { PlatformModule, type PlatformOptions } from '../../src/platform/platform.module.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ENTITIES = [
  ApiKeyEntity,
  ComponentEntity,
  EvidenceEntity,
  IncidentEntity,
  IncidentUpdateEntity,
  OutageWindowEntity,
];

@Module({})
class ScenarioModule {
  static forRoot(options: Omit<PlatformOptions, 'matrix'>): DynamicModule {
    return {
      module: ScenarioModule,
      imports: [PlatformModule.forRoot({ ...options, matrix: ACCESS_MATRIX }), IncidentsModule],
    };
  }
}

/** A body is whatever came; each test says what it expects of it. */
type Listed = Record<'windows' | 'evidence', { id: string }[]> & { errors: { path: string; code: string }[] };
type Json = Record<string, unknown> & Listed & { id: string };
type Answer = { status: number; etag: unknown; body: Json };

let db: TestDatabase;
let app: NestFastifyApplication;
let key: string;

beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
  const options = { database: db.database, clock: new SetClock(new Date('2020-09-16T16:00:00Z')) };
  app = await createApplication(ScenarioModule.forRoot(options), { logLevel: 'silent' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  key = await app.get(AccessService).createKey('scenario', ['administrator'], SYSTEM);
  await call('PUT', 'components/app', { name: 'Application' });
  await call('PUT', 'components/realtime', {});
  await call('PUT', 'components/visio-collab', { capabilities: ['media', 'join'] });
}, 30_000);

afterAll(async () => {
  await app.close();
  await db.drop();
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

async function call(method: Method, path: string, payload?: unknown, headers: object = {}): Promise<Answer> {
  const authorization = `Bearer ${key}`;
  const response = await app.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { authorization, ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });
  return { status: response.statusCode, etag: response.headers.etag, body: response.json<Json>() };
}

async function newIncident(): Promise<string> {
  return (await call('POST', 'incidents', { title: 'Outage', timeZone: 'Europe/Paris' })).body.id;
}

const faults = ({ body }: Answer): string[] => body.errors.map(({ path, code }) => `${path} ${code}`);

const paris = (time: string): string => `2020-09-16T${time}:00+02:00`;
const utc = (time: string): string => `2020-09-16T${time}:00.000Z`;

/** The windows that the design chooses for the founding case. */
const CHOSEN = [
  {
    componentKey: 'app',
    startsAt: paris('13:53'),
    endsAt: paris('14:49'),
    capabilities: { join: 'degraded', interact: 'degraded', moderate: 'degraded' },
  },
  {
    componentKey: 'app',
    startsAt: paris('14:49'),
    endsAt: paris('15:09'),
    capabilities: { join: 'lost', interact: 'lost', moderate: 'lost' },
  },
  {
    componentKey: 'realtime',
    startsAt: paris('15:09'),
    endsAt: paris('15:27'),
    capabilities: { interact: 'degraded', moderate: 'degraded' },
  },
];

describe('the founding case', () => {
  const published = {
    title: 'Application downtime',
    reference: 'statuspage:d7a45b5995185a09',
    timeZone: 'Europe/Paris',
    descriptions: { fr: 'L’application était inaccessible.', en: 'The application could not be reached.' },
    sourceUrl: 'https://status.example.com/incidents/d7a45b5995185a09',
    updates: [
      { status: 'postmortem', body: 'Nos alertes automatiques…', locale: 'fr-FR', displayAt: paris('17:41') },
      { status: 'resolved', body: 'We added more RAM.', locale: 'en', displayAt: paris('15:42') },
      { status: 'identified', body: 'One of our databases…', displayAt: paris('15:28') },
      { status: 'investigating', body: 'A total outage.', displayAt: paris('15:15') },
    ],
    evidence: [
      {
        source: 'probe',
        componentKey: 'app',
        claimedStartAt: paris('12:43'),
        confidence: 'high',
        quote: 'une dégradation des temps de réponse à partir de 12h43',
      },
      {
        source: 'status_page',
        componentKey: 'app',
        claimedStartAt: paris('13:53'),
        confidence: 'medium',
        quote: 'slow since 13h53',
      },
    ],
    windows: CHOSEN,
  };
  let id: string;

  test('is told in one request', async () => {
    const { status, etag, body } = await call('POST', 'incidents', published);
    id = body.id;
    expect({ status, etag }).toEqual({ status: 201, etag: '"1"' });
    expect(body).toMatchObject({
      title: 'Application downtime',
      status: 'resolved',
      nextStatuses: ['investigating', 'identified', 'monitoring'],
      blockers: [],
      version: 1,
      createdBy: 'key:scenario',
      createdAt: '2020-09-16T16:00:00.000Z',
      updates: [
        { status: 'investigating', displayAt: utc('13:15'), locale: null },
        { status: 'identified', displayAt: utc('13:28') },
        { status: 'resolved', displayAt: utc('13:42'), locale: 'en' },
        { status: 'postmortem', displayAt: utc('15:41'), locale: 'fr-FR' },
      ],
      evidence: [
        { source: 'probe', claimedStartAt: utc('10:43'), claimedEndAt: null },
        { source: 'status_page', claimedStartAt: utc('11:53') },
      ],
      windows: [
        { startsAt: utc('11:53'), endsAt: utc('12:49'), capabilities: CHOSEN[0]?.capabilities },
        { startsAt: utc('12:49'), endsAt: utc('13:09'), capabilities: CHOSEN[1]?.capabilities },
        {
          startsAt: utc('13:09'),
          endsAt: utc('13:27'),
          componentKey: 'realtime',
          capabilities: CHOSEN[2]?.capabilities,
        },
      ],
    });
    expect((await call('GET', `incidents/${id}`)).body).toEqual(body);
  });

  test('told again under its reference, it is refused and nothing of it is kept', async () => {
    const again = await call('POST', 'incidents', published);
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'incident_reference_taken', details: { reference: published.reference, incidentId: id } },
    });
    expect((await call('GET', 'incidents?q=d7a45b')).body).toMatchObject({ total: 1 });
  });

  test('is found by status, and by words of its title or reference', async () => {
    const found = async (query: string): Promise<unknown> => {
      const { body } = await call('GET', `incidents?${query}`);
      return (body.items as { id: string }[]).map((incident) => incident.id);
    };
    expect(await found('q=DOWNtime&status=resolved')).toEqual([id]);
    expect(await found('q=downtime&status=monitoring')).toEqual([]);
    expect(await found('q=d7a45%25')).toEqual([]);
    expect(await found('q=_')).toEqual([]);
    expect(await found(`q=${encodeURIComponent('\\')}`)).toEqual([]);
    const { body } = await call('GET', 'incidents?q=Application');
    expect(body.items).toMatchObject([
      { id, startsAt: utc('11:53'), endsAt: utc('13:27'), windowCount: 3, nextStatuses: expect.any(Array) },
    ]);
  });

  test('a person chooses an earlier start, on the evidence of the probes', async () => {
    const { body } = await call('GET', `incidents/${id}`);
    const evidenceIds = [body.evidence[0]?.id];
    const [slow, ...rest] = CHOSEN;
    const windows = [{ ...slow, startsAt: paris('12:43'), evidenceIds }, ...rest];
    const reason = 'the probes saw it first';
    const stale = await call('PUT', `incidents/${id}/windows`, { windows, reason }, { 'if-match': '"7"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_changed' } });
    const changed = await call('PUT', `incidents/${id}/windows`, { windows, reason }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { incidentId: id, version: 2, kept: 2, retracted: 1, added: 1, windows: [{ evidenceIds, reason }, {}, {}] },
    });
    expect(changed.body.windows.slice(1).map((window) => window.id)).toEqual(
      body.windows.slice(1).map((window) => window.id),
    );
    expect((await call('GET', `incidents/${id}/windows`)).body.windows).toHaveLength(3);
    const all = await call('GET', `incidents/${id}/windows?include=retracted`);
    expect(all).toMatchObject({ etag: '"2"', body: { version: 2 } });
    expect(all.body.windows.find((window) => window.id === body.windows[0]?.id)).toEqual({
      ...body.windows[0],
      retractedAt: '2020-09-16T16:00:00.000Z',
      retractedBy: 'key:scenario',
      retractedReason: reason,
    });
  });

  test('an empty list retracts them all', async () => {
    expect(await call('PUT', `incidents/${id}/windows`, { windows: [] })).toMatchObject({
      status: 200,
      body: { version: 3, windows: [], kept: 0, retracted: 3, added: 0 },
    });
    expect((await call('GET', `incidents/${id}`)).body.windows).toEqual([]);
    expect((await call('GET', `incidents/${id}/windows?include=retracted`)).body.windows).toHaveLength(4);
  });
});

describe('components', () => {
  test('have their key for a name and every capability unless said otherwise', async () => {
    expect((await call('GET', 'components/realtime')).body).toMatchObject({
      key: 'realtime',
      name: 'realtime',
      capabilities: ['join', 'interact', 'moderate', 'view', 'media'],
      version: 1,
    });
    expect((await call('GET', 'components/visio-collab')).body).toMatchObject({ capabilities: ['join', 'media'] });
    const { body } = await call('GET', 'components?limit=2');
    expect(body).toMatchObject({ items: [{ key: 'app' }, { key: 'realtime' }], total: 3 });
    expect((await call('GET', `components?limit=2&cursor=${String(body.nextCursor)}`)).body).toMatchObject({
      items: [{ key: 'visio-collab' }],
      nextCursor: null,
    });
  });

  test('are replaced under the version that was seen', async () => {
    const first = await call('PUT', 'components/chat', { name: 'Chat', capabilities: ['interact'] });
    expect(first).toMatchObject({ status: 200, etag: '"1"' });
    expect(await call('PUT', 'components/chat', {}, { 'if-match': '"2"' })).toMatchObject({ status: 412 });
    const second = await call('PUT', 'components/chat', { name: 'Discussion' }, { 'if-match': '"1"' });
    expect(second).toMatchObject({ status: 200, etag: '"2"', body: { name: 'Discussion', version: 2 } });
    expect((await call('GET', 'components/chat')).body).toEqual(second.body);
    expect(await call('PUT', 'components/new', {}, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  test.each([
    ['components/App', {}, 'key invalid_component_key'],
    ['components/x', { name: ' ' }, 'name is_plain_text'],
    ['components/x', { name: null }, 'name is_plain_text'],
    ['components/x', { capabilities: [] }, 'capabilities array_not_empty'],
    ['components/x', { capabilities: ['fly'] }, 'capabilities is_in'],
    ['components/x', { capabilities: ['join', 'join'] }, 'capabilities array_unique'],
    ['components/x', { colour: 'red' }, 'colour whitelist_validation'],
  ])('PUT %s %j is refused: %s', async (path, body, fault) => {
    const answer = await call('PUT', path, body);
    expect(answer.status).toBe(400);
    expect(faults(answer)).toContain(fault);
  });

  test.each(['ghost', 'GHOST'])('%s is not there', async (name) =>
    expect(await call('GET', `components/${name}`)).toMatchObject({
      status: 404,
      body: { code: 'component_not_found' },
    }),
  );
});

describe('an incident', () => {
  test('begins as investigating, in UTC', async () => {
    expect((await call('POST', 'incidents', { title: 'Slow' })).body).toMatchObject({
      status: 'investigating',
      timeZone: 'UTC',
      reference: null,
      descriptions: {},
      updates: [],
      evidence: [],
      windows: [],
    });
  });

  test('is changed field by field, in any direction, under the version that was seen', async () => {
    const id = await newIncident();
    const first = { status: 'resolved', reference: 'ref-1', descriptions: { fr: 'Panne', en: 'Outage' } };
    expect(await call('PATCH', `incidents/${id}`, first, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      etag: '"2"',
      body: {
        title: 'Outage',
        timeZone: 'Europe/Paris',
        ...first,
        nextStatuses: ['investigating', 'identified', 'monitoring'],
      },
    });
    expect(await call('PATCH', `incidents/${id}`, { title: 'x' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
    });
    const second = { status: 'investigating', reference: null, descriptions: { fr: null } };
    expect(await call('PATCH', `incidents/${id}`, second)).toMatchObject({
      status: 200,
      body: { version: 3, status: 'investigating', reference: null, descriptions: { en: 'Outage' } },
    });
  });

  test('cannot take the reference of another one', async () => {
    const owner = (await call('POST', 'incidents', { title: 'One', reference: 'ref-2' })).body.id;
    expect(await call('PATCH', `incidents/${await newIncident()}`, { reference: 'ref-2' })).toMatchObject({
      status: 409,
      body: { code: 'incident_reference_taken', details: { reference: 'ref-2', incidentId: owner } },
    });
    expect(await call('PATCH', `incidents/${owner}`, { reference: 'ref-2' })).toMatchObject({ status: 200 });
  });

  test('takes its status from the latest update', async () => {
    const id = await newIncident();
    const publish = (status: string, time: string) =>
      call('POST', `incidents/${id}/updates`, { status, body: 'x', displayAt: paris(time) });
    expect(await publish('resolved', '15:42')).toMatchObject({
      status: 201,
      body: { incidentId: id, status: 'resolved', displayAt: utc('13:42'), createdBy: 'key:scenario' },
    });
    await publish('identified', '15:28');
    await publish('postmortem', '17:41');
    expect((await call('GET', `incidents/${id}`)).body).toMatchObject({
      status: 'resolved',
      version: 2,
      updates: [{ status: 'identified' }, { status: 'resolved' }, { status: 'postmortem' }],
    });
  });

  test('gathers evidence, which windows then rest on', async () => {
    const [id, other] = [await newIncident(), await newIncident()];
    const claim = { source: 'post_mortem', confidence: 'low', quote: 'vers 13h54', claimedEndAt: null };
    const { status, body } = await call('POST', `incidents/${id}/evidence`, claim);
    expect({ status, body }).toMatchObject({ status: 201, body: { ...claim, componentKey: null, sourceUrl: null } });
    const windows = [{ ...CHOSEN[0], evidenceIds: [body.id.toUpperCase(), body.id] }];
    expect((await call('PUT', `incidents/${id}/windows`, { windows })).body.windows).toMatchObject([
      { evidenceIds: [body.id] },
    ]);
    const elsewhere = await call('PUT', `incidents/${other}/windows`, { windows });
    expect(faults(elsewhere)).toEqual(['windows.0.evidenceIds.0 unknown_evidence']);
  });

  const unknown = newId();
  test.each<[Method, string, unknown]>([
    ['GET', `incidents/${unknown}`, undefined],
    ['GET', 'incidents/x', undefined],
    ['PATCH', `incidents/${unknown}`, { title: 'x' }],
    ['POST', `incidents/${unknown}/updates`, { status: 'resolved', body: 'x', displayAt: paris('15:42') }],
    ['POST', 'incidents/x/evidence', { source: 'probe', confidence: 'low', quote: 'x' }],
    ['GET', `incidents/${unknown}/windows`, undefined],
    ['PUT', `incidents/${unknown}/windows`, { windows: [] }],
  ])('that is not there: %s %s', async (method, path, body) =>
    expect(await call(method, path, body)).toMatchObject({ status: 404, body: { code: 'incident_not_found' } }),
  );
});

describe('bad input is refused with every reason', () => {
  const update = { status: 'resolved', body: 'x', displayAt: paris('15:42') };
  const evidence = { source: 'probe', confidence: 'low', quote: 'x' };
  const told = (change: object): unknown => ({ title: 'x', updates: [{ ...update, ...change }] });
  test.each<[unknown, string[]]>([
    [{}, ['title is_plain_text', 'title max_length']],
    [{ title: 'x'.repeat(256) }, ['title max_length']],
    [{ title: 'x', status: 'closed' }, ['status is_in']],
    [{ title: 'x', status: null }, ['status is_in']],
    [{ title: 'x', timeZone: 'Paris' }, ['timeZone is_time_zone']],
    [{ title: 'x', timeZone: '+02:00' }, ['timeZone matches']],
    [{ title: 'x', sourceUrl: 'javascript:alert(1)' }, ['sourceUrl is_url']],
    [{ title: 'x', sourceUrl: 'ftp://example.com/a' }, ['sourceUrl is_url']],
    [{ title: 'x', descriptions: [] }, ['descriptions is_object']],
    [
      { title: 'x', descriptions: { fr: '', en: '\ud800' } },
      ['descriptions.fr is_plain_text', 'descriptions.en is_plain_text'],
    ],
    [{ title: 'x', descriptions: { de: 'Ausfall' } }, ['descriptions.de whitelist_validation']],
    [told({ displayAt: '2020-09-16T15:42:00' }), ['updates.0.displayAt instant_without_offset']],
    [told({ displayAt: '2020-02-30T15:42:00Z' }), ['updates.0.displayAt invalid_instant']],
    [told({ locale: 'français' }), ['updates.0.locale matches']],
    [{ title: 'x', updates: [[update]] }, ['updates is_object']],
    [{ title: 'x', updates: null }, ['updates is_array', 'updates array_max_size', 'updates is_object']],
    [
      {
        title: 'x',
        evidence: [
          evidence,
          { ...evidence, componentKey: 'ghost', claimedStartAt: paris('15:00'), claimedEndAt: paris('14:00') },
        ],
        windows: [{ ...CHOSEN[0], componentKey: 'ghost' }],
      },
      [
        'evidence.1.componentKey unknown_component',
        'evidence.1.claimedEndAt claim_ends_before_it_starts',
        'windows.0.componentKey unknown_component',
      ],
    ],
  ])('POST incidents %j', async (body, expected) => {
    const answer = await call('POST', 'incidents', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(faults(answer)).toEqual(expect.arrayContaining(expected));
  });

  const put = (change: object): unknown => ({ windows: [{ ...CHOSEN[0], ...change }] });
  test.each<[unknown, string[]]>([
    [{}, ['windows is_array']],
    [{ windows: CHOSEN[0] }, ['windows is_array']],
    [{ windows: [1] }, ['windows is_object']],
    [{ windows: [[CHOSEN[0]]] }, ['windows is_object']],
    [{ windows: [{}] }, ['windows.0.componentKey is_string', 'windows.0.startsAt invalid_instant']],
    [put({ endsAt: '2020-09-16T14:49:00' }), ['windows.0.endsAt instant_without_offset']],
    [put({ capabilities: undefined }), ['windows.0.capabilities is_object']],
    [put({ capabilities: [] }), ['windows.0.capabilities is_object']],
    [put({ capabilities: {} }), ['windows.0.capabilities no_capability']],
    [put({ capabilities: { join: null } }), ['windows.0.capabilities.join is_in']],
    [put({ capabilities: { fly: 'lost' } }), ['windows.0.capabilities.fly whitelist_validation']],
    [put({ evidenceIds: ['x'] }), ['windows.0.evidenceIds is_uuid']],
    [put({ startsAt: '2020-09-17T18:00:01+02:00', endsAt: null }), ['windows.0.startsAt starts_too_far_ahead']],
    // A fraction of a second is cut off, so this one would be empty.
    [
      put({ startsAt: '2020-09-16T12:00:00.2Z', endsAt: '2020-09-16T12:00:00.9Z' }),
      ['windows.0.endsAt window_ends_before_it_starts'],
    ],
    [
      put({ componentKey: 'visio-collab', capabilities: { view: 'lost', interact: 'lost' } }),
      ['interact', 'view'].map((capability) => `windows.0.capabilities.${capability} capability_not_of_component`),
    ],
    [
      {
        windows: [
          CHOSEN[0],
          { ...CHOSEN[0], startsAt: paris('14:48'), endsAt: null },
          { ...CHOSEN[2], endsAt: paris('15:09') },
        ],
      },
      ['windows.0 windows_overlap', 'windows.1 windows_overlap', 'windows.2.endsAt window_ends_before_it_starts'],
    ],
  ])('PUT windows %j', async (body, expected) => {
    const answer = await call('PUT', `incidents/${await newIncident()}/windows`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(faults(answer)).toEqual(expect.arrayContaining(expected));
  });

  test.each(['null', '[]', '"x"', '5', '[{"title":"x"}]', '{"title":"x","__proto__":{"a":1}}'])(
    'the body %s is refused too',
    async (payload) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const request = { method: 'POST', url: '/api/v1/incidents', headers, payload } as const;
      expect(await app.inject(request)).toMatchObject({ statusCode: 400 });
    },
  );

  test('a field that JavaScript itself knows does no harm', async () =>
    expect((await call('POST', 'incidents', { title: 'x', constructor: 1 })).status).toBeLessThan(500));

  test.each(['status=closed', 'status=resolved&status=monitoring', 'q=%00', 'limit=0', 'colour=red'])(
    'GET incidents?%s is refused',
    async (query) => expect(await call('GET', `incidents?${query}`)).toMatchObject({ status: 400 }),
  );
});

test('5,000 windows go in one request, and more do not', async () => {
  const id = await newIncident();
  const at = (second: number): string => new Date(Date.parse(paris('00:00')) - second * 1000).toISOString();
  const window = (index: number): object => ({ ...CHOSEN[0], startsAt: at(60 * index), endsAt: at(60 * index - 59) });
  const windows = Array.from({ length: 5001 }, (_, index) => window(index));
  const tooMany = await call('PUT', `incidents/${id}/windows`, { windows });
  expect(faults(tooMany)).toEqual(['windows array_max_size']);
  const all = await call('PUT', `incidents/${id}/windows`, { windows: windows.slice(1) });
  expect(all).toMatchObject({ status: 200, body: { version: 2, added: 5000 } });
}, 60_000);

test.each(['incidents', 'components'])('%s do not answer without a key', async (path) =>
  expect(await app.inject({ url: `/api/v1/${path}` })).toMatchObject({ statusCode: 401 }),
);
