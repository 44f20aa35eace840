import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CMYK_JPEG, JPEG, logoPng, pngOf, PROGRESSIVE_JPEG, type PngParts } from '../../../test/support/pictures.js';
import { DomainError } from '../../kernel/domain-error.js';
import { readLogo } from './read-logo.js';

const SIDE = 16;
const row = (...bytes: number[]) => Array.from({ length: SIDE }, () => bytes).flat();
const square = (parts: Omit<PngParts, 'width' | 'height'>) => pngOf({ width: SIDE, height: SIDE, ...parts });

/** A picture that nothing makes smaller. */
const NOISE = (() => {
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 0x7fffffff) & 255;
  return pngOf({ width: 120, height: 60, type: 2, row: () => Array.from({ length: 360 }, next) });
})();

/** A good JPEG with a comment of so many bytes. */
function heavyJpeg(bytes: number): Buffer {
  const comment = Buffer.alloc(bytes + 4, 'x');
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(bytes + 2, 2);
  return Buffer.concat([JPEG.subarray(0, 2), comment, JPEG.subarray(2)]);
}

function codesOf(file: Buffer): string[] {
  try {
    readLogo(file);
  } catch (error) {
    if (error instanceof DomainError) return error.reasons.map(({ code }) => code);
    throw error;
  }
  return [];
}

/** The first pixel on white. What is kept are rows of a PNG, so that a PNG of them can be read again. */
function firstPixel(file: Buffer): readonly number[] {
  const { width, height, pixels } = readLogo(file);
  const again = readLogo(pngOf({ width, height, type: 2, data: pixels ?? Buffer.alloc(0) }));
  expect(again.pixels?.equals(pixels ?? Buffer.alloc(0))).toBe(true);
  const rows = inflateSync(pixels ?? Buffer.alloc(0));
  expect(rows.length).toBe(height * (1 + width * 3));
  // Of the first pixel of the first row every filter leaves the bytes as they are.
  return [...rows.subarray(1, 4)];
}

describe('a PNG is laid on white', () => {
  test.each<[string, Omit<PngParts, 'width' | 'height'>, readonly number[]]>([
    ['grey', { type: 0, row: () => row(100) }, [100, 100, 100]],
    ['grey of one bit', { type: 0, depth: 1, row: () => [0b0100_0000, 0] }, [0, 0, 0]],
    ['grey of 16 bits', { type: 0, depth: 16, row: () => row(0x80, 0x80) }, [128, 128, 128]],
    ['colours', { type: 2, row: () => row(10, 20, 30) }, [10, 20, 30]],
    [
      'colours of which one is see-through',
      { type: 2, row: () => row(10, 20, 30), transparency: [0, 10, 0, 20, 0, 30] },
      [255, 255, 255],
    ],
    [
      'a palette of two bits',
      { type: 3, depth: 2, palette: [1, 2, 3, 40, 50, 60], row: () => [0b0100_0000, 0, 0, 0] },
      [40, 50, 60],
    ],
    [
      'a palette with a see-through colour',
      { type: 3, palette: [0, 0, 0], transparency: [128], row: () => row(0) },
      [127, 127, 127],
    ],
    ['grey with alpha', { type: 4, row: () => row(0, 0) }, [255, 255, 255]],
    ['colours with alpha', { type: 6, row: () => row(255, 0, 0, 51) }, [255, 204, 204]],
  ])('%s', (_, parts, pixel) => {
    expect(firstPixel(square(parts))).toEqual(pixel);
  });

  test('a logo is small as a letter holds it', () => {
    const logo = readLogo(logoPng(708, 177));
    expect(logo).toMatchObject({ mediaType: 'image/png', width: 708, height: 177, colors: 3 });
    expect(logo.pixels?.length).toBeLessThan(10_000);
  });
});

test('a JPEG stays the file that it is', () => {
  for (const file of [JPEG, PROGRESSIVE_JPEG]) {
    expect(readLogo(file)).toEqual({ mediaType: 'image/jpeg', width: 48, height: 16, colors: 3, pixels: null });
  }
});

describe('what is refused, with its reasons', () => {
  const good = logoPng();
  test.each<[string, Buffer, readonly string[]]>([
    ['nothing', Buffer.alloc(0), ['logo_not_an_image']],
    ['a GIF', Buffer.from('GIF89a'), ['logo_not_an_image']],
    ['a drawing in markup', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), ['logo_not_an_image']],
    ['a page of 100 kB', Buffer.alloc(100_001, 'x'), ['logo_too_large', 'logo_not_an_image']],
    ['a PNG that is cut off', good.subarray(0, good.length - 20), ['logo_broken']],
    ['a PNG with a byte changed', Buffer.from(good).fill(7, 60, 61), ['logo_broken']],
    ['a PNG of too few rows', pngOf({ width: 16, height: 16, type: 0, row: () => [1] }), ['logo_broken']],
    ['a PNG whose palette is not there', square({ type: 3, row: () => row(0) }), ['logo_broken']],
    ['a PNG in another order', square({ type: 0, interlace: 1, row: () => row(0) }), ['logo_variant_not_supported']],
    [
      'a PNG that unpacks to a gigabyte',
      pngOf({ width: 30_000, height: 30_000, type: 0, data: good }),
      ['logo_too_many_pixels'],
    ],
    ['a pixel', pngOf({ width: 1, height: 1, type: 0, row: () => [0] }), ['logo_too_few_pixels']],
    ['a JPEG that is cut off', JPEG.subarray(0, JPEG.length - 4), ['logo_broken']],
    ['the beginning of a JPEG', JPEG.subarray(0, 20), ['logo_broken']],
    ['a JPEG for a press', CMYK_JPEG, ['logo_variant_not_supported']],
    ['a PNG that would take half of a letter', NOISE, ['logo_too_heavy']],
    ['a JPEG of 16 kB', heavyJpeg(16_000), ['logo_too_heavy']],
  ])('%s', (_, file, codes) => {
    expect(codesOf(file)).toEqual(codes);
  });

  test('whatever is changed in a good one, it is read or refused', () => {
    const files = fc.constantFrom(JPEG, PROGRESSIVE_JPEG, square({ type: 6, row: () => row(1, 2, 3, 4) }));
    const changes = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(files, changes, (file, changed) => {
        const other = Buffer.from(file);
        for (const [at, byte] of changed) if (at < other.length) other[at] = byte;
        expect(codesOf(other).every((code) => code.startsWith('logo_'))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
