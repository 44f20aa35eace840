import { rowCount, type Tx } from '../platform/database/database.js';
import { CAPABILITIES, CONNECTION_KINDS } from './billing-system.js';

/**
 * Marks credits that were taken back wholly, once every reversal of them stands in the books. One that waits for a second
 * person has set its amount aside already, and has no delivery yet.
 */
export function closeReversedCredits(tx: Tx, creditIds: readonly string[], now: Date): Promise<number> {
  return rowCount(
    tx,
    `update delivery c set status = 'reversed', version = c.version + 1, updated_at = $2
      where c.credit_id = any ($1) and c.kind = 'credit' and c.reversed_minor = c.amount_minor
        and c.status in ('submitted', 'confirmed', 'applied')
        and not exists (select from delivery v where v.customer_id = c.customer_id and v.credit_id = c.id
              and v.kind = 'reversal' and v.status not in ('confirmed', 'applied'))
        and not exists (select from credit_reversal q where q.customer_id = c.customer_id and q.credit_id = c.credit_id
              and q.status = 'requested')`,
    [creditIds, now],
  );
}

/** The kinds that are sent to. */
export const PUSHING = CONNECTION_KINDS.filter((kind) => CAPABILITIES[kind].pushes);

/**
 * SQL for the id of a customer `c` in the billing system `k`, with its route `t`: an id that was named belongs to the
 * system it was named for. Null where there is none.
 */
export const ID_THERE = `coalesce(case when coalesce(t.connection_id, k.id) = k.id then t.billing_customer_id end,
                case k.kind when 'stripe' then c.stripe_customer_id when 'lago' then c.lago_customer_id
                  else c.external_id end)`;

/**
 * Sends deliveries that were never sent on their way, as the data says now: to the customer's own connection or to the
 * default one, as the customer's id there. Where an id is needed and missing the delivery is parked and says so; where
 * nothing is sent by itself it waits to be fetched. Gives how many changed.
 */
export function routeDeliveries(
  tx: Tx,
  now: Date,
  only: { readonly customerId?: string; readonly id?: string } = {},
): Promise<number> {
  return rowCount(
    tx,
    `with target as (
       select d.customer_id, d.id, k.id as connection_id, k.kind,
              k.kind = any ($4) as pushes, k.disabled_at is not null as disabled,
              coalesce(case when d.redirected then d.billing_customer_id end, r.billing_customer_id,
                ${ID_THERE}) as billing_customer_id
         from delivery d
         join customer c on c.id = d.customer_id
         left join billing_route t on t.customer_id = d.customer_id
         left join delivery r on d.kind = 'reversal' and r.customer_id = d.customer_id and r.id = d.credit_id
         left join billing_connection k on k.id = coalesce(case when d.redirected then d.connection_id end, r.connection_id, t.connection_id,
                (select id from billing_connection where is_default))
        where d.first_sent_at is null and d.batch_id is null
          and ($2::uuid is null or d.customer_id = $2) and ($3::uuid is null or d.id = $3)
          and (d.status = 'waiting'
               or d.status = 'parked' and d.reason_code in ('billing_customer_missing', 'connection_disabled'))
     ), decided as (
       select t.*, case when coalesce(pushes, false) and billing_customer_id is null then 'billing_customer_missing'
                        when disabled then 'connection_disabled' end as reason_code
         from target t
     )
     update delivery d
        set connection_id = t.connection_id, billing_customer_id = t.billing_customer_id,
            status = case when t.reason_code is null then 'waiting' else 'parked' end,
            reason_code = t.reason_code,
            reason_message = case t.reason_code
              when 'billing_customer_missing' then 'The customer has no id in this billing system: name it, then retry.'
              when 'connection_disabled' then 'The connection is disabled.' end,
            next_attempt_at = case when t.pushes and t.reason_code is null then coalesce(d.next_attempt_at, $1) end,
            version = d.version + (d.status <> case when t.reason_code is null then 'waiting' else 'parked' end)::int,
            updated_at = $1
       from decided t
      where d.customer_id = t.customer_id and d.id = t.id
        and (d.connection_id, d.billing_customer_id, d.reason_code, d.next_attempt_at is null)
            is distinct from (t.connection_id, t.billing_customer_id, t.reason_code,
                              not (coalesce(t.pushes, false) and t.reason_code is null))`,
    [now, only.customerId ?? null, only.id ?? null, PUSHING],
  );
}

/**
 * Sends a delivery elsewhere, as if it had never been sent: to another connection, as the id that is named or else as the
 * customer's own there. The missing id parks it, as ever.
 */
export async function redirectDelivery(
  tx: Tx,
  delivery: { readonly customerId: string; readonly id: string },
  to: { readonly connectionId: string; readonly kind: string; readonly billingCustomerId: string | null },
  now: Date,
): Promise<void> {
  await rowCount(
    tx,
    `with target as (
       select c.id, coalesce($5, case $4 when 'stripe' then c.stripe_customer_id when 'lago' then c.lago_customer_id
                else c.external_id end) as billing_customer_id, $4 = any ($7::text[]) as pushes
         from customer c where c.id = $1
     )
     update delivery d
        set connection_id = $3, redirected = true, billing_customer_id = t.billing_customer_id, first_sent_at = null, external_id = null,
            look_up_first = false, unknown_since = null, tries = 0,
            status = case when pushes and t.billing_customer_id is null then 'parked' else 'waiting' end,
            reason_code = case when pushes and t.billing_customer_id is null then 'billing_customer_missing' end,
            reason_message = case when pushes and t.billing_customer_id is null
              then 'The customer has no id in this billing system: name it, then retry.' end,
            next_attempt_at = case when pushes and t.billing_customer_id is not null then $6::timestamptz end,
            version = d.version + 1, updated_at = $6
       from target t where d.customer_id = t.id and d.id = $2`,
    [delivery.customerId, delivery.id, to.connectionId, to.kind, to.billingCustomerId, now, PUSHING],
  );
}
