import { dayOfCustomer } from '../customers/customers.sql.js';
import { LIVE_STATUSES, type OfferStatus } from '../offers/offer.js';
import { offerInKind } from '../offers/offer-totals.sql.js';
import type { InKind, OfferLine, Outcome, ProposalReason } from '../offers/proposal.js';
import { row, type Tx } from '../platform/database/database.js';
import { HIT_CLASSES } from '../policies/impact-class.js';
import type { CompletenessEvidence, ImpactEvidence, MeetingEvidence } from './claim-verdict.js';

/** An incident as claims are judged by: its newest assessment that is done, and when its windows were. */
export type ClaimGround = {
  readonly assessment: { readonly id: string; readonly revision: number; readonly provisional: boolean } | null;
  /** Null without a window. A window without an end ends now. */
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly components: readonly string[];
  readonly gaps: readonly { readonly startAt: string; readonly endAt: string }[];
};

/** What the newest assessment that is done stood on; before there is one, the live windows. */
export async function findClaimGround(tx: Tx, incidentId: string, now: Date): Promise<ClaimGround> {
  const found = await row<ClaimGround>(
    tx,
    `with run as (
       select id, revision, provisional, windows, completeness from assessment
        where incident_id = $1 and status = 'done' order by revision desc limit 1
     ), "window" as (
       select w ->> 'componentKey' as component, (w ->> 'startsAt')::timestamptz as starts_at,
              coalesce((w ->> 'endsAt')::timestamptz, $2) as ends_at
         from run, jsonb_array_elements(run.windows) w
       union all
       select component_key, starts_at, coalesce(ends_at, $2) from outage_window
        where incident_id = $1 and retracted_at is null and not exists (select 1 from run)
     )
     select (select jsonb_build_object('id', id, 'revision', revision, 'provisional', provisional) from run) as assessment,
            min(starts_at) as "startAt", max(ends_at) as "endAt",
            coalesce(array_agg(distinct component) filter (where component is not null), '{}') as components,
            coalesce((select completeness -> 'gaps' from run), '[]') as gaps
       from "window"`,
    [incidentId, now],
  );
  if (found === undefined) throw new Error('a sum has always a row');
  return found;
}

/** A customer as claims are judged by; `day` is that of an instant in its own zone. */
export type ClaimCustomer = {
  readonly externalId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly components: readonly string[] | null;
  readonly day: string;
};

export function findClaimCustomer(tx: Tx, customerId: string, at: Date): Promise<ClaimCustomer | undefined> {
  return row<ClaimCustomer>(
    tx,
    `select c.external_id as "externalId", c.name, c.time_zone as "timeZone", c.locale, c.components,
            ${dayOfCustomer('$2')} as day from customer c where c.id = $1`,
    [customerId, at],
  );
}

const sum = (prefix: string): string => HIT_CLASSES.map((name) => `i.${prefix}_${name}`).join(' + ');

/** What an assessment says of a customer, or undefined when it does not name it. */
export function findImpact(tx: Tx, assessmentId: string, customerId: string): Promise<ImpactEvidence | undefined> {
  return row<ImpactEvidence>(
    tx,
    `select i.class, (${sum('people')})::int as people, (${sum('meetings')})::int as meetings,
            (${sum('clock_seconds')})::bigint as "clockSeconds", (${sum('person_seconds')})::bigint as "personSeconds",
            i.clock_seconds_inferred as "inferredSeconds"
       from customer_impact i where i.assessment_id = $1 and i.customer_id = $2`,
    [assessmentId, customerId],
  );
}

