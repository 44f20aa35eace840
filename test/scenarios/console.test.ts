import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AssessmentsService } from '../../src/assessments/assessments.service.js';
import type { CustomerPage, Home, IncidentOverview, SearchResult } from '../../src/console/console.service.js';
import type { IncidentCustomer } from '../../src/console/incident-customers.sql.js';
import { LoadDemoService } from '../../src/demo/load-demo.service.js';
import { ProposalsService } from '../../src/offers/proposals.service.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import type { Page } from '../../src/platform/http/list.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { SettingsService } from '../../src/platform/settings/settings.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
let incidentId: string;

beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T16:00:00Z');
  const { app } = amends;
  incidentId = await app.get(LoadDemoService).loadIncident(app.get(SettingsService), SYSTEM);
});

afterAll(() => amends.stop());

async function get<Body>(path: string): Promise<Body> {
  const { status, body } = await amends.client.get<Body>(path);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

function customers(query: string): Promise<Page<IncidentCustomer>> {
  return get(`/console/incidents/${incidentId}/customers?${query}`);
}

test('before the first assessment an incident has no customers, and its page says so', async () => {
  const overview = await get<IncidentOverview>(`/console/incidents/${incidentId}`);
  expect(overview).toMatchObject({ assessment: null, running: null, certainty: null, offers: [], cases: [] });
  expect(await customers('limit=5')).toEqual({ items: [], nextCursor: null, total: 0 });
  const home = await get<Home>('/console/home');
  expect(home.incidents).toMatchObject([{ id: incidentId, revision: null, customers: null }]);
  expect(home.waiting).toEqual([]);
});

test('the pages of an assessed incident agree with each other and with the assessment', async () => {
  const { app } = amends;
  await app.get(LoadDemoService).loadDay({ customers: 8, people: 160, seed: 3 }, SYSTEM, () => undefined);
  const assessment = await app.get(AssessmentsService).start(incidentId, SYSTEM);
  while ((await app.get(JobsService).get(assessment.jobId ?? '')).status !== 'done') {
    await new Promise((wake) => setTimeout(wake, 20));
  }
  await app.get(ProposalsService).propose(assessment.id, {}, SYSTEM);
  await app.get(OutboxService).drain();

  const overview = await get<IncidentOverview>(`/console/incidents/${incidentId}`);
  const all = await customers('limit=500');
  expect(overview.assessment?.id).toBe(assessment.id);
  const hit = all.items.filter((customer) => customer.class !== 'unknown');
  expect(hit.length).toBeGreaterThan(2);
  const { unaffected: _, unknown: __, ...counts } = overview.assessment?.figures?.customers ?? {};
  expect(hit).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count, 0));
  expect(overview.cases).toEqual([{ status: 'to_contact', count: all.items.length }]);
  const offered = all.items.filter(({ offer }) => offer !== null);
  expect(overview.offers.reduce((sum, { count }) => sum + count, 0)).toBe(offered.length);
  const drafts = (await get<Home>('/console/home')).waiting.find(({ kind }) => kind === 'drafts');
  expect(drafts?.count).toBe(offered.length);

  for (const { offer } of offered) {
    const { lines } = await get<{ lines: { text: unknown }[] }>(`/offers/${offer?.id}`);
    expect(offer?.why).toEqual(lines[0]?.text);
  }

  const page = await get<CustomerPage>(`/console/customers/${hit[0]?.externalId}`);
  expect(page.incidents).toMatchObject([{ incidentId, class: hit[0]?.class, personSeconds: hit[0]?.personSeconds }]);
  expect(page.offers).toMatchObject([{ id: hit[0]?.offer?.id, amount: hit[0]?.offer?.amount }]);
});

test.each([
  ['people:desc', (row: IncidentCustomer) => -row.peopleHit],
  ['seconds:asc', (row: IncidentCustomer) => row.personSeconds],
  ['amount:desc', (row: IncidentCustomer) => -(row.offer?.amount.amountMinor ?? 0)],
  ['fee:desc', (row: IncidentCustomer) => -(row.monthlyFee?.amountMinor ?? 0)],
])('customers by %s: pages by cursor give each once, in order', async (sort, key) => {
  const whole = await customers(`limit=500&sort=${sort}`);
  const keys = whole.items.map(key);
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<IncidentCustomer> = await customers(
      `limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(ids).toEqual(whole.items.map(({ id }) => id));
});

test('filters narrow, and unfit ones are refused with their path', async () => {
  const heavy = await customers('class=unable_to_join');
  expect(heavy.items.every((row) => row.class === 'unable_to_join')).toBe(true);
  const none = await customers('offer=none');
  expect(none.items.every(({ offer }) => offer === null)).toBe(true);
  const [first] = heavy.items;
  expect(
    (await customers(`q=${encodeURIComponent(first?.name.slice(1, 6).toUpperCase() ?? '')}`)).items,
  ).toContainEqual(first);
  const refused = await amends.client.get(`/console/incidents/${incidentId}/customers?sort=shoe&class=x`);
  expect(refused.status).toBe(400);
  expect(refused.body['errors']).toMatchObject([{ path: 'class' }, { path: 'sort' }]);
  expect((await amends.client.get('/console/incidents/nothing')).status).toBe(404);
  expect((await amends.client.get('/console/customers/nobody')).status).toBe(404);
});

test('the search finds by a part of the name, in any case, and nothing for nothing', async () => {
  const [customer] = (await customers('limit=1')).items;
  const part = encodeURIComponent(customer?.name.slice(0, 6).toUpperCase() ?? '');
  const found = await get<SearchResult>(`/console/search?q=${part}`);
  expect(found.items).toContainEqual(expect.objectContaining({ kind: 'customer', id: customer?.externalId }));
  const { title } = (await get<IncidentOverview>(`/console/incidents/${incidentId}`)).incident;
  expect((await get<SearchResult>(`/console/search?q=${title.slice(2, 12)}`)).items).toContainEqual(
    expect.objectContaining({ kind: 'incident', id: incidentId }),
  );
  expect((await get<SearchResult>('/console/search?q=%20')).items).toEqual([]);
});

test('those who work here are told by the ids that histories have', async () => {
  const colleagues = await get<{ id: string; name: string }[]>('/console/colleagues');
  expect(colleagues).toMatchObject([{ id: expect.stringMatching(/^person:/), name: 'Test administrator' }]);
});
