import { DomainError, type Reason } from '../../kernel/domain-error.js';

/** A fault of the file itself: nothing of it goes in. */
export class FileFault extends DomainError {
  constructor(
    code: string,
    message: string,
    options: { readonly reasons?: readonly Reason[]; readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super('invalid', code, message, options);
    this.name = 'FileFault';
  }
}
