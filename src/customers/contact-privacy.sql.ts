import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';

const WHERE = 'where lower(email) = lower($2) and ($1::uuid is null or customer_id = $1)';

/** The contacts with a person's address: of one customer, or of all when the person names none. */
export async function findContactsOf(tx: Tx, { customerId, id }: Person): Promise<{ name: string; email: string }[]> {
  return rows(
    tx,
    `select customer_id as "customerId", name, email, role, opted_out as "optedOut" from contact ${WHERE}`,
    [customerId, id],
  );
}

/** Deletes them. Returns how many there were. */
export async function deleteContactsOf(tx: Tx, { customerId, id }: Person): Promise<number> {
  return rowCount(tx, `delete from contact ${WHERE}`, [customerId, id]);
}
