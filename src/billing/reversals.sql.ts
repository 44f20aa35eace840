import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import type { CreditReversalEntity } from './credit-reversal.entity.js';
import type { DeliveryStatus } from './delivery.js';
import { routeDeliveries } from './deliveries.sql.js';

/** A reversal and where it is. */
export type ReversalRow = Omit<CreditReversalEntity, 'customerId' | 'creditId'> & {
  /** Null while it is not approved, and when the credit was taken back before it was ever sent. */
  readonly deliveryStatus: DeliveryStatus | null;
};

/** The reversals of a credit, the oldest first. */
export function listReversals(tx: Tx, creditId: string): Promise<ReversalRow[]> {
  return rows<ReversalRow>(
    tx,
    `select v.id, v.amount_minor as "amountMinor", v.currency, v.status, v.reason, v.reference,
            v.requested_by as "requestedBy", v.requested_at as "requestedAt", v.decided_by as "decidedBy",
            v.decided_at as "decidedAt", v.four_eyes as "fourEyes", d.status as "deliveryStatus"
       from credit_reversal v
       left join delivery d on d.customer_id = v.customer_id and d.id = v.id
      where v.credit_id = $1 order by v.requested_at, v.id`,
    [creditId],
  );
}

/**
 * Sets so much of a credit aside as taken back. False when so much is not left: the condition is in the statement, and the
 * constraint of the table behind it.
 */
export async function takeFromCredit(
  tx: Tx,
  credit: { readonly customerId: string; readonly id: string },
  amountMinor: number,
  now: Date,
): Promise<boolean> {
  const taken = await rowCount(
    tx,
    `update delivery set reversed_minor = reversed_minor + $3, version = version + 1, updated_at = $4
      where customer_id = $1 and id = $2 and reversed_minor + $3 between 0 and amount_minor`,
    [credit.customerId, credit.id, amountMinor, now],
  );
  return taken > 0;
}

/** Begins the journey of an approved reversal. */
export async function insertReversalDelivery(tx: Tx, reversal: CreditReversalEntity, now: Date): Promise<void> {
  const { customerId, id, creditId, reference, amountMinor, currency } = reversal;
  await rows(
    tx,
    `insert into delivery (customer_id, id, credit_id, kind, reference, amount_minor, currency, status, created_at, updated_at)
     values ($1, $2, $3, 'reversal', $4, $5, $6, 'waiting', $7, $7)`,
    [customerId, id, creditId, reference, amountMinor, currency, now],
  );
  await routeDeliveries(tx, now, { customerId, id });
}

/** The key of a reversal of a credit. */
export function findReversalKey(
  tx: Tx,
  creditId: string,
  id: string,
): Promise<{ readonly customerId: string; readonly id: string } | undefined> {
  return row(tx, 'select customer_id as "customerId", id from credit_reversal where id = $1 and credit_id = $2', [
    id,
    creditId,
  ]);
}
