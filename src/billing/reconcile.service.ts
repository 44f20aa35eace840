import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, row, type Tx, uniqueViolation } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { CAPABILITIES, NoAnswer } from './billing-system.js';
import { BillingSystems } from './billing-systems.service.js';
import type { DeliveryAction } from './delivery.js';
import { driftAction, type DriftKind, SUGGESTED_ACTIONS } from './drift.js';
import {
  countCompared,
  type DriftRow,
  DRIFTS,
  dueForReconciling,
  findDrifts,
  insertDrifts,
  knownBillingCustomers,
  makeEntryTable,
  moveOn,
  putEntries,
  type ReconciliationRow,
  RECONCILIATIONS,
} from './reconcile.sql.js';
import { ReconciliationEntity } from './reconciliation.entity.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Reading the other side takes as long as it takes; nothing of ours is locked meanwhile. */
const NO_LIMITS = { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 } as const;

/** A drift, and the action of ours that ends it; null where all of it happens in the billing system. */
export type ShownDrift = DriftRow & { readonly action: DeliveryAction | null };

/** Compares our side with the billing system's, by reference. */
@Injectable()
export class ReconcileService {
  private readonly logger = new Logger('billing');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly systems: BillingSystems,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
  ) {
    jobs.handle('billing.reconcile', (job) => this.run(job));
  }

  /** Comparisons, the newest first. */
  list(connectionId: string | undefined, query: ListQuery): Promise<Page<ReconciliationRow>> {
    const order = [
      { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
      { name: 'id', type: 'uuid', direction: 'desc' },
    ] as const;
    const list = { select: RECONCILIATIONS, values: [connectionId ?? null, null], order };
    return listRows<ReconciliationRow>(this.database.tx, list, query);
  }

  /** Throws `reconciliation_not_found`. */
  async get(id: string): Promise<ReconciliationRow> {
    const found = isId(id) ? await row<ReconciliationRow>(this.database.tx, RECONCILIATIONS, [null, id]) : undefined;
    if (found === undefined) throw notFound('reconciliation', id);
    return found;
  }

  /** The drifts of a comparison. Throws `reconciliation_not_found`. */
  async drifts(id: string, kind: DriftKind | undefined, query: ListQuery): Promise<Page<ShownDrift>> {
    await this.get(id);
    const order = [{ name: 'number', type: 'int', direction: 'asc' }] as const;
    const list = { select: DRIFTS, values: [id, kind ?? null], order };
    const page = await listRows<DriftRow>(this.database.tx, list, query);
    const items = page.items.map((drift) => ({
      ...drift,
      action: driftAction(drift.kind, drift.reference, drift.creditId),
    }));
    return { ...page, items };
  }

  /**
   * Queues a comparison. Throws `billing_connection_not_found`, `nothing_to_compare` for a kind that cannot be asked,
   * `reconciliation_running`.
   */
  async request(connectionId: string, actor: Actor): Promise<ReconciliationRow> {
    const id = newId();
    const queued = this.database.transaction(async (tx) => {
      const connections = tx.getRepository(BillingConnectionEntity);
      const connection = isId(connectionId) ? await connections.findOneBy({ id: connectionId }) : null;
      if (connection === null) throw notFound('billing_connection', connectionId);
      if (!CAPABILITIES[connection.kind].lookUp) {
        throw new DomainError(
          'conflict',
          'nothing_to_compare',
          `A ${connection.kind} connection cannot be asked what it has.`,
        );
      }
      const jobId = await this.jobs.enqueue(tx, 'billing.reconcile', id, actor);
      const createdAt = this.clock.now();
      const record = { id, connectionId, status: 'running', jobId, createdBy: actor.id, createdAt } as const;
      await tx.getRepository(ReconciliationEntity).insert(record);
      const subject = { kind: 'reconciliation', id };
      this.audit.append(tx, { actor, action: 'reconciliation.requested', subject, details: { connectionId } });
    });
    await queued.catch((error: unknown) => {
      if (uniqueViolation(error) === undefined) throw error;
      throw new DomainError('conflict', 'reconciliation_running', 'A comparison with this connection is running.');
    });
    return this.get(id);
  }

  /** Queues the comparisons that are due: daily, or hourly where the other side does not tell by itself. */
  async requestDue(): Promise<void> {
    const now = this.clock.now().getTime();
    const due = await dueForReconciling(this.database.tx, new Date(now - HOUR_MS), new Date(now - DAY_MS));
    for (const connectionId of due) {
      await this.request(connectionId, SYSTEM).catch((error: unknown) => {
        // Another process was quicker.
        if (!(error instanceof DomainError)) throw error;
      });
    }
  }

  private async run(job: RunningJob): Promise<unknown> {
    const reconciliations = this.database.tx.getRepository(ReconciliationEntity);
    const { id, connectionId } = await reconciliations.findOneByOrFail({ id: job.subjectId });
    try {
      const counts = await this.database.transaction((tx) => this.compare(tx, job, id, connectionId), NO_LIMITS);
      return counts;
    } catch (error) {
      const errorMessage =
        error instanceof NoAnswer || error instanceof DomainError ? error.message : 'Something went wrong on our side.';
      await reconciliations.update({ id }, { status: 'failed', errorMessage, finishedAt: this.clock.now() });
      if (!(error instanceof NoAnswer)) throw error;
      this.logger.error(error.message);
      throw new DomainError('unavailable', error.code, error.message, { cause: error });
    }
  }

  private async compare(tx: Tx, job: RunningJob, id: string, connectionId: string): Promise<object> {
    const since = this.clock.now();
    const connection = await tx.getRepository(BillingConnectionEntity).findOneByOrFail({ id: connectionId });
    const customers = await knownBillingCustomers(tx, connectionId);
    await makeEntryTable(tx);
    const open = this.systems.open(connection);
    let asked = 0;
    let waiting: Parameters<typeof putEntries>[1][number][] = [];
    for await (const entries of this.systems.of(connection.kind).list(open, customers)) {
      waiting.push(...entries);
      asked += 1;
      if (asked % 500 !== 0) continue;
      await putEntries(tx, waiting);
      waiting = [];
      await job.progress('reading', asked, customers.length);
    }
    await putEntries(tx, waiting);
    const drifts = await findDrifts(tx, connectionId, since);
    const movedCount = await moveOn(tx, connectionId, since, this.clock.now());
    await insertDrifts(
      tx,
      id,
      drifts.map((drift, index) => ({ ...drift, number: index + 1, suggestedAction: SUGGESTED_ACTIONS[drift.kind] })),
    );
    const { entries: entryCount, deliveries: deliveryCount } = await countCompared(tx, connectionId);
    const counts = { entryCount, deliveryCount, driftCount: drifts.length, movedCount };
    const finished = { status: 'done', finishedAt: this.clock.now(), ...counts } as const;
    await tx.getRepository(ReconciliationEntity).update({ id }, finished);
    return counts;
  }
}
