import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isDate, readInstant } from './read-instant.js';

const at = (iso: string): number => Date.parse(iso) / 1000;

describe('instants', () => {
  test.each([
    ['2020-09-16T14:49:00+02:00', '2020-09-16T12:49:00Z'],
    ['2020-12-16T14:49:00+01:00', '2020-12-16T13:49:00Z'],
    ['2020-09-16t12:49:00z', '2020-09-16T12:49:00Z'],
    ['2020-09-16T12:49:00.999999999Z', '2020-09-16T12:49:00Z'],
    ['2020-02-29T23:59:59-09:30', '2020-03-01T09:29:59Z'],
    ['2020-10-25T02:30:00+02:00', '2020-10-25T00:30:00Z'],
    ['2020-10-25T02:30:00+01:00', '2020-10-25T01:30:00Z'],
    ['1000-01-01T00:00:00Z', '1000-01-01T00:00:00Z'],
    ['2020-09-16T12:49:00-00:00', '2020-09-16T12:49:00Z'],
  ])('%s is %s', (text, iso) => expect(readInstant(text)).toBe(at(iso)));

  test('as the runtime reads them', () => {
    const range = { min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(readInstant(date.toISOString())).toBe(Math.floor(date.getTime() / 1000));
      }),
    );
  });

  test.each(['2020-09-16T14:49:00', '2020-09-16T14:49', '2020-09-16 14:49:00', '2020-09-16T14:49:00.250'])(
    '%s names no offset',
    (text) => expect(readInstant(text)).toBe('instant_without_offset'),
  );

  test.each([
    '',
    '2020-09-16',
    '2021-02-29T00:00:00Z',
    '2020-09-31T00:00:00Z',
    '2020-13-01T00:00:00Z',
    '2020-00-10T00:00:00Z',
    '2020-09-00T00:00:00Z',
    '2020-09-16T24:00:00Z',
    '2020-09-16T23:60:00Z',
    '2016-12-31T23:59:60Z',
    '2020-09-16T14:49:00+0200',
    '2020-09-16T14:49:00+02',
    '2020-09-16T14:49:00+24:00',
    '2020-09-16T14:49:00+02:60',
    '2020-09-16T14:49:00 +02:00',
    '2020-09-16T14:49:00.Z',
    '2020-09-16 14:49:00Z',
    '2020-09-16T14:49Z',
    '2020-09-16T14:49:00Zx',
    '0099-09-16T14:49:00Z',
    '16/09/2020 14:49',
    '1600260540',
    '２０２０-09-16T14:49:00Z',
    '2020-9-16T14:49:00Z',
    ' 2020-09-16T14:49:00Z',
  ])('%p is none', (text) => expect(readInstant(text)).toBe('invalid_instant'));
});

test.each([
  ['2020-02-29', true],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2020-04-31', false],
  ['2020-1-01', false],
  ['2020-01-01T00:00:00Z', false],
  ['', false],
])('%p is a date: %p', (text, expected) => expect(isDate(text)).toBe(expected));
