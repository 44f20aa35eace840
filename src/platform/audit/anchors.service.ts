import { appendFile, readFile } from 'node:fs/promises';
import { DomainError } from '../../kernel/domain-error.js';
import type { Anchor } from './verify-chain.js';

/**
 * Where the chains stood, written down outside the database: whoever can change the database cannot make it agree with
 * this file, which is only ever added to. A line for each chain that has moved, as JSON.
 */
export class AnchorsFile {
  constructor(private readonly path: string) {}

  /** Every anchor ever written. Throws `anchors_not_readable` with the line: an unreadable file proves nothing. */
  async read(): Promise<readonly Anchor[]> {
    const lines = (await this.text()).split('\n').filter((line) => line !== '');
    return lines.map((line, index) => this.parse(line, index + 1));
  }

  /** Writes the ends of the chains down that have moved since. Gives how many there were. */
  async write(heads: readonly Anchor[], now: Date): Promise<number> {
    const known = new Map((await this.read()).map((anchor) => [anchor.customerId, anchor.sequence]));
    const moved = heads.filter(({ customerId, sequence }) => sequence > (known.get(customerId) ?? 0));
    const lines = moved.map((head) => `${JSON.stringify({ ...head, at: now.toISOString() })}\n`);
    if (lines.length > 0) await appendFile(this.path, lines.join(''), { mode: 0o600 });
    return moved.length;
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }

  private parse(line: string, number: number): Anchor {
    try {
      const { customerId, sequence, hash } = JSON.parse(line) as Record<string, unknown>;
      if (typeof customerId === 'string' && Number.isSafeInteger(sequence) && typeof hash === 'string') {
        return { customerId, sequence: Number(sequence), hash };
      }
    } catch {
      // Not JSON: said below.
    }
    const message = `Line ${number} of ${this.path} is no anchor: the file was changed or cut off.`;
    throw new DomainError('conflict', 'anchors_not_readable', message, { details: { line: number } });
  }
}
