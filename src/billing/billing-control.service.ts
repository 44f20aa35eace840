import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { isCurrency } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingRouteEntity } from './billing-route.entity.js';
import {
  type Control,
  findControl,
  findCustomerId,
  findRoute,
  lockConnections,
  type RouteRow,
  ROUTES,
  saveControl,
} from './connections.sql.js';
import { DEFAULT_REVERSAL_LIMIT } from './credit-reversal.js';
import { type BilledCustomer, type BilledCustomerFilter, listBilledCustomers } from './billed-customers.sql.js';
import { routeDeliveries } from './deliveries.sql.js';

/** The kill switch and the limits of reversals, as they are shown. */
export type ShownControl = Control & {
  readonly stopped: boolean;
  /** The limit of a currency that none was named for, in minor units. */
  readonly defaultReversalLimit: number;
};

/** What stops all sending, from which amounts on two persons reverse, and which customer goes where. */
@Injectable()
export class BillingControlService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  async get(): Promise<ShownControl> {
    return shown(await findControl(this.database.tx));
  }

  /** Stops all sending, or lets it go on. What is on the wire this moment is finished; nothing else is begun. */
  async switch(stopped: boolean, reason: string | null, actor: Actor): Promise<ShownControl> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await lockConnections(tx);
      const before = await findControl(tx);
      const state = { stoppedAt: now, stoppedBy: actor.id, stoppedReason: reason };
      const none = { stoppedAt: null, stoppedBy: null, stoppedReason: null };
      const record = { version: before.version + 1, updatedBy: actor.id, updatedAt: now };
      const control = { ...before, ...(stopped ? state : none), ...record };
      await saveControl(tx, control);
      this.note(tx, stopped ? 'billing.stopped' : 'billing.resumed', { reason }, actor);
      return shown(control);
    });
  }

  /** Names the limits, by currency in minor units. Throws `invalid_input`. */
  async setReversalLimits(
    limits: Readonly<Record<string, unknown>>,
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<ShownControl> {
    const reasons = Object.entries(limits)
      .filter(([currency, minor]) => !isCurrency(currency) || !Number.isSafeInteger(minor) || Number(minor) < 0)
      .map(([currency]) => ({
        path: `reversalLimits.${currency}`,
        code: 'not_a_limit',
        message: 'A limit is a currency (ISO 4217) and its whole number of minor units, 0 or more.',
      }));
    if (reasons.length > 0) throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await lockConnections(tx);
      const before = await findControl(tx);
      assertVersion(before.version, expectedVersion);
      const reversalLimits = limits as Record<string, number>;
      const record = { version: before.version + 1, updatedBy: actor.id, updatedAt: now };
      const control = { ...before, reversalLimits, ...record };
      await saveControl(tx, control);
      this.note(tx, 'billing.reversal_limits_set', { reversalLimits }, actor);
      return shown(control);
    });
  }

  private note(tx: Tx, action: AuditAction, details: Readonly<Record<string, unknown>>, actor: Actor): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'billing', id: 'control' }, details });
  }

  /** Customers that go elsewhere than the rest, by external id. */
  routes(query: ListQuery): Promise<Page<RouteRow>> {
    const order = [{ name: 'customerId', type: 'text', direction: 'asc' }] as const;
    return listRows<RouteRow>(this.database.tx, { select: ROUTES, values: [], order }, query);
  }

  /** Every customer with where its credits go and as whom, by name. */
  customers(filter: BilledCustomerFilter, query: ListQuery): Promise<Page<BilledCustomer>> {
    return listBilledCustomers(this.database.tx, filter, query);
  }

  /**
   * Says where a customer's credits go and as whom: what is null is the default. Deliveries that were never sent follow.
   * Throws `customer_not_found`, `billing_connection_not_found`, `version_changed`.
   */
  setRoute(
    externalId: string,
    to: { readonly connectionId: string | null; readonly billingCustomerId: string | null },
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<RouteRow | null> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await lockConnections(tx);
      const customerId = await findCustomerId(tx, externalId);
      if (customerId === undefined) throw notFound('customer', externalId);
      if (to.connectionId !== null) {
        const found = await tx.getRepository(BillingConnectionEntity).existsBy({ id: to.connectionId });
        if (!isId(to.connectionId) || !found) throw notFound('billing_connection', to.connectionId);
      }
      const routes = tx.getRepository(BillingRouteEntity);
      const before = await routes.findOneBy({ customerId });
      assertVersion(before?.version ?? 0, expectedVersion);
      if (to.connectionId === null && to.billingCustomerId === null) await routes.delete({ customerId });
      else {
        const record = { version: (before?.version ?? 0) + 1, updatedBy: actor.id, updatedAt: now };
        await routes.upsert({ customerId, ...to, ...record }, ['customerId']);
      }
      const subject = { kind: 'billing_route', id: customerId };
      this.audit.append(tx, { actor, action: 'billing.routed', subject, customerId, details: to });
      await routeDeliveries(tx, now, { customerId });
      return (await findRoute(tx, externalId)) ?? null;
    });
  }
}

function shown(control: Control): ShownControl {
  return { ...control, stopped: control.stoppedAt !== null, defaultReversalLimit: DEFAULT_REVERSAL_LIMIT };
}
