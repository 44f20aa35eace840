import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { FulfilmentEntity } from './fulfilment.entity.js';
import type { FulfilmentStatus, FulfilmentWhat } from './settle-offer.js';

/** What begins a fulfilment. */
export type NewFulfilment = Omit<FulfilmentEntity, 'status' | 'doneBy' | 'doneAt' | 'note' | 'version'>;

/** A fulfilment in a list; `customerId` is the customer's external id. */
export type FulfilmentRow = {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly customerName: string;
  readonly offerId: string;
  readonly incidentId: string;
  readonly what: FulfilmentWhat;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: FulfilmentStatus;
  readonly doneBy: string | null;
  readonly doneAt: Date | null;
  readonly note: string | null;
  readonly createdAt: Date;
};

const COLUMNS = `
  f.id, f.version, c.external_id as "customerId", c.name as "customerName", f.offer_id as "offerId",
  f.incident_id as "incidentId", f.what, f.quantity, f.amount_minor as "amountMinor", f.currency, f.status,
  f.done_by as "doneBy", f.done_at as "doneAt", f.note, f.created_at as "createdAt"`;

/** Keeps what an accepted offer sets off. Breaks the unique key when the offer has set it off already. */
export async function insertFulfilments(tx: Tx, fulfilments: readonly NewFulfilment[]): Promise<void> {
  if (fulfilments.length === 0) return;
  await rows(
    tx,
    `insert into fulfilment (customer_id, id, offer_id, incident_id, what, amount_minor, currency, quantity, status,
                             created_by, created_at)
     select "customerId", id, "offerId", "incidentId", what, "amountMinor", currency, quantity, 'open',
            "createdBy", "createdAt"
       from jsonb_to_recordset($1::jsonb) as f
            ("customerId" uuid, id uuid, "offerId" uuid, "incidentId" uuid, what text, "amountMinor" bigint,
             currency text, quantity int, "createdBy" text, "createdAt" timestamptz)`,
    [JSON.stringify(fulfilments)],
  );
}

/** Fulfilments, the newest first. */
export function listFulfilments(
  tx: Tx,
  filter: { readonly status?: FulfilmentStatus; readonly offerId?: string },
  page: ListQuery,
): Promise<Page<FulfilmentRow>> {
  const select = `select f.*, f.created_at as "createdAt" from fulfilment f
    where ($1::text is null or f.status = $1) and ($2::uuid is null or f.offer_id = $2)`;
  const show = `select ${COLUMNS} from page f join customer c on c.id = f.customer_id`;
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  const values = [filter.status ?? null, filter.offerId ?? null];
  return listRows<FulfilmentRow>(tx, { select, show, values, order }, page);
}

/** One fulfilment. Throws `fulfilment_not_found`, also for a text that is no id. */
export async function findFulfilment(tx: Tx, id: string): Promise<FulfilmentRow> {
  const select = `select ${COLUMNS} from fulfilment f join customer c on c.id = f.customer_id where f.id = $1`;
  const found = isId(id) ? await row<FulfilmentRow>(tx, select, [id]) : undefined;
  if (found === undefined) throw notFound('fulfilment', id);
  return found;
}

/** A fulfilment, locked until the transaction ends. Throws `fulfilment_not_found`. */
export async function lockFulfilment(tx: Tx, id: string): Promise<FulfilmentEntity> {
  const key = isId(id)
    ? await row<{ customerId: string }>(tx, 'select customer_id as "customerId" from fulfilment where id = $1', [id])
    : undefined;
  const where = { customerId: key?.customerId ?? '', id };
  const lock = { mode: 'pessimistic_write' } as const;
  const found = key === undefined ? null : await tx.getRepository(FulfilmentEntity).findOne({ where, lock });
  if (found === null) throw notFound('fulfilment', id);
  return found;
}
