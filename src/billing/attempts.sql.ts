import { row, rows, type Tx } from '../platform/database/database.js';
import type { ConnectionKind } from './billing-system.js';
import type { DeliveryKind, DeliveryStatus } from './delivery.js';

/** What stands against sending. */
export type LastLook = {
  /** The claim is still ours. */
  readonly held: boolean;
  readonly stopped: boolean;
  readonly connected: boolean;
  /** The credit is what its offer says, and the offer is accepted. */
  readonly owed: boolean;
};

/** A delivery that this worker holds until its lease ends, with all that is needed to send it. */
export type ClaimedDelivery = {
  readonly customerId: string;
  readonly id: string;
  readonly attempt: number;
  readonly tries: number;
  readonly kind: DeliveryKind;
  readonly reference: string;
  readonly creditReference: string;
  readonly creditId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly connectionId: string;
  readonly connectionKind: ConnectionKind;
  readonly baseUrl: string | null;
  readonly secretNames: readonly string[];
  readonly billingCustomerId: string;
  readonly incidentId: string;
  readonly incidentTitle: string;
  readonly offerId: string;
  /** As the claim saw it: see `LastLook`. */
  readonly owed: boolean;
  /** As they were before it was claimed. */
  readonly lookUpFirst: boolean;
  readonly firstSentAt: Date | null;
  readonly unknownSince: Date | null;
};

/** Whether the delivery `d` is what its credit `r` and the accepted offer `o` say, or what the approved reversal says. */
const OWED = `o.status = 'accepted' and o.amount_minor = r.amount_minor and o.currency = r.currency
              and d.currency = r.currency
              and (case d.kind when 'credit' then d.amount_minor = r.amount_minor else exists (
                     select from credit_reversal v where v.customer_id = d.customer_id and v.id = d.id
                        and v.status = 'approved' and v.amount_minor = d.amount_minor) end)`;

/**
 * Claims deliveries that are due, the longest due first: each gets a new attempt and a lease. One whose lease ended is
 * due again, and may be there already. A reversal waits until its credit is over there. Nothing while sending is stopped.
 */
export function claimDeliveries(
  tx: Tx,
  claim: { readonly now: Date; readonly leaseUntil: Date; readonly worker: string; readonly limit: number },
): Promise<ClaimedDelivery[]> {
  return rows<ClaimedDelivery>(
    tx,
    `with due as (
       select d.customer_id, d.id, d.look_up_first, d.first_sent_at
         from delivery d
        where d.status in ('waiting', 'unknown', 'in_flight') and d.next_attempt_at <= $1
          and not exists (select from billing_control where stopped_at is not null)
          and exists (select from billing_connection k where k.id = d.connection_id and k.disabled_at is null)
          and (d.kind = 'credit' or exists (
                select from delivery c where c.customer_id = d.customer_id and c.id = d.credit_id
                   and c.status in ('submitted', 'confirmed', 'applied')))
        order by d.next_attempt_at limit $4 for update of d skip locked
     ), claimed as (
       update delivery d
          set status = 'in_flight', attempt = d.attempt + 1, tries = d.tries + 1, lease_until = $2,
              next_attempt_at = $2, look_up_first = true, first_sent_at = coalesce(d.first_sent_at, $1),
              version = d.version + 1, updated_at = $1
         from due where d.customer_id = due.customer_id and d.id = due.id
       returning d.*, due.look_up_first as looked_up_first, due.first_sent_at as sent_before_at
     ), log as (
       insert into delivery_attempt (customer_id, delivery_id, attempt, connection_id, worker, started_at)
       select customer_id, id, attempt, connection_id, $3, $1 from claimed
     )
     select d.customer_id as "customerId", d.id, d.attempt, d.tries, d.kind, d.reference,
            r.reference as "creditReference", d.credit_id as "creditId", d.amount_minor as "amountMinor", d.currency,
            d.connection_id as "connectionId", k.kind as "connectionKind", k.base_url as "baseUrl",
            k.secret_names as "secretNames", d.billing_customer_id as "billingCustomerId",
            r.incident_id as "incidentId", n.title as "incidentTitle", r.offer_id as "offerId", ${OWED} as owed,
            d.looked_up_first as "lookUpFirst", d.sent_before_at as "firstSentAt", d.unknown_since as "unknownSince"
       from claimed d
       join credit r on r.customer_id = d.customer_id and r.id = d.credit_id
       join offer o on o.customer_id = r.customer_id and o.id = r.offer_id
       join incident n on n.id = r.incident_id
       join billing_connection k on k.id = d.connection_id`,
    [claim.now, claim.leaseUntil, claim.worker, claim.limit],
  );
}

