import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { FulfilmentEntity } from './fulfilment.entity.js';
import { findFulfilment, type FulfilmentRow, listFulfilments, lockFulfilment } from './fulfilments.sql.js';
import { findProvisions, type Provision } from './provisions.sql.js';
import type { FulfilmentStatus } from './settle-offer.js';

/** What accepted offers give other than credits, until a person has done it; and what open offers may come to. */
@Injectable()
export class FulfilmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Fulfilments, the newest first. */
  list(
    filter: { readonly status?: FulfilmentStatus; readonly offerId?: string },
    query: ListQuery,
  ): Promise<Page<FulfilmentRow>> {
    return listFulfilments(this.database.tx, filter, query);
  }

  /** Marks a fulfilment as done by a person. Throws `fulfilment_not_found`, `version_changed`, `fulfilment_done`. */
  done(
    id: string,
    request: { readonly actor: Actor; readonly expectedVersion?: number; readonly note?: string | null },
  ): Promise<FulfilmentRow> {
    return this.database.transaction(async (tx) => {
      const { actor, expectedVersion, note = null } = request;
      const { customerId, offerId, status, version, what } = await lockFulfilment(tx, id);
      assertVersion(version, expectedVersion);
      if (status === 'done') throw new DomainError('conflict', 'fulfilment_done', 'It is done already.');
      const changed = {
        status: 'done' as const,
        doneBy: actor.id,
        doneAt: this.clock.now(),
        note,
        version: version + 1,
      };
      await tx.getRepository(FulfilmentEntity).update({ customerId, id }, changed);
      const subject = { kind: 'fulfilment', id };
      this.audit.append(tx, { actor, action: 'fulfilment.done', subject, customerId, details: { offerId, what } });
      return findFulfilment(tx, id);
    });
  }

  /** What open offers may still come to, by the month in which they were made (UTC) and currency. */
  provisions(): Promise<Provision[]> {
    return findProvisions(this.database.tx, this.clock.now());
  }
}
