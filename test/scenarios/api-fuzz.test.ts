import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  anything,
  array,
  constantFrom,
  dictionary,
  type Arbitrary,
  oneof,
  record,
  sample,
  string,
  uuid,
} from 'fast-check';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { describeApi } from '../../src/platform/http/docs.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const SEED = Number(process.env['AMENDS_FUZZ_SEED'] ?? 20_200_916);
const RUNS = Number(process.env['AMENDS_FUZZ_RUNS'] ?? 6);
const FORBIDDEN = ['id', 'tenantId', 'approvedBy', 'createdAt', '__proto__', 'constructor', 'notAField'];

type Operation = { method: string; path: string; hasBody: boolean };

let amends: TestApplication;
let key: string;
let operations: Operation[];
beforeAll(async () => {
  amends = await startTestApplication('2026-11-25T12:00:00Z', { allowLoopback: false });
  key = await amends.app.get(AccessService).createKey('fuzz', ['administrator'], SYSTEM);
  operations = Object.entries(describeApi(amends.app).paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        hasBody: JSON.stringify((operation as { requestBody?: unknown }).requestBody ?? {}).includes(
          'application/json',
        ),
      })),
  );
});
afterAll(() => amends.stop());

let sent = 0;
async function send(
  { method, path }: Operation,
  query: string,
  body: string | undefined,
): Promise<{ status: number; text: string }> {
  sent += 1;
  const answer = await fetch(`${amends.origin}${path}${query}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': `fuzz-${sent}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body ?? null,
  });
  return { status: answer.status, text: await answer.text() };
}

const WORD: Arbitrary<string> = oneof(
  constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    'NaN',
    'null',
    'true',
    '2026-02-30',
    "' or 1=1 --",
    '../../etc/passwd',
    '\u202e',
    '\ud800',
    '💥',
  ),
  string({ maxLength: 40, unit: 'binary' }),
  uuid(),
);
/** Half a surrogate pair cannot stand in an address. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
const filled = (path: string, value: string): string =>
  path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(value)) || '%20');

test('no request makes an internal error, whatever it holds', async () => {
  expect(operations.length).toBeGreaterThan(50);
  const failures: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const names = ['limit', 'cursor', 'offset', 'status', 'incidentId', 'customerId', 'q', 'from', 'id'];
    const values = sample(
      record({
        value: WORD,
        query: dictionary(constantFrom(...names), WORD, { maxKeys: 3 }),
        body: oneof(
          anything({ maxDepth: 3, withNullPrototype: false }),
          dictionary(constantFrom('name', 'kind', 'items', 'ids', 'amount', 'at'), oneof(WORD, array(anything()))),
        ),
      }),
      { numRuns: RUNS, seed: SEED + index },
    );
    for (const { value, query, body } of values) {
      const parameters = Object.fromEntries(Object.entries(query).map(([name, text]) => [name, wellFormed(text)]));
      const text = operation.hasBody
        ? (JSON.stringify(body, (_name, each: unknown) => (typeof each === 'bigint' ? Number(each) : each)) ?? 'null')
        : undefined;
      const url = { ...operation, path: filled(operation.path, value) };
      const answer = await send(url, `?${new URLSearchParams(parameters).toString()}`, text);
      const leaks = /node_modules|\.ts:\d|select .* from|QueryFailedError/i.test(answer.text) && answer.status >= 400;
      if ((answer.status >= 500 && answer.status !== 503) || leaks)
        failures.push(`${operation.method} ${url.path} ${text ?? ''}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  }
  expect(failures).toEqual([]);
}, 60_000);

test('a field that is not of the request is refused by every route that takes a body', async () => {
  const accepted: string[] = [];
  const bodies = operations.filter(({ hasBody }) => hasBody);
  expect(bodies.length).toBeGreaterThan(15);
  for (const operation of bodies) {
    for (const field of FORBIDDEN) {
      const path = operation.path.replaceAll(/\{\w+\}/g, '0190b7c8-0000-7000-8000-000000000000');
      const answer = await send({ ...operation, path }, '', `{"${field}":{"prototype":{"polluted":true}}}`);
      const refused = answer.status === 400 || (answer.status === 404 && !['__proto__', 'constructor'].includes(field));
      if (!refused)
        accepted.push(`${operation.method} ${operation.path} ${field}: ${answer.status} ${answer.text.slice(0, 120)}`);
    }
  }
  expect(accepted).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}, 60_000);
