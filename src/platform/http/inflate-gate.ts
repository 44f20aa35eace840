import { Transform, type TransformCallback } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { DomainError } from '../../kernel/domain-error.js';

/** Below this many inflated bytes the ratio is not looked at: small repetitive files shrink a lot. */
const RATIO_FROM_BYTES = 8 << 20;
const RATIO_LIMIT = 100;

/**
 * Inflates a gzip body as it is read and no faster, counting both sides. It fails with `body_too_large` beyond
 * `limitBytes` of output, with `body_inflates_too_much` when that is over 100 times the input, and with
 * `body_not_gzip`. Fastify reads `receivedEncodedLength`, the bytes that came over the wire.
 */
export class InflateGate extends Transform {
  receivedEncodedLength = 0;
  private inflatedBytes = 0;
  private readonly gunzip: Gunzip = createGunzip();

  constructor(private readonly limitBytes: number) {
    super();
    this.gunzip.on('data', (chunk: Buffer) => {
      this.inflatedBytes += chunk.length;
      const fault = this.fault();
      if (fault !== undefined) this.destroy(fault);
      else if (!this.push(chunk)) this.gunzip.pause();
    });
    this.gunzip.on('error', (cause) => {
      this.destroy(new DomainError('invalid', 'body_not_gzip', 'The body is not gzip, or broke off.', { cause }));
    });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.receivedEncodedLength += chunk.length;
    this.gunzip.write(chunk, () => done());
  }

  override _flush(done: TransformCallback): void {
    this.gunzip.once('end', () => done());
    this.gunzip.end();
  }

  override _read(size: number): void {
    this.gunzip.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.gunzip.destroy();
    done(error);
  }

  private fault(): DomainError | undefined {
    if (this.inflatedBytes > this.limitBytes) {
      return new DomainError('too_large', 'body_too_large', `The body inflates to over ${this.limitBytes} bytes.`);
    }
    const ratio = this.inflatedBytes / Math.max(1, this.receivedEncodedLength);
    if (this.inflatedBytes <= RATIO_FROM_BYTES || ratio <= RATIO_LIMIT) return undefined;
    const message = `The body inflates to over ${RATIO_LIMIT} times its size.`;
    return new DomainError('too_large', 'body_inflates_too_much', message);
  }
}
