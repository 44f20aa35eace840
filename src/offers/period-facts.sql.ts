import { secondsOf } from '../assessments/classify.sql.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { PolicyKind } from '../policies/policy.js';

/** Which assessments count for a period: the one that is priced, and the newest done one of every other incident. */
export type CountedAssessments = { readonly assessmentId: string; readonly incidentId: string };

/** Window time of one component in a period, as a multirange; `own` when it is of the incident that is priced. */
export type ServiceRow = {
  readonly own: boolean;
  readonly component: string;
  readonly state: 'lost' | 'degraded';
  readonly during: string;
};

/** $1 incident, $2 assessment. A window without an end ends when it was assessed. */
const COUNTED = `
  counted as materialized (
    select own, id, windows, assessed_at from (
      select distinct on (incident_id) false as own, id, windows, assessed_at
        from assessment where status = 'done' and incident_id <> $1 order by incident_id, revision desc
    ) newest
    union all
    select true, id, windows, assessed_at from assessment where id = $2
  ), piece as materialized (
    select c.own, c.id, w ->> 'componentKey' as component,
           case when jsonb_path_exists(w -> 'capabilities', '$.* ? (@ == "lost")') then 'lost' else 'degraded' end as state,
           tstzrange((w ->> 'startsAt')::timestamptz, greatest((w ->> 'startsAt')::timestamptz,
             coalesce((w ->> 'endsAt')::timestamptz, c.assessed_at))) * tstzrange($3, $4) as during
      from counted c cross join lateral jsonb_array_elements(c.windows) w
  )`;

/** The window time of every component between two instants, of all incidents; see `CountedAssessments`. */
export function readServiceTime(
  tx: Tx,
  counted: CountedAssessments,
  startAt: Date,
  endAt: Date,
): Promise<ServiceRow[]> {
  return rows<ServiceRow>(
    tx,
    `with ${COUNTED}
     select own, component, state, range_agg(during)::text as during from piece
      where not isempty(during) group by own, component, state order by own, component, state`,
    [counted.incidentId, counted.assessmentId, startAt, endAt],
  );
}

/** What people of one customer lived through in a period: on the clock, each person's time added up, and by meeting. */
export type PeopleRow = {
  readonly customerId: string;
  readonly own: boolean;
  readonly lost: string;
  readonly inferred: string;
  readonly degraded: string;
  readonly lostSeconds: number;
  readonly inferredSeconds: number;
  readonly degradedSeconds: number;
  /** The part of the lost time that was spent at the door, in no session. */
  readonly blockedSeconds: number;
};

const LOST = 'i.blocked + i.media_lost + i.interactivity_lost';

/**
 * What people lived through between two instants in all incidents whose windows are then. With `own` false, without the
 * incident that is priced.
 */
export function readPeopleTime(
  tx: Tx,
  counted: CountedAssessments,
  startAt: Date,
  endAt: Date,
  customerIds: readonly string[],
  withOwn: boolean,
): Promise<PeopleRow[]> {
  return rows<PeopleRow>(
    tx,
    `with ${COUNTED}, person as materialized (
       select i.customer_id, range_agg(${LOST}) * tstzmultirange(tstzrange($3, $4)) as lost,
              (range_agg(i.inferred) - range_agg(i.blocked - i.inferred + i.media_lost + i.interactivity_lost))
                * tstzmultirange(tstzrange($3, $4)) as inferred,
              range_agg(i.degraded) * tstzmultirange(tstzrange($3, $4)) as degraded,
              range_agg(i.blocked) * tstzmultirange(tstzrange($3, $4)) as blocked
         from impact i
        where i.customer_id = any($5::uuid[])
          and i.assessment_id in (select id from piece where not isempty(during) and (own = false or $6))
        group by i.customer_id, i.participant_id
     ), customer_time as (
       select customer_id, range_agg(lost) as lost, range_agg(inferred) - range_agg(lost - inferred) as inferred,
              range_agg(degraded) - range_agg(lost) as degraded,
              sum(${secondsOf('lost')}) as lost_seconds, sum(${secondsOf('inferred')}) as inferred_seconds,
              sum(${secondsOf('degraded - lost')}) as degraded_seconds, sum(${secondsOf('blocked')}) as blocked_seconds
         from person group by customer_id
     )
     select customer_id as "customerId", $6 as own, lost::text, inferred::text, degraded::text,
            lost_seconds::bigint as "lostSeconds", inferred_seconds::bigint as "inferredSeconds",
            degraded_seconds::bigint as "degradedSeconds", blocked_seconds::bigint as "blockedSeconds"
       from customer_time`,
    [counted.incidentId, counted.assessmentId, startAt, endAt, customerIds, withOwn],
  );
}

/** A meeting that this incident hit, with the time of its schedule that was down for anyone in it. */
export type EventRow = {
  readonly customerId: string;
  readonly seconds: number;
  readonly lost: number;
  readonly inferred: number;
  readonly degraded: number;
  readonly people: number;
};

