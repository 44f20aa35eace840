import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import type { Actor } from '../../platform/access/actor.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Database } from '../../platform/database/database.js';
import { assertVersion } from '../../platform/http/if-match.js';
import { listRows, type ListQuery, type Page } from '../../platform/http/list.js';
import type { SourceAnswers } from './import-source.js';
import { ImportSourceEntity } from './import-source.entity.js';

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What the files of a source never say themselves, kept so that it is asked once. */
@Injectable()
export class ImportSourcesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  list(query: ListQuery): Promise<Page<ImportSourceEntity>> {
    const select = `select key, name, answers, version, created_at as "createdAt", updated_by as "updatedBy",
                           updated_at as "updatedAt" from import_source`;
    const order = [{ name: 'key', type: 'text', direction: 'asc' }] as const;
    return listRows<ImportSourceEntity>(this.database.tx, { select, values: [], order }, query);
  }

  async get(key: string): Promise<ImportSourceEntity> {
    const found = await this.database.tx.getRepository(ImportSourceEntity).findOneBy({ key });
    if (found === null) throw notFound('import_source', key);
    return found;
  }

  /** Makes a source, or replaces its name and answers. */
  put(
    key: string,
    wanted: { readonly name: string; readonly answers: SourceAnswers },
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<ImportSourceEntity> {
    const now = this.clock.now();
    if (!KEY.test(key)) {
      const message = 'A key has 1 to 63 small letters, digits and hyphens, and does not begin with a hyphen.';
      const reasons = [{ path: 'key', code: 'invalid_import_source_key', message }];
      throw new DomainError('invalid', 'invalid_import_source_key', message, { reasons });
    }
    return this.database.transaction(async (tx) => {
      const repository = tx.getRepository(ImportSourceEntity);
      const stored = await repository.findOne({ where: { key }, lock: { mode: 'pessimistic_write' } });
      assertVersion(stored?.version ?? 0, expectedVersion);
      const version = (stored?.version ?? 0) + 1;
      const next = {
        key,
        ...wanted,
        version,
        createdAt: stored?.createdAt ?? now,
        updatedBy: actor.id,
        updatedAt: now,
      };
      await repository.save(next);
      this.audit.append(tx, { actor, action: 'import_source.kept', subject: { kind: 'import_source', id: key } });
      return next;
    });
  }
}
