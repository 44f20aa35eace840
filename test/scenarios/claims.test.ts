import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, insert, seedAftermath } from '../support/aftermath.js';
import { brokenChecks } from '../support/outreach-checks.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** Claims over HTTP, with a clock that is put forward by hand: they come, are matched, judged, answered, and counted once. */
const NOW = '2020-09-17T08:00:00Z';

type Item = Record<string, unknown> & { id: string };

/** A policy of its own plan, under which one claims within two days. */
const STRICT_RULES = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  validityDays: 30,
  plans: ['strict'],
  claim: { deadline: { days: 2, from: 'incident' } },
  taxTreatment: 'price_reduction',
  remedy: { type: 'fixed', byClass: { unable_to_join: { percent: '20' } } },
};

let amends: TestApplication;
let day = 0;

beforeAll(async () => {
  amends = await startTestApplication(NOW);
  const sender = { name: 'Salon Clair', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };
  const { client } = amends;
  expect((await client.put('/settings', { sender })).status).toBe(200);
  expect((await client.post('/policies', { code: 'strict', name: 'Strict' })).status).toBe(201);
  const version = { from: '2020-01-01', rules: STRICT_RULES };
  expect((await client.post('/policies/strict/versions', version)).status).toBe(201);
  expect((await client.put('/components/mail', { name: 'Mail', capabilities: ['join'] })).status).toBe(200);
});
afterAll(() => amends.stop());

/** An incident of its own day, so that no other test's claims are of it. */
async function seed(...aftermaths: Aftermath[]) {
  const seeded = await seedAftermath(amends.database.tx, aftermaths);
  // A claim without a customer looks a day around.
  day += 3;
  const date = `2020-08-${String(day).padStart(2, '0')}`;
  await insert(amends.database.tx, 'outage_window', [
    {
      id: newId(),
      incident_id: seeded.incidentId,
      component_key: 'app',
      starts_at: `${date}T12:49:00Z`,
      ends_at: `${date}T13:09:00Z`,
      capabilities: { join: 'lost' },
      created_by: 'test',
      created_at: NOW,
    },
  ]);
  await settle();
  return { ...seeded, date };
}

async function settle(): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  await outbox.drain();
  await outbox.drain();
}

const said = (externalId: string, others: object = {}) => ({
  name: 'Élodie Lefèvre',
  email: `admin@${externalId.toLowerCase()}.example`,
  text: 'Personne n’a pu entrer.',
  ...others,
});
const mailsOf = (incidentId: string) =>
  rows(
    amends.database.tx,
    'select template, status, to_address as "to", text_body as text from mail where incident_id = $1 order by id',
    [incidentId],
  );
const enter = (body: object) => amends.client.post<Item>('/claims', body);
/** A customer's contract from the beginning of the year on, as their system tells it. */
async function contract(externalId: string, terms: object, others: object = {}): Promise<void> {
  const { status } = await amends.client.put(`/customers/${externalId}`, {
    name: `Société ${externalId}`,
    timezone: 'Europe/Paris',
    locale: externalId === 'D-2' ? 'en-GB' : 'fr-FR',
    contract: {
      plan: 'business',
      monthlyFee: { amountMinor: 10_000, currency: 'EUR' },
      from: '2020-01-01',
      ...terms,
    },
    ...others,
  });
  expect(status).toBe(200);
}
const act = (id: string, body: object) => amends.client.post<Item>(`/claims/${id}/actions`, body);

