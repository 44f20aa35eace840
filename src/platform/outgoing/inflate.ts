import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Transform } from 'node:stream';

/** The stream that undoes a content-encoding; undefined for a body that is as it is. Throws for one we do not know. */
export function inflateStream(contentEncoding: string | undefined): Transform | undefined {
  switch ((contentEncoding ?? 'identity').trim().toLowerCase()) {
    case 'identity':
    case '':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new TypeError(`the content-encoding ${String(contentEncoding).slice(0, 40)} is not known`);
  }
}
