import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { RetentionService } from '../../src/people/retention.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const CONTACT = { name: 'Canary Contact-Nightingale', email: 'canary.contact@acme.example' };
const PARTICIPANT = {
  id: 'participant-canary-0042',
  name: 'Canary Participant-Wren',
  email: 'wren.canary@acme.example',
};
const CANARIES = [CONTACT.name, CONTACT.email, PARTICIPANT.id, PARTICIPANT.name, PARTICIPANT.email];

let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication('2026-11-25T12:00:00Z');
  await amends.client.put('/components/app', { name: 'App', capabilities: ['join', 'interact'] });
  const contract = { plan: 'pro', monthlyFee: { amountMinor: 10_000, currency: 'EUR' }, from: '2020-01-01' };
  const company = { externalId: 'acme', name: 'Acme', timezone: 'Europe/Paris', locale: 'fr', contract };
  await bring('customers', {
    ...company,
    contacts: [
      { ...CONTACT, role: 'billing' },
      { name: 'Somebody Else', email: 'else@acme.example', role: 'it' },
    ],
  });
  const times = { scheduledStart: '2026-11-01T10:00:00Z', scheduledEnd: '2026-11-01T11:00:00Z', components: ['app'] };
  const roster = [{ participantId: PARTICIPANT.id, role: 'participant' }];
  const who = { customerId: 'acme', meetingId: 'm1', participantId: PARTICIPANT.id };
  const stay = { ...who, role: 'participant', joinedAt: '2026-11-01T10:00:00Z', leftAt: '2026-11-01T10:30:00Z' };
  // Told by two imports each, so that what each of them said is kept beside the rows.
  for (const title of ['Weekly', 'Weekly again']) {
    await bring('meetings', { externalId: 'm1', customerId: 'acme', title, ...times, roster });
    await bring('sessions', stay);
    await bring('join-attempts', { ...who, at: '2026-11-01T10:31:00Z', outcome: 'refused' });
  }
  const { id, ...person } = PARTICIPANT;
  await bring('participants', { customerId: 'acme', participantId: id, ...person });
  await spill();
});
afterAll(() => amends.stop());

async function bring(kind: string, line: object): Promise<void> {
  const answer = await amends.client.post(`/imports/${kind}`, JSON.stringify(line), { type: 'application/x-ndjson' });
  expect([kind, answer.body]).toEqual([kind, expect.objectContaining({ accepted: 1, rejected: 0 })]);
}

/** The canaries where free text and JSON of other features end up: a mail body, the outbox, an answer kept for replay. */
async function spill(): Promise<void> {
  const text = `Dear ${CONTACT.name} <${CONTACT.email}>, ${PARTICIPANT.name} (${PARTICIPANT.id}) was at the door.`;
  const now = amends.clock.now();
  const { tx } = amends.database;
  await rows(
    tx,
    `insert into outbox_message (id, topic, dedup_key, payload, available_at, delivered_at, created_at)
     values (gen_random_uuid(), 'test', $1, $2, $3, $3, $3)`,
    [`mail:${CONTACT.email}`, JSON.stringify({ to: [CONTACT.email], body: text, amountMinor: 4200 }), now],
  );
  await rows(
    tx,
    `insert into idempotency_key (actor, key, route, fingerprint, response_status, response_body, created_at)
     values ('x', 'y', 'POST /z', 'f', 200, $1, $2)`,
    [JSON.stringify({ text, note: 'kept' }), now],
  );
  await amends.database.transaction(async (inner) => {
    await rows(inner, `set local session_replication_role = replica`);
    await rows(
      inner,
      `insert into letter (customer_id, id, incident_id, assessment_id, kind, locale, reference, pdf, sha256, created_by, created_at)
       select id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'apology', 'fr', 'A-1', convert_to($1, 'UTF8'), 'x', 'system', $2
         from customer`,
      [text, now],
    );
    await rows(
      inner,
      `insert into impact select id, gen_random_uuid(), gen_random_uuid(), $1, 'unable_to_join', 'observed', false, false, false,
         0, 0, 0, 0, 0, '{}', '{}', '{}', '{}', '{}' from customer`,
      [PARTICIPANT.id],
    );
  });
}