/** The meetings of customers that an assessment found hit and that have a schedule. */
export function readEvents(tx: Tx, assessmentId: string, customerIds: readonly string[]): Promise<EventRow[]> {
  return rows<EventRow>(
    tx,
    `with hit as materialized (
       select i.customer_id, i.meeting_id, count(*)::int as people, range_agg(${LOST}) as lost,
              range_agg(i.inferred) - range_agg(i.blocked - i.inferred + i.media_lost + i.interactivity_lost) as inferred,
              range_agg(i.degraded) as degraded
         from impact i where i.assessment_id = $1 and i.customer_id = any($2::uuid[])
        group by i.customer_id, i.meeting_id
     ), cut as (
       select h.customer_id, h.meeting_id, h.people,
              extract(epoch from m.scheduled_end_at - m.scheduled_start_at)::int as seconds,
              h.lost * s.during as lost, h.inferred * s.during as inferred, (h.degraded - h.lost) * s.during as degraded
         from hit h join meeting m on m.customer_id = h.customer_id and m.id = h.meeting_id
         cross join lateral (select tstzmultirange(tstzrange(m.scheduled_start_at, m.scheduled_end_at)) as during) s
        where m.scheduled_end_at > m.scheduled_start_at
     )
     select customer_id as "customerId", seconds, people, ${secondsOf('lost')}::int as lost,
            ${secondsOf('inferred')}::int as inferred, ${secondsOf('degraded')}::int as degraded
       from cut order by customer_id, meeting_id`,
    [assessmentId, customerIds],
  );
}

/** People of a customer between two instants, in meetings or kept out of them, and the time they spent in them. */
export type UsersRow = { readonly customerId: string; readonly users: number; readonly sessionSeconds: number };

/**
 * Whoever had a session that joined between two instants, or was hit by an incident then, by customer: who was kept out
 * has no session, and is one of the customer's people all the same. A person's time on several devices at once counts
 * once, and a session without a leave counts for none.
 */
export function readUsers(
  tx: Tx,
  counted: CountedAssessments,
  startAt: Date,
  endAt: Date,
  customerIds: readonly string[],
): Promise<UsersRow[]> {
  return rows<UsersRow>(
    tx,
    `with ${COUNTED}, seen as (
       select customer_id, participant_id, range_agg(tstzrange(joined_at, coalesce(least(left_at, $4), joined_at))) as present
         from session
        where joined_at >= $3 and joined_at < $4 and customer_id = any($5::uuid[]) and kind <> 'bot'
        group by customer_id, participant_id
       union all
       select distinct customer_id, participant_id, '{}'::tstzmultirange from impact
        where customer_id = any($5::uuid[]) and assessment_id in (select id from piece where not isempty(during))
     ), person as (
       select customer_id, participant_id, range_agg(present) as present from seen group by customer_id, participant_id
     )
     select customer_id as "customerId", count(*)::int as users, sum(${secondsOf('present')})::bigint as "sessionSeconds"
       from person group by customer_id`,
    [counted.incidentId, counted.assessmentId, startAt, endAt, customerIds],
  );
}

/** A version of a contract as fees need it; `to` is the first day that it is no longer in force, null while open. */
export type FeeRow = {
  readonly customerId: string;
  readonly from: string;
  readonly to: string | null;
  readonly monthlyFeeMinor: number;
  readonly currency: string;
};

/** The versions of contracts that are in force on any of the days `[first, end)`, by their beginning. */
export function readFees(tx: Tx, first: string, end: string, customerIds: readonly string[]): Promise<FeeRow[]> {
  return rows<FeeRow>(
    tx,
    `select * from (
       select customer_id as "customerId", valid_from as "from",
              least(valid_to, lead(valid_from) over (partition by customer_id order by valid_from)) as "to",
              monthly_fee_minor as "monthlyFeeMinor", currency
         from contract where customer_id = any($3::uuid[])) v
      where "from" < $2::date and ("to" is null or "to" > $1::date) order by "customerId", "from"`,
    [first, end, customerIds],
  );
}

/** What an offer that stands gave a customer in one period. */
export type GrantRow = {
  readonly customerId: string;
  readonly offerId: string;
  readonly kind: PolicyKind;
  readonly periodStartAt: Date;
  readonly amountMinor: number;
  readonly currency: string;
  readonly quantity: number;
};

/** What offers of other incidents gave in periods that begin between two instants, oldest period first. */
export function readGrants(
  tx: Tx,
  incidentId: string,
  startAt: Date,
  endAt: Date,
  customerIds: readonly string[],
): Promise<GrantRow[]> {
  return rows<GrantRow>(
    tx,
    `select s.customer_id as "customerId", s.offer_id as "offerId", s.kind, s.period_start_at as "periodStartAt",
            s.amount_minor as "amountMinor", o.currency, s.quantity
       from offer_share s join offer o on o.customer_id = s.customer_id and o.id = s.offer_id
      where s.customer_id = any($4::uuid[]) and s.period_start_at >= $2 and s.period_start_at < $3
        and o.incident_id <> $1 and o.status in ('draft', 'approved', 'sent', 'accepted')
      order by s.customer_id, s.period_start_at, s.offer_id`,
    [incidentId, startAt, endAt, customerIds],
  );
}
