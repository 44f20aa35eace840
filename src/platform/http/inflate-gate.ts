import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../kernel/domain-error.js';

/** Below this many inflated bytes the ratio is not looked at: small repetitive files shrink a lot. */
const RATIO_FROM_BYTES = 4 << 20;
/** Honest files shrink to a fourteenth (sessions) and an eighteenth (attempts), measured on a generated day; bombs to 1/1000. */
const RATIO_LIMIT = 40;

/**
 * A gzip body, inflated as it is read and no faster. It fails with `body_too_large` beyond `limitBytes` of output, with
 * `body_inflates_too_much` when that is over 40 times the input, and with `body_not_gzip`.
 */
export function inflateBody(source: Readable, limitBytes: number): InflateGate {
  const gate = new InflateGate(limitBytes);
  // A request that is refused before its body was read leaves nobody who waits for it; what then goes wrong with it, such
  // as a client that goes away, must not end the process.
  gate.on('error', () => undefined);
  const gunzip = createGunzip();
  source.on('data', (chunk: Buffer) => (gate.receivedEncodedLength += chunk.length));
  source.once('error', (error) => gate.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) gate.destroy(new Error('the body broke off'));
  });
  gunzip.once('error', (cause) => {
    gate.destroy(new DomainError('invalid', 'body_not_gzip', 'The body is not gzip, or broke off.', { cause }));
  });
  gate.once('close', () => {
    source.unpipe(gunzip);
    gunzip.destroy();
  });
  source.pipe(gunzip).pipe(gate);
  return gate;
}

class InflateGate extends Transform {
  /** The bytes that came over the wire; Fastify compares them with Content-Length. */
  receivedEncodedLength = 0;
  private inflatedBytes = 0;

  constructor(private readonly limitBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.inflatedBytes += chunk.length;
    const fault = this.fault();
    if (fault === undefined) done(null, chunk);
    else done(fault);
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
