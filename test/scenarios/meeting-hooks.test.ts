import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { Webhook } from 'standardwebhooks';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import type { Answer } from '../support/http-client.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const NOW = '2020-09-17T08:00:00Z';
const ZOOM = 'zoom-secret-token';
const LIVEKIT = { key: 'APIkey1', secret: 'livekit-secret-of-at-least-32-bytes-x' };
const GENERIC = `whsec_${Buffer.from('a secret of twenty-four+').toString('base64')}`;

let running: TestApplication;
beforeAll(async () => {
  running = await startTestApplication(NOW, {
    environment: {
      AMENDS_ZOOM_HOOK_SECRET: ZOOM,
      AMENDS_LIVEKIT_HOOK_KEY: LIVEKIT.key,
      AMENDS_LIVEKIT_HOOK_SECRET: LIVEKIT.secret,
      AMENDS_MEETINGS_HOOK_SECRET: GENERIC,
    },
  });
  await running.client.put('/components/app', { name: 'Application', capabilities: ['join', 'interact', 'moderate'] });
  await addCustomers('acme', 'zeta');
}, 60_000);
afterAll(() => running.stop());

async function addCustomers(...externalIds: string[]): Promise<void> {
  const contract = { plan: 'business', monthlyFee: { amountMinor: 100_000, currency: 'EUR' }, from: '2020-01-01' };
  const lines = externalIds.map((externalId) =>
    JSON.stringify({ externalId, name: externalId, timezone: 'Europe/Paris', locale: 'fr-FR', contract, contacts: [] }),
  );
  await running.client.post('/imports/customers', `${lines.join('\n')}\n`, { type: 'application/x-ndjson' });
}

const post = <Body = Record<string, unknown>>(
  path: string,
  body: string,
  headers: Record<string, string>,
  type: string,
): Promise<Answer<Body>> => running.client.post<Body>(path, body, { type, headers });

