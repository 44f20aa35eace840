import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from './audit-actions.js';

/** What a use case says of what it did. Nothing personal may stand in `details`: it is never erased. */
export type AuditDeed = {
  readonly actor: Actor;
  /** What was done, e.g. `offer.approved`. */
  readonly action: AuditAction;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Whose chain it belongs to; left out when it concerns no single customer. */
  readonly customerId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** A row of the audit trail before it has its place in a chain. */
export type AuditRecord = {
  readonly customerId: string;
  readonly id: string;
  /** In whole milliseconds, as it is stored. */
  readonly at: Date;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** JSON text. */
  readonly details: string;
  readonly requestId: string | null;
};

/** A row in its chain. */
export type AuditEntry = AuditRecord & {
  readonly sequence: number;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
};

/** The end of a chain: the sequence and hash of its last row, 0 and `FIRST_HASH` before there is one. */
export type ChainHead = { readonly customerId: string; readonly sequence: number; readonly hash: Buffer };

/** The chain of what concerns no customer. */
export const REST_CHAIN = '00000000-0000-0000-0000-000000000000';

/** The chain of who came in and who did not: whoever knocks must not hold up those who work. */
export const ACCESS_CHAIN = '00000000-0000-0000-0000-000000000001';

/** What the first row of a chain follows. It names the chain, so that no row can begin another one. */
export function firstHash(customerId: string): Buffer {
  return createHash('sha256').update(`amends audit chain ${customerId}`).digest();
}

/** SHA-256 over the hash before and the row as it is stored, its time in microseconds so that none can be slipped in. */
export function hashOf(prevHash: Buffer, sequence: number, atMicroseconds: string, record: AuditRecord): Buffer {
  const { customerId, id, actor, actorKind, action, subjectKind, subjectId, details, requestId } = record;
  const row = [customerId, sequence, id, atMicroseconds, actor, actorKind, action, subjectKind, subjectId, details];
  return createHash('sha256')
    .update(prevHash)
    .update(JSON.stringify([...row, requestId]))
    .digest();
}

/** The microseconds of an instant, as PostgreSQL keeps them. */
export function microsecondsOf(at: Date): string {
  return `${at.getTime()}000`;
}

/** Puts records in their order at the ends of their chains. Gives the rows to store, and where each chain ends then. */
export function chainRecords(
  heads: readonly ChainHead[],
  records: readonly AuditRecord[],
): { readonly entries: readonly AuditEntry[]; readonly heads: readonly ChainHead[] } {
  const headOf = new Map(heads.map((head) => [head.customerId, head]));
  const entries = records.map((record) => {
    const { customerId } = record;
    const head = headOf.get(customerId) ?? { customerId, sequence: 0, hash: firstHash(customerId) };
    const sequence = head.sequence + 1;
    const hash = hashOf(head.hash, sequence, microsecondsOf(record.at), record);
    headOf.set(customerId, { customerId, sequence, hash });
    return { ...record, sequence, prevHash: head.hash, hash };
  });
  return { entries, heads: [...headOf.values()] };
}
