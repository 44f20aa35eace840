import type { IncidentStatus } from '../incidents/incident.js';
import { rows, type Tx } from '../platform/database/database.js';

/** An incident that still has work in it. */
export type HomeIncident = {
  readonly id: string;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly timeZone: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly revision: number | null;
  /** Customers hit, by the newest assessment; null before one. */
  readonly customers: number | null;
  /** People hit by class, by the newest assessment. */
  readonly people: Readonly<Record<string, number>> | null;
  readonly cases: number;
  readonly casesToContact: number;
  readonly casesResolved: number;
};

/** One kind of work that waits. */
export type Waiting = {
  readonly kind:
    | 'drafts'
    | 'letters'
    | 'due_cases'
    | 'to_contact'
    | 'to_review'
    | 'claims'
    | 'replies'
    | 'credits'
    | 'deliveries'
    | 'parked';
  readonly count: number;
};

const LATEST = `(select distinct on (incident_id) incident_id, id, revision, figures from assessment where status = 'done'
                  order by incident_id, revision desc)`;

/** Incidents that go on, or whose cases are not all resolved; the newest first, at most `limit`. */
export function openIncidents(tx: Tx, limit: number): Promise<HomeIncident[]> {
  return rows<HomeIncident>(
    tx,
    `with work as (
       select incident_id, count(*)::int as cases, count(*) filter (where status = 'to_contact')::int as to_contact,
              count(*) filter (where status = 'resolved')::int as resolved
         from outreach_case group by incident_id)
     select n.id, n.title, n.status, n.time_zone as "timeZone",
            (select min(w.starts_at) from outage_window w
              where w.incident_id = n.id and w.retracted_at is null) as "startsAt",
            (select case when bool_and(w.ends_at is not null) then max(w.ends_at) end from outage_window w
              where w.incident_id = n.id and w.retracted_at is null) as "endsAt",
            a.revision,
            (select sum(value::int)::int from jsonb_each_text(a.figures -> 'customers')
              where key not in ('unaffected', 'unknown')) as customers,
            a.figures -> 'people' as people, coalesce(k.cases, 0) as cases,
            coalesce(k.to_contact, 0) as "casesToContact", coalesce(k.resolved, 0) as "casesResolved"
       from incident n
       left join work k on k.incident_id = n.id
       left join ${LATEST} a on a.incident_id = n.id
      where n.status <> 'resolved' or coalesce(k.cases, 0) > coalesce(k.resolved, 0) or a.id is null
      order by n.created_at desc, n.id desc limit $1`,
    [limit],
  );
}

/** How much of each kind of work waits; what has none is left out by the caller. */
export function waitingWork(tx: Tx, now: Date): Promise<Waiting[]> {
  return rows<Waiting>(
    tx,
    `select 'drafts' as kind, count(*)::int as count from offer where status = 'draft'
     union all
     select 'letters', count(*)::int from offer where status = 'approved' and (valid_until is null or valid_until > $1)
     union all
     select 'due_cases', count(*)::int from outreach_case where status <> 'resolved' and next_action_at <= $1
     union all
     select 'to_contact', count(*)::int from outreach_case where status = 'to_contact'
     union all
     select 'to_review', count(*)::int from proposal p join ${LATEST} a on a.id = p.assessment_id where p.outcome = 'refused'
     union all
     select 'claims', count(*)::int from claim where status in ('unmatched', 'open')
     union all
     select 'replies', count(*)::int from mail_event where outcome = 'unmatched' and type = 'reply'
     union all
     select 'credits', count(*)::int from credit r
       left join delivery d on d.customer_id = r.customer_id and d.credit_id = r.id where coalesce(d.status, 'waiting') = 'waiting'
     union all
     select 'deliveries', count(*)::int from delivery where status in ('parked', 'unknown')
     union all
     select 'parked', count(*)::int from outbox_message where parked_at is not null and delivered_at is null`,
    [now],
  );
}
