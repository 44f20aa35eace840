import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { newId } from '../../src/kernel/ids.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, insert, seedAftermath } from '../support/aftermath.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const NOW = '2020-09-17T08:00:00Z';

type Item = Record<string, unknown> & { id: string };
type Result = { dryRun: boolean; okCount: number; items: (Item & { ok: boolean; code?: string })[] };

let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication(NOW);
});
afterAll(() => amends.stop());

async function tell(topic: string, payload: Record<string, unknown>): Promise<void> {
  const outbox = amends.app.get(OutboxService);
  await outbox.append(amends.database.tx, { topic, dedupKey: newId(), payload });
  // The application drains too: the first call may join a round that began before the message.
  await outbox.drain();
  await outbox.drain();
}

async function seedCases(...aftermaths: Aftermath[]) {
  const seeded = await seedAftermath(amends.database.tx, aftermaths);
  await tell('assessment.finished', { assessmentId: seeded.assessmentId, incidentId: seeded.incidentId });
  const { items } = (await amends.client.get<{ items: Item[] }>(`/outreach/cases?incidentId=${seeded.incidentId}`))
    .body;
  const of = (externalId: string): Item => {
    const found = items.find((item) => (item['customer'] as { externalId: string }).externalId === externalId);
    if (found === undefined) throw new Error(`no case of ${externalId}`);
    return found;
  };
  return { ...seeded, of };
}

const act = (body: object) => amends.client.post<Result>('/outreach/cases/actions', body);
const get = (id: string) => amends.client.get<Item & { timeline: Item[] }>(`/outreach/cases/${id}`);

test('what is given in kind stands in every list, sum and file, and never as an amount of nothing', async () => {
  const sender = { name: 'Salon Clair', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };
  expect((await amends.client.put('/settings', { sender })).status).toBe(200);
  const offer = 'draft' as const;
  const { of, incidentId } = await seedCases({ externalId: 'K-1', offer, days: 2 }, { externalId: 'K-2', offer });
  const read = async (path: string) => (await amends.client.get<Item>(path)).body;
  const inKind = [{ unit: 'days_of_service', quantity: 2 }];
  const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
  const given = { amount: euros(0), inKind };
  expect(await read(`/offers?customerId=K-1`)).toMatchObject({ items: [given] });
  expect(await read(`/offers?customerId=K-2`)).toMatchObject({ items: [{ amount: euros(5000), inKind: [] }] });
  expect(await read(`/outreach/cases?incidentId=${incidentId}&q=K-1`)).toMatchObject({ items: [{ offer: given }] });
  expect(await read(`/console/incidents/${incidentId}/customers?q=K-1`)).toMatchObject({ items: [{ offer: given }] });
  expect(await read('/console/customers/K-1')).toMatchObject({ offers: [given] });
  const drafts = { status: 'draft', count: 2, ...euros(5000), inKind };
  expect((await read(`/console/incidents/${incidentId}`))['offers']).toEqual([drafts]);
  expect((await read('/console/home'))['money']).toContainEqual(expect.objectContaining({ status: 'draft', inKind }));
  expect(await read('/offers/provisions')).toContainEqual(expect.objectContaining({ currency: 'EUR', inKind }));
  const csv = await amends.client.get<Buffer>(`/outreach/cases/export.csv?incidentId=${incidentId}`);
  const lines = parse(csv.body, { columns: true, bom: true }) as Record<string, string>[];
  const line = lines.find(({ caseId }) => caseId === of('K-1').id);
  expect(line).toMatchObject({ offered: '', offeredCurrency: 'EUR', offeredInKind: '2 days_of_service' });
  const bulk = { filter: { incidentId } };
  const sums = { okCount: 2, totals: [euros(5000)], inKind };
  for (const dryRun of [true, false]) {
    expect((await amends.client.post('/offers/actions', { ...bulk, action: 'approve', dryRun })).body).toMatchObject(
      sums,
    );
  }
  const refused = await amends.client.post('/offers/actions', { ...bulk, action: 'approve', dryRun: true });
  expect(refused.body).toMatchObject({
    okCount: 0,
    inKind: [],
    refused: [{ count: 2, totals: [euros(5000)], inKind }],
  });
  expect((await amends.client.post('/letters/actions', { ...bulk, action: 'send' })).body).toMatchObject(sums);
  expect(await read(`/outreach/report?incidentId=${incidentId}`)).toMatchObject({
    money: [{ offeredMinor: 5000, acceptedMinor: 0 }],
    inKind: { offered: inKind, accepted: [] },
  });
  const report = await amends.client.get<Buffer>(`/outreach/report.csv?incidentId=${incidentId}`);
  expect(report.body.toString()).toContain('in_kind_offered,days_of_service,,,2');
});

