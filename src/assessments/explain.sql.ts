import { instantText, row, rows, type Tx } from '../platform/database/database.js';
import type { Confidence, HitClass, ImpactClass, SnapshotWindow } from './assessment.js';
import { blocking, CLASS_OF_RANGES } from './classify.sql.js';

export type ExplainedKind = 'blocked' | 'mediaLost' | 'interactivityLost' | 'degraded';
export type ExplainedRule = 'refused' | 'came_late' | 'could_not_start' | 'thrown_out' | 'present';
export type SessionFact = { readonly joinedAt: Date; readonly leftAt: Date | null; readonly endedAt: Date };
export type AttemptFact = { readonly at: Date; readonly outcome: string };

/** One range of what somebody suffered, with the rules, windows, sessions and attempts that it comes from. */
export type ExplainedRange = {
  readonly kind: ExplainedKind;
  readonly confidence: Confidence;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly seconds: number;
  readonly rules: readonly ExplainedRule[];
  readonly windowIds: readonly string[];
  readonly sessions: readonly SessionFact[];
  readonly attempts: readonly AttemptFact[];
};

/** The ranges of one person as multiranges in PostgreSQL's text; `observed` and `inferred` together are blocked. */
export type PersonRanges = {
  readonly observed: string;
  readonly inferred: string;
  readonly mediaLost: string;
  readonly interactivityLost: string;
  readonly degraded: string;
};

export type MeetingOfExplanation = {
  readonly customerId: string;
  readonly id: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly customer: { readonly externalId: string; readonly name: string };
  readonly scheduledStart: Date | null;
  readonly scheduledEnd: Date | null;
  readonly cancelledAt: Date | null;
  readonly components: readonly string[] | null;
  readonly impactClass: ImpactClass | null;
};

/** The meetings that go by an id or external id, of one customer (by external id) or, when null, of any. */
export function meetingsNamed(
  tx: Tx,
  assessmentId: string,
  name: string,
  customerExternalId: string | null,
): Promise<MeetingOfExplanation[]> {
  return rows<MeetingOfExplanation>(
    tx,
    `select m.customer_id as "customerId", m.id, m.external_id as "externalId", m.title,
       jsonb_build_object('externalId', c.external_id, 'name', c.name) as customer,
       m.scheduled_start_at as "scheduledStart", m.scheduled_end_at as "scheduledEnd", m.cancelled_at as "cancelledAt",
       m.components, i.class as "impactClass"
     from meeting m join customer c on c.id = m.customer_id
     left join meeting_impact i on i.customer_id = m.customer_id and i.assessment_id = $1 and i.meeting_id = m.id
     where (m.external_id = $2 or m.id::text = $2) and ($3::text is null or c.external_id = $3)
     order by m.customer_id, m.id limit 2`,
    [assessmentId, name, customerExternalId],
  );
}

export type StoredImpact = PersonRanges & {
  readonly class: HitClass;
  readonly confidence: Confidence;
  readonly isFacilitator: boolean;
  readonly borderline: boolean;
  readonly hasOpenSession: boolean;
};

type PersonKey = { readonly customerId: string; readonly meetingId: string; readonly participantId: string };

/** The stored impact of one participant, or undefined when nothing hit them. */
export function storedImpact(
  tx: Tx,
  assessmentId: string,
  { customerId, meetingId, participantId }: PersonKey,
): Promise<StoredImpact | undefined> {
  return row<StoredImpact>(
    tx,
    `select class, confidence, is_facilitator as "isFacilitator", borderline, has_open_session as "hasOpenSession",
       (blocked - inferred)::text as observed, inferred::text, media_lost::text as "mediaLost",
       interactivity_lost::text as "interactivityLost", degraded::text
     from impact where customer_id = $2 and assessment_id = $1 and meeting_id = $3 and participant_id = $4`,
    [assessmentId, customerId, meetingId, participantId],
  );
}

/** What `classifyOneMeeting` found of one participant, or undefined when nothing hits them as the data is now. */
export function workedOutImpact(tx: Tx, participantId: string): Promise<StoredImpact | undefined> {
  return row<StoredImpact>(
    tx,
    `select ${CLASS_OF_RANGES} as class,
       case when isempty(r.observed) and not isempty(r.inferred) then 'inferred' else 'observed' end as confidence,
       p.is_facilitator as "isFacilitator", b.person_no is not null as borderline,
       p.has_open_session as "hasOpenSession", r.observed::text, r.inferred::text, r.media_lost::text as "mediaLost",
       r.interactivity_lost::text as "interactivityLost", r.degraded::text
     from run_result r join run_person p on p.no = r.person_no left join run_borderline b on b.person_no = r.person_no
     where p.participant_id = $1`,
    [participantId],
  );
}

/** Where each range comes from; after `classifyOneMeeting`, in its transaction. */
export function explainRanges(
  tx: Tx,
  participantId: string,
  ranges: PersonRanges,
  windows: readonly SnapshotWindow[],
  assessedAt: Date,
): Promise<ExplainedRange[]> {
  return rows<ExplainedRange>(tx, EXPLAINED, [
    participantId,
    JSON.stringify(windows),
    assessedAt,
    ranges.observed,
    ranges.inferred,
    ranges.mediaLost,
    ranges.interactivityLost,
    ranges.degraded,
  ]);
}

