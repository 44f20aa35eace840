import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { DeliveryStatus } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';

/** Which credits; what is not named is not asked for. `customerId` is the customer's external id. */
export type CreditFilter = {
  readonly status?: DeliveryStatus;
  readonly incidentId?: string;
  readonly customerId?: string;
  readonly currency?: string;
};

/** A credit and its journey to the billing system; `customerId` is the customer's external id. */
export type CreditRow = {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly status: DeliveryStatus;
  readonly customerId: string;
  readonly customerName: string;
  readonly incidentId: string;
  readonly incidentTitle: string;
  readonly offerId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** When the customer said yes. */
  readonly acceptedAt: Date;
  readonly billingDocument: string | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** A credit whose request is still on its way has no delivery yet, and waits. */
const SELECT = `
  select r.id, coalesce(d.version, 1) as version, r.reference, coalesce(d.status, 'waiting') as status,
         c.external_id as "customerId", c.name as "customerName", r.incident_id as "incidentId",
         n.title as "incidentTitle", r.offer_id as "offerId", r.amount_minor as "amountMinor", r.currency,
         coalesce(o.answered_at, r.created_at) as "acceptedAt", d.billing_document as "billingDocument",
         d.confirmed_by as "confirmedBy", d.confirmed_at as "confirmedAt", r.created_by as "createdBy",
         r.created_at as "createdAt"
    from credit r
    join customer c on c.id = r.customer_id
    join incident n on n.id = r.incident_id
    join offer o on o.customer_id = r.customer_id and o.id = r.offer_id
    left join delivery d on d.customer_id = r.customer_id and d.credit_id = r.id`;

/** $1 status, $2 incident, $3 customer, $4 currency. */
const FILTER = `
  ($1::text is null or coalesce(d.status, 'waiting') = $1) and ($2::uuid is null or r.incident_id = $2)
  and ($3::text is null or c.external_id = $3) and ($4::text is null or r.currency = $4)`;

/** Credits, the newest first. */
export function listCredits(tx: Tx, filter: CreditFilter, page: ListQuery): Promise<Page<CreditRow>> {
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  return listRows<CreditRow>(tx, { select: `${SELECT} where ${FILTER}`, values: filterValues(filter), order }, page);
}

/** One credit. Throws `credit_not_found`, also for a text that is no id. */
export async function findCredit(tx: Tx, id: string): Promise<CreditRow> {
  const found = isId(id) ? await row<CreditRow>(tx, `${SELECT} where r.id = $1`, [id]) : undefined;
  if (found === undefined) throw notFound('credit', id);
  return found;
}

/** The next credits of an export, the oldest first, at most `limit`; after the one of an id, or from the beginning. */
export function exportCredits(
  tx: Tx,
  filter: CreditFilter,
  afterId: string | undefined,
  limit: number,
): Promise<CreditRow[]> {
  return rows<CreditRow>(
    tx,
    `${SELECT} where ${FILTER} and ($5::uuid is null
        or (r.created_at, r.id) > (select m.created_at, m.id from credit m where m.id = $5))
      order by r.created_at, r.id limit $6`,
    [...filterValues(filter), afterId ?? null, limit],
  );
}

/** Begins the journey of a credit, once. */
export async function insertDelivery(tx: Tx, customerId: string, creditId: string, now: Date): Promise<void> {
  await rows(
    tx,
    `insert into delivery (customer_id, credit_id, status, version, created_at, updated_at)
     values ($1, $2, 'waiting', 1, $3, $3) on conflict (customer_id, credit_id) do nothing`,
    [customerId, creditId, now],
  );
}

/**
 * The delivery of a credit, locked until the transaction ends; begun now when its request is still on its way. Throws
 * `credit_not_found`.
 */
export async function lockDelivery(tx: Tx, creditId: string, now: Date): Promise<DeliveryEntity> {
  const key = isId(creditId)
    ? await row<{ customerId: string; id: string }>(
        tx,
        'select customer_id as "customerId", id from credit where id = $1',
        [creditId],
      )
    : undefined;
  if (key === undefined) throw notFound('credit', creditId);
  const { customerId, id } = key;
  await insertDelivery(tx, customerId, id, now);
  const lock = { mode: 'pessimistic_write' } as const;
  return tx.getRepository(DeliveryEntity).findOneOrFail({ where: { customerId, creditId: id }, lock });
}

function filterValues({ status, incidentId, customerId, currency }: CreditFilter): unknown[] {
  return [status ?? null, incidentId ?? null, customerId ?? null, currency ?? null];
}