describe('a bulk action', () => {
  test('changes what it may, answers for each, and leaves out whoever is on hold', async () => {
    const { of } = await seedCases({ externalId: 'B-1' }, { externalId: 'B-2' }, { externalId: 'B-3' });
    const held = await amends.client.patch(`/outreach/cases/${of('B-2').id}`, { holdReason: 'Their lawyer writes.' });
    expect(held).toMatchObject({ status: 200, body: { holdReason: 'Their lawyer writes.' } });
    const ids = [of('B-1').id, of('B-2').id, of('B-3').id, newId()];
    const change = { status: 'waiting', nextActionAt: '2020-09-18T08:00:00Z', addTags: ['Wave 1'] };
    const dry = await act({ ids, change, dryRun: true });
    expect(dry.body).toMatchObject({ dryRun: true, okCount: 2 });
    expect((await get(ids[0] ?? '')).body).toMatchObject({ status: 'to_contact', version: 1 });
    const done = await act({ ids, change });
    expect(done.body.items).toEqual(dry.body.items);
    expect(done.body.items.map(({ ok, code }) => [ok, code])).toEqual([
      [true, undefined],
      [false, 'case_held'],
      [true, undefined],
      [false, 'case_not_found'],
    ]);
    const changed = (await get(ids[0] ?? '')).body;
    expect(changed).toMatchObject({ status: 'waiting', tags: ['wave 1'], version: 2 });
    expect(changed.timeline[0]).toMatchObject({
      kind: 'changed',
      author: expect.stringMatching(/^(person|key):/),
      details: { status: { from: 'to_contact', to: 'waiting' }, bulk: true },
    });
    expect((await get(ids[1] ?? '')).body).toMatchObject({ status: 'to_contact', tags: [] });
    const found = async (filter: string) =>
      (await amends.client.get<{ items: Item[] }>(`/outreach/cases?${filter}`)).body.items.map(({ id }) => id);
    expect(new Set(await found('tag=Wave%201'))).toEqual(new Set([ids[0], ids[2]]));
    expect(await found('held=true')).toEqual([ids[1]]);
    const again = await act({ ids: ids.slice(0, 1), change });
    expect(again.body.items).toMatchObject([{ ok: true, changed: false }]);
  });

  test('a hold keeps a customer out of what is done to many offers and letters, too; one by one it is still done', async () => {
    const sender = { name: 'Salon Clair', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };
    expect((await amends.client.put('/settings', { sender })).status).toBe(200);
    const offer = 'draft' as const;
    const { of, incidentId, customers } = await seedCases({ externalId: 'H-1', offer }, { externalId: 'H-2', offer });
    const [free, held] = customers.map(({ offerId }) => offerId);
    const holdReason = 'Their lawyer writes.';
    expect((await amends.client.patch(`/outreach/cases/${of('H-2').id}`, { holdReason })).status).toBe(200);
    const refusal = {
      id: held,
      ok: false,
      code: 'case_held',
      reasons: [{ message: expect.stringContaining(holdReason) }],
    };
    for (const dryRun of [true, false]) {
      const approved = await amends.client.post('/offers/actions', {
        action: 'approve',
        filter: { incidentId },
        dryRun,
      });
      expect(approved.body).toMatchObject({
        okCount: 1,
        items: [{ id: free, ok: true }, refusal],
        refused: [{ code: 'case_held', count: 1, totals: [{ amountMinor: 5000 }] }],
      });
    }
    expect((await amends.client.post(`/offers/${held}/approve`)).status).toBe(200);
    const sent = await amends.client.post('/letters/actions', { action: 'send', filter: { incidentId } });
    expect(sent.body).toMatchObject({ okCount: 1, items: [{ id: free, ok: true }, refusal] });
    expect((await amends.client.post(`/offers/${held}/send`)).status).toBe(200);
  });

  test('takes a filter, and refuses one that says nothing, with every reason', async () => {
    const { incidentId } = await seedCases({ externalId: 'B-4' }, { externalId: 'B-5', class: 'degraded' });
    const filter = { incidentId, class: 'degraded' };
    expect((await act({ filter, change: { owner: 'rosa' } })).body.items).toMatchObject([{ ok: true, owner: 'rosa' }]);
    const refused = await amends.client.post('/outreach/cases/actions', { filter: {}, change: {} });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'ids_or_filter_required' }, { code: 'nothing_to_do' }] },
    });
    const wrong = await amends.client.post('/outreach/cases/actions', {
      filter: { nonsense: 1 },
      change: { tags: 'x' },
    });
    expect(wrong.status).toBe(400);
  });

  test('gives cases owners in turn, and so are new ones given', async () => {
    const assignment = { mode: 'round_robin', team: ['paul', 'zoe'] };
    const settings = await amends.client.put('/outreach/settings', { assignment });
    expect(settings).toMatchObject({ status: 200, body: { assignment, escalateAfterHours: 9 } });
    const { incidentId, of } = await seedCases({ externalId: 'A-1', owner: 'ines' }, { externalId: 'A-2' });
    expect(new Set([of('A-1')['owner'], of('A-2')['owner']])).toEqual(new Set(['paul', 'zoe']));
    await amends.client.put('/outreach/settings', { assignment: { mode: 'account_owner', team: ['paul'] } });
    const { body } = await act({ filter: { incidentId }, assign: true });
    expect(new Set(body.items.map(({ owner }) => owner))).toEqual(new Set(['ines', 'paul']));
  });

  test('two at once over the same cases both end, and every case is changed by both', async () => {
    const { incidentId, of } = await seedCases(
      ...Array.from({ length: 30 }, (_, index) => ({ externalId: `R-${index}` })),
    );
    const both = await Promise.all(
      ['a', 'b'].map((tag) => act({ filter: { incidentId }, change: { addTags: [tag] } })),
    );
    expect(both.map(({ body }) => body.okCount)).toEqual([30, 30]);
    expect((await get(of('R-7').id)).body).toMatchObject({ tags: ['a', 'b'], version: 3 });
  });
});

