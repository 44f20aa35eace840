import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { beforeCommit, type Tx } from '../database/database.js';
import { currentRequestId } from '../http/request-context.js';
import { type AuditDeed, type AuditRecord, chainRecords, REST_CHAIN } from './audit-entry.js';
import { insertEntries, lockChains } from './audit.sql.js';

/**
 * The audit trail. What a use case appends is written as the last thing of its transaction, all at once: the ends of the
 * chains are held for a moment only, and always locked in the same order, so that bulk work never deadlocks over them.
 */
@Injectable()
export class AuditService {
  private readonly waiting = new WeakMap<Tx, AuditRecord[]>();

  constructor(private readonly clock: Clock) {}

  /** Says what was done, in the transaction that does it: rolled back, it was never said. */
  append(tx: Tx, deed: AuditDeed): void {
    this.appendAll(tx, [deed]);
  }

  appendAll(tx: Tx, deeds: readonly AuditDeed[]): void {
    if (deeds.length === 0) return;
    const at = this.clock.now();
    const requestId = currentRequestId();
    const records = deeds.map((deed) => recordOf(deed, at, requestId));
    const waiting = this.waiting.get(tx);
    if (waiting !== undefined) {
      waiting.push(...records);
      return;
    }
    this.waiting.set(tx, records);
    beforeCommit(tx, () => this.write(tx));
  }

  private async write(tx: Tx): Promise<void> {
    const records = this.waiting.get(tx) ?? [];
    this.waiting.delete(tx);
    const chained = chainRecords(
      await lockChains(
        tx,
        records.map(({ customerId }) => customerId),
      ),
      records,
    );
    await insertEntries(tx, chained);
  }
}

function recordOf(deed: AuditDeed, at: Date, requestId: string | null): AuditRecord {
  return {
    customerId: deed.customerId ?? REST_CHAIN,
    id: newId(),
    at,
    actor: deed.actor.id,
    actorKind: deed.actor.kind,
    action: deed.action,
    subjectKind: deed.subject.kind,
    subjectId: deed.subject.id,
    details: JSON.stringify(deed.details ?? {}),
    requestId,
  };
}
