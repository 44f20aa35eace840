import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson, contentHash } from './content-hash.js';

test('keys are in order, absent values are left out, instants are text', () => {
  const value = { b: [1, undefined, { d: null, c: undefined }], a: new Date('2026-01-02T03:04:05Z') };
  expect(canonicalJson(value)).toBe('{"a":"2026-01-02T03:04:05.000Z","b":[1,null,{"d":null}]}');
});

test('the hash is that of the text', () => {
  expect(contentHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, Symbol('x')])('%p is no JSON', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test('it means the same as JSON, and the order of keys does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonicalJson(value));
    }),
  );
});