describe('the desk', () => {
  test('a claim makes a case more urgent, is counted once, and is in the timeline', async () => {
    const { of, incidentId, customers } = await seedCases({ externalId: 'C-1' });
    const before = (await get(of('C-1').id)).body;
    const [customer] = customers;
    const claimId = newId();
    await insert(amends.database.tx, 'claim', [
      {
        id: claimId,
        customer_id: customer?.id,
        incident_id: incidentId,
        status: 'open',
        verdict: 'impact_found',
        candidates: {},
        refusal_codes: [],
        arrived_at: NOW,
        version: 2,
        created_by: 'page',
        created_at: NOW,
        updated_at: NOW,
      },
    ]);
    const claim = { customerId: customer?.id, incidentId, claimId, verdict: 'impact_found', actor: 'page', at: NOW };
    await tell('claim.changed', { ...claim, status: 'open', version: 2, event: 'came' });
    await tell('claim.changed', { ...claim, status: 'open', version: 2, event: 'came' });
    await tell('claim.changed', { ...claim, status: 'accepted', version: 3, event: 'accepted' });
    const after = (await get(of('C-1').id)).body;
    expect(after).toMatchObject({
      claimCount: 1,
      claim: { id: claimId, status: 'open' },
      status: 'answered',
      lastTouchAt: '2020-09-17T08:00:00.000Z',
    });
    expect(after.timeline.filter(({ kind }) => kind === 'claim')).toHaveLength(2);
    expect(after['priority']).toBe(Number(before['priority']) + 15);
    expect(after['priorityReasons']).toContainEqual({ code: 'claims', points: 15, value: 1 });
  });

  test('what was written is edited with a trace, what Amends wrote is not', async () => {
    const { of } = await seedCases({ externalId: 'E-1' });
    const path = `/outreach/cases/${of('E-1').id}`;
    const note = (await amends.client.post<Item>(`${path}/activities`, { kind: 'note', body: 'First words' })).body;
    const edited = await amends.client.patch(
      `${path}/activities/${note.id}`,
      { body: 'Second words' },
      { headers: { 'if-match': '"1"' } },
    );
    expect(edited).toMatchObject({
      status: 200,
      body: { body: 'Second words', revision: 2, editedBy: expect.stringMatching(/^(person|key):/) },
    });
    const stale = await amends.client.patch(
      `${path}/activities/${note.id}`,
      { body: 'Third' },
      { headers: { 'if-match': '"1"' } },
    );
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_changed' } });
    expect((await amends.client.get(`${path}/activities/${note.id}/revisions`)).body).toMatchObject([
      { revision: 1, body: 'First words', writtenBy: expect.stringMatching(/^(person|key):/) },
    ]);
    const own = (await get(of('E-1').id)).body.timeline.find(({ kind }) => kind === 'assessed');
    const refused = await amends.client.patch(`${path}/activities/${own?.id}`, { body: 'Never happened' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'activity_not_editable' } });
    const missing = await amends.client.patch(`${path}/activities/nonsense`, { body: 'x' });
    expect(missing).toMatchObject({ status: 404, body: { code: 'activity_not_found' } });
  });

  test('a snooze is over when its moment comes, and an answer ends it', async () => {
    const { of, incidentId, customers } = await seedCases({ externalId: 'Z-1', offer: 'sent' });
    const path = `/outreach/cases/${of('Z-1').id}`;
    const past = await amends.client.patch(path, { snoozedUntil: NOW });
    expect(past).toMatchObject({ status: 422, body: { code: 'snooze_not_ahead' } });
    expect((await amends.client.patch(path, { snoozedUntil: '2020-09-18T08:00:00+02:00' })).status).toBe(200);
    const list = (flag: boolean) =>
      amends.client.get<{ total: number }>(`/outreach/cases?incidentId=${incidentId}&snoozed=${flag}`);
    expect([(await list(true)).body.total, (await list(false)).body.total]).toEqual([1, 0]);
    const [customer] = customers;
    await tell('offer.changed', {
      customerId: customer?.id,
      incidentId,
      offerId: customer?.offerId,
      from: 'sent',
      to: 'accepted',
      actor: 'anne',
      at: NOW,
    });
    expect((await get(of('Z-1').id)).body).toMatchObject({ status: 'answered', snoozedUntil: null });
  });

  test('views are kept for whoever keeps them', async () => {
    const query = { status: 'to_contact', sort: 'silence', due: true };
    const created = await amends.client.post<Item>('/outreach/views', { name: 'Silent', query });
    expect(created).toMatchObject({ status: 201, body: { name: 'Silent', query } });
    expect(await amends.client.post('/outreach/views', { name: 'Silent', query })).toMatchObject({
      status: 409,
      body: { code: 'view_name_taken' },
    });
    const put = await amends.client.put(`/outreach/views/${created.body.id}`, { name: 'Quiet', query: { open: true } });
    expect(put.body).toMatchObject({ name: 'Quiet', query: { open: true } });
    expect((await amends.client.get('/outreach/views')).body).toMatchObject([{ name: 'Quiet' }]);
    await rows(amends.database.tx, `update saved_view set owner = 'person:else'`);
    expect((await amends.client.get('/outreach/views')).body).toEqual([]);
    expect((await amends.client.put(`/outreach/views/${created.body.id}`, { name: 'Mine', query })).status).toBe(404);
    expect((await amends.client.post('/outreach/views', { name: 'x', query: { sort: 'nonsense' } })).status).toBe(400);
  });

  test('the file opens in Excel: accents, and no formula', async () => {
    const { incidentId } = await seedCases(
      { externalId: '=1+1', name: '@SUM(A1) é' },
      { externalId: 'X-2', offer: 'sent' },
    );
    const file = await amends.client.get<Buffer>(`/outreach/cases/export.csv?incidentId=${incidentId}`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="cases.csv"');
    expect([...file.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = parse(file.body, { bom: true, columns: true }) as Record<string, string>[];
    expect(lines).toMatchObject([
      { customerExternalId: "'=1+1", customerName: "'@SUM(A1) é", offered: '' },
      { customerExternalId: 'X-2', offered: '50.00', offeredCurrency: 'EUR', monthlyFee: '100.00' },
    ]);
    const other = await amends.client.get<Buffer>(
      `/outreach/cases/export.csv?incidentId=${incidentId}&bom=0&separator=semicolon`,
    );
    expect(other.body.toString()).toMatch(/^caseId;customerExternalId;/);
  });

  test('settings are refused with every fault', async () => {
    const calendar = { zone: 'Mars/Olympus', days: [0], from: '18:00', to: '09:00', holidays: ['2020-13-01'] };
    const refused = await amends.client.put<{ errors: { path: string }[] }>('/outreach/settings', {
      calendar,
      people: [{ id: 'a', email: 'a@b.example, c@d.example' }],
      escalateAfterHours: -1,
      nonsense: 1,
    });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }) => path).toSorted()).toEqual([
      'calendar.days',
      'calendar.holidays.0',
      'calendar.to',
      'calendar.zone',
      'escalateAfterHours',
      'nonsense',
      'people.0.email',
    ]);
  });
});

