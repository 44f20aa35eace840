import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { type DeliveryFilter, type DeliveryRow, listDeliveries, lockDelivery } from './credits.sql.js';
import { actionBlockers, assertAllowed, type DeliveryAction, type DeliveryBlocker } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';
import { redirectDelivery, routeDeliveries } from './deliveries.sql.js';

/** What a person decides about a delivery, and what to do it with. */
export type DeliveryDecision =
  | { readonly action: 'retry' }
  | {
      readonly action: 'redirect';
      readonly connectionId: string;
      readonly billingCustomerId?: string;
      readonly reason: string;
    }
  | { readonly action: 'give_up'; readonly reason: string };

/** A delivery, and what stands in the way of each action; an action that is not named can be done. */
export type ShownDelivery = DeliveryRow & { readonly blockers: readonly DeliveryBlocker[] };

const WORDS = { retry: 'retried', redirect: 'redirected', give_up: 'given_up' } as const;

/** What a person does about a delivery that does not go by itself. */
@Injectable()
export class DeliveryActionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Deliveries of credits and of reversals, the newest first. */
  async list(filter: DeliveryFilter, query: ListQuery): Promise<Page<ShownDelivery>> {
    const page = await listDeliveries(this.database.tx, filter, query);
    return { ...page, items: page.items.map((delivery) => ({ ...delivery, blockers: actionBlockers(delivery) })) };
  }

  /**
   * Decides about the delivery of a credit, or of one of its reversals. Throws `credit_not_found`, `delivery_not_found`,
   * `delivery_action_refused` with every reason, `billing_connection_not_found`, `version_changed`.
   */
  async decide(
    creditId: string,
    decision: DeliveryDecision,
    options: { readonly reversalId?: string; readonly expectedVersion?: number | undefined; readonly actor: Actor },
  ): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const credit = await lockDelivery(tx, creditId, now);
      const delivery = options.reversalId === undefined ? credit : await lockReversal(tx, credit, options.reversalId);
      assertVersion(delivery.version, options.expectedVersion);
      assertAllowed(delivery, decision.action satisfies DeliveryAction);
      const { customerId, id, status } = delivery;
      const { action, ...details } = decision;
      this.audit.append(tx, {
        actor: options.actor,
        action: `delivery.${WORDS[action]}`,
        subject: { kind: 'delivery', id },
        customerId,
        details: { ...details, from: status },
      });
      switch (decision.action) {
        case 'retry':
          return this.retry(tx, delivery, now);
        case 'redirect':
          return this.redirect(tx, delivery, decision, now);
        case 'give_up':
          return this.change(
            tx,
            delivery,
            { status: 'failed', reasonCode: 'given_up', reasonMessage: decision.reason },
            now,
          );
      }
    });
  }

  /** What may be there is looked up now; what was never sent goes where the data says now; the rest is sent again now. */
  private async retry(tx: Tx, delivery: DeliveryEntity, now: Date): Promise<void> {
    const status = delivery.lookUpFirst ? 'unknown' : 'waiting';
    const unknownSince = delivery.lookUpFirst ? now : null;
    // What is certainly not there may go where the data says by now.
    const firstSentAt = delivery.lookUpFirst ? delivery.firstSentAt : null;
    await this.change(tx, delivery, { status, unknownSince, firstSentAt, nextAttemptAt: now, tries: 0 }, now);
    await routeDeliveries(tx, now, { customerId: delivery.customerId, id: delivery.id });
  }

  private async redirect(
    tx: Tx,
    delivery: DeliveryEntity,
    to: { readonly connectionId: string; readonly billingCustomerId?: string },
    now: Date,
  ): Promise<void> {
    const found = await tx.getRepository(BillingConnectionEntity).findOneBy({ id: to.connectionId });
    if (found === null) throw notFound('billing_connection', to.connectionId);
    await redirectDelivery(
      tx,
      delivery,
      { connectionId: found.id, kind: found.kind, billingCustomerId: to.billingCustomerId ?? null },
      now,
    );
  }

  private async change(tx: Tx, delivery: DeliveryEntity, change: Partial<DeliveryEntity>, now: Date): Promise<void> {
    const { customerId, id, version } = delivery;
    const rest = { reasonCode: null, reasonMessage: null, nextAttemptAt: null, version: version + 1, updatedAt: now };
    await tx.getRepository(DeliveryEntity).update({ customerId, id }, { ...rest, ...change });
  }
}

async function lockReversal(tx: Tx, credit: DeliveryEntity, id: string): Promise<DeliveryEntity> {
  const where = { customerId: credit.customerId, creditId: credit.id, id, kind: 'reversal' as const };
  const lock = { mode: 'pessimistic_write' } as const;
  const found = isId(id) ? await tx.getRepository(DeliveryEntity).findOne({ where, lock }) : null;
  if (found === null) throw notFound('delivery', id);
  return found;
}
