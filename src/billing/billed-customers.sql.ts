import type { Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { ConnectionKind } from './billing-system.js';
import { ID_THERE, PUSHING } from './deliveries.sql.js';

/** A customer with where its credits go, and as whom; `customerId` is its external id. */
export type BilledCustomer = {
  readonly customerId: string;
  readonly name: string;
  /** What was said of this customer alone; null is as everybody. */
  readonly ownConnectionId: string | null;
  readonly ownBillingCustomerId: string | null;
  /** Where it comes to; null while there is no default connection. */
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly connectionKind: ConnectionKind | null;
  /** Who the customer is there. */
  readonly billingCustomerId: string | null;
  /** Something would be sent there, and nobody has said as whom: it is parked instead. */
  readonly isMissing: boolean;
  /** How many deliveries wait for that id now. */
  readonly parkedCount: number;
  /** Of the route; 0 while nothing was said. */
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

/** Which customers; what is not named is not asked for. */
export type BilledCustomerFilter = {
  /** Part of the name or of an id, in any case. */
  readonly q?: string;
  readonly connectionId?: string;
  /** `missing`: without an id that is needed; `own`: those of which something was said. */
  readonly mapping?: 'missing' | 'own';
};

/** $1 kinds that are sent to. The way of the customers `c` to billing: route `t`, connection `k`, and as whom `there`. */
const WAY = `
    left join billing_route t on t.customer_id = c.id
    left join billing_connection k
      on k.id = coalesce(t.connection_id, (select id from billing_connection where is_default))
   cross join lateral (
     select case when k.id is not null then ${ID_THERE} end as id,
            coalesce(k.kind = any ($1::text[]), false) and ${ID_THERE} is null as is_missing) there`;

/** $2 part of a text, $3 connection, $4 mapping. */
const SELECT = `
  select c.*, c.id as "_id" from customer c ${WAY}
   where ($2::text is null or position(lower($2) in lower(c.name)) > 0
          or position(lower($2) in lower(c.external_id)) > 0 or position(lower($2) in lower(there.id)) > 0)
     and ($3::uuid is null or k.id = $3)
     and ($4::text is null or case $4 when 'missing' then there.is_missing else t.customer_id is not null end)`;

const SHOW = `
  select c.external_id as "customerId", c.name, c.id as "_id", t.connection_id as "ownConnectionId",
         t.billing_customer_id as "ownBillingCustomerId", k.id as "connectionId", k.name as "connectionName",
         k.kind as "connectionKind", there.id as "billingCustomerId", there.is_missing as "isMissing",
         (select count(*)::int from delivery d where d.customer_id = c.id and d.status = 'parked'
             and d.reason_code = 'billing_customer_missing') as "parkedCount",
         coalesce(t.version, 0) as version, t.updated_by as "updatedBy", t.updated_at as "updatedAt"
    from page c ${WAY}`;

/** Customers by name, with their way to billing. */
export function listBilledCustomers(
  tx: Tx,
  { q, connectionId, mapping }: BilledCustomerFilter,
  page: ListQuery,
): Promise<Page<BilledCustomer>> {
  const values = [PUSHING, q ?? null, connectionId ?? null, mapping ?? null];
  const order = [
    { name: 'name', type: 'text', direction: 'asc' },
    { name: '_id', type: 'uuid', direction: 'asc' },
  ] as const;
  return listRows<BilledCustomer>(tx, { select: SELECT, show: SHOW, values, order }, page);
}
