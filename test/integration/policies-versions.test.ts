import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
});

afterAll(() => bench.drop());

describe('a policy', () => {
  test('is made once, and shown with its newest version in words', async () => {
    const made = await bench.post('/policies', { code: 'first', name: 'First of all' });
    expect(made).toMatchObject({
      status: 201,
      body: { code: 'first', name: 'First of all', latest: null, createdAt: NOW.toISOString() },
    });
    expect(await bench.post('/policies', { code: 'first', name: 'Again' })).toMatchObject({
      status: 409,
      body: { code: 'policy_exists' },
    });
    const added = await bench.post('/policies/first/versions', { from: '2026-01-01', rules: RULES });
    expect(added).toMatchObject({
      status: 201,
      body: {
        policyCode: 'first',
        version: 1,
        from: '2026-01-01',
        to: null,
        rules: { ...RULES, acceptance: 'required' },
      },
    });
    expect(added.body['description']).toContainEqual({
      fr: expect.stringContaining('Accès impossible'),
      en: expect.stringContaining('Unable to join'),
    });
    const shown = await bench.get('/policies/first');
    expect(shown).toMatchObject({ status: 200, body: { code: 'first', latest: added.body } });
    const list = await bench.get('/policies?limit=500');
    expect(list.body['items']).toContainEqual(
      expect.objectContaining({ code: 'first', latestVersion: 1, latestFrom: '2026-01-01' }),
    );
  });

  test('is not there', async () => {
    for (const code of ['missing', 'NOT-A-CODE', '%F0%9F%92%A9', "x'--"]) {
      expect(await bench.get(`/policies/${code}`)).toMatchObject({ status: 404, body: { code: 'policy_not_found' } });
      expect(await bench.get(`/policies/${code}/versions`)).toMatchObject({ status: 404 });
      expect(await bench.post(`/policies/${code}/versions`, { from: '2026-01-01', rules: RULES })).toMatchObject({
        status: 404,
        body: { code: 'policy_not_found' },
      });
    }
  });
});

