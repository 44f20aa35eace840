import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SetClock } from '../../src/kernel/clock.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { rows } from '../../src/platform/database/database.js';
import { type RateLimit } from '../../src/platform/limits/rate-limit.js';
import { deleteEmptyBuckets } from '../../src/platform/limits/rate-limits.sql.js';
import { RateLimitsService } from '../../src/platform/limits/rate-limits.service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const LIMIT: RateLimit = { name: 'claim', perMinute: 60, burst: 5 };
const START = '2026-11-25T12:00:00.000Z';

let db: TestDatabase;
let clock: SetClock;
beforeAll(async () => {
  db = await createTestDatabase({ poolSize: 8 });
});
beforeEach(() => {
  clock = new SetClock(new Date(START));
});
afterAll(() => db.drop());

const replica = (): RateLimitsService => new RateLimitsService(db.database, clock);

async function count(attempts: number, take: () => Promise<void>): Promise<{ let: number; retryAfter: unknown[] }> {
  const outcomes = await Promise.allSettled(Array.from({ length: attempts }, take));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as DomainError] : []));
  expect(refused.every(({ code, kind }) => code === 'rate_limited' && kind === 'too_many')).toBe(true);
  return { let: attempts - refused.length, retryAfter: refused.map(({ details }) => details['retryAfterSeconds']) };
}

test('two processes share one bucket, however many come at once, and it refills with time', async () => {
  const [one, other] = [replica(), replica()];
  let turn = 0;
  const either = (): Promise<void> => ((turn += 1) % 2 === 0 ? one : other).take(LIMIT, '192.0.2.1');
  const first = await count(40, either);
  expect(first.let).toBe(5);
  expect(first.retryAfter).toContain(1);
  clock.set('2026-11-25T12:00:02.000Z');
  expect((await count(20, either)).let).toBe(2);
  clock.set('2026-11-25T12:10:00.000Z');
  expect((await count(20, either)).let).toBe(5);
});

test('one sender does not use up what another has', async () => {
  const limits = replica();
  expect((await count(10, () => limits.take(LIMIT, '198.51.100.1'))).let).toBe(5);
  expect((await count(1, () => limits.take(LIMIT, '198.51.100.2'))).let).toBe(1);
});

test('a lease spares the database: 1000 takings are 2 statements, and the burst still holds over all processes', async () => {
  const wide: RateLimit = { name: 'wide', perMinute: 600, burst: 2000, lease: 500 };
  const [one, other] = [replica(), replica()];
  for (let taken = 0; taken < 1000; taken += 1) await one.take(wide, 'a');
  const [bucket] = await rows<{ ms: number }>(
    db.database.tx,
    `select extract(epoch from empty_at - $1::timestamptz)::float8 * 1000 as ms from rate_limit where bucket like 'wide:%'`,
    [START],
  );
  expect(bucket?.ms).toBe(100_000);
  let let2 = 0;
  for (let tried = 0; tried < 3000; tried += 1)
    let2 += await other.take(wide, 'a').then(
      () => 1,
      () => 0,
    );
  expect(let2).toBe(1000);
});

test('an empty bucket is forgotten', async () => {
  const limits = replica();
  await limits.take({ ...LIMIT, name: 'old' }, 'x');
  await deleteEmptyBuckets(db.database.tx, new Date('2026-11-25T13:00:00Z'));
  expect(await rows(db.database.tx, `select 1 from rate_limit where bucket like 'old:%'`)).toEqual([]);
});
