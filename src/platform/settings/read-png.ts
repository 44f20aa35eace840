import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { BrokenPicture, type Picture } from './picture.js';

type Header = { readonly width: number; readonly height: number; readonly depth: number; readonly type: number };

/** Samples of a pixel by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * A PNG unpacked, laid on white, and packed again as a letter holds it: RGB rows with PNG filters, deflated. Throws
 * BrokenPicture, and as `check` does for its sides.
 */
export function readPng(file: Buffer, check: (width: number, height: number) => void): Picture {
  const chunks = chunksOf(file);
  const header = headerOf(chunks.get('IHDR'));
  const { width, height } = header;
  check(width, height);
  const rows = unfilter(inflated(chunks.get('IDAT'), header), header);
  const rgb = onWhite(rows, header, chunks.get('PLTE'), chunks.get('tRNS'));
  return {
    mediaType: 'image/png',
    width,
    height,
    colors: 3,
    pixels: deflateSync(filter(rgb, width * 3), { level: 9 }),
  };
}

function broken(): BrokenPicture {
  return new BrokenPicture('logo_broken', 'This PNG is cut off or damaged.');
}

/** What each kind of chunk holds; several of a kind are one. Every checksum is looked at. */
function chunksOf(file: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > file.length || crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw broken();
    const name = file.toString('latin1', at + 4, at + 8);
    found.set(name, [...(found.get(name) ?? []), file.subarray(at + 8, end)]);
    at = end + 4;
  }
  if (!found.has('IEND')) throw broken();
  return new Map([...found].map(([name, parts]) => [name, Buffer.concat(parts)]));
}

function headerOf(chunk: Buffer | undefined): Header {
  if (chunk?.length !== 13) throw broken();
  const [width, height, depth, type] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4), chunk[8] ?? 0, chunk[9] ?? 9];
  if (DEPTHS[type]?.includes(depth) !== true || width === 0 || height === 0) throw broken();
  if (chunk[12] !== 0) throw new BrokenPicture('logo_variant_not_supported', 'Save this PNG without interlacing.');
  return { width, height, depth, type };
}

function rowBytes({ width, depth, type }: Header): number {
  return Math.ceil((width * depth * (SAMPLES[type] ?? 1)) / 8);
}

/** The rows, each with its filter before it; no more is unpacked than there must be. */
function inflated(data: Buffer | undefined, header: Header): Buffer {
  const expected = header.height * (1 + rowBytes(header));
  try {
    const rows = inflateSync(data ?? Buffer.alloc(0), { maxOutputLength: expected });
    if (rows.length === expected) return rows;
  } catch {
    // What zlib cannot unpack, or what unpacks to more, is damaged.
  }
  throw broken();
}

function unfilter(rows: Buffer, header: Header): Buffer {
  const stride = rowBytes(header);
  const step = Math.max(1, (header.depth * (SAMPLES[header.type] ?? 1)) >> 3);
  const plain = Buffer.alloc(stride * header.height);
  for (let row = 0; row < header.height; row += 1) {
    const kind = rows[row * (stride + 1)] ?? 5;
    if (kind > 4) throw broken();
    for (let index = 0; index < stride; index += 1) {
      const at = row * stride + index;
      const left = index < step ? 0 : (plain[at - step] ?? 0);
      const up = row === 0 ? 0 : (plain[at - stride] ?? 0);
      const corner = row === 0 || index < step ? 0 : (plain[at - stride - step] ?? 0);
      plain[at] = (rows[at + row + 1] ?? 0) + predicted(kind, left, up, corner);
    }
  }
  return plain;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind < 3) return [0, left, up][kind] ?? 0;
  if (kind === 3) return (left + up) >> 1;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Puts a pixel into RGB bytes at a place. */
type PutPixel = (rowAt: number, column: number, rgb: Buffer, to: number) => void;

