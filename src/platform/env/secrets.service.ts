import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';

/**
 * What must never stand in the database: read from the environment, or from the file that `NAME_FILE` names, as
 * containers hand secrets over. Read when asked for, so that a file may be replaced while Amends runs.
 */
@Injectable()
export class Secrets {
  constructor(private readonly source: Readonly<Record<string, string | undefined>>) {}

  /** The secret, or undefined when neither is set. Throws `secret_not_readable`. */
  find(name: string): string | undefined {
    const value = this.source[name];
    if (value !== undefined && value !== '') return value;
    const file = this.source[`${name}_FILE`];
    if (file === undefined || file === '') return undefined;
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      const message = `${name}_FILE cannot be read.`;
      throw new DomainError('unavailable', 'secret_not_readable', message, { cause: error });
    }
  }
}
