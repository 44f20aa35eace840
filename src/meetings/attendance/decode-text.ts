import { isUtf8 } from 'node:buffer';
import { FileFault } from '../../platform/ingest/file-fault.js';

const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;
/** A text of which so many of the first bytes are zero, all on one side, is UTF-16 without its mark. */
const SAMPLE_BYTES = 2000;
const ZERO_SHARE = 0.2;

/**
 * The text of a file in UTF-8 or UTF-16 of either order, with or without its byte order mark. Throws FileFault
 * `encoding_not_known` for anything else, such as Windows-1252.
 */
export function decodeText(bytes: Buffer): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  const encoding = marked?.encoding ?? unmarkedEncoding(bytes);
  if (encoding === undefined) {
    throw new FileFault('encoding_not_known', 'The file is neither UTF-8 nor UTF-16; save it as one of them.');
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FileFault('encoding_not_known', `The file begins as ${encoding} and does not go on so; was it cut off?`);
  }
}

function unmarkedEncoding(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length * ZERO_SHARE;
  if (odd > many && even < odd / 4) return 'utf-16le';
  if (even > many && odd < even / 4) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : undefined;
}
