import { row, rows, type Tx } from '../platform/database/database.js';
import type { ClaimStatus, ClaimVerdict } from '../claims/claim.js';
import type { Money } from '../kernel/money.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { MailStatus } from './mail.js';

/** The incident of a report: when it began, by the windows of its newest assessment, else by its first case. */
export type ReportIncident = { readonly id: string; readonly title: string; readonly startedAt: Date | null };

/** The incident, or undefined. */
export function findReportIncident(tx: Tx, incidentId: string): Promise<ReportIncident | undefined> {
  return row<ReportIncident>(
    tx,
    `select n.id, n.title, coalesce(
       (select min((w ->> 'startsAt')::timestamptz)
          from (select windows from assessment where incident_id = n.id and status = 'done'
                 order by revision desc limit 1) a, jsonb_array_elements(a.windows) w),
       (select min(k.created_at) from outreach_case k where k.incident_id = n.id)) as "startedAt"
       from incident n where n.id = $1`,
    [incidentId],
  );
}

/** Customers of a class that are affected, and how many of them were first reached in an hour since the beginning. */
export type CoverageRow = { readonly class: ImpactClass; readonly hour: number | null; readonly customers: number };

/** Affected customers by class and by the hour, since the incident began, of the first contact; null: not reached yet. */
export function coverageByHour(tx: Tx, incidentId: string, startedAt: Date | null): Promise<CoverageRow[]> {
  return rows<CoverageRow>(
    tx,
    `select k.impact_class as class,
            case when k.first_touch_at is not null then
              greatest(0, floor(extract(epoch from k.first_touch_at - $2::timestamptz) / 3600))::int end as hour,
            count(*)::int as customers
       from outreach_case k where k.incident_id = $1 and k.still_affected group by 1, 2 order by 1, 2`,
    [incidentId, startedAt],
  );
}

/** Credits of an incident by currency. */
export function creditTotals(tx: Tx, incidentId: string): Promise<(Money & { readonly count: number })[]> {
  return rows(
    tx,
    `select currency, sum(amount_minor)::bigint as "amountMinor", count(*)::int as count
       from credit where incident_id = $1 group by currency order by currency`,
    [incidentId],
  );
}

/** How long affected customers waited for the first contact, in whole seconds since the beginning; null while nobody was reached. */
export type FirstContact = { readonly medianSeconds: number | null; readonly ninetiethSeconds: number | null };

export async function firstContact(tx: Tx, incidentId: string, startedAt: Date | null): Promise<FirstContact> {
  const found = await row<FirstContact>(
    tx,
    `select percentile_disc(0.5) within group (order by waited) as "medianSeconds",
            percentile_disc(0.9) within group (order by waited) as "ninetiethSeconds"
       from (select greatest(0, floor(extract(epoch from first_touch_at - $2::timestamptz)))::int as waited
               from outreach_case
              where incident_id = $1 and still_affected and first_touch_at is not null) w`,
    [incidentId, startedAt],
  );
  return found ?? { medianSeconds: null, ninetiethSeconds: null };
}

/** What each person has on the desk; `owner` null is nobody. */
export type LoadRow = {
  readonly owner: string | null;
  readonly open: number;
  readonly resolved: number;
  readonly due: number;
  readonly escalated: number;
  readonly untouched: number;
};

export function loadByOwner(tx: Tx, incidentId: string, now: Date): Promise<LoadRow[]> {
  return rows<LoadRow>(
    tx,
    `select owner, (count(*) filter (where status <> 'resolved'))::int as open,
            (count(*) filter (where status = 'resolved'))::int as resolved,
            (count(*) filter (where status <> 'resolved' and next_action_at <= $2))::int as due,
            (count(*) filter (where escalated_at is not null and status <> 'resolved'))::int as escalated,
            (count(*) filter (where last_touch_at is null and status <> 'resolved'))::int as untouched
       from outreach_case where incident_id = $1 group by owner order by owner nulls last`,
    [incidentId, now],
  );
}

/** Claims by what is said of them and where they stand. */
export type ClaimCountRow = {
  readonly verdict: ClaimVerdict | null;
  readonly status: ClaimStatus;
  readonly count: number;
};

export function claimsByVerdict(tx: Tx, incidentId: string): Promise<ClaimCountRow[]> {
  return rows<ClaimCountRow>(
    tx,
    `select verdict, status, count(*)::int as count from claim
      where incident_id = $1 and status <> 'merged' group by 1, 2 order by 1, 2`,
    [incidentId],
  );
}

/** Mails of an incident by where they stand. */
export function mailsByStatus(tx: Tx, incidentId: string): Promise<{ status: MailStatus; count: number }[]> {
  return rows(
    tx,
    'select status, count(*)::int as count from mail where incident_id = $1 group by status order by status',
    [incidentId],
  );
}
