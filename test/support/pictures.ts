import { crc32, deflateSync } from 'node:zlib';

/** A PNG of samples as they are given: each row its bytes, with no filter. */
export type PngParts = {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly depth?: number;
  readonly interlace?: 0 | 1;
  readonly row?: (row: number) => readonly number[];
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  /** In place of the deflated rows. */
  readonly data?: Buffer;
};

/** Writes a PNG. */
export function pngOf({ width, height, type, depth = 8, interlace = 0, ...parts }: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlace], 8);
  const rows = Array.from({ length: height }, (_, row) => Buffer.from([0, ...(parts.row?.(row) ?? [])]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(parts.palette === undefined ? [] : [chunk('PLTE', Buffer.from(parts.palette))]),
    ...(parts.transparency === undefined ? [] : [chunk('tRNS', Buffer.from(parts.transparency))]),
    chunk('IDAT', parts.data ?? deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A logo as companies have them: a dark bar with a see-through hole. */
export function logoPng(width = 240, height = 60): Buffer {
  const pixel = (row: number, column: number): readonly number[] =>
    column > width / 3 && column < width / 2 && row > height / 4 && row < (3 * height) / 4
      ? [0, 0, 0, 0]
      : [15, Math.floor((column * 160) / width), 92, 255];
  return pngOf({
    width,
    height,
    type: 6,
    row: (row) => Array.from({ length: width }, (_, column) => pixel(row, column)).flat(),
  });
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A baseline JPEG of 48 by 16 pixels. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L' +
    '2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4' +
    '+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAQADADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAYE/8QAFBABAAAAAAAAAAAA' +
    'AAAAAAAAAP/EABYBAAMAAAAAAAAAAAAAAAAAAAECA//EABYRAQEBAAAAAAAAAAAAAAAAAAABAv/aAAwDAQACEQMRAD8AxgGQ' +
    'FKmlKFPgABR//9k=',
  'base64',
);

/** The same, progressive. */
export const PROGRESSIVE_JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L' +
    '2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4' +
    '+Pj4+Pj4+Pj4+Pj4+Pj/wgARCAAQADADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUD/8QAFwEAAwEAAAAAAAAA' +
    'AAAAAAAAAAECA//aAAwDAQACEAMQAAABxDzUptJUBX//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAEFAk//xAAWEQAD' +
    'AAAAAAAAAAAAAAAAAAAAARD/2gAIAQMBAT8BFP/EABQRAQAAAAAAAAAAAAAAAAAAABD/2gAIAQIBAT8Bf//EABQQAQAAAAAA' +
    'AAAAAAAAAAAAADD/2gAIAQEABj8CT//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEAAT8hT//aAAwDAQACAAMAAAAQBW8/' +
    '/8QAFBEBAAAAAAAAAAAAAAAAAAAAEP/aAAgBAwEBPxB//8QAFhEAAwAAAAAAAAAAAAAAAAAAAAEQ/9oACAECAQE/EBz/xAAU' +
    'EAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAE/EE//2Q==',
  'base64',
);

/** The same in four colours, for a press. */
export const CMYK_JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/7gAOQWRvYmUAZAAAAAAC/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaP' +
    'gIyKoLTmw6Cq2q2KjMj/y9ru9f///5vB////+v/m/f/4/9sAQwErLS08NTx2QUF2+KWMpfj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4' +
    '+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4/8AAFAgAEAAwBAEiAAIRAQMRAQQiAP/EABcAAQEBAQAAAAAAAAAAAAAA' +
    'AAADBgX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEAAwAAAAAAAAAAAAAAAAAAAQID/8QAFhEBAQEAAAAAAAAAAAAAAAAA' +
    'AAEC/9oADgQBAAIRAxEEAAA/AOUAVdAASVSGE2NAz7QAApgD/9k=',
  'base64',
);
