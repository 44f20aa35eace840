import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
let key: string;
beforeAll(async () => {
  amends = await startTestApplication('2026-11-25T12:00:00Z', { headersTimeoutMs: 600 });
  key = await amends.app.get(AccessService).createKey('hardening', ['administrator'], SYSTEM);
});
afterAll(() => amends.stop());

type Sent = { method?: string; body?: string | Buffer; headers?: Record<string, string>; anonymous?: boolean };

function call(path: string, { method = 'GET', body, headers, anonymous }: Sent = {}): Promise<Response> {
  return fetch(`${amends.origin}${path}`, {
    method,
    headers: { ...(anonymous ? {} : { authorization: `Bearer ${key}` }), ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  });
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

/** Sends bytes as they are and gives what came back by the time the connection closed. */
function sendRaw(text: string): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(Number(new URL(amends.origin).port), '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('close', () => done(heard)).on('error', failed);
  });
}

describe('headers', () => {
  test.each([
    ['/health/live', 200],
    ['/api/v1/customers', 401],
    ['/api/v1/nothing', 404],
    ['/api/v1/customers/%E0%A4%A', 400],
    [`/api/v1/customers/${'x'.repeat(600)}`, 404],
  ])('%s answers with all of them', async (path, status) => {
    const answer = await call(path, { anonymous: true });
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    for (const header of ['access-control-allow-origin', 'x-powered-by', 'server', 'strict-transport-security']) {
      expect(answer.headers.has(header)).toBe(false);
    }
    if (status >= 400) expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('an address with a NUL is refused before it is looked up', async () => {
    expect(await codeOf(await call('/api/v1/customers/a%00b'))).toEqual([400, 'invalid_url']);
    expect(await codeOf(await call('/api/v1/customers?cursor=%00'))).toEqual([400, 'invalid_url']);
  });

  test('X-Forwarded-For and -Proto of a stranger are not believed', async () => {
    const answer = await call('/health/live', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' },
    });
    expect(answer.headers.has('strict-transport-security')).toBe(false);
  });
});

describe('methods', () => {
  test.each([
    ['DELETE', '/api/v1/customers'],
    ['OPTIONS', '/api/v1/customers'],
    ['PUT', '/health/live'],
    ['PATCH', '/api/v1/offers/x/approve'],
  ])('%s %s is 405 and says what works', async (method, path) => {
    const answer = await call(path, { method });
    expect(answer.headers.get('allow')).toMatch(/GET|POST/);
    expect(await codeOf(answer)).toEqual([405, 'method_not_allowed']);
  });

  test('TRACE gives nothing back', async () => {
    const answer = await sendRaw(
      'TRACE /api/v1/customers HTTP/1.1\r\nhost: x\r\nx-canary: CANARY\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (404|405)/);
    expect(answer).not.toContain('CANARY');
  });
});

describe('bodies, before anyone has said who they are', () => {
  const json = { 'content-type': 'application/json' };

  test.each([
    ['over 1 MiB', `{"a":"${'x'.repeat(1 << 20)}"}`, 413, 'body_too_large'],
    ['nested too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 400, 'body_not_safe'],
    [
      'with too many keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [i, 0]))),
      400,
      'body_not_safe',
    ],
    ['with __proto__', '{"__proto__":{"polluted":true}}', 400, 'body_not_safe'],
    ['that is not JSON', '{"a":', 400, 'body_not_json'],
  ])('%s', async (_name, body, status, code) => {
    expect(
      await codeOf(await call('/api/v1/settings', { method: 'PUT', body, headers: json, anonymous: true })),
    ).toEqual([status, code]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a compressed JSON body is read, and a bomb is not', async () => {
    const headers = { ...json, 'content-encoding': 'gzip' };
    const good = await call('/api/v1/settings', { method: 'PUT', body: gzipSync('{"defaultOwner":"Ada"}'), headers });
    expect(good.status).toBe(200);
    const bomb = gzipSync(Buffer.alloc(64 << 20, ' '));
    expect(bomb.length).toBeLessThan(1 << 17);
    expect(await codeOf(await call('/api/v1/settings', { method: 'PUT', body: bomb, headers }))).toEqual([
      413,
      'body_too_large',
    ]);
    const broken = gzipSync('{"defaultOwner":"Ada"}').subarray(0, 20);
    expect(await codeOf(await call('/api/v1/settings', { method: 'PUT', body: broken, headers }))).toEqual([
      400,
      'body_not_gzip',
    ]);
  });

  test.each([
    ['text/plain', {}, 'media_type_not_supported'],
    ['application/xml', {}, 'media_type_not_supported'],
    ['application/json', { 'content-encoding': 'br' }, 'content_encoding_not_supported'],
  ])('a body of type %s %j is refused', async (type, more, code) => {
    const answer = await call('/api/v1/settings', {
      method: 'PUT',
      body: '{}',
      headers: { 'content-type': type, ...more },
    });
    expect(await codeOf(answer)).toEqual([415, code]);
  });
});

describe('compressed imports', () => {
  const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
  const customer = (id: number): string =>
    `${JSON.stringify({
      externalId: `c${id}`,
      name: `Company ${id}`,
      timezone: 'Europe/Paris',
      locale: 'fr',
      contract: { plan: 'pro', monthlyFee: { amountMinor: 10_000 + id, currency: 'EUR' }, from: '2020-01-01' },
      contacts: [],
    })}\n`;

  test('are inflated as they come', async () => {
    const lines = Array.from({ length: 2000 }, (_, id) => customer(id)).join('');
    const answer = await call('/api/v1/imports/customers', { method: 'POST', body: gzipSync(lines), headers });
    expect(await answer.json()).toMatchObject({ accepted: 2000, rejected: 0 });
  });

  test('a bomb of a gigabyte is refused while the memory stays flat', async () => {
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5).unref();
    // Members of gzip may follow each other: 64 times 16 MiB in one MB.
    const member = gzipSync(Buffer.alloc(1 << 24, `${' '.repeat(1023)}\n`), { level: 9 });
    const body = Buffer.concat(Array.from({ length: 64 }, () => member));
    expect(body.length).toBeLessThan(3 << 20);
    const answer = await call('/api/v1/imports/customers', { method: 'POST', body, headers });
    clearInterval(watch);
    expect(await codeOf(answer)).toEqual([413, 'body_inflates_too_much']);
    expect(peak - before).toBeLessThan(32 << 20);
    expect((await call('/api/v1/imports')).status).toBe(200);
  }, 20_000);
});

describe('a bomb of 64 MiB', () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20, `${' '.repeat(1023)}\n`));
  // Members of gzip may follow each other.
  const blanks = (head: string): Buffer => Buffer.concat([gzipSync(`${head}\n`), bomb]);
  const HEADERS = {
    customers:
      'externalId,name,timezone,locale,contract.plan,contract.monthlyFee.amountMinor,contract.monthlyFee.currency,contract.from',
    contacts: 'customerId,name,email,role',
    meetings: 'externalId,customerId,scheduledStart,scheduledEnd',
    sessions: 'customerId,meetingId,participantId,role,joinedAt',
    'join-attempts': 'customerId,meetingId,participantId,at,outcome',
    participants: 'customerId,participantId,name,email',
  };
  const kept = async (): Promise<unknown> =>
    ((await (await call('/api/v1/imports')).json()) as { total: number }).total;

  async function expectRefused(path: string, type: string, body: Buffer, refusal: [number, string]): Promise<void> {
    const headers = { 'content-type': type, 'content-encoding': 'gzip' };
    const before = process.memoryUsage().rss;
    expect(await codeOf(await call(`/api/v1/${path}`, { method: 'POST', body, headers }))).toEqual(refusal);
    expect(process.memoryUsage().rss - before).toBeLessThan(48 << 20);
  }

  test.each(Object.entries(HEADERS))(
    'of %s is refused as NDJSON and as CSV, and nothing is kept',
    async (kind, names) => {
      const before = await kept();
      const refusal: [number, string] = [413, 'body_inflates_too_much'];
      await expectRefused(`imports/${kind}`, 'application/x-ndjson', bomb, refusal);
      await expectRefused(`imports/${kind}`, 'text/csv', blanks(names), refusal);
      expect(await kept()).toBe(before);
    },
  );

  test.each([
    ['imports/attendance', 'text/csv', 'body_inflates_too_much'],
    ['imports/attendance', 'application/octet-stream', 'body_too_large'],
    ['imports/attendance', 'application/json', 'body_too_large'],
    ['incidents/import', 'application/json', 'body_too_large'],
    ['hooks/zoom', 'application/json', 'body_too_large'],
    ['hooks/livekit', 'application/webhook+json', 'body_too_large'],
    ['hooks/meetings', 'application/json', 'body_too_large'],
  ])('to %s as %s is refused, and nothing is kept', async (path, type, code) => {
    const before = await kept();
    await expectRefused(path, type, bomb, [413, code]);
    expect(await kept()).toBe(before);
  });

  test('behind a header row that is refused at once does not end the process', async () => {
    await expectRefused('imports/sessions', 'text/csv', blanks('nothing,of,ours'), [400, 'missing_column']);
    expect((await call('/health/live')).status).toBe(200);
  });

  test('nor does a client that goes away once its compressed file was refused', async () => {
    const head = `POST /api/v1/imports/sessions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: text/csv\r\ncontent-encoding: gzip\r\ncontent-length: 900000\r\n\r\n`;
    await new Promise<void>((done) => {
      const socket = connect(Number(new URL(amends.origin).port), '127.0.0.1', () => {
        socket.write(head);
        socket.write(gzipSync(`nothing,of,ours\n${'x,y,z\n'.repeat(20_000)}`));
      });
      socket.once('data', () => socket.destroy()).once('close', () => done());
    });
    await sleep(100);
    expect((await call('/health/live')).status).toBe(200);
  });
});

describe('slow and broken senders', () => {
  test('headers that drip are cut off, and do not keep others waiting', async () => {
    const startedAt = performance.now();
    const slow = Array.from({ length: 50 }, () => sendRaw('GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: '));
    await sleep(50);
    const during = performance.now();
    expect((await call('/health/live')).status).toBe(200);
    expect(performance.now() - during).toBeLessThan(300);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408/);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['too many headers', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', 400],
  ])('%s is refused without a word about us', async (_name, bytes, status) => {
    const answer = await sendRaw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect(answer).not.toMatch(/node_modules|fastify| at /i);
  });
});
