import { pipeline, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { creditLine, type CreditLine, csvOptions } from './credits-csv.js';
import {
  type AttemptRow,
  claimDocument,
  type CreditFilter,
  type CreditRow,
  exportCredits,
  findCredit,
  insertDelivery,
  listAttempts,
  listCredits,
  lockDelivery,
} from './credits.sql.js';
import { closeReversedCredits } from './deliveries.sql.js';
import { actionBlockers, confirmation, type DeliveryBlocker, type DeliveryStatus, nextStatuses } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';
import { listReversals, type ReversalRow } from './reversals.sql.js';

/** A credit as it is shown; `blockers` say which actions cannot be done now, and why. */
export type ShownCredit = Omit<CreditRow, 'amountMinor' | 'currency' | 'reversedMinor' | 'lookUpFirst'> & {
  readonly amount: Money;
  readonly reversed: Money;
  readonly nextStatuses: readonly DeliveryStatus[];
  readonly blockers: readonly DeliveryBlocker[];
};

/** A credit with every try of it and of its reversals. */
export type CreditDetail = ShownCredit & {
  readonly attempts: readonly AttemptRow[];
  readonly reversals: readonly ReversalRow[];
};

/** What somebody says of a credit in the books. */
export type SaidDocument = { readonly billingDocument: string; readonly amount?: Money };

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
  get(id: string): Promise<CreditDetail> {
    return this.detail(this.database.tx, id);
  }

  /**
   * Says that a credit stands in a billing document. Said again, it changes nothing. Throws `credit_not_found`,
   * `credit_confirmed_otherwise`, `document_of_another`, `amount_differs`, `delivery_action_refused`, `version_changed`.
   */
  confirm(id: string, said: SaidDocument, expectedVersion: number | undefined, actor: Actor): Promise<CreditDetail> {
    const now = this.clock.now();
    const document = said.billingDocument.trim();
    return this.database.transaction(async (tx) => {
      const stored = await lockDelivery(tx, id, now);
      assertAmount(stored, said.amount);
      if (confirmation(stored, document) === 'confirm') {
        assertVersion(stored.version, expectedVersion);
        if (!(await claimDocument(tx, document, stored.customerId))) throw documentOfAnother(document);
        await this.keepConfirmed(tx, stored, document, actor, now);
        const { customerId, creditId } = stored;
        const subject = { kind: 'credit', id: creditId };
        this.audit.append(tx, { actor, action: 'credit.confirmed', subject, customerId, details: { document } });
      }
      return this.detail(tx, id);
    });
  }

  /** The credits as CSV, the oldest first, read as it is taken; the same order and lines however often it is asked for. */
  exportCsv(filter: CreditFilter, { bom = false }: { readonly bom?: boolean } = {}): Readable {
    const lines = Readable.from(this.lines(filter));
    // A failure ends both, and reaches whoever reads the file.
    return pipeline(lines, stringify(csvOptions(bom)), () => undefined);
  }

  private async keepConfirmed(
    tx: Tx,
    stored: DeliveryEntity,
    billingDocument: string,
    actor: Actor,
    now: Date,
  ): Promise<void> {
    const { customerId, id, status, version } = stored;
    const isNew = status !== 'confirmed' && status !== 'applied';
    await tx.getRepository(DeliveryEntity).update(
      { customerId, id },
      {
        billingDocument,
        lookUpFirst: false,
        nextAttemptAt: null,
        unknownSince: null,
        reasonCode: null,
        reasonMessage: null,
        ...(isNew ? { status: 'confirmed' as const, confirmedBy: actor.id, confirmedAt: now } : {}),
        version: version + 1,
        updatedAt: now,
      },
    );
    await closeReversedCredits(tx, [stored.creditId], now);
  }

  private async detail(tx: Tx, id: string): Promise<CreditDetail> {
    const credit = shown(await findCredit(tx, id));
    return { ...credit, attempts: await listAttempts(tx, id), reversals: await listReversals(tx, id) };
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

function assertAmount(credit: DeliveryEntity, said: Money | undefined): void {
  if (said === undefined) return;
  if (said.amountMinor === credit.amountMinor && said.currency === credit.currency) return;
  const { amountMinor, currency } = credit;
  const message = `The credit is ${amountMinor} ${currency} in minor units, as the accepted offer says.`;
  const reasons = [{ path: 'amount', code: 'amount_differs', message }];
  throw new DomainError('unprocessable', 'amount_differs', message, { reasons, details: { amountMinor, currency } });
}

function documentOfAnother(document: string): DomainError {
  const message = `The document ${document} belongs to another customer.`;
  const reasons = [{ path: 'billingDocument', code: 'document_of_another', message }];
  return new DomainError('conflict', 'document_of_another', message, { reasons });
}

function shown({ amountMinor, currency, reversedMinor, lookUpFirst, ...credit }: CreditRow): ShownCredit {
  return {
    ...credit,
    amount: { amountMinor, currency },
    reversed: { amountMinor: reversedMinor, currency },
    nextStatuses: nextStatuses(credit.status),
    blockers: actionBlockers({ ...credit, kind: 'credit', amountMinor, reversedMinor, lookUpFirst }),
  };
}
