import { rows, type Tx } from '../database/database.js';
import { type AuditEntry, type ChainHead, firstHash } from './audit-entry.js';

/**
 * Locks the ends of these chains, in the order of their ids so that two writers never wait for each other. A chain that
 * is there is written as it is, which locks it: new and old ones need one statement only.
 */
export function lockChains(tx: Tx, customerIds: readonly string[]): Promise<ChainHead[]> {
  const sorted = [...new Set(customerIds)].toSorted();
  return rows<ChainHead>(
    tx,
    `insert into audit_chain as c (customer_id, sequence, hash)
     select customer_id, 0, hash from unnest($1::uuid[], $2::bytea[]) as t (customer_id, hash)
      order by customer_id on conflict (customer_id) do update set sequence = c.sequence
     returning customer_id as "customerId", sequence, hash`,
    [sorted, sorted.map(firstHash)],
  );
}

/** Keeps entries, and where their chains end then. */
export async function insertEntries(
  tx: Tx,
  { entries, heads }: { readonly entries: readonly AuditEntry[]; readonly heads: readonly ChainHead[] },
): Promise<void> {
  const hex = (hash: Buffer): string => hash.toString('hex');
  await rows(
    tx,
    `with moved as (
       update audit_chain c set sequence = h.sequence, hash = h.hash
         from unnest($2::uuid[], $3::bigint[], $4::bytea[]) as h (customer_id, sequence, hash)
        where c.customer_id = h.customer_id
     )
     insert into audit_entry (customer_id, sequence, id, at, actor, actor_kind, action, subject_kind, subject_id, details,
                              request_id, prev_hash, hash)
     select "customerId", sequence, id, at, actor, "actorKind", action, "subjectKind", "subjectId", details, "requestId",
            decode("prevHash", 'hex'), decode(hash, 'hex')
       from json_to_recordset($1::json) as t ("customerId" uuid, sequence bigint, id uuid, at timestamptz, actor text,
              "actorKind" text, action text, "subjectKind" text, "subjectId" text, details text, "requestId" text,
              "prevHash" text, hash text)`,
    [
      JSON.stringify(entries.map((entry) => ({ ...entry, prevHash: hex(entry.prevHash), hash: hex(entry.hash) }))),
      heads.map((head) => head.customerId),
      heads.map((head) => head.sequence),
      heads.map((head) => head.hash),
    ],
  );
}
