import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadLists, type LoadedLists } from '../../bench/load-lists.sql.js';
import { longLists } from '../../bench/long-lists.js';
import { rows } from '../../src/platform/database/database.js';
import type { Page } from '../../src/platform/http/list.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const ROWS = 31;
let amends: TestApplication;
let loaded: LoadedLists;

beforeAll(async () => {
  amends = await startTestApplication('2020-09-17T08:00:00Z', { isPlanted: true });
  loaded = await loadLists(amends.database.tx, ROWS);
});

afterAll(() => amends.stop());

async function page(path: string): Promise<Page<object>> {
  const { status, body } = await amends.client.get<Page<object>>(path);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

const PLACES: LoadedLists = { incidentId: '{incident}', assessmentId: '{assessment}' };
const BACKWARDS = ['class:desc', 'people:asc', 'seconds:asc', 'meetings:asc', 'fee:asc', 'amount:asc', 'name:desc'].map(
  (sort) => ({ name: sort, path: `/console/incidents/{incident}/customers?sort=${sort}` }),
);

test.each([...longLists(PLACES), ...BACKWARDS])(
  '$name: pages by cursor and by offset are the list cut in pieces',
  async ({ path }) => {
    const asked = path.replace('{incident}', loaded.incidentId).replace('{assessment}', loaded.assessmentId);
    const whole = await page(`${asked}&limit=500`);
    expect(whole).toMatchObject({ total: whole.items.length, nextCursor: null });
    const byCursor: object[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: Page<object> = await page(`${asked}&limit=11${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(next.total).toBe(whole.total);
      byCursor.push(...next.items);
      sizes.push(next.items.length);
      cursor = next.nextCursor;
    }
    expect(byCursor).toEqual(whole.items);
    expect(sizes.slice(0, -1).every((size) => size === 11)).toBe(true);
    const further = await page(`${asked}&limit=3&offset=4`);
    expect(further).toMatchObject({ items: whole.items.slice(4, 7), total: whole.total });
    expect(await page(`${asked}&limit=3&offset=500`)).toEqual({ items: [], nextCursor: null, total: whole.total });
  },
);

test('a meeting that is gone with its import is in no list of an assessment, nor counted', async () => {
  const path = (list: string): string => `/assessments/${loaded.assessmentId}/${list}?limit=5`;
  await rows(amends.database.tx, 'delete from meeting where external_id = $1', ['meeting-7']);
  for (const list of ['meetings', 'participants']) {
    expect(await page(`${path(list)}&meetingId=meeting-7`)).toEqual({ items: [], nextCursor: null, total: 0 });
    expect(await page(`${path(list)}&customerId=cus-7`)).toMatchObject({ items: [], total: 0 });
    expect(await page(`${path(list)}&meetingId=meeting-8`)).toMatchObject({ items: [{}], total: 1 });
    const found = await page(path(list));
    expect([found.items.length, found.total]).toEqual([5, ROWS - 1]);
  }
  expect(await page(`${path('customers')}&customerId=cus-7`)).toMatchObject({ total: 1 });
});
