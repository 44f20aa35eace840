import { describe, expect, test } from '@jest/globals';
import { assert, maxSafeInteger, property } from 'fast-check';
import { parseInt8, typeParsers } from './pg-types.js';

const parse = (oid: number, text: string): unknown =>
  (typeParsers.getTypeParser(oid) as (text: string) => unknown)(text);

describe('values of PostgreSQL', () => {
  test('a bigint is a number as long as it is exact', () => {
    assert(property(maxSafeInteger(), (value) => expect(parseInt8(String(value))).toBe(value)));
  });

  test.each(['9007199254740992', '-9223372036854775808'])('a bigint of %s is refused', (text) => {
    expect(() => parseInt8(text)).toThrow(RangeError);
  });

  test.each([
    ['date', 1082, '2020-09-16', '2020-09-16'],
    ['date beyond the calendar', 1082, 'infinity', 'infinity'],
    ['date[]', 1182, '{2020-09-16,NULL}', ['2020-09-16', null]],
    ['bigint[]', 1016, '{1,NULL,-3}', [1, null, -3]],
    ['numeric', 1700, '12.50', '12.50'],
    ['timestamptz', 1184, '2020-09-16 12:49:00+00', new Date('2020-09-16T12:49:00Z')],
    ['int4', 23, '7', 7],
  ])('%s', (_name, oid, text, value) => {
    expect(parse(oid, text)).toEqual(value);
  });
});
