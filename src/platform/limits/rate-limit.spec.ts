import { expect, test } from '@jest/globals';
import { bucketOf, type RateLimit } from './rate-limit.js';

const LIMIT: RateLimit = { name: 'claim', perMinute: 60, burst: 5 };

test.each([
  ['2001:db8::1', '2001:db8:0:0:ffff::2', true],
  ['2001:db8::1', '2001:0db8:0000:0000:1:2:3:4', true],
  ['2001:db8::1', '2001:db8:0:1::1', false],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
  ['key:a', 'key:b', false],
])('%s and %s share a bucket: %s', (one, other, shared) => {
  expect(bucketOf(LIMIT, one) === bucketOf(LIMIT, other)).toBe(shared);
});

test('a bucket does not say whose it is', () => {
  expect(bucketOf(LIMIT, '192.0.2.1')).toMatch(/^claim:[\w-]{22}$/);
});
