import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, row, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingCsvBatchEntity } from './billing-csv-batch.entity.js';
import { lockConnections } from './connections.sql.js';
import { writeBatch } from './csv-batch.js';
import {
  BATCHES,
  type BatchRow,
  lockOpenLines,
  nextBatchNumber,
  openCurrencies,
  putIntoBatch,
} from './csv-batches.sql.js';

/** A file is made in memory and kept in the database. */
const MAX_LINES = 50_000;

/** Files for accounting: closed, numbered, per currency; a line is never in two. */
@Injectable()
export class CsvBatchesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Batches, the newest first. */
  list(connectionId: string | undefined, query: ListQuery): Promise<Page<BatchRow>> {
    const order = [
      { name: 'closedAt', type: 'timestamptz', direction: 'desc' },
      { name: 'id', type: 'uuid', direction: 'desc' },
    ] as const;
    return listRows<BatchRow>(this.database.tx, { select: BATCHES, values: [connectionId ?? null], order }, query);
  }

  /** The file of a batch, byte for byte as it was closed. Throws `csv_batch_not_found`. */
  async file(id: string): Promise<{ readonly name: string; readonly file: Buffer }> {
    const batches = this.database.tx.getRepository(BillingCsvBatchEntity);
    const batch = isId(id) ? await batches.findOneBy({ id }) : null;
    if (batch === null) throw notFound('csv_batch', id);
    return { name: `credits-${String(batch.number).padStart(5, '0')}-${batch.currency}.csv`, file: batch.file };
  }

  /**
   * Closes everything that waits for a file of this connection, one batch for a currency; gives them, none when nothing
   * waits. Throws `billing_connection_not_found`, `not_a_csv_connection`.
   */
  close(connectionId: string, actor: Actor): Promise<readonly BatchRow[]> {
    return this.database.transaction(async (tx) => {
      // Numbers without gaps: one closes at a time.
      await lockConnections(tx);
      const connections = tx.getRepository(BillingConnectionEntity);
      const connection = isId(connectionId) ? await connections.findOneBy({ id: connectionId }) : null;
      if (connection === null) throw notFound('billing_connection', connectionId);
      if (connection.kind !== 'csv') {
        throw new DomainError(
          'conflict',
          'not_a_csv_connection',
          `${connection.name} is a ${connection.kind} connection.`,
        );
      }
      const closed: BatchRow[] = [];
      for (const currency of await openCurrencies(tx, connectionId)) {
        const batch = await this.closeOne(tx, connectionId, currency, actor);
        if (batch !== undefined) closed.push(batch);
      }
      return closed;
    });
  }

  private async closeOne(tx: Tx, connectionId: string, currency: string, actor: Actor): Promise<BatchRow | undefined> {
    const now = this.clock.now();
    const lines = await lockOpenLines(tx, connectionId, currency, MAX_LINES);
    if (lines.length === 0) return undefined;
    const id = newId();
    const number = await nextBatchNumber(tx, connectionId);
    const written = writeBatch(number, lines);
    await tx
      .getRepository(BillingCsvBatchEntity)
      .insert({ id, connectionId, number, currency, ...written, closedBy: actor.id, closedAt: now });
    const put = await putIntoBatch(
      tx,
      id,
      lines.map((line) => line.id),
      now,
    );
    if (put !== lines.length) throw new Error(`${lines.length} lines were written and ${put} deliveries put into it`);
    const { lineCount, creditMinor, reversalMinor } = written;
    const details = { number, currency, lineCount, creditMinor, reversalMinor };
    this.audit.append(tx, { actor, action: 'csv_batch.closed', subject: { kind: 'csv_batch', id }, details });
    return row<BatchRow>(tx, `${BATCHES} and id = $2`, [connectionId, id]);
  }
}
