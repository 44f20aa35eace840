import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { CompactFile } from './compact-file.js';

const STREAM = Buffer.from([1, 2, 254, 255]);

function written(): Buffer {
  const file = new CompactFile();
  file.write('%PDF-1.7');
  for (const line of ['1 0 obj', '<<\n/Type /Catalog\n/Lang (fr)\n>>', 'endobj']) file.write(line);
  for (const part of ['3 0 obj', '<<\n/Length 4\n>>', 'stream', STREAM, '\nendstream', 'endobj']) file.write(part);
  for (const line of ['2 0 obj', '(\u00e9)', 'endobj']) file.write(line);
  return file.finish(3, { root: '1 0 R', info: '2 0 R', id: Buffer.alloc(16, 7) });
}

/** The bytes of the stream whose object begins there, unpacked. */
function streamAt(pdf: Buffer, offset: number): Buffer {
  const at = pdf.indexOf('stream\n', offset) + 'stream\n'.length;
  const length = Number(/\/Length (\d+)/.exec(pdf.toString('latin1', offset, at))?.[1]);
  return inflateSync(pdf.subarray(at, at + length));
}

test('the table of a file finds each object where it is, streams by themselves and all others in one pack', () => {
  const pdf = written();
  const text = pdf.toString('latin1');
  const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  expect(text.slice(tableAt)).toMatch(
    /^5 0 obj\n<<\n\/Type \/XRef\n\/Size 6\n\/W \[1 3 2\]\n\/Root 1 0 R\n\/Info 2 0 R\n/,
  );
  const table = streamAt(pdf, tableAt);
  const rows = Array.from({ length: 6 }, (_, id) => {
    return [table.readUInt8(id * 6), table.readUIntBE(id * 6 + 1, 3), table.readUInt16BE(id * 6 + 4)] as const;
  });
  const [, , , stream, pack, self] = rows;
  expect(rows.slice(0, 3)).toEqual([
    [0, 0, 65_535],
    [2, 4, 0],
    [2, 4, 1],
  ]);
  expect([stream?.[0], pack?.[0], self]).toEqual([1, 1, [1, tableAt, 0]]);
  expect(pdf.indexOf('3 0 obj\n<<\n/Length 4\n>>\nstream\n')).toBe(stream?.[1]);
  expect(pdf.indexOf(STREAM)).toBeGreaterThan(0);
  const packAt = pack?.[1] ?? 0;
  expect(text.slice(packAt)).toMatch(/^4 0 obj\n<<\n\/Type \/ObjStm\n\/N 2\n\/First 9\n/);
  expect(streamAt(pdf, packAt).toString('latin1')).toBe('1 0 2 32\n<<\n/Type /Catalog\n/Lang (fr)\n>>\n(\u00e9)\n');
});

test('the same objects are the same bytes', () => {
  expect(written().equals(written())).toBe(true);
});
