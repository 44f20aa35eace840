import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import type { BillingControlEntity } from './billing-control.entity.js';

/** Disables a connection, and parks what waits for it. What is known to be open stays as it is. */
export async function disableConnection(tx: Tx, id: string, reason: string, now: Date): Promise<void> {
  await rows(
    tx,
    `update billing_connection set disabled_at = $2, disabled_reason = $3, version = version + 1, updated_at = $2
      where id = $1 and disabled_at is null`,
    [id, now, reason],
  );
  await rows(
    tx,
    `update delivery set status = 'parked', reason_code = 'connection_disabled',
            reason_message = 'The connection is disabled.', next_attempt_at = null, version = version + 1, updated_at = $2
      where connection_id = $1 and status = 'waiting' and batch_id is null`,
    [id, now],
  );
}

/** Takes the default away from whichever connection has it. */
export async function clearDefault(tx: Tx, exceptId: string, now: Date): Promise<void> {
  await rows(
    tx,
    `update billing_connection set is_default = false, version = version + 1, updated_at = $2
      where is_default and id <> $1`,
    [exceptId, now],
  );
}

/** One at a time changes what goes where. */
export async function lockConnections(tx: Tx): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends billing connections', 0))`);
}

/** True when deliveries, routes, batches, events or reconciliations name the connection. */
export async function isConnectionUsed(tx: Tx, id: string): Promise<boolean> {
  const found = await row<{ used: boolean }>(
    tx,
    `select exists (select from delivery where connection_id = $1)
         or exists (select from billing_route where connection_id = $1)
         or exists (select from billing_csv_batch where connection_id = $1)
         or exists (select from billing_event where connection_id = $1)
         or exists (select from reconciliation where connection_id = $1) as used`,
    [id],
  );
  return found?.used ?? false;
}

/** Deletes a connection that nothing names; false when there is none. */
export async function deleteConnection(tx: Tx, id: string): Promise<boolean> {
  return (await rowCount(tx, 'delete from billing_connection where id = $1', [id])) > 0;
}

/** How many deliveries of a connection stand where, and how many of its events said nothing to us. */
export type ConnectionCounts = { readonly statuses: Readonly<Record<string, number>>; readonly ignoredEvents: number };

export async function countOfConnection(tx: Tx, id: string): Promise<ConnectionCounts> {
  const found = await row<ConnectionCounts>(
    tx,
    `select coalesce((select jsonb_object_agg(status, n) from (
                select status, count(*)::int as n from delivery where connection_id = $1 group by status) s), '{}') as statuses,
            (select count(*)::int from billing_event where connection_id = $1 and fact = 'none') as "ignoredEvents"`,
    [id],
  );
  return found ?? { statuses: {}, ignoredEvents: 0 };
}

/** A customer that goes elsewhere than the rest, by external id. */
export type RouteRow = {
  readonly customerId: string;
  readonly connectionId: string | null;
  readonly billingCustomerId: string | null;
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

const ROUTE = `select c.external_id as "customerId", t.connection_id as "connectionId",
    t.billing_customer_id as "billingCustomerId", t.version, t.updated_by as "updatedBy", t.updated_at as "updatedAt"
  from billing_route t join customer c on c.id = t.customer_id`;

/** The select of all routes, for a list. */
export const ROUTES = ROUTE;

/** The route of a customer, by its external id. */
export function findRoute(tx: Tx, externalId: string): Promise<RouteRow | undefined> {
  return row<RouteRow>(tx, `${ROUTE} where c.external_id = $1`, [externalId]);
}

/** The id of a customer, by its external id. */
export async function findCustomerId(tx: Tx, externalId: string): Promise<string | undefined> {
  return (await row<{ id: string }>(tx, 'select id from customer where external_id = $1', [externalId]))?.id;
}

/** The kill switch and the limits of reversals, as they stand. */
export type Control = Omit<BillingControlEntity, 'id' | 'updatedBy' | 'updatedAt'> & {
  /** Null before anyone has said anything. */
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

const NO_CONTROL: Control = {
  stoppedAt: null,
  stoppedBy: null,
  stoppedReason: null,
  reversalLimits: {},
  version: 0,
  updatedBy: null,
  updatedAt: null,
};

/** As it stands; version 0 before anyone has said anything. */
export async function findControl(tx: Tx): Promise<Control> {
  const found = await row<Control>(
    tx,
    `select stopped_at as "stoppedAt", stopped_by as "stoppedBy", stopped_reason as "stoppedReason",
            reversal_limits as "reversalLimits", version, updated_by as "updatedBy", updated_at as "updatedAt"
       from billing_control where id = 1`,
  );
  return found ?? NO_CONTROL;
}

/** Keeps it in place of what is there. */
export async function saveControl(tx: Tx, control: Control): Promise<void> {
  await rows(
    tx,
    `insert into billing_control
       (id, stopped_at, stopped_by, stopped_reason, reversal_limits, version, updated_by, updated_at)
     values (1, $1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set stopped_at = excluded.stopped_at, stopped_by = excluded.stopped_by,
       stopped_reason = excluded.stopped_reason, reversal_limits = excluded.reversal_limits,
       version = excluded.version, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [
      control.stoppedAt,
      control.stoppedBy,
      control.stoppedReason,
      JSON.stringify(control.reversalLimits),
      control.version,
      control.updatedBy,
      control.updatedAt,
    ],
  );
}
