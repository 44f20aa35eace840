import { rows, type Tx } from '../database/database.js';
import { type AuditEntry, type ChainHead, firstHash } from './audit-entry.js';

/** Locks the ends of these chains, in the order of their ids so that two writers never wait for each other. */
export async function lockChains(tx: Tx, customerIds: readonly string[]): Promise<ChainHead[]> {
  const sorted = [...new Set(customerIds)].toSorted();
  await rows(
    tx,
    `insert into audit_chain (customer_id, sequence, hash)
     select customer_id, 0, hash from unnest($1::uuid[], $2::bytea[]) as t (customer_id, hash)
      order by customer_id on conflict (customer_id) do nothing`,
    [sorted, sorted.map(firstHash)],
  );
  return rows<ChainHead>(
    tx,
    `select customer_id as "customerId", sequence, hash from audit_chain
      where customer_id = any ($1::uuid[]) order by customer_id for no key update`,
    [sorted],
  );
}

export async function insertEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  const hex = (hash: Buffer): string => hash.toString('hex');
  await rows(
    tx,
    `insert into audit_entry (customer_id, sequence, id, at, actor, actor_kind, action, subject_kind, subject_id, details,
                              request_id, prev_hash, hash)
     select "customerId", sequence, id, at, actor, "actorKind", action, "subjectKind", "subjectId", details, "requestId",
            decode("prevHash", 'hex'), decode(hash, 'hex')
       from json_to_recordset($1::json) as t ("customerId" uuid, sequence bigint, id uuid, at timestamptz, actor text,
              "actorKind" text, action text, "subjectKind" text, "subjectId" text, details text, "requestId" text,
              "prevHash" text, hash text)`,
    [JSON.stringify(entries.map((entry) => ({ ...entry, prevHash: hex(entry.prevHash), hash: hex(entry.hash) })))],
  );
}

export async function moveHeads(tx: Tx, heads: readonly ChainHead[]): Promise<void> {
  await rows(
    tx,
    `update audit_chain c set sequence = h.sequence, hash = h.hash
       from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as h (customer_id, sequence, hash)
      where c.customer_id = h.customer_id`,
    [heads.map((head) => head.customerId), heads.map((head) => head.sequence), heads.map((head) => head.hash)],
  );
}
