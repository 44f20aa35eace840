import { expect, test } from '@jest/globals';
import { assertVersion, parseIfMatch } from './if-match.js';

test.each([
  [undefined, undefined],
  ['*', undefined],
  ['"3"', 3],
  ['W/"12"', 12],
])('If-Match %p names version %p', (header, version) => expect(parseIfMatch(header)).toBe(version));

test.each(['3', '"x"', '""', '"1","2"'])('If-Match %p is refused', (header) =>
  expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ code: 'invalid_if_match' })),
);

test('only another version is stale', () => {
  expect(() => assertVersion(2, undefined)).not.toThrow();
  expect(() => assertVersion(2, 2)).not.toThrow();
  expect(() => assertVersion(3, 2)).toThrow(expect.objectContaining({ code: 'version_changed' }));
});
