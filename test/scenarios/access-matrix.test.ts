import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { type Role, ROLES, SYSTEM } from '../../src/platform/access/actor.js';
import { rows } from '../../src/platform/database/database.js';
import { DENIAL_LIMIT, KEY_LIMIT } from '../../src/platform/limits/rate-limit.js';
import { RateLimitsService } from '../../src/platform/limits/rate-limits.service.js';
import { signInPerson, startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
const cookies = new Map<Role, string>();
let key: string;
beforeAll(async () => {
  amends = await startTestApplication('2026-03-01T10:00:00Z');
  for (const role of ROLES) cookies.set(role, await signInPerson(amends.app, [role]));
  key = await amends.app.get(AccessService).createKey('all', ROLES, SYSTEM);
});
afterAll(() => amends.stop());

const NOTHING = '0190d5a2-0000-4000-8000-000000000000';
/** Ends sessions or changes who calls: called last, each by somebody who is not needed any more. */
const ENDS_SESSIONS = ['POST /auth/sign-out-everywhere'];
const closed = Object.entries(ACCESS_MATRIX).filter(
  ([route, rule]) => rule !== 'public' && !ENDS_SESSIONS.includes(route),
);

type Answer = { readonly status: number; readonly code: string };

/** Calls a route about a thing that does not exist, as it is: nothing tidies the path up before it is sent. */
function call(route: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/:\w+/g, NOTHING);
  const prefix = path.startsWith('/auth/') ? '/api' : path === '/metrics' ? '' : '/api/v1';
  return send(method, prefix + path, headers);
}

function send(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const { hostname, port } = new URL(amends.origin);
  const isWrite = method !== 'GET' && method !== 'DELETE';
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        headers: { ...(isWrite ? { 'content-type': 'application/json' } : {}), ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const isProblem = (response.headers['content-type'] ?? '').includes('problem');
          const code = isProblem ? String((JSON.parse(text) as { code?: string }).code) : '';
          resolve({ status: response.statusCode ?? 0, code });
        });
      },
    );
    sent.on('error', reject);
    sent.end(isWrite ? '{}' : undefined);
  });
}

const asRole = (role: Role): Record<string, string> => ({
  cookie: cookies.get(role) ?? '',
  origin: amends.origin,
  'idempotency-key': `${role}-${Math.random()}`,
});

test.each(closed)('%s is open to those of its line alone', async (route, rule) => {
  const allowed =
    'people' in (rule as object) ? (rule as { people: readonly Role[] }).people : (rule as readonly Role[]);
  expect(await call(route, {})).toEqual({ status: 401, code: 'sign_in_required' });
  const answers = await Promise.all(ROLES.map(async (role) => ({ role, ...(await call(route, asRole(role))) })));
  for (const { role, status, code } of answers) {
    if (allowed.includes(role)) {
      expect([role, status, code]).not.toEqual([role, 401, code]);
      expect([role, code]).not.toEqual([role, 'role_required']);
      expect(status).toBeLessThan(500);
    } else expect([role, status, code]).toEqual([role, 403, 'role_required']);
  }
  const { code } = await call(route, { authorization: `Bearer ${key}`, 'idempotency-key': `key-${route}` });
  if ('people' in (rule as object)) expect(code).toBe('person_required');
  else expect(['role_required', 'person_required', 'key_not_valid']).not.toContain(code);
});

const entries = async (): Promise<number> => (await rows(amends.database.tx, 'select 1 from audit_entry')).length;

