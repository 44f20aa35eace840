import { expect, test } from '@jest/globals';
import { isSameOrigin } from './same-origin.js';

const host = 'amends.example';
test.each([
  ['GET', undefined, undefined, true],
  ['POST', undefined, undefined, false],
  ['POST', 'https://amends.example', undefined, true],
  ['POST', 'http://amends.example:80', undefined, true],
  ['POST', 'https://amends.example:8443', undefined, false],
  ['POST', 'https://amends.example.evil.example', undefined, false],
  ['POST', 'https://evil.example/amends.example', undefined, false],
  ['POST', 'null', undefined, false],
  ['POST', 'file://amends.example', undefined, false],
  ['DELETE', 'https://amends.example', 'https://amends.example', true],
  // Behind a proxy the host may be another; then only the public address counts.
  ['PATCH', 'http://amends.example', 'https://amends.example', false],
  ['PUT', 'https://other.example', 'https://amends.example', false],
])('%s from %s, public at %s: %s', (method, origin, publicUrl, expected) => {
  expect(isSameOrigin({ method, headers: { host, origin } }, publicUrl)).toBe(expected);
});
