import { row, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';

/** The letters that may name a person: those of their customer; letters name contacts, never participants. */
export async function lettersKept(tx: Tx, person: Person): Promise<{ count: number; until: Date | null }> {
  if (person.kind === 'participant' || person.kind === 'user') return { count: 0, until: null };
  const kept = await row<{ count: number; until: Date | null }>(
    tx,
    `select count(*)::int as count, max(created_at) + interval '10 years' as until from letter
      where $1::uuid is null or customer_id = $1`,
    [person.customerId],
  );
  return kept ?? { count: 0, until: null };
}
