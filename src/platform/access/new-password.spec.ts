import { expect, test } from '@jest/globals';
import { makePassword, passwordFaults } from './new-password.js';

const codes = (password: string): string[] =>
  passwordFaults(password, ['Anne Petit', 'anne.petit@example.com'], 'password').map(({ code }) => code);

test.each([
  ['a quiet lake at dawn', []],
  ['annepetit-is-a-quiet-lake', []],
  ['short but mixed', []],
  ['too short', ['too_short']],
  ['Petit.Anne.2026', ['too_easy']],
  ['amendsamendsamends1', ['too_easy']],
  ['passwordpassword1', ['too_common']],
  ['Qwertyuiop123456789', ['too_common']],
  ['1q2w3e4r5t6y7u8i9o0p', ['too_common']],
  ['azertyuiop-motdepasse', ['too_common']],
  ['iloveyou4ever!!', ['too_common']],
  ['the dragon sleeps in my garden', []],
  ['abababababababababab', ['too_easy']],
  ['x y z 0 1 2 '.repeat(11), ['too_long']],
])('%j is refused for %j', (password, expected) => expect(codes(password)).toEqual(expected));

test('what we make is never refused, nor made twice', () => {
  const made = Array.from({ length: 200 }, makePassword);
  expect(made.flatMap((password) => codes(password))).toEqual([]);
  expect(new Set(made).size).toBe(200);
});
