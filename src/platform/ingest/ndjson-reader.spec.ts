import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type ImportLine, LINE_LIMIT_BYTES } from './import-line.js';
import { NdjsonReader } from './ndjson-reader.js';

function read(text: string, pieceBytes = Number.MAX_SAFE_INTEGER): ImportLine[] {
  const reader = new NdjsonReader();
  const bytes = Buffer.from(text);
  const lines: ImportLine[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
  return [...lines, ...reader.end()];
}

const brief = (lines: readonly ImportLine[]): unknown[] =>
  lines.map(({ line, value, fault }) => [line, fault === undefined ? value : fault.code]);

describe('lines', () => {
  test('end in LF or CRLF, the last in nothing; blank ones count but give nothing', () => {
    expect(brief(read('{"a":1}\r\n\n \t\r\n{"a":2}\n{"a":3}'))).toEqual([
      [1, { a: 1 }],
      [4, { a: 2 }],
      [5, { a: 3 }],
    ]);
  });

  test.each(['', '\n', '\r\n\n'])('%p holds none', (text) => expect(read(text)).toEqual([]));

  test('are the same however the bytes are cut', () => {
    const line = fc.oneof(
      fc.constantFrom('', ' ', '{"a":"é€😀"}', '{', '[]', 'null', '{"b":[1,2]}\r', '{"__proto__":{"x":1}}'),
      fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
    );
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 50 }), (lines, size) => {
        const text = lines.join('\n');
        expect(read(text, size)).toEqual(read(text));
      }),
    );
  });
});

describe('refused lines', () => {
  test.each([
    ['{"a":1', 'invalid_json'],
    ['nonsense', 'invalid_json'],
    ["{'a':1}", 'invalid_json'],
    ['{"a":1}{"a":2}', 'invalid_json'],
    ['[]', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['null', 'not_an_object'],
    ['12', 'not_an_object'],
  ])('%p is %s, and the next line goes on', (text, code) => {
    expect(brief(read(`{}\n${text}\n{}\n`))).toEqual([
      [1, {}],
      [2, code],
      [3, {}],
    ]);
  });

  test.each([1000, 65_536, Number.MAX_SAFE_INTEGER])('one over the limit, in pieces of %i bytes', (size) => {
    const text = (bytes: number): string => `{"t":"${'x'.repeat(bytes - 8)}"}`;
    const lines = read(`{}\n${text(LINE_LIMIT_BYTES + 1)}\n${text(LINE_LIMIT_BYTES)}\n{}`, size);
    expect(lines.map(({ line, fault }) => [line, fault?.code ?? 'read'])).toEqual([
      [1, 'read'],
      [2, 'line_too_long'],
      [3, 'read'],
      [4, 'read'],
    ]);
  });

  test('one over the limit in bytes but not in letters', () => {
    expect(brief(read(`{"t":"${'€'.repeat(LINE_LIMIT_BYTES / 2)}"}\n{}`))).toEqual([
      [1, 'line_too_long'],
      [2, {}],
    ]);
  });

  test('no prototype is touched', () => {
    const [line] = read('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(Object.keys(line?.value ?? {})).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
