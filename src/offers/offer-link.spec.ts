import { expect, test } from '@jest/globals';
import { assert, constantFrom, nat, property } from 'fast-check';
import { isTokenOf, linkToken, offerIdOf } from './offer-link.js';

const KEY = 'a key of thirty-two bytes at least';
const TERMS = { offerId: '0199d3a0-1111-7222-8333-444455556666', version: 3, contentHash: 'abc' };
const TOKEN = linkToken(KEY, TERMS);

test('a token names its offer and speaks for it', () => {
  expect(TOKEN).toMatch(/^[\w-]{64}$/);
  expect(offerIdOf(TOKEN)).toBe(TERMS.offerId);
  expect(isTokenOf(KEY, TOKEN, TERMS)).toBe(true);
});

test.each([
  ['another version', { ...TERMS, version: 4 }, KEY],
  ['another content', { ...TERMS, contentHash: 'abd' }, KEY],
  ['another offer', { ...TERMS, offerId: '0199d3a0-1111-7222-8333-444455556667' }, KEY],
  ['another key', TERMS, `${KEY}.`],
])('it says nothing of %s', (_name, terms, key) => {
  expect(isTokenOf(key, TOKEN, terms)).toBe(false);
});

test('with any character changed it is no token of the offer', () => {
  const changed = property(nat(63), constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_'), (at, character) => {
    const token = TOKEN.slice(0, at) + character + TOKEN.slice(at + 1);
    return token === TOKEN || !isTokenOf(KEY, token, TERMS);
  });
  expect(() => assert(changed)).not.toThrow();
});

test.each(['', 'x', `${TOKEN}=`, TOKEN.slice(1), `${TOKEN}A`, `${TOKEN.slice(0, 63)}+`, '../../etc/passwd'])(
  '%j names no offer',
  (text) => {
    expect(offerIdOf(text)).toBeUndefined();
    expect(isTokenOf(KEY, text, TERMS)).toBe(false);
  },
);
