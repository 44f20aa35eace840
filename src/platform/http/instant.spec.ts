import { describe, expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { IsInstant, parseInstant } from './instant.js';

class Sample {
  @IsInstant() at: unknown;
  @IsInstant({ each: true }) all: unknown[] = [];
}

function faults(at: unknown): string[] {
  const sample = new Sample();
  sample.at = at;
  return validateSync(sample).flatMap((error) => Object.keys(error.constraints ?? {}));
}

describe('an instant', () => {
  test.each([
    ['2020-09-16T14:49:00+02:00', '2020-09-16T12:49:00.000Z'],
    ['2020-09-16T12:49:00Z', '2020-09-16T12:49:00.000Z'],
    ['2020-09-16t12:49:00z', '2020-09-16T12:49:00.000Z'],
    ['2020-09-16T12:49:00.999999999Z', '2020-09-16T12:49:00.000Z'],
    ['1969-12-31T23:59:59.9Z', '1969-12-31T23:59:59.000Z'],
    ['2020-12-31T23:30:00-01:00', '2021-01-01T00:30:00.000Z'],
    ['2020-02-29T00:00:00-00:00', '2020-02-29T00:00:00.000Z'],
    ['0050-03-01T00:00:00Z', '0050-03-01T00:00:00.000Z'],
    ['2020-10-25T02:30:00+05:45', '2020-10-24T20:45:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text).toISOString()).toBe(instant);
    expect(faults(text)).toEqual([]);
  });

  test.each(['2020-09-16T14:49:00', '2020-09-16T14:49:00.5'])('%s lacks its offset', (text) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'instant_without_offset' }));
    expect(faults(text)).toEqual(['instantWithoutOffset']);
  });

  test.each([
    '',
    'yesterday',
    '2020-09-16',
    '2020-09-16 14:49:00Z',
    '2020-09-16T14:49Z',
    '2020-09-16T14:49:00+0200',
    '2020-09-16T14:49:00+02',
    '2020-09-16T14:49:00+24:00',
    '2020-09-16T14:49:00+02:60',
    '2020-09-16T14:49:00.Z',
    '2020-09-16T24:00:00Z',
    '2020-09-16T14:60:00Z',
    '2016-12-31T23:59:60Z',
    '2021-02-29T00:00:00Z',
    '2021-02-30T00:00:00',
    '2020-04-31T00:00:00Z',
    '2020-00-10T00:00:00Z',
    '2020-13-10T00:00:00Z',
    '2020-01-00T00:00:00Z',
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+02020-09-16T14:49:00Z',
    '2020-09-16T14:49:00Z\n',
    '1600260540',
  ])('%j is none', (text) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'invalid_instant' }));
    expect(faults(text)).toEqual(['invalidInstant']);
  });

  test.each([undefined, null, 5, {}, [], new Date()])('%p is no text of one', (value) =>
    expect(faults(value)).toEqual(['invalidInstant']),
  );

  test('in a list, one bad item is enough', () => {
    const sample = new Sample();
    sample.at = '2020-09-16T12:49:00Z';
    sample.all = ['2020-09-16T12:49:00Z', '2020-09-16T12:49:00'];
    expect(validateSync(sample).map((error) => Object.keys(error.constraints ?? {}))).toEqual([
      ['instantWithoutOffset'],
    ]);
  });

  test('reads back what a Date writes, cut to the second', () => {
    const instants = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) =>
        expect(parseInstant(instant.toISOString()).getTime()).toBe(Math.floor(instant.getTime() / 1000) * 1000),
      ),
    );
  });
});