/** The meeting that a claimant names, by the customer's id of it; undefined when the customer has none. */
export function findMeeting(
  tx: Tx,
  key: { readonly customerId: string; readonly meeting: string; readonly assessmentId: string | null },
  components: readonly string[],
): Promise<MeetingEvidence | undefined> {
  return row<MeetingEvidence>(
    tx,
    `select m.external_id as "externalId", m.title, m.scheduled_start_at as "scheduledStart",
            m.scheduled_end_at as "scheduledEnd", coalesce(i.class, 'unaffected') as class,
            coalesce(${sum('people')}, 0)::int as people,
            coalesce((select max(p.blocked_seconds + p.media_lost_seconds + p.interactivity_lost_seconds
                                 + p.degraded_seconds) from impact p
                       where p.customer_id = m.customer_id and p.assessment_id = i.assessment_id
                         and p.meeting_id = m.id), 0)::int as seconds,
            case when m.components is not null then m.components && $4::text[] end as touched
       from meeting m
       left join meeting_impact i on i.customer_id = m.customer_id and i.meeting_id = m.id and i.assessment_id = $3
      where m.customer_id = $1 and m.external_id = $2`,
    [key.customerId, key.meeting, key.assessmentId, components],
  );
}

export type ClaimOfferRow = {
  readonly id: string;
  readonly status: OfferStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly inKind: readonly InKind[];
  readonly sentAt: Date | null;
  readonly validUntil: Date | null;
};

/** The offer that stands for a customer and incident, else the last one that stood; the original before its supplements. */
export function findClaimOffer(tx: Tx, customerId: string, incidentId: string): Promise<ClaimOfferRow | undefined> {
  return row<ClaimOfferRow>(
    tx,
    `select id, status, amount_minor as "amountMinor", currency, ${offerInKind('offer')} as "inKind",
            sent_at as "sentAt", valid_until as "validUntil"
       from offer where customer_id = $1 and incident_id = $2
      order by (status = any($3::text[])) desc, sequence, created_at desc, id desc limit 1`,
    [customerId, incidentId, LIVE_STATUSES],
  );
}

export type ClaimProposalRow = {
  readonly outcome: Outcome;
  readonly amountMinor: number;
  readonly currency: string | null;
  readonly lines: readonly OfferLine[];
  readonly reasons: readonly ProposalReason[];
};

/** What an assessment's run of proposals says of a customer, or undefined before there was one. */
export function findClaimProposal(
  tx: Tx,
  assessmentId: string,
  customerId: string,
): Promise<ClaimProposalRow | undefined> {
  return row<ClaimProposalRow>(
    tx,
    `select outcome, amount_minor as "amountMinor", currency, lines, reasons from proposal
      where customer_id = $2 and assessment_id = $1`,
    [assessmentId, customerId],
  );
}

/** How much is known of a customer in a stretch of time. */
export async function findCompleteness(
  tx: Tx,
  customerId: string,
  assessmentId: string | null,
  { startAt, endAt }: { readonly startAt: Date; readonly endAt: Date },
): Promise<Omit<CompletenessEvidence, 'gaps'>> {
  const found = await row<Omit<CompletenessEvidence, 'gaps'>>(
    tx,
    `select (select count(*)::int from meeting m where m.customer_id = $1 and m.cancelled_at is null
                and m.scheduled_start_at < $4 and m.scheduled_end_at > $3) as meetings,
            (select count(*)::int from session s where s.customer_id = $1
                and s.joined_at >= $3::timestamptz - interval '1 day' and s.joined_at < $4
                and coalesce(s.left_at, $4) > $3) as sessions,
            (select count(*)::int from join_attempt t where t.customer_id = $1 and t.at >= $3 and t.at < $4) as attempts,
            (select count(*)::int from join_attempt t where t.customer_id = $1 and t.at >= $3 and t.at < $4
                and t.outcome <> 'admitted') as "failedAttempts",
            coalesce((select i.meetings_unknown from customer_impact i
                       where i.customer_id = $1 and i.assessment_id = $2), 0) as "meetingsWithoutData",
            coalesce((select g.gap_seconds from data_gap g
                       where g.customer_id = $1 and g.assessment_id = $2), 0) as "gapSeconds"`,
    [customerId, assessmentId, startAt, endAt],
  );
  if (found === undefined) throw new Error('a row of sums is always there');
  return found;
}