function zoom(
  event: object,
  { secret = ZOOM, sentAt = NOW }: { secret?: string; sentAt?: string } = {},
): Promise<Answer> {
  const body = JSON.stringify(event);
  const timestamp = String(Date.parse(sentAt) / 1000);
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return post(
    '/hooks/zoom',
    body,
    { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${hash}` },
    'application/json',
  );
}

async function livekit(event: object, { tampered = '', sentAt = NOW } = {}): Promise<Answer> {
  const body = JSON.stringify(event);
  const begin = Date.parse(sentAt) / 1000;
  const token = await new SignJWT({ sha256: createHash('sha256').update(body).digest('base64') })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(LIVEKIT.key)
    .setNotBefore(begin)
    .setExpirationTime(begin + 300)
    .sign(new TextEncoder().encode(LIVEKIT.secret));
  return post('/hooks/livekit', body + tampered, { authorization: token }, 'application/webhook+json');
}

let messages = 0;
function generic(type: string, data: object, { id = `msg_${(messages += 1)}`, sentAt = NOW } = {}): Promise<Answer> {
  const body = JSON.stringify({ type, data });
  const at = new Date(sentAt);
  const signature = new Webhook(GENERIC).sign(id, at, body);
  const timestamp = String(at.getTime() / 1000);
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return post('/hooks/meetings', body, headers, 'application/json');
}

const drain = (): Promise<number> => running.app.get(OutboxService).drain();

/** What a meeting has come to: its schedule, sessions and attempts. */
async function stateOf(meetingId: string): Promise<string[]> {
  const found = await rows<{ line: string }>(
    running.database.tx,
    `with m as (select m.*, c.external_id as customer from meeting m join customer c on c.id = m.customer_id
                 where m.external_id = $1)
     select concat_ws(' ', 'meeting', customer, case when is_stub then 'stub' end, to_char(scheduled_start_at at time zone 'UTC', 'HH24:MI'),
              to_char(scheduled_end_at at time zone 'UTC', 'HH24:MI'), to_char(actual_end_at at time zone 'UTC', 'HH24:MI'), components::text) as line from m
     union all
     select concat_ws(' ', 'session', s.participant_id, s.role, s.kind, to_char(s.joined_at at time zone 'UTC', 'HH24:MI:SS'),
              coalesce(to_char(s.left_at at time zone 'UTC', 'HH24:MI:SS'), 'open'))
       from session s join m on m.customer_id = s.customer_id and m.id = s.meeting_id
     union all
     select concat_ws(' ', 'attempt', a.participant_id, a.role, a.outcome, to_char(a.at at time zone 'UTC', 'HH24:MI:SS'))
       from join_attempt a join m on m.customer_id = a.customer_id and m.id = a.meeting_id
     order by 1`,
    [meetingId],
  );
  return found.map(({ line }) => line);
}

const countEvents = async (): Promise<number> => {
  const [found] = await rows<{ n: number }>(running.database.tx, 'select count(*)::int as n from meeting_event');
  return found?.n ?? -1;
};

const zoomEvent = (type: string, uuid: string, participant: object, more: object = {}): object => ({
  event: type,
  event_ts: Date.parse(NOW),
  payload: {
    account_id: 'ACC1',
    object: {
      id: '987',
      uuid,
      host_id: 'H1',
      topic: 'Weekly',
      start_time: '2020-09-16T12:30:00Z',
      duration: 60,
      ...more,
      participant,
    },
  },
});
const room = (sid: string): object => ({
  sid,
  name: 'acme-hall',
  creationTime: String(Date.parse('2020-09-16T12:30:00Z') / 1000),
});
const seconds = (time: string): string => String(Date.parse(`2020-09-16T${time}Z`) / 1000);

describe('who may tell', () => {
  test('a wrong signature, an old timestamp or a changed body is refused, and nothing is kept', async () => {
    const event = zoomEvent('meeting.participant_joined', 'U0', {
      user_id: '1',
      user_name: 'Jo',
      join_time: '2020-09-16T12:31:00Z',
    });
    const told = { customerId: 'acme', meetingId: 'x', participantId: 'p', at: '2020-09-16T12:31:00Z' };
    const answers = await Promise.all([
      zoom(event, { secret: 'another' }),
      zoom(event, { sentAt: '2020-09-17T07:54:00Z' }),
      zoom(event, { sentAt: '2020-09-17T08:06:00Z' }),
      livekit({ event: 'room_started', createdAt: seconds('12:30:00'), room: room('RM_0') }, { tampered: ' ' }),
      livekit(
        { event: 'room_started', createdAt: seconds('12:30:00'), room: room('RM_0') },
        { sentAt: '2020-09-17T07:50:00Z' },
      ),
      generic('participant.joined', told, { sentAt: '2020-09-17T07:54:00Z' }),
      post('/hooks/meetings', JSON.stringify({ type: 'participant.joined', data: told }), {}, 'application/json'),
      post('/hooks/livekit', '{}', { authorization: 'eyJhbGciOiJub25lIn0.e30.' }, 'application/webhook+json'),
    ]);
    expect(answers.map(({ status, body }) => `${status} ${String(body['code'])}`)).toEqual(
      answers.map(() => '401 signature_not_valid'),
    );
    expect(await countEvents()).toBe(0);
  });

  test('the check of an address by Zoom is answered with its token signed', async () => {
    const { status, body } = await zoom({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } });
    const encryptedToken = createHmac('sha256', ZOOM).update('qgg8').digest('hex');
    expect([status, body]).toEqual([200, { plainToken: 'qgg8', encryptedToken }]);
    expect(await countEvents()).toBe(0);
  });
});

describe('Zoom', () => {
  test('what waits for its customer is kept without being lost, and applied when the source comes', async () => {
    const person = { user_id: '167', id: 'H1', user_name: 'Ann', email: 'ann@acme.example' };
    const left = zoomEvent('meeting.participant_left', 'U1', { ...person, leave_time: '2020-09-16T12:49:30Z' });
    expect((await zoom(left)).body).toEqual({ received: true, new: true, known: true });
    await zoom(zoomEvent('meeting.participant_joined', 'U1', { ...person, join_time: '2020-09-16T12:31:00Z' }));
    expect((await zoom(left)).body).toEqual({ received: true, new: false, known: true });
    await drain();
    expect(await stateOf('U1')).toEqual([]);
    const waiting = await running.client.get<{ items: object[] }>('/meeting-events?status=unmapped&provider=zoom');
    expect(waiting.body.items).toHaveLength(2);
    expect(waiting.body.items[0]).toMatchObject({
      owner: { account: 'ACC1', host: 'H1' },
      reason: 'customer_not_known',
    });

    const source = { provider: 'zoom', scope: 'account', value: 'ACC1', customer: 'acme', components: ['app'] };
    expect((await running.client.put('/hook-sources/zoom-acme', source)).status).toBe(200);
    await drain();
    const [meeting, session] = await stateOf('U1');
    expect(meeting).toBe('meeting acme 12:30 13:30 {app}');
    expect(session).toMatch(/^session p-\S{24} facilitator person 12:31:00 12:49:30$/);
    const kept = await rows<{ text: string }>(running.database.tx, 'select said::text as text from meeting_event');
    expect(kept.filter(({ text }) => /ann/i.test(text))).toEqual([]);
    await zoom(zoomEvent('meeting.ended', 'U1', {}, { end_time: '2020-09-16T13:20:00Z' }));
    await drain();
    expect((await stateOf('U1'))[0]).toBe('meeting acme 12:30 13:30 13:20 {app}');
  });

  test('a source that makes no sense is refused with every reason; a second one for the same account, too', async () => {
    const wrong = { provider: 'zoom', scope: 'room', value: 'x', customer: 'nobody', components: ['nothing'] };
    const { status, body } = await running.client.put<{ errors: { code: string }[] }>('/hook-sources/Wrong', wrong);
    expect(status).toBe(400);
    expect(body.errors.map(({ code }) => code)).toEqual([
      'invalid_hook_source_key',
      'not_allowed',
      'unknown_customer',
      'unknown_component',
    ]);
    const same = { provider: 'zoom', scope: 'account', value: 'ACC1', customer: 'zeta', components: ['app'] };
    expect((await running.client.put('/hook-sources/zoom-zeta', same)).body).toMatchObject({
      code: 'hook_source_taken',
    });
  });

  test('a type that says nothing to us is kept, ignored and counted', async () => {
    expect((await zoom({ event: 'recording.completed', payload: {} })).body).toEqual({
      received: true,
      new: true,
      known: false,
    });
    const { body } = await running.client.get<object[]>('/meeting-events/counts');
    expect(body).toContainEqual({ provider: 'zoom', type: 'recording.completed', status: 'ignored', count: 1 });
  });
});

describe('LiveKit', () => {
  test('stays, a refused join and the length of the room, from seconds', async () => {
    const source = { provider: 'livekit', scope: 'room_prefix', value: 'acme-', customer: 'acme', components: ['app'] };
    await running.client.put('/hook-sources/rooms', source);
    const tell = (id: string, event: string, time: string, participant?: object): Promise<Answer> =>
      livekit({ id, event, createdAt: seconds(time), room: room('RM_1'), ...(participant && { participant }) });
    const ann = { sid: 'PA_1', identity: 'ann', joinedAt: seconds('12:31:00') };
    await tell('EV_1', 'participant_left', '12:49:10', ann);
    await tell('EV_2', 'participant_joined', '12:31:01', ann);
    await tell('EV_3', 'participant_connection_aborted', '12:50:00', { sid: 'PA_2', identity: 'bob' });
    await tell('EV_3', 'participant_connection_aborted', '12:50:00', { sid: 'PA_2', identity: 'bob' });
    await tell('EV_4', 'room_finished', '13:30:00');
    await drain();
    expect(await stateOf('RM_1')).toEqual([
      'attempt bob participant refused 12:50:00',
      'meeting acme 12:30 13:30 13:30 {app}',
      'session ann participant person 12:31:00 12:49:10',
    ]);
  });
});

describe('any other platform', () => {
  const meeting = {
    scheduledStart: '2020-09-16T14:30:00+02:00',
    scheduledEnd: '2020-09-16T15:30:00+02:00',
    components: ['app'],
  };
  const story: [string, object][] = [
    ['meeting.scheduled', { at: '2020-09-16T08:00:00Z', meeting }],
    ['participant.joined', { participantId: 'p1', at: '2020-09-16T12:31:00Z' }],
    ['participant.left', { participantId: 'p1', at: '2020-09-16T12:49:00Z' }],
    ['participant.refused', { participantId: 'p1', at: '2020-09-16T12:55:00Z' }],
    ['participant.joined', { participantId: 'p1', at: '2020-09-16T13:09:00Z' }],
    ['participant.left', { participantId: 'p1', at: '2020-09-16T13:30:00Z' }],
    ['participant.joined', { participantId: 'p2', sessionId: 's2', role: 'facilitator', at: '2020-09-16T12:29:00Z' }],
    ['meeting.ended', { at: '2020-09-16T13:31:00Z' }],
  ];
  const expected = [
    'attempt p1 participant refused 12:55:00',
    'meeting zeta 12:30 13:30 13:31 {app}',
    'session p1 participant person 12:31:00 12:49:00',
    'session p1 participant person 13:09:00 13:30:00',
    'session p2 facilitator person 12:29:00 open',
  ];

  test.each([
    ['in order', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['backwards', [7, 6, 5, 4, 3, 2, 1, 0]],
    ['the later leave before the second join', [1, 5, 2, 4, 0, 3, 7, 6]],
    ['twice, mixed', [5, 1, 5, 4, 6, 1, 0, 2, 7, 3, 2, 4]],
  ])('%s, applied one by one: the same rows', async (name, order) => {
    const meetingId = `weekly ${name}`;
    for (const index of order) {
      const [type, data] = story[index] ?? ['', {}];
      const id = `msg_${name.length}_${index}`;
      expect((await generic(type, { customerId: 'zeta', meetingId, ...data }, { id })).status).toBe(200);
      await drain();
    }
    expect(await stateOf(meetingId)).toEqual(expected);
  });

  test('a customer that comes later, and times that cannot be', async () => {
    const join = { meetingId: 'm9', participantId: 'p9', at: '2020-09-16T12:31:00Z' };
    await generic('participant.joined', { customerId: 'later', ...join });
    await generic('participant.joined', { customerId: 'acme', ...join, at: '2020-09-19T12:31:00Z' });
    await drain();
    expect(await stateOf('m9')).toEqual([]);
    const refused = await running.client.get<{ items: object[] }>('/meeting-events?status=refused');
    expect(refused.body.items).toEqual([expect.objectContaining({ reason: 'instant_in_future' })]);
    await addCustomers('later');
    const { body } = await running.client.post('/meeting-events/apply');
    expect(body).toMatchObject({ applied: 1, unmapped: 0 });
    expect(await stateOf('m9')).toEqual(['meeting later stub', 'session p9 participant person 12:31:00 open']);
  });

  test('an event that cannot be read is refused with every fault and not kept', async () => {
    const before = await countEvents();
    const { status, body } = await generic('participant.joined', { customerId: 'acme', at: 'soon' });
    expect([status, body['code']]).toEqual([400, 'event_not_readable']);
    expect(await countEvents()).toBe(before);
  });

  test('a meeting that an import describes keeps what the import says', async () => {
    const line = {
      externalId: 'planned',
      customerId: 'acme',
      scheduledStart: '2020-09-16T12:00:00Z',
      scheduledEnd: '2020-09-16T14:00:00Z',
      components: ['app'],
    };
    await running.client.post('/imports/meetings', `${JSON.stringify(line)}\n`, { type: 'application/x-ndjson' });
    await generic('participant.joined', {
      customerId: 'acme',
      meetingId: 'planned',
      participantId: 'p1',
      at: '2020-09-16T12:31:00Z',
      meeting,
    });
    await drain();
    expect(await stateOf('planned')).toEqual([
      'meeting acme 12:00 14:00 {app}',
      'session p1 participant person 12:31:00 open',
    ]);
    const [delivery] = await rows<{ source: string }>(
      running.database.tx,
      `select source from data_delivery where source = 'hook:meetings' limit 1`,
    );
    expect(delivery).toEqual({ source: 'hook:meetings' });
  });
});