describe('a claim that a desk enters', () => {
  test('is known when an offer is on its way; accepted, it is answered with it, on one case', async () => {
    const { date, customers, incidentId } = await seed({ externalId: 'K-1', offer: 'sent' });
    const offerId = customers[0]?.offerId;
    const { status, body } = await enter(said('K-1', { day: date, externalId: 'T-1', claimedMinutes: 170 }));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        status: 'open',
        verdict: 'known',
        customer: { externalId: 'K-1' },
        incident: { id: incidentId },
        evidence: { offer: { id: offerId, status: 'sent', amount: { amountMinor: 5000, currency: 'EUR' } } },
        arithmetic: {
          monthMinutes: 43_200,
          theirs: { minutes: 170 },
          ours: { minutes: 17 },
          notes: ['more_minutes_than_ours'],
        },
        nextStatuses: ['accepted', 'refused'],
        blockers: [],
      },
    });
    const accepted = await act(body.id, { action: 'accept' });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', offerId, nextStatuses: ['open'] } });
    await settle();
    expect(await mailsOf(incidentId)).toEqual([
      { template: 'claim_offer', status: 'held', to: 'admin@k-1.example', text: expect.stringContaining('50,00') },
    ]);
    const { items } = (
      await amends.client.get<{ items: Item[] }>(`/outreach/cases?incidentId=${incidentId}&claimed=true`)
    ).body;
    expect(items).toMatchObject([{ claimCount: 1, claim: { id: body.id, status: 'accepted', verdict: 'known' } }]);
    expect((await act(body.id, { action: 'refuse', reasons: ['no_trace'] })).body).toMatchObject({
      code: 'claim_transition_refused',
    });
  });

  test('counts once: by its external id, and by its customer and incident, 16 at the same time', async () => {
    const { date, incidentId } = await seed({ externalId: 'O-1' });
    const body = said('O-1', { day: date, externalId: 'T-2' });
    const first = await enter(body);
    expect((await enter(body)).body.id).toBe(first.body.id);
    const other = await enter({ ...body, text: 'Autre chose.' });
    expect(other).toMatchObject({ status: 409, body: { code: 'external_id_taken', errors: [{ path: 'externalId' }] } });
    const many = await Promise.all(
      Array.from({ length: 16 }, (_, index) => enter(said('O-1', { day: date, text: `Message ${index}` }))),
    );
    expect(many.map(({ status }) => status)).toEqual(Array(16).fill(201));
    expect(new Set(many.map(({ body: { id } }) => id))).toEqual(new Set([first.body.id]));
    await settle();
    const detail = (await amends.client.get<Item & { comings: Item[] }>(`/claims/${first.body.id}`)).body;
    expect(detail).toMatchObject({ status: 'open', verdict: 'impact_found', arrivals: 17 });
    expect((await amends.client.get(`/claims?incidentId=${incidentId}`)).body).toMatchObject({ total: 1 });
    expect(await brokenChecks(amends.database.tx)).toEqual([]);
  });

  test('nothing on its way: accepted, a draft is worked out by the rules of all; an offer that moves changes the verdict', async () => {
    const { date, incidentId } = await seed({ externalId: 'N-1', feeMinor: 10_000 });
    const { body } = await enter(said('N-1', { day: date, claimedAmount: { amountMinor: 99_900, currency: 'EUR' } }));
    expect(body).toMatchObject({ verdict: 'impact_found', evidence: { impact: { clockSeconds: 1020, people: 3 } } });
    const accepted = await act(body.id, { action: 'accept', note: 'They are right.' });
    expect(accepted.body).toMatchObject({ status: 'accepted', arithmetic: { notes: ['more_money_than_ours'] } });
    const offerId = String(accepted.body['offerId']);
    const offer = await amends.client.get(`/offers/${offerId}`);
    expect(offer.body).toMatchObject({ status: 'draft', amount: { amountMinor: 2000, currency: 'EUR' }, sequence: 0 });
    const reopened = await act(body.id, { action: 'reopen', note: 'Too early.' });
    expect(reopened.body).toMatchObject({ status: 'open', verdict: 'impact_found', offerId: null });
    expect((await amends.client.post(`/offers/${offerId}/approve`)).status).toBe(200);
    await settle();
    expect((await amends.client.get(`/claims/${body.id}`)).body).toMatchObject({ status: 'open', verdict: 'known' });
    const report = await amends.client.get(`/outreach/report?incidentId=${incidentId}`);
    expect(report.body).toMatchObject({ claims: [{ verdict: 'known', status: 'open', count: 1 }] });
  });

  test('no trace: it cannot be accepted; refused, the contact on record reads why in its language', async () => {
    const { date, incidentId } = await seed({ externalId: 'U-1', class: 'unknown', locale: 'en-GB' });
    const { body } = await enter(said('U-1', { day: date, email: 'someone.else@u-1.example' }));
    expect(body).toMatchObject({
      verdict: 'no_trace',
      evidence: { impact: { class: 'unknown' }, completeness: { sessions: 0, meetingsWithoutData: 1 } },
      blockers: [{ to: 'accepted', code: 'no_trace' }],
    });
    expect(await act(body.id, { action: 'accept' })).toMatchObject({
      status: 409,
      body: { code: 'claim_transition_refused', errors: [{ code: 'no_trace' }] },
    });
    expect(await act(body.id, { action: 'refuse' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'reasons' }] },
    });
    const refused = await act(body.id, { action: 'refuse', reasons: ['no_trace'], note: 'We looked at 16 September.' });
    expect(refused.body).toMatchObject({
      status: 'refused',
      refusalCodes: ['no_trace'],
      decidedBy: expect.any(String),
    });
    await settle();
    expect(await mailsOf(incidentId)).toMatchObject([
      { template: 'claim_refusal', to: 'admin@u-1.example', text: expect.stringContaining('our records show none') },
    ]);
    const again = await enter(said('U-1', { day: date, text: 'Please look again.' }));
    expect(again.body).toMatchObject({ id: body.id, status: 'open', arrivals: 2, refusalCodes: [] });
  });

  test('too late: the last moment of the policy’s last day is in time, the next is not; the verdict stays what it was', async () => {
    const { date, incidentId } = await seed({ externalId: 'D-1' }, { externalId: 'D-2', locale: 'en-GB' });
    for (const externalId of ['D-1', 'D-2']) await contract(externalId, { plan: 'strict', policyCode: 'strict' });
    const claimAt = async (at: string, externalId: string) => {
      amends.clock.set(at);
      return (await enter(said(externalId, { day: date }))).body;
    };
    const deadline = { policyCode: 'strict', days: 2, dueAt: '2020-09-18T22:00:00.000Z' };
    const inTime = await claimAt('2020-09-18T21:59:59Z', 'D-1');
    expect(inTime).toMatchObject({ verdict: 'impact_found', evidence: { deadline }, blockers: [] });
    const late = await claimAt('2020-09-18T22:00:00Z', 'D-2');
    expect(late).toMatchObject({
      verdict: 'outside_deadline',
      evidence: { deadline, impact: { class: 'unable_to_join' } },
      blockers: [{ to: 'accepted', code: 'outside_deadline' }],
    });
    expect(await act(late.id, { action: 'accept' })).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'outside_deadline' }] },
    });
    // What came in time stays in time, however late it is looked at.
    expect((await act(inTime.id, { action: 'check' })).body).toMatchObject({ verdict: 'impact_found' });
    expect((await act(late.id, { action: 'refuse', reasons: ['outside_deadline'] })).status).toBe(200);
    await settle();
    amends.clock.set(NOW);
    expect(await mailsOf(incidentId)).toMatchObject([
      { to: 'admin@d-2.example', text: expect.stringContaining('after the time that your contract allows') },
    ]);
    const report = await amends.client.get(`/outreach/report?incidentId=${incidentId}`);
    expect(report.body).toMatchObject({
      claims: [
        { verdict: 'impact_found', status: 'open', count: 1 },
        { verdict: 'outside_deadline', status: 'refused', count: 1 },
      ],
    });
  });

  test('not covered: no contract then, a plan that no policy is for, a component that they do not have', async () => {
    const { date } = await seed({ externalId: 'V-1' }, { externalId: 'V-2' }, { externalId: 'V-3' });
    await contract('V-1', { to: '2020-09-16' });
    await contract('V-2', { plan: 'free', policyCode: 'strict' });
    await contract('V-3', {}, { components: ['mail'] });
    for (const [externalId, code] of [
      ['V-1', 'no_contract'],
      ['V-2', 'plan_not_in_policy'],
      ['V-3', 'component_not_in_contract'],
    ] as const) {
      const { body } = await enter(said(externalId, { day: date }));
      expect(body).toMatchObject({
        verdict: 'product_not_covered',
        evidence: { notCovered: [code], impact: { class: 'unable_to_join' } },
        blockers: [{ to: 'accepted', code: 'product_not_covered' }],
      });
      expect((await act(body.id, { action: 'accept' })).status).toBe(409);
    }
  });

  test('unmatched, it waits for an agent, with its candidates; matched to one that is there, it becomes one with it', async () => {
    const { date, incidentId } = await seed({ externalId: 'M-1', name: 'Meunier' }, { externalId: 'M-2' });
    const first = await enter(said('M-1', { day: date }));
    const { body } = await enter(said('X', { email: 'jo@gmail.com', company: 'meunier', day: date }));
    expect(body).toMatchObject({
      status: 'unmatched',
      verdict: null,
      candidates: { customers: [{ externalId: 'M-1', signals: ['name'] }], incidents: [{ id: incidentId }] },
      blockers: [{ code: 'not_matched' }],
    });
    const wrong = await act(body.id, { action: 'match', customerId: 'nobody', incidentId: newId() });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'customerId' }, { path: 'incidentId' }] } });
    const moved = await act(body.id, { action: 'match', customerId: 'M-2', incidentId });
    expect(moved.body).toMatchObject({ id: body.id, status: 'open', customer: { externalId: 'M-2' } });
    const merged = await act(body.id, { action: 'match', customerId: 'M-1', incidentId });
    expect(merged.body).toMatchObject({ id: first.body.id, arrivals: 2 });
    expect((await amends.client.get(`/claims/${body.id}`)).body).toMatchObject({
      status: 'merged',
      mergedInto: first.body.id,
    });
    await settle();
    const cases = await amends.client.get<{ items: Item[] }>(`/outreach/cases?incidentId=${incidentId}&sort=customer`);
    expect(cases.body.items.map(({ claimCount }) => claimCount)).toEqual([1, 0]);
    const csv = await amends.client.get<Buffer>(`/claims/export.csv?incidentId=${incidentId}&bom=0`);
    expect(csv.body.toString().trim().split('\r\n')).toHaveLength(2);
    expect(await brokenChecks(amends.database.tx)).toEqual([]);
  });

  test('hostile input is refused with its paths', async () => {
    const wrong = await enter({
      name: 'A\r\nBcc: x@y.example',
      email: 'a@b.example, c@d.example',
      day: '2020-02-30',
      time: '25:00',
      text: ' ',
      claimedPercent: '101',
      claimedAmount: { amountMinor: 1.5, currency: 'XXY' },
      incidentId: 'x',
      status: 'accepted',
    });
    expect(wrong.status).toBe(400);
    const paths = (wrong.body['errors'] as { path: string }[]).map(({ path }) => path);
    expect([...new Set(paths)].toSorted()).toEqual(
      'claimedAmount.amountMinor claimedAmount.currency claimedPercent day email incidentId name status text time'.split(
        ' ',
      ),
    );
    expect((await amends.client.get('/claims/nonsense')).status).toBe(404);
  });
});