test.each([
  ['no scheme', (text: string) => text],
  ['another scheme', (text: string) => `Basic ${text}`],
  ['a word too many', (text: string) => `Bearer ${text} ${text}`],
  ['nothing after the scheme', () => 'Bearer'],
  ['its last letter changed', (text: string) => `Bearer ${text.slice(0, -1)}${text.endsWith('A') ? 'Q' : 'A'}`],
  ['the prefix of another', (text: string) => `Bearer ${text.replace(/^amk_.{12}/, 'amk_0123456789ab')}`],
  ['a letter more', (text: string) => `Bearer ${text}A`],
  ['its secret left out', (text: string) => `Bearer ${text.slice(0, 17)}`],
  ['SQL in it', () => `Bearer amk_0123456789ab_' or 1=1 --`],
  ['a token of something else', () => 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
])('a key with %s is refused, and one line says so', async (_what, forge) => {
  const before = await entries();
  const answer = await call('GET /offers', { authorization: forge(key) });
  expect(answer).toEqual({ status: 401, code: 'key_not_valid' });
  expect(await entries()).toBe(before + 1);
});

test.each([
  [
    'of another signature',
    (cookie: string) => cookie.replace(/\.[^.]*$/, '.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D'),
  ],
  ['without its signature', (cookie: string) => cookie.replace(/(session=[^.]*)\..*$/, '$1')],
  ['of another token', (cookie: string) => cookie.replace(/session=.{8}/, 'session=AAAAAAAA')],
  ['under another name', (cookie: string) => cookie.replace('amends.session', '__Host-amends.session')],
  ['that is empty', () => 'amends.session='],
  ['of nonsense', () => 'amends.session=%00%ff; amends.session'],
])('a cookie %s is nobody, and one line says so', async (_what, forge) => {
  const before = await entries();
  const cookie = forge(cookies.get('administrator') ?? '');
  expect(await call('GET /offers', { cookie, origin: amends.origin })).toEqual({
    status: 401,
    code: 'sign_in_required',
  });
  expect(await entries()).toBe(before + 1);
});

test('a key has a limit of its own, wherever it calls from', async () => {
  const [busy, other] = await Promise.all(
    ['busy', 'other'].map((name) => amends.app.get(AccessService).createKey(name, ['viewer'], SYSTEM)),
  );
  const limits = amends.app.get(RateLimitsService);
  for (let taken = 0; taken < KEY_LIMIT.burst; taken += 1) await limits.take(KEY_LIMIT, 'key:busy');
  const as = (text?: string): Promise<Answer> => call('GET /me', { authorization: `Bearer ${text}` });
  expect(await as(busy)).toEqual({ status: 429, code: 'rate_limited' });
  expect(await as(other)).toMatchObject({ status: 200 });
});

test('a key in an address is refused, and one line says so', async () => {
  for (const query of [`key=${key}`, 'api_key=x', 'access_token=x', `a[]=${key}`]) {
    const before = await entries();
    expect(await send('GET', `/api/v1/offers?${query}`, {})).toEqual({ status: 400, code: 'key_in_query' });
    expect(await entries()).toBe(before + 1);
  }
});

test('a flood of forged cookies does not flood the audit trail, and nobody without one leaves a line', async () => {
  const before = await entries();
  const flood = Array.from({ length: 150 }, () => call('GET /offers', { cookie: 'amends.session=forged.x' }));
  expect(new Set((await Promise.all(flood)).map(({ code }) => code))).toEqual(new Set(['sign_in_required']));
  const lines = (await entries()) - before;
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(DENIAL_LIMIT.burst);
  await call('GET /offers', {});
  expect((await entries()) - before).toBe(lines);
});

test.each([
  '//api/v1/offers',
  '/api//v1/offers',
  '/%61pi/v1/offers',
  '/api/v1/%6fffers',
  '/API/v1/offers',
  '/api/v1/offers/',
  '/api/v1/offers;x',
  '/api/v1/health/..%2foffers',
  '/health/live/..%2f..%2fapi/v1/offers',
  '/api/v1/./offers',
  '/api/v1/x/../offers',
  '/api/v1/offers%00',
  '/api/v1/offers%2f',
  '/api/v2/offers',
  '/api/offers',
])('the path %s opens nothing', async (path) => {
  const { status } = await send('GET', path, {});
  expect([400, 401, 404]).toContain(status);
});

test.each(['id', 'status', 'approvedBy', 'createdAt', 'roles', '__proto__', 'constructor', 'prototype'])(
  'a field %s that nobody asked for is refused',
  async (field) => {
    const body = `{"theme":"dark","${field}":{"roles":["administrator"]}}`;
    const response = await fetch(`${amends.origin}/api/v1/me`, {
      method: 'PATCH',
      headers: { ...asRole('viewer'), 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
  },
);