test('the first page of 100,000 cases is read by an index', async () => {
  const { tx } = amends.database;
  const incidentId = newId();
  await insert(tx, 'incident', [
    {
      id: incidentId,
      title: 'Large',
      status: 'resolved',
      time_zone: 'UTC',
      descriptions: {},
      version: 1,
      created_by: 'test',
      created_at: NOW,
      updated_at: NOW,
    },
  ]);
  await rows(
    tx,
    `insert into outreach_case (customer_id, id, incident_id, status, impact_class, owed, priority, created_at, updated_at)
     select gen_random_uuid(), gen_random_uuid(), $1, 'to_contact', 'degraded', 'pending', n % 100, $2, $2
       from generate_series(1, 100000) n`,
    [incidentId, NOW],
  );
  await rows(tx, 'analyze outreach_case');
  const startedAt = performance.now();
  const page = await amends.client.get<{ items: Item[]; total: null }>(`/outreach/cases?incidentId=${incidentId}`);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(page.body.items).toHaveLength(50);
  expect(page.body.items.every((item) => item['priority'] === 99)).toBe(true);
  expect(page.body.total).toBeNull();
  const plan = await rows<{ 'QUERY PLAN': string }>(
    tx,
    `explain select k.id from outreach_case k where k.incident_id = '${incidentId}' order by k.priority desc, k.id limit 50`,
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('outreach_case_worklist');
});
