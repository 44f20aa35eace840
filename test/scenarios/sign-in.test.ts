import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { PeopleService } from '../../src/platform/access/people.service.js';
import { rows } from '../../src/platform/database/database.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication('2026-03-01T10:00:00Z');
});
afterAll(() => amends.stop());

type Called = { status: number; body: Record<string, unknown>; cookies: string[]; headers: Headers };

async function call(method: string, path: string, request: { body?: unknown; headers?: object } = {}): Promise<Called> {
  const response = await fetch(`${amends.origin}/api${path}`, {
    method,
    headers: {
      origin: amends.origin,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body, cookies: response.headers.getSetCookie(), headers: response.headers };
}

const crumb = (cookies: readonly string[]): string => cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

let made = 0;
async function person(...roles: readonly ('viewer' | 'manager' | 'administrator')[]) {
  made += 1;
  const email = `somebody-${made}@example.com`;
  const { person: row, password } = await amends.app
    .get(PeopleService)
    .create({ name: 'Anne Petit', email, roles }, SYSTEM);
  return { id: row.id, email, password };
}

const signIn = (email: string, password: string, headers: object = {}) =>
  call('POST', '/auth/sign-in/email', { body: { email, password }, headers });

async function signedIn(...roles: readonly ('viewer' | 'manager' | 'administrator')[]) {
  const somebody = await person(...roles);
  const { cookies } = await signIn(somebody.email, somebody.password);
  return { ...somebody, cookie: crumb(cookies) };
}

const deniedCount = async (): Promise<number> =>
  (await rows(amends.database.tx, `select 1 from audit_entry where action = 'access.denied'`)).length;

describe('a session', () => {
  test('begins with a password, is carried by a cookie no script can read, and says who it is', async () => {
    const { id, email, password } = await person('viewer');
    const { status, body, cookies } = await signIn(email, password);
    const me = {
      id: `person:${id}`,
      kind: 'person',
      name: 'Anne Petit',
      email,
      roles: ['viewer'],
      locale: null,
      theme: null,
    };
    expect([status, body]).toEqual([200, me]);
    expect(cookies).toEqual([
      expect.stringMatching(/^amends\.session=[^;]{40,}; Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect((await call('GET', '/v1/me', { headers: { cookie: crumb(cookies) } })).body).toEqual(me);
  });

  test('is another one after each sign-in, and the one before is over', async () => {
    const { email, password, cookie } = await signedIn('viewer');
    const { cookies } = await signIn(email, password, { cookie });
    expect(crumb(cookies)).not.toBe(cookie);
    expect((await call('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
    expect((await call('GET', '/v1/me', { headers: { cookie: crumb(cookies) } })).status).toBe(200);
  });

  test('ends here, or everywhere', async () => {
    const { email, password, cookie } = await signedIn('viewer');
    const other = crumb((await signIn(email, password)).cookies);
    const out = await call('POST', '/auth/sign-out', { headers: { cookie } });
    expect([out.status, out.cookies[0]]).toEqual([200, expect.stringContaining('Max-Age=0')]);
    expect((await call('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
    const third = crumb((await signIn(email, password)).cookies);
    const all = await call('POST', '/auth/sign-out-everywhere', { headers: { cookie: third } });
    expect(all.body).toEqual({ ended: 2 });
    expect((await call('GET', '/v1/me', { headers: { cookie: other } })).status).toBe(401);
  });

  test.each([
    ['idle for two hours', `"expiresAt" = now() - interval '1 second'`],
    ['older than half a day, however busy', `"createdAt" = now() - interval '12 hours 1 second'`],
  ])('%s is over', async (_what, change) => {
    const { id, cookie } = await signedIn('viewer');
    await rows(amends.database.tx, `update auth.session set ${change} where "userId" = $1`, [id]);
    expect((await call('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
    expect(await rows(amends.database.tx, `select id from auth.session where "userId" = $1`, [id])).toEqual([]);
  });

  test('in use lives on, and its cookie with it', async () => {
    const { id, cookie } = await signedIn('viewer');
    const early = `update auth.session set "expiresAt" = "expiresAt" - interval '1 hour' where "userId" = $1`;
    await rows(amends.database.tx, early, [id]);
    const { cookies } = await call('GET', '/v1/me', { headers: { cookie } });
    expect(cookies[0]).toContain('Max-Age=7200');
  });

  test('changes something only from a page of Amends', async () => {
    const { cookie } = await signedIn('viewer');
    const change = (headers: object) =>
      call('PATCH', '/v1/me', { body: { theme: 'dark' }, headers: { cookie, ...headers } });
    expect(await change({})).toMatchObject({ status: 200, body: { theme: 'dark' } });
    for (const origin of ['https://evil.example', 'null', `${amends.origin}.evil.example`, 'http://127.0.0.1:1']) {
      expect(await change({ origin })).toMatchObject({ status: 403, body: { code: 'foreign_origin' } });
    }
    const without = await fetch(`${amends.origin}/api/v1/me`, {
      method: 'PATCH',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{"theme":"light"}',
    });
    expect(without.status).toBe(403);
  });
});

describe('what an account may do', () => {
  test('is what it may do now: a role taken away counts from the next request on', async () => {
    const administrator = await signedIn('administrator');
    const { id, cookie } = await signedIn('manager');
    const asAdministrator = { headers: { cookie: administrator.cookie } };
    expect((await call('GET', '/v1/offers', { headers: { cookie } })).status).toBe(200);
    expect((await call('PATCH', `/v1/users/${id}`, { ...asAdministrator, body: { roles: [] } })).status).toBe(200);
    const denied = await deniedCount();
    expect(await call('GET', '/v1/offers', { headers: { cookie } })).toMatchObject({
      status: 403,
      body: { code: 'no_role' },
    });
    expect(await deniedCount()).toBe(denied + 1);
    expect((await call('PATCH', `/v1/users/${id}`, { ...asAdministrator, body: { disabled: true } })).status).toBe(200);
    expect((await call('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
  });

  test('is never what a closed account asks for, and the answer does not say that it is closed', async () => {
    const administrator = await signedIn('administrator');
    const { id, email, password } = await person('viewer');
    const close = { headers: { cookie: administrator.cookie }, body: { disabled: true } };
    await call('PATCH', `/v1/users/${id}`, close);
    expect(await signIn(email, password)).toMatchObject({
      status: 401,
      cookies: [],
      body: { code: 'sign_in_refused' },
    });
    expect(await rows(amends.database.tx, `select id from auth.session where "userId" = $1`, [id])).toEqual([]);
  });

  test('a key has its roles, and never approves nor accepts', async () => {
    const administrator = await signedIn('administrator');
    const headers = { cookie: administrator.cookie };
    const wanted = { name: 'nightly', roles: ['administrator'] };
    const { status, body } = await call('POST', '/v1/api-keys', { headers, body: wanted });
    expect([status, body]).toMatchObject([201, { text: expect.stringMatching(/^amk_/), key: { name: 'nightly' } }]);
    expect(JSON.stringify(body['key'])).not.toMatch(/hash/i);
    const asKey = { headers: { authorization: `Bearer ${String(body['text'])}` } };
    expect((await call('GET', '/v1/me', asKey)).body).toMatchObject({ id: 'key:nightly', kind: 'key' });
    for (const route of ['approve', 'accept']) {
      const answer = await call('POST', `/v1/offers/0190d5a2-0000-7000-8000-000000000000/${route}`, asKey);
      expect(answer).toMatchObject({ status: 403, body: { code: 'person_required' } });
    }
    const bulk = { action: 'approve', filter: { status: 'draft' } };
    const once = { headers: { ...asKey.headers, 'idempotency-key': 'a' }, body: bulk };
    expect(await call('POST', '/v1/offers/actions', once)).toMatchObject({
      status: 403,
      body: { code: 'person_required' },
    });
    expect(await call('POST', '/v1/api-keys', { headers, body: wanted })).toMatchObject({ status: 409 });
    const { id } = body['key'] as { id: string };
    expect((await call('POST', `/v1/api-keys/${id}/revoke`, { headers })).status).toBe(200);
    expect((await call('GET', '/v1/me', asKey)).status).toBe(401);
  });

  test('cannot be lost by everybody: the last administrator stays', async () => {
    await rows(amends.database.tx, `update person set roles = '{viewer}' where 'administrator' = any (roles)`);
    const { id, cookie } = await signedIn('administrator');
    for (const body of [{ roles: ['viewer'] }, { disabled: true }]) {
      const answer = await call('PATCH', `/v1/users/${id}`, { headers: { cookie }, body });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last_administrator' } });
    }
  });
});

describe('a password', () => {
  test('is wrong in the same words as an unknown address', async () => {
    const { email } = await person('viewer');
    const wrong = await signIn(email, 'not the password at all');
    const unknown = await signIn('nobody@example.com', 'not the password at all');
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
  });

  test('is guessed five times, then not for a quarter of an hour; others sign in meanwhile', async () => {
    const { email, password } = await person('viewer');
    const other = await person('viewer');
    for (let guess = 0; guess < 5; guess += 1) expect((await signIn(email, `a wrong guess ${guess}`)).status).toBe(401);
    const limited = await signIn(email, password);
    expect(limited).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(limited.headers.get('retry-after'))).toBe(900);
    expect((await signIn(other.email, other.password)).status).toBe(200);
    amends.clock.set('2026-03-01T10:15:01Z');
    expect((await signIn(email, password)).status).toBe(200);
  });

  test('is changed by its owner, who stays signed in here alone', async () => {
    const { email, password, cookie } = await signedIn('viewer');
    const other = crumb((await signIn(email, password)).cookies);
    const change = (newPassword: string, currentPassword = password) =>
      call('POST', '/auth/change-password', { body: { currentPassword, newPassword }, headers: { cookie } });
    expect(await change('short')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'too_short' }, { code: 'too_easy' }] },
    });
    expect(await change('aaaaaaaaaaaaaaaaaaaa')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'too_easy' }] },
    });
    expect(await change('a quiet lake at dawn', 'not it at all')).toMatchObject({ status: 401 });
    const done = await change('a quiet lake at dawn');
    expect(done).toMatchObject({ status: 200, body: { email } });
    expect((await call('GET', '/v1/me', { headers: { cookie: other } })).status).toBe(401);
    expect((await call('GET', '/v1/me', { headers: { cookie: crumb(done.cookies) } })).status).toBe(200);
    expect((await signIn(email, 'a quiet lake at dawn')).status).toBe(200);
    expect((await signIn(email, password)).status).toBe(401);
  });

  test('is made anew by an administrator, and every session ends', async () => {
    const administrator = await signedIn('administrator');
    const { id, email, cookie } = await signedIn('viewer');
    const reset = await call('POST', `/v1/users/${id}/reset-password`, { headers: { cookie: administrator.cookie } });
    expect((await call('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
    expect((await signIn(email, String(reset.body['password']))).status).toBe(200);
  });
});
