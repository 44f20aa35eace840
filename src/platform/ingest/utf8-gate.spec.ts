import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Utf8Gate } from './utf8-gate.js';

/** What comes out of the gate when the bytes come in pieces of the given sizes, then all the rest. */
function passed(bytes: Buffer, sizes: readonly number[]): string {
  const gate = new Utf8Gate();
  const out: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    out.push(gate.push(bytes.subarray(at, at + size)));
    at += size;
  }
  out.push(gate.push(bytes.subarray(at)), gate.end());
  return out.map((piece) => piece.toString('utf8')).join('');
}

const sizesOf = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 30 });

describe('UTF-8 passes', () => {
  test('in pieces of any size, each of whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), sizesOf, (text, sizes) => {
        const bytes = Buffer.from(`{${'x'.repeat(4)}${text}`);
        expect(passed(bytes, sizes)).toBe(bytes.toString('utf8'));
      }),
    );
  });

  test.each(['', 'a', 'é', '{}', 'é€😀\r\nœ'])('%p, with or without a byte order mark', (text) => {
    expect(passed(Buffer.from(text), [])).toBe(text);
    expect(passed(Buffer.from(`\u{FEFF}${text}`), [1, 1, 1])).toBe(text);
  });
});

describe('anything else is refused whole', () => {
  const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  test.each([
    ['UTF-16 LE with its mark', Buffer.from('\u{FEFF}{"a":1}\n', 'utf16le')],
    ['UTF-16 BE with its mark', swapped('\u{FEFF}{"a":1}\n')],
    ['UTF-16 LE without', Buffer.from('{"a":1}\n', 'utf16le')],
    ['UTF-16 BE without', swapped('externalId,name\n')],
    ['a short UTF-16 file', Buffer.from('é', 'utf16le').subarray(0, 2)],
  ])('%s', (_name, bytes) => {
    expect(() => passed(bytes, [1, 1, 1, 1])).toThrow(expect.objectContaining({ code: 'encoding_not_utf8' }));
  });

  test('Latin-1, with the line of its first such byte, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), sizesOf, (linesBefore, sizes) => {
        const bytes = Buffer.from(`${'{"name":"é"}\n'.repeat(linesBefore)}{"name":"`);
        const latin = Buffer.concat([bytes, Buffer.from('Zoé"}\n{}\n', 'latin1')]);
        const details = { line: linesBefore + 1 };
        expect(() => passed(latin, sizes)).toThrow(expect.objectContaining({ code: 'encoding_not_utf8', details }));
      }),
    );
  });

  test('a file that ends inside a character', () => {
    const bytes = Buffer.from('{"a":1}\n{"a":"€').subarray(0, -1);
    expect(() => passed(bytes, [])).toThrow(
      expect.objectContaining({ code: 'encoding_not_utf8', details: { line: 2 } }),
    );
  });
});
