import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import type { BatchEntry } from './csv-batch.js';

/** A batch as it is shown, without its file. */
export type BatchRow = {
  readonly id: string;
  readonly connectionId: string;
  readonly number: number;
  readonly currency: string;
  readonly lineCount: number;
  readonly creditMinor: number;
  readonly reversalMinor: number;
  /** SHA-256 of the file, in hex. */
  readonly fileSha256: string;
  readonly closedBy: string;
  readonly closedAt: Date;
};

/** The select of batches, for a list: $1 connection or null. */
export const BATCHES = `select id, connection_id as "connectionId", number, currency, line_count as "lineCount",
    credit_minor as "creditMinor", reversal_minor as "reversalMinor", encode(file_sha256, 'hex') as "fileSha256",
    closed_by as "closedBy", closed_at as "closedAt"
  from billing_csv_batch where ($1::uuid is null or connection_id = $1)`;

/** A delivery that goes into a file, with what names it. */
export type OpenLine = BatchEntry & { readonly deliveryCustomerId: string; readonly id: string };

/**
 * What waits for a file of this connection in one currency, the oldest first, locked until the transaction ends. A
 * reversal comes once its credit stood in a file before.
 */
export function lockOpenLines(tx: Tx, connectionId: string, currency: string, limit: number): Promise<OpenLine[]> {
  return rows<OpenLine>(
    tx,
    `select d.customer_id as "deliveryCustomerId", d.id, d.reference, r.reference as "creditReference", d.kind,
            c.external_id as "customerId", c.name as "customerName", d.billing_customer_id as "billingCustomerId",
            d.amount_minor as "amountMinor", d.currency, n.title as "incidentTitle", r.offer_id as "offerId",
            coalesce(o.answered_at, r.created_at) as "acceptedAt"
       from delivery d
       join credit r on r.customer_id = d.customer_id and r.id = d.credit_id
       join offer o on o.customer_id = r.customer_id and o.id = r.offer_id
       join incident n on n.id = r.incident_id
       join customer c on c.id = d.customer_id
      where d.connection_id = $1 and d.currency = $2 and d.status = 'waiting' and d.batch_id is null
        and o.status = 'accepted' and o.amount_minor = r.amount_minor
        and (d.kind = 'credit' or exists (
              select from delivery k where k.customer_id = d.customer_id and k.id = d.credit_id
                 and k.status in ('submitted', 'confirmed', 'applied')))
      order by d.created_at, d.id limit $3 for update of d`,
    [connectionId, currency, limit],
  );
}

/** The currencies in which something waits for a file of this connection. */
export async function openCurrencies(tx: Tx, connectionId: string): Promise<readonly string[]> {
  const found = await rows<{ currency: string }>(
    tx,
    `select distinct currency from delivery
      where connection_id = $1 and status = 'waiting' and batch_id is null order by 1`,
    [connectionId],
  );
  return found.map(({ currency }) => currency);
}

/** The number of the next batch of a connection. */
export async function nextBatchNumber(tx: Tx, connectionId: string): Promise<number> {
  const sql = 'select coalesce(max(number), 0) + 1 as number from billing_csv_batch where connection_id = $1';
  return (await row<{ number: number }>(tx, sql, [connectionId]))?.number ?? 1;
}

/** Says that deliveries stand in a file. Gives how many: fewer than asked for is a fault of the caller. */
export function putIntoBatch(tx: Tx, batchId: string, ids: readonly string[], now: Date): Promise<number> {
  return rowCount(
    tx,
    `update delivery set status = 'submitted', batch_id = $1, first_sent_at = $3, version = version + 1, updated_at = $3
      where id = any ($2) and status = 'waiting' and batch_id is null`,
    [batchId, ids, now],
  );
}
