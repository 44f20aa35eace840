import { expect, test } from '@jest/globals';
import { copyRow } from './copy-text.js';
import { formatOfContentType, formatOfFileName } from './import-format.js';

test('a row is one line whatever its texts hold', () => {
  expect(copyRow([1, null, true, false, 'a\tb\nc\rd\\e', -5])).toBe('1\t\\N\tt\tf\ta\\tb\\nc\\rd\\\\e\t-5\n');
});

test('a text that looks like null or the end of data stays a text', () => {
  expect(copyRow([String.raw`\N`, String.raw`\.`])).toBe('\\\\N\t\\\\.\n');
});

test('arrays and JSON are quoted twice: for their type, then for COPY', () => {
  expect(copyRow([['a', 'b"c\\d', 'NULL', '']])).toBe('{"a","b\\\\"c\\\\\\\\d","NULL",""}\n');
  expect(copyRow([{ json: { a: '\n"' } }])).toBe('{"a":"\\\\n\\\\""}\n');
});

test.each([
  ['application/x-ndjson', 'ndjson'],
  ['Application/NDJSON; charset=utf-8', 'ndjson'],
  ['text/csv; header=present', 'csv'],
  ['application/json', undefined],
  ['constructor', undefined],
  ['', undefined],
  [undefined, undefined],
])('the type %p is %p', (type, format) => expect(formatOfContentType(type)).toBe(format));

test.each([
  ['/tmp/a.b/sessions.NDJSON', 'ndjson'],
  ['x.jsonl', 'ndjson'],
  ['x.csv', 'csv'],
  ['x.csv.gz', undefined],
  ['x.constructor', undefined],
  ['dir.csv/file', undefined],
])('the name %p is %p', (name, format) => expect(formatOfFileName(name)).toBe(format));
