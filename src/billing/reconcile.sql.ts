import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import type { FoundEntry } from './billing-system.js';
import type { DriftKind } from './drift.js';

/** Makes the table of what the other side has, for this transaction. */
export async function makeEntryTable(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temporary table run_entry (
       reference text not null, kind text not null, external_id text not null, amount_minor bigint not null,
       currency text not null, billing_customer_id text not null, status text not null,
       primary key (external_id)) on commit drop`,
  );
}

/** Puts entries of the other side into it; the same one is there once. */
export async function putEntries(tx: Tx, entries: readonly FoundEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await rows(
    tx,
    `insert into run_entry
     select * from jsonb_to_recordset($1::jsonb) as e(reference text, kind text, "externalId" text,
       "amountMinor" bigint, currency text, "billingCustomerId" text, status text)
     on conflict do nothing`,
    [JSON.stringify(entries)],
  );
}

/** The customers of the other side to ask about: all that anything was sent to or may be sent to. */
export async function knownBillingCustomers(tx: Tx, connectionId: string): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select distinct id from (
       select billing_customer_id as id from delivery where connection_id = $1
       union all
       select case k.kind when 'stripe' then c.stripe_customer_id when 'lago' then c.lago_customer_id end
         from billing_connection k cross join customer c where k.id = $1
       union all
       select billing_customer_id from billing_route where connection_id is null or connection_id = $1) s
     where id is not null order by id`,
    [connectionId],
  );
  return found.map(({ id }) => id);
}

/** What both sides came to, and how many deliveries moved on because the other side says so. */
export type ReconcileCounts = { readonly entries: number; readonly deliveries: number; readonly moved: number };

/** What was to be there: money and whose. */
export type ExpectedEntry = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly billingCustomerId: string | null;
};

/** What stands there. */
export type ComparedEntry = {
  readonly externalId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly billingCustomerId: string;
  readonly status: string;
};

/** A drift before it has its number and advice. */
export type FoundDrift = {
  readonly kind: DriftKind;
  readonly reference: string;
  readonly creditId: string | null;
  readonly customerId: string | null;
  readonly expected: ExpectedEntry | null;
  readonly found: readonly ComparedEntry[];
};

/**
 * Compares by reference. Looked at is what stood still before `since`: what was on its way then may or may not be over
 * there. An entry of ours must be there once, with its amount, currency and customer; one that was taken back there must
 * have been taken back by us; one that carries a reference that we never gave is none of ours.
 */
export function findDrifts(tx: Tx, connectionId: string, since: Date): Promise<FoundDrift[]> {
  return rows<FoundDrift>(
    tx,
    `with ours as (
       select d.* from delivery d
        where d.connection_id = $1 and d.status in ('submitted', 'confirmed', 'applied', 'reversed')
          and d.updated_at < $2 and (d.first_sent_at is not null or d.external_id is not null)
     ), same as (
       select o.id, o.credit_id, o.customer_id, o.reference, o.kind, o.amount_minor, o.currency, o.billing_customer_id,
              count(e.*) filter (where e.status <> 'voided') as live,
              count(e.*) filter (where e.status = 'voided') as voided,
              min(e.amount_minor) filter (where e.status <> 'voided') as found_minor,
              min(e.currency) filter (where e.status <> 'voided') as found_currency,
              min(e.billing_customer_id) filter (where e.status <> 'voided') as found_customer,
              coalesce(jsonb_agg(jsonb_build_object('externalId', e.external_id, 'amountMinor', e.amount_minor,
                'currency', e.currency, 'billingCustomerId', e.billing_customer_id, 'status', e.status)
                order by e.external_id) filter (where e.external_id is not null), '[]') as found
         from ours o left join run_entry e on e.reference = o.reference and e.kind = o.kind
        group by o.id, o.credit_id, o.customer_id, o.reference, o.kind, o.amount_minor, o.currency, o.billing_customer_id
     ), opposite as (
       -- Taken back by hand: an entry of the other sign that names our credit.
       select o.id, jsonb_agg(jsonb_build_object('externalId', e.external_id, 'amountMinor', e.amount_minor,
                'currency', e.currency, 'billingCustomerId', e.billing_customer_id, 'status', e.status)
                order by e.external_id) as found
         from ours o join run_entry e on e.reference = o.reference and e.kind <> o.kind and e.status <> 'voided'
        group by o.id
     ), kinds as (
       select s.*, s.found as seen, case
           when live = 0 and voided > 0 then 'reversed_elsewhere'
           when live = 0 then 'missing'
           when live > 1 then 'twice'
           when found_currency <> currency then 'other_currency'
           when found_minor <> amount_minor then 'other_amount'
           when found_customer <> billing_customer_id then 'other_customer'
         end as drift
         from same s
       union all
       select s.*, p.found, 'reversed_elsewhere' from opposite p join same s on s.id = p.id
     )
     select drift as kind, reference, credit_id as "creditId", customer_id as "customerId",
            jsonb_build_object('amountMinor', amount_minor, 'currency', currency,
              'billingCustomerId', billing_customer_id) as expected, seen as found
       from kinds where drift is not null
     union all
     select 'not_ours', e.reference, null, null, null,
            jsonb_agg(jsonb_build_object('externalId', e.external_id, 'amountMinor', e.amount_minor,
              'currency', e.currency, 'billingCustomerId', e.billing_customer_id, 'status', e.status))
       from run_entry e
      where e.status <> 'voided' and not exists (select from delivery d where d.reference = e.reference)
      group by e.reference
      order by 2, 1`,
    [connectionId, since],
  );
}