/** The last look at the business before the call, where the claim was not this moment. */
export async function lookLast(
  tx: Tx,
  { customerId, id, attempt }: Pick<ClaimedDelivery, 'customerId' | 'id' | 'attempt'>,
  now: Date,
): Promise<LastLook> {
  const found = await row<LastLook>(
    tx,
    `select d.attempt = $3 and d.status = 'in_flight' and d.lease_until > $4 as held,
            exists (select from billing_control where stopped_at is not null) as stopped,
            k.disabled_at is null as connected, ${OWED} as owed
       from delivery d
       join credit r on r.customer_id = d.customer_id and r.id = d.credit_id
       join offer o on o.customer_id = r.customer_id and o.id = r.offer_id
       join billing_connection k on k.id = d.connection_id
      where d.customer_id = $1 and d.id = $2`,
    [customerId, id, attempt, now],
  );
  return found ?? { held: false, stopped: false, connected: false, owed: false };
}

/** How an attempt ended, and how the delivery stands after it. */
export type FinishedAttempt = {
  readonly customerId: string;
  readonly id: string;
  readonly attempt: number;
  readonly status: DeliveryStatus;
  readonly outcome: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly httpStatus: number | null;
  readonly externalId: string | null;
  readonly lookUpFirst: boolean;
  readonly nextAttemptAt: Date | null;
  readonly firstSentAt: Date | null;
  readonly unknownSince: Date | null;
  /** Since when it stands in the books over there. */
  readonly confirmedAt: Date | null;
  /** The attempt was no try: nothing was asked or sent. */
  readonly isNoTry: boolean;
};

export type FinishedDelivery = {
  readonly customerId: string;
  readonly id: string;
  readonly creditId: string;
  readonly kind: DeliveryKind;
  readonly status: DeliveryStatus;
};

/**
 * Finishes attempts, each only while it is the delivery's latest and the delivery still in flight; gives those that were.
 * Of the others the log says that their lease was lost, and nothing else changes.
 */
export function finishAttempts(tx: Tx, finished: readonly FinishedAttempt[], now: Date): Promise<FinishedDelivery[]> {
  return rows<FinishedDelivery>(
    tx,
    `with said as (
       select * from jsonb_to_recordset($1::jsonb) as s(
         "customerId" uuid, id uuid, attempt int, status text, outcome text, code text, message text, "httpStatus" int,
         "externalId" text, "lookUpFirst" boolean, "nextAttemptAt" timestamptz, "firstSentAt" timestamptz,
         "unknownSince" timestamptz, "confirmedAt" timestamptz, "isNoTry" boolean)
     ), done as (
       update delivery d
          set status = s.status, reason_code = s.code, reason_message = s.message,
              external_id = coalesce(s."externalId", d.external_id), look_up_first = s."lookUpFirst",
              next_attempt_at = s."nextAttemptAt", lease_until = null, first_sent_at = s."firstSentAt",
              unknown_since = s."unknownSince", confirmed_at = coalesce(s."confirmedAt", d.confirmed_at),
              confirmed_by = case when s."confirmedAt" is null then d.confirmed_by else 'system' end,
              tries = d.tries - s."isNoTry"::int, version = d.version + 1, updated_at = $2
         from said s
        where d.customer_id = s."customerId" and d.id = s.id and d.attempt = s.attempt and d.status = 'in_flight'
       returning d.customer_id as "customerId", d.id, d.credit_id as "creditId", d.kind, d.status
     ), log as (
       update delivery_attempt a
          set finished_at = $2, code = s.code, message = s.message, http_status = s."httpStatus",
              outcome = case when done.id is null then 'lease_lost' else s.outcome end
         from said s left join done on done."customerId" = s."customerId" and done.id = s.id
        where a.customer_id = s."customerId" and a.delivery_id = s.id and a.attempt = s.attempt
     )
     select * from done`,
    [JSON.stringify(finished), now],
  );
}
