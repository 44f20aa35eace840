import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';
import type { ClaimArrival } from './claim-arrival.entity.js';

/** Of one customer, or of whoever it may be of when the person names none. */
const WHERE = `where lower(a.email) = lower($2)
  and ($1::uuid is null or exists (select 1 from claim k where k.id = a.claim_id and k.customer_id = $1))`;

/** The comings of a person's claims, in their words. */
export function findClaimant(tx: Tx, { customerId, id }: Person): Promise<ClaimArrival[]> {
  return rows<ClaimArrival>(
    tx,
    `select a.claim_id as "claimId", a.channel, a.name, a.email, a.company, a.meeting, a.day::text as day,
            a.local_time as "time", a.text, a.reference, a.arrived_at as "arrivedAt"
       from claim_arrival a ${WHERE} order by a.arrived_at, a.id`,
    [customerId, id],
  );
}

/** Everything by which a claimant could be known goes; that a claim came, when and of what, stays with its figures. */
const FORGET = `update claim_arrival a set name = $3, email = $3, company = null, meeting = null, text = '', reference = null,
                       digest = a.id::text`;

/** Forgets a claimant. Returns how many comings there were. */
export function eraseClaimant(tx: Tx, { customerId, id }: Person, pseudonym: string): Promise<number> {
  return rowCount(tx, `${FORGET} ${WHERE}`, [customerId, id, pseudonym]);
}

/** Forgets (or counts) those whose claims came before an instant. */
export async function forgetOldClaimants(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  const old = `where a.arrived_at < $1 and a.text <> ''`;
  if (!dryRun) return rowCount(tx, `${FORGET.replaceAll('$3', "''")} ${old}`, [before]);
  const found = await row<{ count: number }>(tx, `select count(*)::int as count from claim_arrival a ${old}`, [before]);
  return found?.count ?? 0;
}