/** Moves deliveries on that the other side has come further with: settled, or used up by invoices. */
export async function moveOn(tx: Tx, connectionId: string, since: Date, now: Date): Promise<number> {
  return rowCount(
    tx,
    `update delivery d
        set status = e.status, confirmed_at = coalesce(d.confirmed_at, $3),
            confirmed_by = coalesce(d.confirmed_by, 'provider'), version = d.version + 1, updated_at = $3
       from (select reference, kind, min(status) as status, min(amount_minor) as amount_minor, min(currency) as currency from run_entry where status in ('confirmed', 'applied')
              group by reference, kind having count(*) = 1) e
      where d.connection_id = $1 and d.reference = e.reference and d.kind = e.kind and d.updated_at < $2
        and d.amount_minor = e.amount_minor and d.currency = e.currency
        and (d.status = 'submitted' or d.status = 'confirmed' and e.status = 'applied')`,
    [connectionId, since, now],
  );
}

/** How many entries and deliveries were compared. */
export async function countCompared(tx: Tx, connectionId: string): Promise<{ entries: number; deliveries: number }> {
  const found = await row<{ entries: number; deliveries: number }>(
    tx,
    `select (select count(*)::int from run_entry) as entries,
            (select count(*)::int from delivery where connection_id = $1
                and status in ('submitted', 'confirmed', 'applied', 'reversed')) as deliveries`,
    [connectionId],
  );
  return found ?? { entries: 0, deliveries: 0 };
}

/** Keeps drifts with their numbers and advice. */
export async function insertDrifts(
  tx: Tx,
  reconciliationId: string,
  drifts: readonly (FoundDrift & { readonly number: number; readonly suggestedAction: string })[],
): Promise<void> {
  await rows(
    tx,
    `insert into drift (reconciliation_id, number, kind, reference, credit_id, customer_id, expected, found, suggested_action)
     select $1, number, kind, reference, "creditId", "customerId", expected, found, "suggestedAction"
       from jsonb_to_recordset($2::jsonb) as d(number int, kind text, reference text, "creditId" uuid, "customerId" uuid,
         expected jsonb, found jsonb, "suggestedAction" text)`,
    [reconciliationId, JSON.stringify(drifts)],
  );
}

/** Connections whose last comparison began before; those in which one runs are left out. */
export async function dueForReconciling(tx: Tx, hourlyBefore: Date, dailyBefore: Date): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select k.id from billing_connection k
      where k.disabled_at is null and k.kind in ('stripe', 'lago')
        and exists (select from delivery d where d.connection_id = k.id and d.first_sent_at is not null)
        and not exists (select from reconciliation r where r.connection_id = k.id
              and (r.status = 'running' or r.created_at > case k.kind when 'lago' then $1::timestamptz else $2 end))`,
    [hourlyBefore, dailyBefore],
  );
  return found.map(({ id }) => id);
}

/** A comparison as it is shown. */
export type ReconciliationRow = {
  readonly id: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly jobId: string | null;
  readonly entryCount: number | null;
  readonly deliveryCount: number | null;
  readonly driftCount: number | null;
  readonly movedCount: number | null;
  readonly errorMessage: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

/** The select of comparisons, for a list: $1 connection or null, $2 id or null. */
export const RECONCILIATIONS = `select r.id, r.connection_id as "connectionId", k.name as "connectionName", r.status,
    r.job_id as "jobId", r.entry_count as "entryCount", r.delivery_count as "deliveryCount",
    r.drift_count as "driftCount", r.moved_count as "movedCount", r.error_message as "errorMessage",
    r.created_by as "createdBy", r.created_at as "createdAt", r.finished_at as "finishedAt"
  from reconciliation r join billing_connection k on k.id = r.connection_id
 where ($1::uuid is null or r.connection_id = $1) and ($2::uuid is null or r.id = $2)`;

/** A drift as it is shown; `customerId` is the customer's external id. */
export type DriftRow = FoundDrift & { readonly number: number; readonly suggestedAction: string };

/** The select of drifts, for a list: $1 comparison, $2 kind or null. */
export const DRIFTS = `select d.number, d.kind, d.reference, d.credit_id as "creditId", c.external_id as "customerId",
    d.expected, d.found, d.suggested_action as "suggestedAction"
  from drift d left join customer c on c.id = d.customer_id
 where d.reconciliation_id = $1 and ($2::text is null or d.kind = $2)`;
