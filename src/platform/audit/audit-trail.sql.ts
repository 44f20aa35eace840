import { rows, type Tx } from '../database/database.js';
import { listRows, type ListQuery, type Page } from '../http/list.js';
import type { Anchor, StoredEntry } from './verify-chain.js';

export type AuditFilter = {
  readonly actor?: string;
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly customerId?: string;
  readonly from?: Date;
  readonly to?: Date;
};

/** An entry as it is shown; `details` is JSON text. */
export type AuditRow = {
  readonly id: string;
  readonly at: Date;
  readonly customerId: string;
  readonly sequence: number;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly details: string;
  readonly requestId: string | null;
  readonly hash: string;
};

const SHOWN = `select id, at, customer_id as "customerId", sequence, actor, actor_kind as "actorKind", action,
    subject_kind as "subjectKind", subject_id as "subjectId", details, request_id as "requestId",
    encode(hash, 'hex') as hash
  from audit_entry
  where ($1::text is null or actor = $1) and ($2::text is null or action = $2 or action like $2 || '.%')
    and ($3::text is null or subject_kind = $3) and ($4::text is null or subject_id = $4)
    and ($5::uuid is null or customer_id = $5) and ($6::timestamptz is null or at >= $6)
    and ($7::timestamptz is null or at < $7)`;

function valuesOf({ actor, action, subjectKind, subjectId, customerId, from, to }: AuditFilter): unknown[] {
  return [actor, action, subjectKind, subjectId, customerId, from, to].map((value) => value ?? null);
}

/** Entries, the newest first. */
export function listEntries(tx: Tx, filter: AuditFilter, query: ListQuery): Promise<Page<AuditRow>> {
  const order = [
    { name: 'at', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  return listRows<AuditRow>(tx, { select: SHOWN, values: valuesOf(filter), order }, query);
}

/** Entries in the order of time, after the one given, for an export. */
export function exportEntries(
  tx: Tx,
  filter: AuditFilter,
  after: Pick<AuditRow, 'at' | 'id'> | undefined,
  limit: number,
): Promise<AuditRow[]> {
  return rows<AuditRow>(
    tx,
    `${SHOWN} and ($8::timestamptz is null or (at, id) > ($8, $9::uuid)) order by at, id limit $10`,
    [...valuesOf(filter), after?.at ?? null, after?.id ?? null, limit],
  );
}

/** Every chain that has an entry or an end, by id. */
export async function findChains(tx: Tx): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    tx,
    'select customer_id as id from audit_chain union select distinct customer_id from audit_entry order by 1',
  );
  return found.map(({ id }) => id);
}

/** Where the database says the chains end; of all chains, or of those given. */
export function findHeads(tx: Tx, customerIds?: readonly string[]): Promise<Anchor[]> {
  return rows<Anchor>(
    tx,
    `select customer_id as "customerId", sequence, encode(hash, 'hex') as hash from audit_chain
      where ($1::uuid[] is null or customer_id = any ($1)) and sequence > 0 order by customer_id`,
    [customerIds ?? null],
  );
}

/** The entries of chains after a place, as they are stored, chain by chain. */
export function readChains(
  tx: Tx,
  after: { readonly customerId: string; readonly sequence: number; readonly id: string },
  limit: number,
): Promise<StoredEntry[]> {
  return rows<StoredEntry>(
    tx,
    `select customer_id as "customerId", sequence, id, (extract(epoch from at) * 1000000)::numeric(30, 0)::text
         as "atMicroseconds", actor, actor_kind as "actorKind", action, subject_kind as "subjectKind",
       subject_id as "subjectId", details, request_id as "requestId", prev_hash as "prevHash", hash
     from audit_entry where (customer_id, sequence, id) > ($1, $2, $3) order by customer_id, sequence, id limit $4`,
    [after.customerId, after.sequence, after.id, limit],
  );
}