/** Where a canary stands: every column of every table of the whole database, as text, and bytes as they are. */
async function foundIn(): Promise<string[]> {
  const { tx } = amends.database;
  const columns = await rows<{ schema: string; table: string; column: string; type: string }>(
    tx,
    `select table_schema as schema, table_name as "table", column_name as "column", data_type as type
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const hits = await rows(
      tx,
      `select 1 from "${schema}"."${table}" where exists (select from unnest($1::text[]) c where position(c in ${value}) > 0) limit 1`,
      [CANARIES],
    );
    if (hits.length > 0) found.push(`${table}.${column}`);
  }
  return found.filter((place) => !/_\d{4}_\d\d\./.test(place));
}

const participant = { kind: 'participant', customerId: 'acme', id: PARTICIPANT.id };

test('the canaries stand in many places to begin with', async () => {
  expect((await foundIn()).toSorted()).toEqual(
    expect.arrayContaining([
      'contact.email',
      'impact.participant_id',
      'letter.pdf',
      'outbox_message.payload',
      'participant_name.name',
    ]),
  );
});

test('a person can be told what is held about them, and that it was asked is in the audit trail', async () => {
  const query = new URLSearchParams(participant).toString();
  const { status, body } = await amends.client.get(`/people/export?${query}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    places: [
      {
        place: 'meetings',
        records: expect.arrayContaining([
          expect.objectContaining({ name: PARTICIPANT.name }),
          expect.objectContaining({ kind: 'session', rows: 1 }),
        ]),
      },
      { place: 'impacts', records: [{ assessmentId: expect.any(String), impacts: 1 }] },
    ],
    mentions: expect.arrayContaining([{ table: 'outbox_message', column: 'payload', rows: 1 }]),
  });
  expect(
    await rows(amends.database.tx, `select actor_kind from audit_entry where action = 'person.exported'`),
  ).toHaveLength(1);
});

test('who may not see people learns nothing of them', async () => {
  for (const role of ['viewer', 'agent', 'integrator', 'finance'] as const) {
    const somebody = await amends.signIn(role);
    expect((await somebody.get(`/people/export?${new URLSearchParams(participant).toString()}`)).status).toBe(403);
    expect((await somebody.post('/people/erase', participant)).status).toBe(403);
  }
});

test('asked badly, it says what is wrong', async () => {
  const ask = async (body: object): Promise<unknown[]> => {
    const answer = await amends.client.post('/people/erase', body);
    return [answer.status, answer.body['code']];
  };
  expect(await ask({ kind: 'participant', id: 'x' })).toEqual([400, 'customer_required']);
  expect(await ask({ kind: 'king', id: 'x' })).toEqual([400, 'invalid_input']);
  expect(await ask({ kind: 'participant', id: 'x', customerId: 'nobody' })).toEqual([404, 'customer_not_found']);
  expect(await ask({ kind: 'contact', id: 'unknown@acme.example' })).toEqual([404, 'person_not_found']);
});

test('after the erasure nothing is left but what a law keeps, and every figure stands', async () => {
  const erased = await amends.client.post('/people/erase', participant);
  expect(erased.body).toMatchObject({ pseudonym: expect.stringMatching(/^erased-/), keptByLaw: [] });
  const contact = await amends.client.post('/people/erase', {
    kind: 'contact',
    id: CONTACT.email.toUpperCase(),
    customerId: 'acme',
  });
  expect(contact.body).toMatchObject({
    erased: [{ place: 'contacts', rows: 1 }],
    keptByLaw: [{ place: 'letters', count: 1, until: '2036-11-25T12:00:00.000Z' }],
  });
  expect(await foundIn()).toEqual(['letter.pdf']);
  const { tx } = amends.database;
  const [kept] = await rows<Record<string, unknown>>(
    tx,
    `select (select count(*)::int from session s join join_attempt a using (customer_id, participant_id)
               join roster_entry r using (customer_id, participant_id) join impact i using (customer_id, participant_id)) as joined,
            (select payload ->> 'amountMinor' from outbox_message where topic = 'test') as amount,
            (select string_agg(email, ' ') from contact) as contacts`,
  );
  expect(kept).toEqual({ joined: 1, amount: '4200', contacts: 'else@acme.example' });
});

