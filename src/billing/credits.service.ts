import { pipeline, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { Clock } from '../kernel/clock.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { creditLine, type CreditLine, csvOptions } from './credits-csv.js';
import {
  type CreditFilter,
  type CreditRow,
  exportCredits,
  findCredit,
  insertDelivery,
  listCredits,
  lockDelivery,
} from './credits.sql.js';
import { confirmation, type DeliveryStatus, nextStatuses } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';

/** A credit as it is shown. Nothing ever stands in the way of a confirmation. */
export type ShownCredit = Omit<CreditRow, 'amountMinor' | 'currency'> & {
  readonly amount: Money;
  readonly nextStatuses: readonly DeliveryStatus[];
  readonly blockers: readonly [];
};

const EXPORT_BATCH = 1000;

/** Credits on their way to the billing system. */
@Injectable()
export class CreditsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    outbox: OutboxService,
  ) {
    outbox.handle('credit.requested', (tx, { customerId, creditId }) =>
      insertDelivery(tx, String(customerId), String(creditId), this.clock.now()),
    );
  }

  /** Credits, the newest first. */
  async list(filter: CreditFilter, query: ListQuery): Promise<Page<ShownCredit>> {
    const page = await listCredits(this.database.tx, filter, query);
    return { ...page, items: page.items.map(shown) };
  }

  /** Throws `credit_not_found`. */
  async get(id: string): Promise<ShownCredit> {
    return shown(await findCredit(this.database.tx, id));
  }

  /**
   * Says that a credit stands in a billing document. Said again, it changes nothing. Throws `credit_not_found`,
   * `credit_confirmed_otherwise`, `version_changed`.
   */
  confirm(
    id: string,
    billingDocument: string,
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<ShownCredit> {
    const now = this.clock.now();
    const document = billingDocument.trim();
    return this.database.transaction(async (tx) => {
      const stored = await lockDelivery(tx, id, now);
      if (confirmation(stored, document) === 'confirm') {
        assertVersion(stored.version, expectedVersion);
        const { customerId, creditId, version } = stored;
        await tx.getRepository(DeliveryEntity).update(
          { customerId, creditId },
          {
            status: 'confirmed',
            billingDocument: document,
            confirmedBy: actor.id,
            confirmedAt: now,
            version: version + 1,
            updatedAt: now,
          },
        );
        const subject = { kind: 'credit', id: creditId };
        this.audit.append(tx, { actor, action: 'credit.confirmed', subject, customerId, details: { document } });
      }
      return shown(await findCredit(tx, id));
    });
  }

  /** The credits as CSV, the oldest first, read as it is taken; the same order and lines however often it is asked for. */
  exportCsv(filter: CreditFilter, { bom = false }: { readonly bom?: boolean } = {}): Readable {
    const lines = Readable.from(this.lines(filter));
    // A failure ends both, and reaches whoever reads the file.
    return pipeline(lines, stringify(csvOptions(bom)), () => undefined);
  }

  private async *lines(filter: CreditFilter): AsyncGenerator<CreditLine> {
    for (let afterId: string | undefined; ;) {
      const credits = await exportCredits(this.database.tx, filter, afterId, EXPORT_BATCH);
      for (const credit of credits) yield creditLine(credit);
      if (credits.length < EXPORT_BATCH) return;
      afterId = credits.at(-1)?.id;
    }
  }
}

function shown({ amountMinor, currency, ...credit }: CreditRow): ShownCredit {
  return {
    ...credit,
    amount: { amountMinor, currency },
    nextStatuses: nextStatuses(credit.status),
    blockers: [],
  };
}