describe('the public form', () => {
  const form = { name: 'Jo', email: 'jo@p-1.example', day: '2020-08-01', text: 'Rien ne marchait <b>.', lang: 'fr' };
  const send = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${amends.origin}/claim`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields).toString(),
      headers: { origin: amends.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  test('is closed until it is opened, looks and says the same to everybody, and works without a script', async () => {
    expect((await send(form)).status).toBe(404);
    expect((await amends.client.put('/claims/settings', { formOpen: true })).status).toBe(200);
    const shown = await fetch(`${amends.origin}/claim?lang=en`);
    const html = await shown.text();
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    expect(html).toContain('Report a disrupted meeting');
    const { date } = await seed({ externalId: 'P-1' });
    const known = await send({ ...form, email: 'admin@p-1.example', day: date });
    const unknown = await send({ ...form, email: 'nobody@nowhere.example', day: date });
    for (const answer of [known, unknown]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, 'claim?lang=fr&sent=yes']);
    }
    await settle();
    const list = await amends.client.get<{ items: Item[] }>('/claims?channel=form&sort=oldest');
    expect(list.body.items.map(({ status, customer }) => [status, (customer as Item | null)?.['externalId']])).toEqual([
      ['open', 'P-1'],
      ['unmatched', undefined],
    ]);
    expect((await amends.client.get('/outreach/mails')).body).not.toMatchObject({
      items: [{ to: 'nobody@nowhere.example' }],
    });
  });

  test('faults are shown at their fields, what was typed stays and is escaped; a foreign page, a large body and a script are refused', async () => {
    const refused = await send({ ...form, name: '', email: 'a@b\r\nBcc: x', day: '', text: '<img src=x onerror=1>' });
    const html = await refused.text();
    expect(refused.status).toBe(422);
    expect(html).toContain('id="claim-name-fault"');
    expect(html).toContain('id="claim-email-fault"');
    expect(html).toContain('id="claim-day-fault"');
    expect(html).toContain('&lt;img src=x onerror=1&gt;');
    expect(html).not.toContain('<img');
    expect((await send(form, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ ...form, text: 'x'.repeat(10_000_000) })).status).toBe(413);
    const many = await Promise.all(
      Array.from({ length: 30 }, (_, index) => send({ ...form, text: `Script ${index}` })),
    );
    const limited = many.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(20);
    expect(limited[0]?.headers.get('retry-after')).not.toBeNull();
  });

  test('a claimant is found and forgotten, and the figures stay', async () => {
    const person = { kind: 'claimant', id: 'nobody@nowhere.example' };
    const found = await amends.client.get<Item>(`/people/export?kind=claimant&id=${person.id}`);
    expect(found.body['places']).toMatchObject([{ place: 'claims', records: [{ name: 'Jo', text: form.text }] }]);
    const { body } = await amends.client.post<Item>('/people/erase', person);
    const { items } = (await amends.client.get<{ items: Item[] }>('/claims?q=erased')).body;
    expect(items).toMatchObject([
      { status: 'unmatched', claimant: { name: body['pseudonym'], email: body['pseudonym'] } },
    ]);
    await rows(amends.database.tx, `update claim_arrival set arrived_at = '2015-01-01' where email like 'admin@p-1%'`);
    await amends.client.post('/retention/run', { dryRun: false });
    expect((await amends.client.get('/claims?customerId=P-1')).body).toMatchObject({
      items: [{ status: 'open', claimant: { name: '', email: '' } }],
    });
  });
});
