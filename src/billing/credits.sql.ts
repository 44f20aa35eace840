import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { ConnectionKind } from './billing-system.js';
import type { DeliveryStatus } from './delivery.js';
import { DeliveryEntity } from './delivery.entity.js';
import { routeDeliveries } from './deliveries.sql.js';

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
  /** Why it is where it is, when that needs a reason. */
  readonly reasonCode: string | null;
  readonly reasonMessage: string | null;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly connectionKind: ConnectionKind | null;
  /** The customer's id in the billing system, and the entry's. */
  readonly billingCustomerId: string | null;
  readonly externalId: string | null;
  /** How much of it reversals have taken back, those on their way included. */
  readonly reversedMinor: number;
  readonly lookUpFirst: boolean;
  readonly nextAttemptAt: Date | null;
  readonly batchNumber: number | null;
  readonly billingDocument: string | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** A credit whose request is still on its way has no delivery yet, and waits. */
const COLUMNS = `
         r.id, coalesce(d.version, 1) as version, r.reference, coalesce(d.status, 'waiting') as status,
         c.external_id as "customerId", c.name as "customerName", r.incident_id as "incidentId",
         n.title as "incidentTitle", r.offer_id as "offerId", r.amount_minor as "amountMinor", r.currency,
         coalesce(o.answered_at, r.created_at) as "acceptedAt", d.reason_code as "reasonCode",
         d.reason_message as "reasonMessage", d.connection_id as "connectionId", k.name as "connectionName",
         k.kind as "connectionKind", d.billing_customer_id as "billingCustomerId", d.external_id as "externalId",
         coalesce(d.reversed_minor, 0)::bigint as "reversedMinor", coalesce(d.look_up_first, false) as "lookUpFirst",
         d.next_attempt_at as "nextAttemptAt", b.number as "batchNumber", d.billing_document as "billingDocument",
         d.confirmed_by as "confirmedBy", d.confirmed_at as "confirmedAt", r.created_by as "createdBy",
         r.created_at as "createdAt"`;

const NAMED = `
    join customer c on c.id = r.customer_id
    join incident n on n.id = r.incident_id
    join offer o on o.customer_id = r.customer_id and o.id = r.offer_id
    left join delivery d on d.customer_id = r.customer_id and d.id = r.id
    left join billing_connection k on k.id = d.connection_id
    left join billing_csv_batch b on b.id = d.batch_id`;
const SELECT = `select ${COLUMNS} from credit r ${NAMED}`;

const DELIVERED = 'select from delivery s where s.customer_id = r.customer_id and s.id = r.id';

/** $1 status, $2 incident, $3 customer, $4 currency. */
const FILTER = `
  ($1::text is null or exists (${DELIVERED} and s.status = $1) or $1 = 'waiting' and not exists (${DELIVERED}))
  and ($2::uuid is null or r.incident_id = $2)
  and ($3::text is null or c.external_id = $3) and ($4::text is null or r.currency = $4)`;