const EXPLAINED = `
  with ${blocking('select 0 as scenario, no as person_no from run_person where participant_id = $1')},
  part as (
    select 'blocked' as kind, 'observed' as confidence, r as during from unnest($4::tstzmultirange) r
    union all select 'blocked', 'inferred', r from unnest($5::tstzmultirange) r
    union all select 'mediaLost', 'observed', r from unnest($6::tstzmultirange) r
    union all select 'interactivityLost', 'observed', r from unnest($7::tstzmultirange) r
    union all select 'degraded', 'observed', r from unnest($8::tstzmultirange) r
  ), reason as (
    select 'observed' as confidence, 'refused' as rule, at, during from refusal
    union all select 'inferred', rule, null, piece from guess
  ), chosen as (
    select w.id, w.capabilities, tstzrange(w."startsAt", coalesce(w."endsAt", $3)) as during
    from jsonb_to_recordset($2::jsonb) as w(id uuid, "componentKey" text, "startsAt" timestamptz, "endsAt" timestamptz,
      capabilities jsonb)
    join run_meeting m on w."componentKey" = any(m.components)
    where coalesce(w."endsAt", $3) > w."startsAt"
  ), stay as (
    select joined_at, left_at, end_at from run_session where participant_id = $1
  ), try as (
    select at, outcome from run_attempt where participant_id = $1
  )
  select p.kind, p.confidence, lower(p.during) as "startAt", upper(p.during) as "endAt",
    extract(epoch from upper(p.during) - lower(p.during))::int as seconds,
    case when p.kind <> 'blocked' then array['present'] else coalesce((
      select array_agg(distinct r.rule) from reason r where r.confidence = p.confidence and r.during && p.during), '{}')
    end as rules,
    coalesce((select array_agg(w.id order by lower(w.during)) from chosen w where w.during && p.during and case p.kind
      when 'blocked' then w.capabilities ? 'join'
      when 'mediaLost' then 'lost' in (w.capabilities->>'media', w.capabilities->>'view')
      when 'interactivityLost' then 'lost' in (w.capabilities->>'interact', w.capabilities->>'moderate')
      else 'degraded' in (w.capabilities->>'media', w.capabilities->>'view', w.capabilities->>'interact',
        w.capabilities->>'moderate') end), '{}') as "windowIds",
    coalesce((select jsonb_agg(jsonb_build_object('joinedAt', ${instantText('s.joined_at')},
         'leftAt', ${instantText('s.left_at')}, 'endedAt', ${instantText('s.end_at')})
        order by s.joined_at, s.end_at)
      from stay s where case p.kind when 'blocked' then s.end_at >= lower(p.during) - interval '2 minutes'
          and s.joined_at < upper(p.during) + interval '15 minutes'
        else s.joined_at < upper(p.during) and s.end_at > lower(p.during) end), '[]') as sessions,
    coalesce((select jsonb_agg(jsonb_build_object('at', ${instantText('a.at')}, 'outcome', a.outcome) order by a.at)
      from try a where p.kind = 'blocked' and a.at <= upper(p.during)
        and a.at >= coalesce((select min(r.at) from reason r where r.during && p.during), lower(p.during))), '[]')
      as attempts
  from part p order by lower(p.during), p.kind`;

/** What is known of a participant in a meeting, whatever the windows. */
export type PersonFacts = {
  readonly role: 'participant' | 'facilitator';
  readonly isBot: boolean;
  readonly isOnRoster: boolean;
  readonly sessions: readonly SessionFact[];
  readonly attempts: readonly AttemptFact[];
};

/** After `classifyOneMeeting`. Undefined when the meeting knows no such participant. */
export async function personFacts(
  tx: Tx,
  { customerId, meetingId, participantId }: PersonKey,
): Promise<PersonFacts | undefined> {
  const found = await row<PersonFacts & { readonly isKnown: boolean }>(
    tx,
    `with own as (
       select joined_at, left_at, role, kind from session
       where customer_id = $1 and meeting_id = $2 and participant_id = $3
     ), entry as (
       select role from roster_entry where customer_id = $1 and meeting_id = $2 and participant_id = $3
     ), try as (
       select at, outcome, role from join_attempt where customer_id = $1 and meeting_id = $2 and participant_id = $3
     )
     select exists(select from own) or exists(select from entry) or exists(select from try) as "isKnown",
       case when 'facilitator' in (select role from own union all select role from entry union all select role from try)
         then 'facilitator' else 'participant' end as role,
       coalesce((select bool_and(kind = 'bot') from own), false) as "isBot", exists(select from entry) as "isOnRoster",
       coalesce((select jsonb_agg(jsonb_build_object('joinedAt', ${instantText('s.joined_at')},
         'leftAt', ${instantText('s.left_at')}, 'endedAt', ${instantText('s.end_at')})
         order by s.joined_at, s.end_at) from run_session s where s.participant_id = $3), '[]') as sessions,
       coalesce((select jsonb_agg(jsonb_build_object('at', ${instantText('at')}, 'outcome', outcome) order by at) from try), '[]') as attempts`,
    [customerId, meetingId, participantId],
  );
  return found?.isKnown ? found : undefined;
}
