import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';

const WHERE = 'where address = lower($2) and ($1::uuid is null or customer_id = $1)';

/** The blocks of a person's address: of one customer, or of all when the person names none. */
export function findBlocksOf(tx: Tx, { customerId, id }: Person): Promise<{ address: string; reason: string }[]> {
  return rows(
    tx,
    `select customer_id as "customerId", address, reason, created_at as "createdAt" from mail_block ${WHERE}`,
    [customerId, id],
  );
}

/** Deletes them. Returns how many there were. */
export function deleteBlocksOf(tx: Tx, { customerId, id }: Person): Promise<number> {
  return rowCount(tx, `delete from mail_block ${WHERE}`, [customerId, id]);
}