test('somebody who signed in is forgotten too, but never the last administrator', async () => {
  const created = await amends.client.post<{ person: { id: string } }>('/users', {
    name: 'Canary Agent-Heron',
    email: 'heron.canary@amends.example',
    roles: ['agent'],
  });
  expect(created.status).toBe(201);
  await amends.database.transaction(async (tx) => {
    await rows(tx, `update import_batch set source_name = 'from heron.canary@amends.example' where kind = 'sessions'`);
  });
  const erased = await amends.client.post('/people/erase', { kind: 'user', id: 'heron.canary@amends.example' });
  expect(erased.body).toMatchObject({ erased: [{ place: 'accounts' }], masked: [{ table: 'import_batch', rows: 2 }] });
  const [left] = await rows<{ name: string; roles: string[] }>(
    amends.database.tx,
    `select u.name, p.roles from auth."user" u join person p on p.id::text = u.id where p.id = $1 and disabled_at is not null`,
    [created.body.person.id],
  );
  expect(left).toEqual({ name: expect.stringMatching(/^erased-/), roles: [] });
  const people = await amends.client.get<{ items: { email: string; roles: string[] }[] }>('/users?limit=100');
  const administrators = people.body.items.filter(({ roles }) => roles.includes('administrator'));
  expect(administrators).toHaveLength(1);
  const last = await amends.client.post('/people/erase', { kind: 'user', id: administrators[0]?.email });
  expect([last.status, last.body['code']]).toEqual([409, 'last_administrator']);
});

test('for how many days is said by an administrator, whole or not at all, and stands in the audit trail', async () => {
  expect((await amends.client.get('/retention')).body).toMatchObject({ names: 90, sessions: 730, version: 0 });
  const refused = await amends.client.put('/retention', { names: 3, letters: 10 });
  expect([refused.status, refused.body['errors']]).toEqual([
    400,
    [
      expect.objectContaining({ path: 'letters', code: 'unknown_field' }),
      expect.objectContaining({ path: 'names', code: 'days_out_of_range' }),
    ],
  ]);
  const said = await amends.client.put('/retention', { names: 30 }, { headers: { 'if-match': '"0"' } });
  expect(said.body).toMatchObject({ names: 30, sessions: 730, impacts: 730, version: 1 });
  expect((await amends.client.put('/retention', {}, { headers: { 'if-match': '"0"' } })).status).toBe(412);
  const dry = await amends.client.post<{ steps: { what: string; before: string }[] }>('/retention/run', {});
  expect(dry.body.steps.find(({ what }) => what === 'names')?.before).toBe('2026-10-26T12:00:00.000Z');
  expect((await (await amends.signIn('manager')).put('/retention', { names: 90 })).status).toBe(403);
  const lines = `select details from audit_entry where action = 'settings.changed' and subject_id = 'retention'`;
  expect(await rows(amends.database.tx, lines)).toHaveLength(1);
});

test('retention drops months of sessions, names and the people of old impacts, once a day whatever the replicas', async () => {
  await bring('participants', { customerId: 'acme', participantId: 'p2', name: 'Ann Other' });
  amends.clock.set('2029-01-15T12:00:00Z');
  const dry = await amends.client.post('/retention/run', {});
  expect(dry.body).toMatchObject({ dryRun: true });
  const counts = (answer: { body: Record<string, unknown> }): unknown =>
    Object.fromEntries(
      (answer.body['steps'] as { name: string; rows: number }[]).map(({ name, rows: count }) => [name, count]),
    );
  const expected = {
    'participant names': 1,
    rosters: 1,
    'what imports said': 6,
    'session partitions': 1,
    'join_attempt partitions': 1,
    'people of impacts': 0,
    'meeting events': 0,
    claimants: 0,
  };
  expect(counts(dry)).toEqual(expected);
  const retention = amends.app.get(RetentionService, { strict: false });
  expect(
    (await Promise.all([retention.runDaily(), retention.runDaily(), retention.runDaily()])).filter(Boolean),
  ).toHaveLength(1);
  expect(await retention.runDaily()).toBe(false);
  const after = await amends.client.post('/retention/run', { dryRun: false });
  expect(counts(after)).toEqual({
    ...expected,
    'participant names': 0,
    rosters: 0,
    'what imports said': 0,
    'session partitions': 0,
    'join_attempt partitions': 0,
  });
  expect(await rows(amends.database.tx, 'select 1 from session')).toEqual([]);
  expect(await rows(amends.database.tx, 'select 1 from meeting')).toHaveLength(1);
});
