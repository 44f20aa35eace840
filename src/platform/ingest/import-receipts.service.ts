import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Page } from '../http/list.js';
import { ImportKindsService } from './import-kinds.service.js';
import type { ImportListQuery, ImportRejectsQuery } from './imports.dto.js';
import {
  findBatch,
  firstRejects,
  type ImportBatch,
  type ImportReject,
  listBatches,
  listRejects,
  lockBatch,
  noteReverted,
} from './imports.sql.js';
import { lockMerge } from './staging.sql.js';
import { IMPORT_TRANSACTION } from './stage-lines.service.js';

/** The account of one import: the first 100 of its faults are here, all of them under its rejects. */
export type ImportReceipt = ImportBatch & { readonly errors: readonly ImportReject[] };

const RECEIPT_ERRORS = 100;

/** What became of the imports so far, and the end of one. */
@Injectable()
export class ImportReceiptsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly kinds: ImportKindsService,
  ) {}

  /** Throws `import_not_found`. */
  async get(id: string): Promise<ImportReceipt> {
    const batch = await findBatch(this.database.tx, id);
    if (batch === undefined) throw notFound('import', id);
    return { ...batch, errors: await firstRejects(this.database.tx, id, RECEIPT_ERRORS) };
  }

  list(query: ImportListQuery): Promise<Page<ImportBatch>> {
    return listBatches(this.database.tx, query);
  }

  async rejects(id: string, query: ImportRejectsQuery): Promise<Page<ImportReject>> {
    if ((await findBatch(this.database.tx, id)) === undefined) throw notFound('import', id);
    return listRejects(this.database.tx, id, query);
  }

  /**
   * Takes an import back: what only it brought goes, and the receipt says what went. Throws `import_not_found`,
   * `import_not_revertible` for a kind that others build on, and `import_not_done` for one that was refused or reverted.
   */
  async revert(id: string, reason: string | null, actor: Actor): Promise<ImportReceipt> {
    await this.database.transaction(async (tx) => {
      const batch = await lockBatch(tx, id);
      if (batch === undefined) throw notFound('import', id);
      const { kind, status } = batch;
      const known = this.kinds.revertOf(kind);
      if (status !== 'done') {
        throw new DomainError(
          'conflict',
          'import_not_done',
          `This import is ${status}: there is nothing to take back.`,
        );
      }
      await lockMerge(tx, known.lock);
      const at = this.clock.now();
      const counts = await known.revert(tx, id, at);
      await noteReverted(tx, id, { by: actor.id, at, reason, counts });
      const subject = { kind: 'import', id };
      this.audit.append(tx, { actor, action: 'import.reverted', subject, details: { kind, ...counts } });
    }, IMPORT_TRANSACTION);
    return this.get(id);
  }
}
