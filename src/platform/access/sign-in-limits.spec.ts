import { expect, test } from '@jest/globals';
import { countersOf } from './sign-in-limits.js';

const pair = (email: string, ip: string): string | undefined => countersOf(email, ip)[0]?.key;
const network = (ip: string): string | undefined => countersOf('a@b.c', ip)[1]?.key;

test.each([
  ['2001:db8:1:2::7', '2001:db8:1:2:ffff:1:2:3', true],
  ['2001:db8:1:2::7', '2001:db8:1:3::7', false],
  ['2001:0db8::1', '2001:db8:0:0::2', true],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
])('%s and %s are one network: %s', (one, other, same) => expect(network(one) === network(other)).toBe(same));

test('who is guessed at is counted apart, whatever the case of the address', () => {
  expect(pair('Anne@example.com', '192.0.2.1')).toBe(pair('anne@example.com', '192.0.2.1'));
  expect(pair('anne@example.com', '192.0.2.1')).not.toBe(pair('bob@example.com', '192.0.2.1'));
  expect(pair('anne@example.com', '192.0.2.1')).not.toBe(pair('anne@example.com', '192.0.2.2'));
});

test('a counter says nothing of whom it counts', () => {
  expect(JSON.stringify(countersOf('anne@example.com', '192.0.2.1'))).not.toMatch(/anne|192/);
});