describe('a version', () => {
  test('ends the open one before it, the only thing that ever changes', async () => {
    await bench.policy('dated', RULES, '2026-01-01');
    const [before] = (await bench.policies.versions('dated', {})).items;
    await bench.policies.addVersion('dated', { from: '2026-06-01', to: '2026-09-01', rules: RULES }, ANNE);
    await bench.policies.addVersion('dated', { from: '2026-10-01', rules: { ...RULES, validityDays: 5 } }, ANNE);
    const { items } = await bench.policies.versions('dated', {});
    expect(items.map(({ version, from, to }) => [version, from, to])).toEqual([
      [3, '2026-10-01', null],
      [2, '2026-06-01', '2026-09-01'],
      [1, '2026-01-01', '2026-06-01'],
    ]);
    expect(items[2]).toEqual({ ...before, to: '2026-06-01' });
    expect(items[1]?.rulesHash).toBe(items[2]?.rulesHash);
    expect(items[0]?.rulesHash).not.toBe(items[1]?.rulesHash);
    const inForce = async (day: string) =>
      (await bench.policies.inForce(bench.database.tx, [day]))
        .filter(({ policyCode }) => policyCode === 'dated')
        .map(({ version }) => version);
    expect(await inForce('2025-12-31')).toEqual([]);
    expect(await inForce('2026-05-31')).toEqual([1]);
    expect(await inForce('2026-06-01')).toEqual([2]);
    expect(await inForce('2026-09-01')).toEqual([]);
    expect(await inForce('2030-01-01')).toEqual([3]);
  });

  test('pages by number', async () => {
    await bench.policy('paged', RULES, '2020-01-01');
    await bench.policies.addVersion('paged', { from: '2021-01-01', rules: RULES }, ANNE);
    const first = await bench.policies.versions('paged', { limit: 1 });
    expect(first).toMatchObject({ items: [{ version: 2 }], total: 2 });
    const second = await bench.policies.versions('paged', { limit: 1, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
  });

  test.each([
    ['2026-01-01', null, 'policy_version_not_later'],
    ['2025-06-01', null, 'policy_version_not_later'],
    ['2026-05-31', null, 'policy_versions_overlap'],
  ])('from %s to %p does not follow: %s', async (from, to, code) => {
    const policy = `late-${from}`;
    await bench.policies.create({ code: policy, name: policy }, ANNE);
    await bench.policies.addVersion(policy, { from: '2026-01-01', to: '2026-06-01', rules: RULES }, ANNE);
    const answer = await bench.post(`/policies/${policy}/versions`, { from, to, rules: RULES });
    expect(answer).toMatchObject({ status: 409, body: { code, details: { previousVersion: 1 } } });
  });

  test('is kept from overlapping by the table itself', async () => {
    await bench.policy('guarded', RULES, '2026-01-01');
    const copy = `insert into policy_version (id, policy_code, version, effective, rules, rules_hash, created_by, created_at)
      select gen_random_uuid(), policy_code, 9, '[2027-01-01,2027-01-02)', rules, rules_hash, created_by, created_at
        from policy_version where policy_code = 'guarded'`;
    await expect(rows(bench.database.tx, copy)).rejects.toThrow(/policy_versions_do_not_overlap/);
  });

  test('of two added at once, both count, one after the other, or the later one is refused', async () => {
    await bench.policy('raced', RULES, '2026-01-01');
    const days = ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'];
    const answers = await Promise.all(
      days.map((from) => bench.post('/policies/raced/versions', { from, rules: RULES })),
    );
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const { items } = await bench.policies.versions('raced', {});
    expect(items).toHaveLength(1 + answers.filter(({ status }) => status === 201).length);
    expect(items.map(({ version }) => version)).toEqual(items.map((_item, index) => items.length - index));
    for (const [index, { from }] of items.slice(0, -1).entries()) expect(items[index + 1]?.to).toBe(from);
  });

  test('is refused with every reason', async () => {
    await bench.policies.create({ code: 'strict', name: 'strict' }, ANNE);
    const body = { from: '2026-02-30', rules: { ...RULES, caps: { incident: { percent: '12,5' } }, capp: 1 } };
    const answer = await bench.post('/policies/strict/versions', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'policy_not_valid' } });
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'from',
      'rules.capp',
      'rules.caps.incident.percent',
    ]);
  });
});

test.each<[string, unknown]>([
  ['/policies', undefined],
  ['/policies', []],
  ['/policies', { code: 'UPPER', name: 'x' }],
  ['/policies', { code: 'x' }],
  ['/policies', { code: 'x', name: '' }],
  ['/policies', { code: 'x', name: 'a\u0000' }],
  ['/policies', { code: 'x', name: '\ud800' }],
  ['/policies', { code: { $gt: '' }, name: 'x' }],
  ['/policies', { code: 'x', name: 'x', version: 5 }],
  ['/policies/bad/versions', undefined],
  ['/policies/bad/versions', { from: '2026-01-01' }],
  ['/policies/bad/versions', { from: 5, rules: RULES }],
  ['/policies/bad/versions', { from: '2026-01-01', to: '2025-01-01', rules: RULES }],
  ['/policies/bad/versions', { from: '2026-01-01', rules: 'goodwill' }],
  ['/policies/bad/versions', { from: '2026-01-01', rules: [] }],
  ['/policies/bad/versions', { from: '2026-01-01', rules: {} }],
  ['/policies/bad/versions', { from: '2026-01-01', rules: { ...RULES, plans: ['\ud800', 'a\u0000'] } }],
  ['/policies/bad/versions', { from: '2026-01-01', rules: { ...RULES, zone: 'Europe/\u0000' } }],
])('bad input is refused with a code: POST %s %j', async (path, body) => {
  await bench.policies.create({ code: 'bad', name: 'bad' }, ANNE).catch(() => undefined);
  const answer = await bench.post(path, body);
  expect(answer.status).toBe(400);
  expect(answer.body['code']).toEqual(expect.stringMatching(/^[a-z_]+$/));
});

test.each(['limit=0', 'limit=x', 'cursor=%00', 'cursor=abc', 'offset=-1', 'x=1'])(
  'bad paging %s is refused',
  async (query) => {
    expect(await bench.get(`/policies?${query}`)).toMatchObject({ status: 400 });
  },
);
