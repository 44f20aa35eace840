import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import * as fc from 'fast-check';
import { csvFormat, type CsvSeparator } from './csv.js';

const PAYLOADS = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'].flatMap((first) =>
  ['1+1', 'cmd|/C calc!A0', 'HYPERLINK("http://x.example")', 'SUM(A1:A9)', '"', ',;', "'"].map((rest) => first + rest),
);

test.each<CsvSeparator>(['comma', 'semicolon'])(
  'no cell of a file with %s begins a formula, and none is lost',
  (separator) => {
    const file = stringify(
      PAYLOADS.map((payload) => ({ a: payload, b: 'é' })),
      csvFormat(['a', 'b'], { bom: true, separator }),
    );
    expect(file.startsWith('\u{FEFF}a')).toBe(true);
    const delimiter = separator === 'comma' ? ',' : ';';
    const read = parse(file, { bom: true, columns: true, delimiter }) as { a: string; b: string }[];
    expect(read.map(({ a }) => a)).toEqual(PAYLOADS.map((payload) => `'${payload}`));
  },
);

test('any other text comes back as it was', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !/^[=+\-@\t\r＝＋－＠]/.test(value));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (records) => {
      const file = stringify(records, csvFormat(['a', 'b'], { bom: false }));
      expect(parse(file, { from: 2, relax_quotes: false, skip_empty_lines: false })).toEqual(records);
    }),
  );
});
