import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { BillingFact } from './billing-fact.js';

/** An event as it is kept. */
export type NewEvent = BillingFact & {
  readonly connectionId: string;
  readonly eventId: string;
  readonly type: string;
  readonly body: string;
  readonly receivedAt: Date;
};

/** Keeps an event; false when it is there already. */
export async function insertEvent(tx: Tx, event: NewEvent): Promise<boolean> {
  const kept = await rowCount(
    tx,
    `insert into billing_event (connection_id, event_id, type, body, fact, reference, external_id, entry_status,
       billing_document, billing_customer_id, currency, occurred_at, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (connection_id, event_id) do nothing`,
    [
      event.connectionId,
      event.eventId,
      event.type,
      event.body,
      event.fact,
      event.reference,
      event.externalId,
      event.entryStatus,
      event.billingDocument,
      event.billingCustomerId,
      event.currency,
      event.occurredAt,
      event.receivedAt,
    ],
  );
  return kept > 0;
}

/** Which deliveries to settle: some by id, that of a reference, or those of a customer over there. */
export type SettleOnly =
  | { readonly deliveryIds: readonly string[] }
  | { readonly connectionId: string; readonly reference: string | null }
  | { readonly connectionId: string; readonly billingCustomerId: string };

/** The condition with its values `$2` and on: one for each case, so that each finds its index. */
function conditionOf(only: SettleOnly): { readonly text: string; readonly values: readonly unknown[] } {
  if ('deliveryIds' in only) return { text: 'd.id = any ($2::uuid[])', values: [only.deliveryIds] };
  if ('reference' in only) {
    return { text: 'd.connection_id = $2 and d.reference = $3', values: [only.connectionId, only.reference] };
  }
  const text = 'd.connection_id = $2 and d.billing_customer_id = $3';
  return { text, values: [only.connectionId, only.billingCustomerId] };
}

/**
 * Puts deliveries where everything that was ever told of them puts them: a function of the set of events, so that their
 * order and number do not matter. An entry that settled is confirmed, one that failed is parked; a confirmed one is
 * applied when an invoice finalized after it has left nothing of the customer's credit, unless that invoice was undone.
 * The deliveries are locked first, so that the end of an attempt and an event that meet see each other.
 */
export function settleFromEvents(tx: Tx, only: SettleOnly, now: Date): Promise<number> {
  const { text, values } = conditionOf(only);
  return rowCount(
    tx,
    `with locked as (
       select d.* from delivery d
        where ${text} and d.connection_id is not null and d.status not in ('failed', 'reversed')
        order by d.customer_id, d.id for no key update
     ), told as materialized ( -- inlined, each of its questions would be planned and asked many times
       select d.customer_id, d.id, d.status, d.confirmed_at,
              (select array_agg(distinct e.entry_status) from billing_event e
                where e.connection_id = d.connection_id and e.fact = 'entry' and e.reference = d.reference) as entries,
              (select (array_agg(e.external_id order by e.occurred_at, e.event_id) filter (where e.external_id is not null))[1]
                 from billing_event e
                where e.connection_id = d.connection_id and e.fact = 'entry' and e.reference = d.reference) as external_id,
              (select (array_agg(b.document order by e.occurred_at, e.event_id))[1]
                 from billing_event e
                 join billing_document b on b.document = e.billing_document and b.customer_id = d.customer_id
                where e.connection_id = d.connection_id and e.fact = 'entry' and e.reference = d.reference
                  and e.entry_status in ('confirmed', 'applied')) as document,
              exists (select from billing_event u
                where u.connection_id = d.connection_id and u.fact = 'used_up'
                  and u.billing_customer_id = d.billing_customer_id and u.currency = d.currency
                  and d.kind = 'credit' and u.occurred_at >= d.confirmed_at
                  and not exists (select from billing_event g
                        where g.connection_id = u.connection_id and g.fact = 'given_back'
                          and g.external_id = u.external_id)) as used_up,
              exists (select from billing_event u
                where u.connection_id = d.connection_id and u.fact = 'used_up'
                  and u.billing_customer_id = d.billing_customer_id and u.currency = d.currency) as was_used_up
         from locked d
     ), decided as materialized (
       select t.*, case
           when 'applied' = any (entries) or used_up and (status in ('confirmed', 'applied') or 'confirmed' = any (entries))
             then 'applied'
           when 'voided' = any (entries) then 'parked'
           when status = 'applied' and not was_used_up then 'applied'
           when 'confirmed' = any (entries) or status in ('confirmed', 'applied') and confirmed_at is not null
             then 'confirmed'
           when 'submitted' = any (entries) then 'submitted'
           else status end as to_status
         from told t
     )
     update delivery d
        set status = t.to_status, external_id = coalesce(d.external_id, t.external_id),
            billing_document = coalesce(d.billing_document, t.document), lease_until = null, next_attempt_at = null,
            look_up_first = t.to_status = 'parked', unknown_since = null,
            reason_code = case t.to_status when 'parked' then 'reversed_elsewhere' end,
            reason_message = case t.to_status when 'parked' then 'The billing system says that it failed or was taken back.' end,
            confirmed_at = case when t.to_status in ('confirmed', 'applied') then coalesce(d.confirmed_at, $1) else d.confirmed_at end,
            confirmed_by = case when t.to_status in ('confirmed', 'applied') then coalesce(d.confirmed_by, 'provider')
                                else d.confirmed_by end,
            version = d.version + 1, updated_at = $1
       from decided t
      where d.customer_id = t.customer_id and d.id = t.id
        and (d.status, d.billing_document) is distinct from (t.to_status, coalesce(d.billing_document, t.document))`,
    [now, ...values],
  );
}

/** An event as it is shown, without its payload. */
export type EventRow = {
  readonly connectionId: string;
  readonly eventId: string;
  readonly type: string;
  readonly fact: string;
  readonly reference: string | null;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
};

/** The select of events, for a list: $1 connection or null, $2 fact or null. */
export const EVENTS = `select connection_id as "connectionId", event_id as "eventId", type, fact, reference,
    occurred_at as "occurredAt", received_at as "receivedAt"
  from billing_event where ($1::uuid is null or connection_id = $1) and ($2::text is null or fact = $2)`;

/** How many events of each type said nothing to us. */
export function countIgnored(tx: Tx): Promise<{ readonly type: string; readonly count: number }[]> {
  return rows(
    tx,
    `select type, count(*)::int as count from billing_event where fact = 'none' group by type order by count desc, type`,
  );
}
