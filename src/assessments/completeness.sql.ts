import { instantText, row, rows, type Tx } from '../platform/database/database.js';
import type { Span } from './span.js';

/** A minute without any event is a gap when the minutes around it have so many on average. */
const EXPECTED_EVENTS = 100;
/** So many minutes with events on either side say what is expected. */
const MINUTES_AROUND = 10;

/** A time in which no join, no leave and no attempt is known of anybody, though so many a minute are expected. */
export type DataGap = { readonly startAt: Date; readonly endAt: Date; readonly expectedPerMinute: number };

/** What one source delivered of one kind near the windows: the hours for which there is anything, as ranges. */
export type SourceSpan = {
  readonly source: string;
  readonly kind: string;
  readonly lineCount: number;
  readonly hours: readonly { readonly startAt: Date; readonly endAt: Date }[];
};

/** What of the data a run cannot know. `customersInGaps` have a meeting during a gap; their figures may be too low. */
export type Completeness = {
  readonly gaps: readonly DataGap[];
  readonly customersInGaps: number;
  readonly meetingsWithoutData: number;
  readonly meetingsWithoutComponents: number;
  readonly sources: readonly SourceSpan[];
};

/** Finds the gaps, writes the customers concerned, and says what else is not known. */
export async function noteCompleteness(
  tx: Tx,
  assessmentId: string,
  span: Span,
  assessedAt: Date,
): Promise<Completeness> {
  await findGaps(tx, span, assessedAt);
  await rows(
    tx,
    `insert into data_gap (customer_id, assessment_id, gap_seconds, meetings)
     with meeting_time as (
       select no as meeting_no, schedule as during from run_meeting where schedule is not null
       union all
       select meeting_no, tstzrange(joined_at, end_at) from run_session where end_at > joined_at
     ), concerned as (
       select m.customer_id, m.no, range_agg(g.during * t.during) as during
       from run_gap g join meeting_time t on t.during && g.during join run_meeting m on m.no = t.meeting_no
       group by m.customer_id, m.no
     ), clock as (
       select customer_id, count(*) as meetings, range_agg(during) as during from concerned group by customer_id
     )
     select customer_id, $1, (select sum(extract(epoch from upper(r) - lower(r)))::int from unnest(during) r), meetings
     from clock`,
    [assessmentId],
  );
  const found = await row<Completeness>(tx, COMPLETENESS, [assessmentId, span.startAt, span.endAt]);
  if (found === undefined) throw new Error('a sum has always a row');
  return found;
}

/** `run_gap`: between two minutes with events, and from the first or last of them to the edge of the span. */
async function findGaps(tx: Tx, span: Span, assessedAt: Date): Promise<void> {
  const endAt = assessedAt < span.endAt ? assessedAt : span.endAt;
  await rows(
    tx,
    `create temp table run_gap on commit drop as
     with event as (
       select joined_at as at from run_session
       union all select left_at from run_session
       union all select at from run_attempt
     ), minute as (
       select date_trunc('minute', at) as at, count(*) as events from event where at >= $1 and at < $2 group by 1
     ), around as (
       select at, avg(events) over (order by at rows between ${MINUTES_AROUND - 1} preceding and current row) as before,
         lead(at) over (order by at) as next_at,
         avg(events) over (order by at rows between 1 following and ${MINUTES_AROUND} following) as after,
         lag(at) over (order by at) is null as is_first,
         avg(events) over (order by at rows between current row and ${MINUTES_AROUND - 1} following) as from_here
       from minute
     ), gap as (
       select tstzrange(at + interval '1 minute', next_at) as during, least(before, after) as expected
       from around where next_at > at + interval '1 minute'
       union all
       select tstzrange(at + interval '1 minute', $2), before from around
       where next_at is null and at + interval '1 minute' < $2
       union all
       select tstzrange($1, at), from_here from around where is_first and at > $1
     )
     select during, round(expected)::int as expected from gap
     where expected >= ${EXPECTED_EVENTS} and upper(during) - lower(during) >= interval '1 minute'`,
    [span.startAt, endAt],
  );
}

const COMPLETENESS = `
  select
    (select coalesce(jsonb_agg(jsonb_build_object('startAt', ${instantText('lower(during)')}, 'endAt', ${instantText('upper(during)')},
       'expectedPerMinute', expected) order by during), '[]') from run_gap) as gaps,
    (select count(*)::int from data_gap where assessment_id = $1) as "customersInGaps",
    (select count(*)::int from run_meeting m join run_meeting_data d on d.meeting_no = m.no
       where m.schedule && tstzrange($2, $3) and m.cancelled_at is null
         and not d.has_session and not d.has_attempt) as "meetingsWithoutData",
    (select count(*)::int from run_meeting where components is null) as "meetingsWithoutComponents",
    (select coalesce(jsonb_agg(s order by s.source, s.kind), '[]') from (
       select source, kind, sum(line_count)::int as "lineCount",
         (select jsonb_agg(jsonb_build_object('startAt', ${instantText('lower(r)')}, 'endAt', ${instantText('upper(r)')}) order by r)
            from unnest(range_agg(tstzrange(hour_at, hour_at + interval '1 hour'))) r) as hours
       from data_delivery where last_at >= $2 and first_at < $3 and hour_at < $3
       group by source, kind) s) as sources`;
