import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { SYSTEM } from '../platform/access/actor.js';
import type { AuditDeed } from '../platform/audit/audit-entry.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { type FinishedAttempt, finishAttempts } from './attempts.sql.js';
import { disableConnection } from './connections.sql.js';
import { closeReversedCredits } from './deliveries.sql.js';
import { settleFromEvents } from './events.sql.js';

type Waiting = {
  readonly finished: FinishedAttempt;
  readonly goneConnectionId: string | undefined;
  readonly done: (kept: boolean) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Keeps how attempts ended. Those that end while a commit is under way share the next one, so that the number of commits
 * follows the disk and not the number of deliveries.
 */
@Injectable()
export class FinishAttemptsService {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** True when the end was kept; false when the delivery was no longer this attempt's. */
  finish(finished: FinishedAttempt, goneConnectionId?: string): Promise<boolean> {
    return new Promise((done, failed) => {
      this.waiting.push({ finished, goneConnectionId, done, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const kept = await this.write(batch);
        for (const { finished, done } of batch) done(kept.has(finished.id));
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = false;
  }

  private write(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    const all = batch.map(({ finished }) => finished).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const gone = new Set(batch.flatMap(({ goneConnectionId }) => goneConnectionId ?? []));
    return this.database.transaction(async (tx) => {
      const kept = await finishAttempts(tx, all, now);
      for (const id of gone) await disableConnection(tx, id, 'The receiver answered 410: it is gone.', now);
      const confirmed = kept.filter(({ status }) => status === 'confirmed' || status === 'submitted');
      if (confirmed.length > 0) await settleFromEvents(tx, { deliveryIds: confirmed.map(({ id }) => id) }, now);
      const reversals = kept.filter(({ kind }) => kind === 'reversal');
      if (reversals.length > 0)
        await closeReversedCredits(
          tx,
          reversals.map(({ creditId }) => creditId),
          now,
        );
      this.audit.appendAll(
        tx,
        kept.flatMap(({ customerId, id, creditId, status }): AuditDeed[] => {
          if (status === 'waiting') return [];
          const subject = { kind: 'delivery', id };
          return [{ actor: SYSTEM, action: `delivery.${status}`, subject, customerId, details: { creditId } }];
        }),
      );
      return new Set(kept.map(({ id }) => id));
    });
  }
}