/** RGB bytes; what shines through is white paper. */
function onWhite(plain: Buffer, header: Header, palette?: Buffer, transparency: Buffer = Buffer.alloc(0)): Buffer {
  const { width, height, type } = header;
  const stride = rowBytes(header);
  const put = type === 3 ? ofPalette(plain, header, palette, transparency) : ofSamples(plain, header, transparency);
  const rgb = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      put(row * stride, column, rgb, (row * width + column) * 3);
    }
  }
  return rgb;
}

function sampleOf(plain: Buffer, rowAt: number, index: number, depth: number): number {
  if (depth === 16) return plain.readUInt16BE(rowAt + index * 2);
  if (depth === 8) return plain[rowAt + index] ?? 0;
  const bit = index * depth;
  return ((plain[rowAt + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

function ofPalette(plain: Buffer, { depth }: Header, palette: Buffer | undefined, transparency: Buffer): PutPixel {
  return (rowAt, column, rgb, to) => {
    const index = sampleOf(plain, rowAt, column, depth);
    if (palette === undefined || index * 3 + 2 >= palette.length) throw broken();
    const alpha = (transparency[index] ?? 255) / 255;
    for (let part = 0; part < 3; part += 1) rgb[to + part] = shone(palette[index * 3 + part] ?? 0, alpha);
  };
}

/** Grey or RGB samples, the alpha after them; or one colour that is said to be see-through. */
function ofSamples(plain: Buffer, { depth, type }: Header, transparency: Buffer): PutPixel {
  const count = SAMPLES[type] ?? 1;
  const colors = count > 2 ? 3 : 1;
  const top = 2 ** depth - 1;
  const hasKey = count === colors && transparency.length === colors * 2;
  const key = hasKey ? Array.from({ length: colors }, (_, part) => transparency.readUInt16BE(part * 2)) : [];
  return (rowAt, column, rgb, to) => {
    const first = column * count;
    const isKey = hasKey && key.every((sample, part) => sample === sampleOf(plain, rowAt, first + part, depth));
    const alpha = count === colors ? Number(!isKey) : sampleOf(plain, rowAt, first + colors, depth) / top;
    for (let part = 0; part < 3; part += 1) {
      const sample = sampleOf(plain, rowAt, first + (colors === 1 ? 0 : part), depth);
      rgb[to + part] = shone((sample * 255) / top, alpha);
    }
  };
}

/** A colour of 0 to 255 on white, of which the rest shines through. */
function shone(color: number, alpha: number): number {
  return Math.round(255 - (255 - color) * alpha);
}

/** Each row with the filter after which it is smallest, as encoders guess it: by the sum of its distances from nothing. */
function filter(rgb: Buffer, stride: number): Buffer {
  const height = rgb.length / stride;
  const filtered = Buffer.alloc(rgb.length + height);
  for (let row = 0; row < height; row += 1) {
    const tried = [0, 1, 2, 4].map((kind) => filteredRow(rgb, stride, row, kind));
    const best = tried.reduce((least, each) => (each.cost < least.cost ? each : least));
    best.bytes.copy(filtered, row * (stride + 1));
  }
  return filtered;
}

function filteredRow(rgb: Buffer, stride: number, row: number, kind: number): { bytes: Buffer; cost: number } {
  const bytes = Buffer.alloc(stride + 1, kind);
  let cost = 0;
  for (let index = 0; index < stride; index += 1) {
    const at = row * stride + index;
    const left = index < 3 ? 0 : (rgb[at - 3] ?? 0);
    const up = row === 0 ? 0 : (rgb[at - stride] ?? 0);
    const corner = row === 0 || index < 3 ? 0 : (rgb[at - stride - 3] ?? 0);
    const value = ((rgb[at] ?? 0) - predicted(kind, left, up, corner)) & 255;
    bytes[index + 1] = value;
    cost += Math.min(value, 256 - value);
  }
  return { bytes, cost };
}
