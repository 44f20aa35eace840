import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { BrokenPicture, type Picture } from './picture.js';

/** The signature and the header's chunk stand before the chunk of the rows in what is packed without a gamma. */
const ROWS_AT = 8 + 25;
/** Samples of a pixel by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const WHITE = { red: 255, green: 255, blue: 255 };

/**
 * A PNG unpacked, laid on white, and packed again as a letter holds it: RGB rows with PNG filters, deflated. Throws
 * BrokenPicture, and as `check` does for its sides.
 */
export function readPng(file: Buffer, check: (width: number, height: number) => void): Picture {
  if (file.length < ROWS_AT) throw broken();
  // The sides are said first: what is small as a file may be a gigabyte as pixels.
  check(file.readUInt32BE(16), file.readUInt32BE(20));
  if (file[28] !== 0) throw new BrokenPicture('logo_variant_not_supported', 'Save this PNG without interlacing.');
  assertWhole(file);
  const { width, height, data } = unpacked(file);
  const pixels = FILTERS.map((filterType) => packedRows({ width, height, data }, filterType)).toSorted(
    (a, b) => a.length - b.length,
  )[0];
  if (pixels === undefined) throw broken();
  return { mediaType: 'image/png', width, height, colors: 3, pixels };
}

/** The best filter of each row, or none: drawings of few colours are smaller without. */
const FILTERS = [-1, 0] as const;

function packedRows({ width, height, data }: Pick<PNG, 'width' | 'height' | 'data'>, filterType: -1 | 0): Buffer {
  const packed = PNG.sync.write(Object.assign(new PNG({ width, height }), { data }), {
    colorType: 2,
    inputHasAlpha: true,
    bgColor: WHITE,
    deflateLevel: 9,
    filterType,
  });
  return packed.subarray(ROWS_AT + 8, ROWS_AT + 8 + packed.readUInt32BE(ROWS_AT));
}

/** The library takes rows that are too short for whole ones, and fills them with whatever its memory held before. */
function assertWhole(file: Buffer): void {
  const rows: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length;) {
    const end = at + 8 + file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') rows.push(file.subarray(at + 8, end));
    at = end + 4;
  }
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const bits = (file[24] ?? 0) * (SAMPLES[file[25] ?? -1] ?? 0);
  const length = height * (1 + Math.ceil((width * bits) / 8));
  try {
    if (inflateSync(Buffer.concat(rows), { maxOutputLength: length }).length === length) return;
  } catch {
    // What zlib cannot unpack, or what unpacks to more, is damaged.
  }
  throw broken();
}

function unpacked(file: Buffer): PNG {
  try {
    return PNG.sync.read(file);
  } catch {
    // Whatever the library could not read, the file is to blame: it holds nothing but a PNG's bytes.
    throw broken();
  }
}

function broken(): BrokenPicture {
  return new BrokenPicture('logo_broken', 'This PNG is cut off or damaged.');
}
