import { instantText, row, type Tx } from '../platform/database/database.js';
import type { TimelineWindow } from './meeting-timeline.sql.js';

export type TimelineMinute = {
  readonly at: Date;
  /** People in a meeting at any moment of the minute, each once for a customer; bots are left out. */
  readonly present: number;
  /** Failed attempts to enter. */
  readonly refused: number;
};

export type TimelineComponent = { readonly componentKey: string; readonly windows: readonly TimelineWindow[] };

export type TimelineUpdate = {
  readonly id: string;
  readonly status: string;
  readonly displayAt: Date;
  readonly locale: string | null;
  readonly body: string;
};

/** An incident as a picture: what happened minute by minute, what was lost, and what was published. */
export type IncidentTimeline = {
  readonly incidentId: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly minutes: readonly TimelineMinute[];
  readonly components: readonly TimelineComponent[];
  readonly updates: readonly TimelineUpdate[];
};

/** From `startAt` to `endAt`, both on whole minutes; open sessions and windows end at `now` at the latest. */
export async function readIncidentTimeline(
  tx: Tx,
  incidentId: string,
  { startAt, endAt, now }: { readonly startAt: Date; readonly endAt: Date; readonly now: Date },
): Promise<IncidentTimeline> {
  const found = await row<IncidentTimeline>(tx, INCIDENT_TIMELINE, [incidentId, startAt, endAt, now]);
  if (found === undefined) throw new Error('a sum has always a row');
  return found;
}

/**
 * A person counts in a minute that any of their stays touches: the minutes of each person are joined first, then only
 * their starts and ends are added up over the clock. Sessions are found as the engine finds them.
 */
const INCIDENT_TIMELINE = `
  with found as (
    select customer_id, meeting_id, participant_id, joined_at, left_at from session
      where joined_at >= $2::timestamptz - interval '24 hours' and joined_at < $3 and (left_at > $2 or left_at is null)
        and kind <> 'bot'
    union all
    select customer_id, meeting_id, participant_id, joined_at, left_at from session
      where joined_at < $2::timestamptz - interval '24 hours'
        and (left_at is null or left_at - joined_at > interval '24 hours') and (left_at > $2 or left_at is null)
        and kind <> 'bot'
  ), open as materialized (
    select f.customer_id, f.participant_id, f.joined_at, greatest(f.joined_at, least($4::timestamptz,
      (select min(n.joined_at) from session n where n.customer_id = f.customer_id and n.meeting_id = f.meeting_id
        and n.participant_id = f.participant_id and n.joined_at > f.joined_at),
      (select min(n.at) from join_attempt n where n.customer_id = f.customer_id and n.meeting_id = f.meeting_id
        and n.participant_id = f.participant_id and n.at > f.joined_at),
      coalesce(m.actual_end_at, greatest(m.scheduled_end_at, (select max(n.left_at) from session n
        where n.customer_id = f.customer_id and n.meeting_id = f.meeting_id))))) as end_at
    from found f join meeting m on m.customer_id = f.customer_id and m.id = f.meeting_id
    where f.left_at is null
  ), stay as (
    select customer_id, participant_id, joined_at, left_at as end_at from found where left_at is not null
    union all select * from open
  ), person as (
    select range_agg(tstzrange(date_trunc('minute', greatest(joined_at, $2)),
      date_trunc('minute', least(end_at, $3) - interval '1 microsecond') + interval '1 minute')) as during
    from stay where end_at > $2 and end_at > joined_at group by customer_id, participant_id
  ), step as (
    select lower(r) as at, 1 as people from person cross join unnest(during) r
    union all select upper(r), -1 from person cross join unnest(during) r
  ), change as (
    select at, sum(people) as people from step group by at
  ), refused as (
    select date_trunc('minute', at) as at, count(*) as refused from join_attempt
    where at >= $2 and at < $3 and outcome <> 'admitted' group by 1
  ), minute as (
    select t.at, sum(coalesce(c.people, 0)) over (order by t.at) as present, coalesce(r.refused, 0) as refused
    from generate_series($2::timestamptz, $3::timestamptz - interval '1 minute', interval '1 minute') t(at)
    left join change c on c.at = t.at left join refused r on r.at = t.at
  )
  select $1::uuid as "incidentId", $2::timestamptz as "startAt", $3::timestamptz as "endAt",
    (select coalesce(jsonb_agg(jsonb_build_object('at', ${instantText('at')}, 'present', present, 'refused', refused) order by at), '[]')
       from minute) as minutes,
    (select coalesce(jsonb_agg(jsonb_build_object('componentKey', component_key, 'windows', windows)
       order by component_key), '[]') from (
      select component_key, jsonb_agg(jsonb_build_object('id', id, 'componentKey', component_key, 'startsAt', ${instantText('starts_at')},
        'endsAt', ${instantText('ends_at')}, 'capabilities', capabilities) order by starts_at, id) as windows
      from outage_window where incident_id = $1 and retracted_at is null
        and starts_at < $3 and coalesce(ends_at, $4) > $2
      group by component_key) c) as components,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'status', status, 'displayAt', ${instantText('display_at')}, 'locale', locale,
       'body', body) order by display_at, id), '[]')
     from incident_update where incident_id = $1 and display_at >= $2 and display_at < $3) as updates`;
