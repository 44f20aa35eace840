import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import type { ImportKind, Revert } from './import-kind.js';
import { type RecognisedFile, recogniseFile } from './recognise-file.js';

/** How the imports of a kind are taken back, with the merges of `lock` kept out. */
export type KnownRevert = { readonly lock: string; readonly revert: Revert };

/** The kinds of file that can be imported, as the features that own their tables made them known. */
@Injectable()
export class ImportKindsService {
  private readonly kinds = new Map<string, ImportKind>();
  private readonly reverts = new Map<string, KnownRevert>();

  /** Makes a kind of file known. */
  register(kind: ImportKind): void {
    if (this.kinds.has(kind.name)) throw new Error(`two kinds of import are called ${kind.name}`);
    this.kinds.set(kind.name, kind);
  }

  /** Makes imports of a kind such that they can be taken back. */
  registerRevert(kindName: string, lock: string, revert: Revert): void {
    this.reverts.set(kindName, { lock, revert });
  }

  /** Throws `import_kind_not_found`. */
  kindOf(name: string): ImportKind {
    const kind = this.kinds.get(name);
    if (kind === undefined) throw notFound('import_kind', name);
    return kind;
  }

  /** Throws `import_not_revertible` for a kind that others build on. */
  revertOf(kindName: string): KnownRevert {
    const known = this.reverts.get(kindName);
    if (known !== undefined) return known;
    const message = `An import of ${kindName} cannot be taken back: others build on what it brought.`;
    throw new DomainError('unprocessable', 'import_not_revertible', message);
  }

  /** Says what a file seems to hold, by its first line. */
  recognise(head: string): RecognisedFile {
    return recogniseFile(head, this.kinds.values());
  }
}
