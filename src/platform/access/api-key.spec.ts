import { expect, test } from '@jest/globals';
import { makeApiKey, parseApiKey, secretMatches } from './api-key.js';

test('a key is recognised by its own hash and by no other', () => {
  const key = makeApiKey();
  const other = makeApiKey();
  const parsed = parseApiKey(key.text);
  expect(parsed?.prefix).toBe(key.prefix);
  expect(secretMatches(parsed?.secret ?? '', key.secretHash)).toBe(true);
  expect(secretMatches(parsed?.secret ?? '', other.secretHash)).toBe(false);
});

test.each(['', 'amk_', 'amk_zz_zz', 'Bearer x', 'amk_0123456789ab_short'])('%p is not a key', (text) => {
  expect(parseApiKey(text)).toBeUndefined();
});
