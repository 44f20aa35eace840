import { instantText, row, type Tx } from '../platform/database/database.js';
import type { ImpactClass } from './assessment.js';
import type { MeetingKey } from './find-people.sql.js';

export type LaneRange = { readonly startAt: Date; readonly endAt: Date };

/** One participant of a meeting over time; `present` may go beyond the meeting's schedule. */
export type ParticipantLane = {
  readonly participantId: string;
  readonly role: 'participant' | 'facilitator';
  readonly isBot: boolean;
  readonly class: ImpactClass;
  readonly present: readonly LaneRange[];
  readonly attempts: readonly { readonly at: Date; readonly outcome: string }[];
  readonly blocked: readonly LaneRange[];
  readonly inferred: readonly LaneRange[];
  readonly mediaLost: readonly LaneRange[];
  readonly interactivityLost: readonly LaneRange[];
  readonly degraded: readonly LaneRange[];
};

export type TimelineWindow = {
  readonly id: string;
  readonly componentKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly capabilities: Readonly<Record<string, 'lost' | 'degraded'>>;
};

/** A meeting as a picture: its schedule, the windows that touch it, and a lane for each participant, heaviest first. */
export type MeetingTimeline = {
  readonly meetingId: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly scheduledStart: Date | null;
  readonly scheduledEnd: Date | null;
  readonly actualEnd: Date | null;
  readonly cancelledAt: Date | null;
  readonly components: readonly string[] | null;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly windows: readonly TimelineWindow[];
  readonly lanes: readonly ParticipantLane[];
};

const RANGES = ['blocked', 'inferred', 'media_lost', 'interactivity_lost', 'degraded'] as const;

function camel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function rangesOf(multirange: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('startAt', ${instantText('lower(r)')},
      'endAt', ${instantText('upper(r)')}) order by r), '[]')
    from unnest(${multirange}) r)`;
}

/** One meeting under one assessment. The meeting must be there. */
export async function readMeetingTimeline(
  tx: Tx,
  assessmentId: string,
  { customerId, meetingId }: MeetingKey,
): Promise<MeetingTimeline> {
  const found = await row<MeetingTimeline>(tx, MEETING_TIMELINE, [assessmentId, customerId, meetingId]);
  if (found === undefined) throw new Error('no such meeting');
  return found;
}

const MEETING_TIMELINE = `
  with m as (
    select * from meeting where customer_id = $2 and id = $3
  ), s as (
    select participant_id, joined_at, left_at, role, kind from session where customer_id = $2 and meeting_id = $3
  ), a as (
    select participant_id, at, outcome, role from join_attempt where customer_id = $2 and meeting_id = $3
  ), bot as (
    select participant_id from s group by participant_id having bool_and(kind = 'bot')
  ), run as (
    select assessed_at, windows from assessment where id = $1
  ), last_known as (
    select greatest(m.scheduled_end_at, m.actual_end_at, (select max(left_at) from s
      where participant_id not in (select participant_id from bot))) as at from m
  ), stay as (
    select s.participant_id, s.joined_at, coalesce(s.left_at, greatest(s.joined_at, least(
      (select min(n.joined_at) from s n where n.participant_id = s.participant_id and n.joined_at > s.joined_at),
      (select min(n.at) from a n where n.participant_id = s.participant_id and n.at > s.joined_at),
      coalesce(m.actual_end_at, l.at), run.assessed_at))) as end_at
    from s cross join m cross join last_known l cross join run
  ), present as (
    select participant_id, range_agg(tstzrange(joined_at, end_at)) as during from stay group by participant_id
  ), attempts as (
    select participant_id, jsonb_agg(jsonb_build_object('at', ${instantText('at')}, 'outcome', outcome) order by at, outcome) as list
    from a group by participant_id
  ), role as (
    select participant_id, bool_or(role = 'facilitator') as is_facilitator from (
      select participant_id, role from s union all select participant_id, role from a
      union all select participant_id, role from roster_entry where customer_id = $2 and meeting_id = $3) r
    group by participant_id
  ), lane as (
    select r.participant_id, jsonb_build_object('participantId', r.participant_id,
      'role', case when r.is_facilitator then 'facilitator' else 'participant' end,
      'isBot', b.participant_id is not null,
      'class', coalesce(i.class, case when u.class = 'unknown' then 'unknown' else 'unaffected' end),
      'present', ${rangesOf(`coalesce(p.during, '{}')`)},
      'attempts', coalesce(t.list, '[]'),
      ${RANGES.map((name) => `'${camel(name)}', ${rangesOf(`coalesce(i.${name}, '{}')`)}`).join(', ')}) as lane,
      array_position(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'], i.class) as weight
    from role r
    left join present p using (participant_id) left join attempts t using (participant_id)
    left join bot b using (participant_id)
    left join impact i on i.customer_id = $2 and i.assessment_id = $1 and i.meeting_id = $3
      and i.participant_id = r.participant_id
    left join meeting_impact u on u.customer_id = $2 and u.assessment_id = $1 and u.meeting_id = $3
  ), touching as (
    select w from run cross join lateral jsonb_array_elements(run.windows) w
    join m on w->>'componentKey' = any(m.components)
  )
  select m.id as "meetingId", m.external_id as "externalId", m.title, m.scheduled_start_at as "scheduledStart",
    m.scheduled_end_at as "scheduledEnd", m.actual_end_at as "actualEnd", m.cancelled_at as "cancelledAt", m.components,
    least(m.scheduled_start_at, (select min(joined_at) from stay), (select min(at) from a)) as "startAt",
    greatest(m.scheduled_end_at, (select max(end_at) from stay), (select max(at) from a)) as "endAt",
    (select coalesce(jsonb_agg(w order by w->>'startsAt'), '[]') from touching) as windows,
    (select coalesce(jsonb_agg(lane order by weight nulls last, participant_id), '[]') from lane) as lanes
  from m`;
