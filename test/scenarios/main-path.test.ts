import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** The whole path over HTTP only, on the evening of 16 September 2020, with every second and cent written out. */
let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T18:00:00Z');
});
afterAll(() => amends.stop());

type Item = Record<string, unknown> & { id: string };
type List = { items: Item[]; total: number };

const at = (time: string): string => `2020-09-16T${time}+02:00`;
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const NDJSON = { type: 'application/x-ndjson' };

async function until<T>(read: () => Promise<T>, isReady: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const value = await read();
    if (isReady(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited ten seconds in vain');
}

async function setUp(): Promise<void> {
  const { client } = amends;
  const sender = {
    name: 'Salon Clair SAS',
    addressLines: ['12 quai des Tanneurs', '44000 Nantes'],
    city: 'Nantes',
    email: 'success@salon-clair.example',
    phone: '+33 2 99 00 12 34',
    signatoryName: 'Maud Trévarec',
    signatoryTitle: 'Success',
  };
  expect((await client.put('/settings', { sender })).status).toBe(200);
  for (const key of ['app', 'realtime', 'visio-collab']) {
    expect((await client.put(`/components/${key}`, {})).status).toBeLessThan(300);
  }
  expect((await client.post('/policies', { code: 'goodwill', name: 'Goodwill' })).status).toBe(201);
  const rules = rulesOf('20', '10');
  expect((await client.post('/policies/goodwill/versions', { from: '2020-01-01', rules })).status).toBe(201);
}

function rulesOf(unableToJoin: string, interactivityLoss: string): object {
  return {
    kind: 'goodwill',
    zone: 'Europe/Paris',
    validityDays: 30,
    taxTreatment: 'price_reduction',
    measure: { minimumSeconds: 60 },
    caps: { incident: { amounts: { EUR: 50_000, GBP: 45_000 } } },
    remedy: {
      type: 'fixed',
      byClass: {
        unable_to_join: { percent: unableToJoin },
        interactivity_loss: { percent: interactivityLoss },
        degraded: { amounts: { EUR: 2000, GBP: 1800 } },
      },
    },
  };
}

async function importDay(): Promise<void> {
  const { client } = amends;
  const customer = (
    externalId: string,
    name: string,
    currency: string,
    amountMinor: number,
    locale: string,
    timezone: string,
  ) => ({
    externalId,
    name,
    locale,
    timezone,
    owner: 'l.roche',
    contract: { plan: 'business', monthlyFee: { amountMinor, currency }, from: '2019-01-01' },
    contacts: [{ name: 'Camille Dubreuil', email: `camille@${externalId}.example`, role: 'sponsor' }],
  });
  const meeting = (customerId: string, components: string[]) => ({
    customerId,
    externalId: 'weekly',
    title: 'Weekly',
    scheduledStart: at('14:30:00'),
    scheduledEnd: at('15:30:00'),
    components,
  });
  const session = (customerId: string, participantId: string, joined: string, left: string, role = 'participant') =>
    `${customerId},weekly,${participantId},${role},${at(joined)},${at(left)}`;
  const attempt = (participantId: string, time: string) => ({
    customerId: 'atelier',
    meetingId: 'weekly',
    participantId,
    at: at(time),
    outcome: 'refused',
  });
  const files: [string, string, object][] = [
    [
      'customers',
      lines([
        customer('atelier', 'Atelier Nord', 'EUR', 123_457, 'fr-FR', 'Europe/Paris'),
        customer('nordlys', 'Nordlys Ltd', 'GBP', 45_000, 'en-GB', 'Europe/London'),
        customer('kappa', 'Kappa SA', 'EUR', 10_000, 'fr-FR', 'Europe/Paris'),
        customer('orion', 'Orion SA', 'EUR', 10_000, 'fr-FR', 'Europe/Paris'),
      ]),
      NDJSON,
    ],
    [
      'meetings',
      lines([
        meeting('atelier', ['app', 'realtime']),
        meeting('nordlys', ['app', 'realtime']),
        meeting('kappa', ['app']),
        meeting('orion', ['visio-collab']),
      ]),
      NDJSON,
    ],
    [
      'sessions',
      [
        'customerId,meetingId,participantId,role,joinedAt,leftAt',
        session('atelier', 'a', '14:30:00', '15:30:00', 'facilitator'),
        session('atelier', 'c', '15:10:00', '15:30:00'),
        session('nordlys', 'a', '14:30:00', '15:30:00'),
        session('kappa', 'k', '13:50:00', '13:53:30'),
        session('orion', 'o', '14:30:00', '15:30:00'),
      ].join('\n'),
      { type: 'text/csv' },
    ],
    ['join-attempts', lines([attempt('c', '14:52:00'), attempt('c', '14:58:00')]), NDJSON],
  ];
  for (const [kind, body, request] of files) {
    const receipt = await client.post(`/imports/${kind}`, body, request);
    expect(receipt).toMatchObject({ status: 200, body: { rejected: 0 } });
  }
}

async function assess(): Promise<{ incidentId: string; assessmentId: string }> {
  const { client } = amends;
  const window = (componentKey: string, from: string, to: string, states: object) => ({
    componentKey,
    startsAt: at(from),
    endsAt: at(to),
    capabilities: states,
  });
  const incident = await client.post<Item>('/incidents', {
    title: 'Application outage',
    timeZone: 'Europe/Paris',
    descriptions: { fr: 'L’application était inaccessible.', en: 'The application could not be reached.' },
    windows: [
      window('app', '13:53:00', '14:49:00', { join: 'degraded', interact: 'degraded', moderate: 'degraded' }),
      window('app', '14:49:00', '15:09:00', { join: 'lost', interact: 'lost', moderate: 'lost' }),
      window('realtime', '15:09:00', '15:27:00', { interact: 'degraded', moderate: 'degraded' }),
    ],
  });
  expect(incident.status).toBe(201);
  const started = await client.post<Item & { revision: number }>(`/incidents/${incident.body.id}/assessments`);
  expect(started).toMatchObject({ status: 202, body: { revision: 1 } });
  const done = await until(
    () => client.get<{ status: string }>(`/assessments/${started.body.id}`),
    ({ body }) => body.status === 'done' || body.status === 'failed',
  );
  expect(done.body.status).toBe('done');
  return { incidentId: incident.body.id, assessmentId: started.body.id };
}

test('from an outage to a confirmed credit', async () => {
  const { client } = amends;
  await setUp();
  await importDay();
  const { incidentId, assessmentId } = await assess();

  const customers = await client.get<List>(`/assessments/${assessmentId}/customers`);
  expect(customers.body.items.map(({ externalId }) => externalId)).toEqual(['atelier', 'nordlys', 'kappa']);
  expect(customers.body.items[0]).toMatchObject({
    class: 'unable_to_join',
    people: { unable_to_join: 1, interactivity_loss: 1, degraded: 0, inferred: 0 },
    personSeconds: { unable_to_join: 17 * 60, interactivity_loss: 20 * 60, degraded: (37 + 17) * 60 },
    // By the clock: c is at the door from 14:52 to 15:09, so a's lost interactivity counts only before that.
    clockSeconds: { unable_to_join: 17 * 60, interactivity_loss: 3 * 60, degraded: 37 * 60 },
    meetings: { unable_to_join: 1 },
  });
  const people = await client.get<List>(`/assessments/${assessmentId}/participants?customerId=atelier&participantId=c`);
  expect(people.body.items).toMatchObject([
    {
      class: 'unable_to_join',
      confidence: 'observed',
      blockedSeconds: 1020,
      degradedSeconds: 1020,
      ranges: { blocked: [{ startAt: '2020-09-16T12:52:00.000Z', endAt: '2020-09-16T13:09:00.000Z' }] },
    },
  ]);

  const proposed = await client.post(`/assessments/${assessmentId}/offers`);
  expect(proposed.body).toMatchObject({ outcomes: { offer: 2, nothing_owed: 1, refused: 0 } });
  const offers = (await client.get<List>(`/offers?incidentId=${incidentId}`)).body.items;
  const offerOf = (customerId: string): Item => {
    const found = offers.find((offer) => offer['customerId'] === customerId);
    if (found === undefined) throw new Error(`no offer for ${customerId}`);
    return found;
  };
  // 20 % of 1,234.57 is 246.914, rounded once, half up; 10 % of 450.00.
  expect(offerOf('atelier')).toMatchObject({ amount: { amountMinor: 24_691, currency: 'EUR' }, status: 'draft' });
  expect(offerOf('nordlys')).toMatchObject({ amount: { amountMinor: 4500, currency: 'GBP' } });

  const draft = await client.get<Buffer>(`/offers/${offerOf('atelier').id}/letter.pdf`);
  expect(draft.headers.get('content-type')).toBe('application/pdf');
  const early = await client.post(`/offers/${offerOf('atelier').id}/send`);
  expect(early).toMatchObject({ status: 409, body: { code: 'offer_transition_refused' } });
  for (const id of [offerOf('atelier').id, offerOf('nordlys').id]) {
    expect((await client.post(`/offers/${id}/approve`)).status).toBe(200);
  }
  const withdrawn = await client.post(`/offers/${offerOf('nordlys').id}/withdraw`, { reason: 'Talked to them first.' });
  expect(withdrawn.body).toMatchObject({ status: 'withdrawn', nextStatuses: [] });
  expect((await client.post(`/offers/${offerOf('nordlys').id}/approve`)).status).toBe(409);

  const sent = await client.post<{ letter: { sha256: string } }>(`/offers/${offerOf('atelier').id}/send`);
  expect(sent).toMatchObject({ status: 200, body: { status: 'sent' } });
  const letter = await client.get<Buffer>(`/offers/${offerOf('atelier').id}/letter.pdf`);
  expect(createHash('sha256').update(letter.body).digest('hex')).toBe(sent.body.letter.sha256);

  const yes = { saidBy: 'Camille Dubreuil', channel: 'phone', saidAt: '2020-09-16T17:59:00Z' };
  const key = { headers: { 'idempotency-key': 'yes-1' } };
  const accepted = await client.post(`/offers/${offerOf('atelier').id}/accept`, yes, key);
  expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted' } });
  const again = await client.post(`/offers/${offerOf('atelier').id}/accept`, yes, key);
  expect(again.body).toEqual(accepted.body);
  expect((await client.post(`/offers/${offerOf('atelier').id}/accept`, yes)).status).toBe(409);

  const credits = await client.get<List>('/credits');
  expect(credits.body).toMatchObject({ total: 1, items: [{ amount: { amountMinor: 24_691, currency: 'EUR' } }] });
  const confirmed = await client.post(`/credits/${credits.body.items[0]?.id}/confirm`, {
    billingDocument: 'AV-2020-17',
  });
  expect(confirmed.body).toMatchObject({ status: 'confirmed', billingDocument: 'AV-2020-17' });
  const csv = (await client.get<Buffer>('/credits/export.csv')).body.toString();
  expect(csv).toContain('Atelier Nord');
  expect(csv).toContain('246.91');

  const cases = await until(
    () => client.get<List>(`/outreach/cases?incidentId=${incidentId}`),
    ({ body }) => body.items.some((item) => item['status'] === 'answered'),
  );
  expect(
    cases.body.items.map((item) => [
      (item['customer'] as { externalId: string }).externalId,
      item['status'],
      item['owed'],
    ]),
  ).toEqual([
    ['atelier', 'answered', 'offer'],
    ['nordlys', 'to_contact', 'offer'],
    ['kappa', 'to_contact', 'nothing_owed'],
  ]);
  const apology = await client.get<Buffer>(`/proposals/${assessmentId}/kappa/letter.pdf`);
  expect(apology.body.subarray(0, 5).toString()).toBe('%PDF-');
});

test('a policy that changes, and another assessment, work the offers out anew by themselves', async () => {
  const { client } = amends;
  const [incident] = (await client.get<List>('/incidents')).body.items;
  const offersOf = (status: string) => client.get<List>(`/offers?incidentId=${incident?.id}&status=${status}`);
  const version = { from: '2020-09-16', rules: rulesOf('30', '15') };
  expect((await client.post('/policies/goodwill/versions', version)).status).toBe(201);
  const drafts = await until(
    () => offersOf('draft'),
    ({ body }) => body.total === 2,
  );
  // What was accepted stays 246.91: of 370.371 the rest is a supplement. What was withdrawn is another offer now.
  const shown = drafts.body.items.map(({ customerId, sequence, amount }) => [customerId, sequence, amount]);
  expect(new Map(shown.map(([customerId, ...others]) => [customerId, others]))).toEqual(
    new Map([
      ['atelier', [1, { amountMinor: 12_346, currency: 'EUR' }]],
      ['nordlys', [0, { amountMinor: 6750, currency: 'GBP' }]],
    ]),
  );
  expect((await offersOf('accepted')).body.items).toMatchObject([{ amount: { amountMinor: 24_691 } }]);

  const started = await client.post<Item>(`/incidents/${incident?.id}/assessments`);
  const proposals = await until(
    () => client.get<List>(`/proposals?assessmentId=${started.body.id}`),
    ({ body }) => body.total === 3,
  );
  expect(new Set(proposals.body.items.map((proposal) => proposal['outcome']))).toEqual(
    new Set(['offer', 'nothing_owed']),
  );
  expect((await offersOf('draft')).body.items.map(({ id }) => id).toSorted()).toEqual(
    drafts.body.items.map(({ id }) => id).toSorted(),
  );
});

test('nothing but health answers without a key', async () => {
  for (const path of ['/health/live', '/health/ready'])
    expect((await fetch(`${amends.origin}${path}`)).status).toBe(200);
  for (const path of ['/metrics', '/api/v1/offers', '/api/v1/credits', '/api/v1/customers', '/api/v1/incidents']) {
    const answer = await fetch(`${amends.origin}${path}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'sign_in_required', status: 401 });
  }
});

test('the metrics count requests by route, without ids, and what waits', async () => {
  const key = await amends.client.post<{ text: string }>('/api-keys', { name: 'prometheus', roles: ['integrator'] });
  const answer = await fetch(`${amends.origin}/metrics`, { headers: { authorization: `Bearer ${key.body.text}` } });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toMatch(/_seconds_count\{method="GET",route="\/api\/v1\/offers",status="200"\} \d/);
  expect(text).toContain('amends_outbox_parked 0\n');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7|atelier/);
});