/** Credits, the newest first. */
export function listCredits(tx: Tx, filter: CreditFilter, page: ListQuery): Promise<Page<CreditRow>> {
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  const select = `
    select r.*, r.created_at as "createdAt" from credit r left join customer c on c.id = r.customer_id
     where ${FILTER}`;
  const show = `select ${COLUMNS} from page r ${NAMED}`;
  return listRows<CreditRow>(tx, { select, show, values: filterValues(filter), order }, page);
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

/** Begins the journey of a credit, once, and sends it on its way. */
export async function insertDelivery(tx: Tx, customerId: string, creditId: string, now: Date): Promise<void> {
  const begun = await rowCount(
    tx,
    `insert into delivery (customer_id, id, credit_id, kind, reference, amount_minor, currency, status, created_at, updated_at)
     select customer_id, id, id, 'credit', reference, amount_minor, currency, 'waiting', $3, $3
       from credit where customer_id = $1 and id = $2
     on conflict (customer_id, id) do nothing`,
    [customerId, creditId, now],
  );
  if (begun > 0) await routeDeliveries(tx, now, { customerId, id: creditId });
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
  return tx.getRepository(DeliveryEntity).findOneOrFail({ where: { customerId, id }, lock });
}

/**
 * Binds a document of the billing system to a customer, for ever. False when it is another customer's: whoever says so
 * first has it.
 */
export async function claimDocument(tx: Tx, document: string, customerId: string): Promise<boolean> {
  await rows(tx, 'insert into billing_document (document, customer_id) values ($1, $2) on conflict do nothing', [
    document,
    customerId,
  ]);
  const sql = 'select customer_id as "customerId" from billing_document where document = $1';
  return (await row<{ customerId: string }>(tx, sql, [document]))?.customerId === customerId;
}

/** The same for the customer whose delivery has this reference; without one nothing happens. */
export async function claimDocumentOf(tx: Tx, reference: string, document: string): Promise<void> {
  const owner = await row<{ customerId: string }>(
    tx,
    'select customer_id as "customerId" from delivery where reference = $1',
    [reference],
  );
  if (owner !== undefined) await claimDocument(tx, document, owner.customerId);
}

/** One try of a delivery, as it is shown. Without an end it runs, or was cut off. */
export type AttemptRow = {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly httpStatus: number | null;
};

/** Every try of a credit and of its reversals, the latest first. */
export function listAttempts(tx: Tx, creditId: string): Promise<AttemptRow[]> {
  return rows<AttemptRow>(
    tx,
    `select a.delivery_id as "deliveryId", a.attempt, a.started_at as "startedAt", a.finished_at as "finishedAt",
            a.outcome, a.code, a.message, a.http_status as "httpStatus"
       from delivery d
       join delivery_attempt a on a.customer_id = d.customer_id and a.delivery_id = d.id
      where d.credit_id = $1 order by a.started_at desc, a.attempt desc limit 500`,
    [creditId],
  );
}

/** A delivery as it is shown: a credit's, or a reversal's. `customerId` is the customer's external id. */
export type DeliveryRow = {
  readonly id: string;
  readonly kind: 'credit' | 'reversal';
  readonly creditId: string;
  readonly reference: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly status: DeliveryStatus;
  readonly reasonCode: string | null;
  readonly reasonMessage: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reversedMinor: number;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly billingCustomerId: string | null;
  readonly billingDocument: string | null;
  readonly externalId: string | null;
  readonly lookUpFirst: boolean;
  readonly attempt: number;
  readonly nextAttemptAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Which deliveries; what is not named is not asked for. */
export type DeliveryFilter = {
  readonly status?: DeliveryStatus;
  readonly kind?: 'credit' | 'reversal';
  readonly connectionId?: string;
  readonly creditId?: string;
};

/** Deliveries, the newest first. */
export function listDeliveries(tx: Tx, filter: DeliveryFilter, page: ListQuery): Promise<Page<DeliveryRow>> {
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  const select = `
    select d.*, d.created_at as "createdAt" from delivery d
     where ($1::text is null or d.status = $1) and ($2::text is null or d.kind = $2)
       and ($3::uuid is null or d.connection_id = $3) and ($4::uuid is null or d.credit_id = $4)`;
  const show = `
    select d.id, d.kind, d.credit_id as "creditId", d.reference, c.external_id as "customerId",
           c.name as "customerName", d.status, k.name as "connectionName", d.reason_code as "reasonCode", d.reason_message as "reasonMessage", d.amount_minor as "amountMinor",
           d.currency, d.reversed_minor as "reversedMinor", d.connection_id as "connectionId",
           d.billing_customer_id as "billingCustomerId", d.billing_document as "billingDocument",
           d.external_id as "externalId", d.look_up_first as "lookUpFirst", d.attempt,
           d.next_attempt_at as "nextAttemptAt", d.version, d.created_at as "createdAt", d.updated_at as "updatedAt"
      from page d join customer c on c.id = d.customer_id
      left join billing_connection k on k.id = d.connection_id`;
  const values = [filter.status ?? null, filter.kind ?? null, filter.connectionId ?? null, filter.creditId ?? null];
  return listRows<DeliveryRow>(tx, { select, show, values, order }, page);
}

function filterValues({ status, incidentId, customerId, currency }: CreditFilter): unknown[] {
  return [status ?? null, incidentId ?? null, customerId ?? null, currency ?? null];
}
