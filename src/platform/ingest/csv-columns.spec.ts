import { describe, expect, test } from '@jest/globals';
import { type CsvColumn, csvObject, readCsvHeader } from './csv-columns.js';

const COLUMNS: readonly CsvColumn[] = [
  { name: 'id', required: true },
  { name: 'fee.amount', required: true, form: 'number' },
  { name: 'fee.currency' },
  { name: 'optedOut', form: 'boolean' },
  { name: 'parts', form: 'list' },
  { name: 'people', form: { left: 'id', right: 'role' } },
];

const reasons = (names: readonly string[]): unknown => {
  try {
    return readCsvHeader(names, COLUMNS);
  } catch (error) {
    const { code, reasons: found } = error as { code: string; reasons: { path: string; code: string }[] };
    return [code, ...found.map((reason) => `${reason.code} ${reason.path}`)];
  }
};

describe('header rows', () => {
  test('every missing column is named', () => {
    expect(reasons(['fee.currency'])).toEqual(['missing_column', 'missing_column id', 'missing_column fee.amount']);
  });

  test('so is every unknown and every repeated one', () => {
    expect(reasons(['id', 'fee.amount', '__proto__', 'id', 'note'])).toEqual([
      'unknown_column',
      'unknown_column __proto__',
      'unknown_column note',
      'duplicate_column id',
    ]);
  });

  test('a header separated by semicolons says what it needs', () => {
    expect(reasons(['id;fee.amount'])).toEqual([
      'missing_column',
      'missing_column id',
      'missing_column fee.amount',
      'unknown_column id;fee.amount',
    ]);
  });
});

describe('records', () => {
  const header = readCsvHeader(['people', 'id', 'fee.currency', 'fee.amount', 'parts', 'optedOut'], COLUMNS);

  test('become the objects that NDJSON has', () => {
    expect(csvObject(header, ['u:1:facilitator; v ;w:', ' x', 'EUR', '-12.50', 'b; a;;b', 'true'])).toEqual({
      id: ' x',
      fee: { amount: -12.5, currency: 'EUR' },
      optedOut: true,
      parts: ['b', 'a', 'b'],
      people: [{ id: 'u:1', role: 'facilitator' }, { id: 'v' }, { id: 'w', role: '' }],
    });
  });

  test('an empty cell is an absent field', () =>
    expect(csvObject(header, ['', 'x', '', '', '', ''])).toEqual({ id: 'x' }));

  test('what is no number and no boolean stays text, for its field to refuse', () => {
    expect(csvObject(header, ['', '', '', '1e3', '', 'yes'])).toEqual({ fee: { amount: '1e3' }, optedOut: 'yes' });
  });
});
