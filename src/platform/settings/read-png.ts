import { PNG } from 'pngjs';
import { BrokenPicture, type Picture } from './picture.js';

/** The signature and the header's chunk stand before the chunk of the rows in what is packed without a gamma. */
const ROWS_AT = 8 + 25;
const WHITE = { red: 255, green: 255, blue: 255 };

/**
 * A PNG unpacked, laid on white, and packed again as a letter holds it: RGB rows with PNG filters, deflated. Throws
 * BrokenPicture, and as `check` does for its sides.
 */
export function readPng(file: Buffer, check: (width: number, height: number) => void): Picture {
  if (file.length < ROWS_AT) throw broken();
  // The sides are said first: what is small as a file may be a gigabyte as pixels.
  check(file.readUInt32BE(16), file.readUInt32BE(20));
  const { width, height, data } = unpacked(file);
  const packed = PNG.sync.write(Object.assign(new PNG({ width, height }), { data }), {
    colorType: 2,
    inputHasAlpha: true,
    bgColor: WHITE,
    deflateLevel: 9,
  });
  const length = packed.readUInt32BE(ROWS_AT);
  const pixels = packed.subarray(ROWS_AT + 8, ROWS_AT + 8 + length);
  return { mediaType: 'image/png', width, height, colors: 3, pixels };
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
