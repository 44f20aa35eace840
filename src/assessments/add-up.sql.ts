import { row, rows, type Tx } from '../platform/database/database.js';
import { secondsOf } from './classify.sql.js';

/** Writes the impact of everybody hit. */
export async function writeImpacts(tx: Tx, assessmentId: string): Promise<void> {
  await rows(
    tx,
    `insert into impact (customer_id, assessment_id, meeting_id, participant_id, class, confidence, is_facilitator,
       borderline, has_open_session, blocked_seconds, inferred_seconds, media_lost_seconds, interactivity_lost_seconds,
       degraded_seconds, blocked, inferred, media_lost, interactivity_lost, degraded)
     select m.customer_id, $1, m.meeting_id, p.participant_id, r.class,
       case when isempty(r.observed) and not isempty(r.inferred) then 'inferred' else 'observed' end,
       p.is_facilitator, b.person_no is not null, p.has_open_session,
       ${secondsOf('r.blocked')}, ${secondsOf('r.inferred')}, ${secondsOf('r.media_lost')},
       ${secondsOf('r.interactivity_lost')}, ${secondsOf('r.degraded')},
       r.blocked, r.inferred, r.media_lost, r.interactivity_lost, r.degraded
     from run_result r join run_person p on p.no = r.person_no join run_meeting m on m.no = p.meeting_no
     left join run_borderline b on b.person_no = r.person_no
     order by p.meeting_no, p.participant_id`,
    [assessmentId],
  );
}

/** Writes the meetings that were hit, in the heaviest class below them, and those of which nothing is known. */
export async function writeMeetingImpacts(tx: Tx, assessmentId: string): Promise<void> {
  await rows(
    tx,
    `insert into meeting_impact (customer_id, assessment_id, meeting_id, class, confidence, people_unable_to_join,
       people_media_loss, people_interactivity_loss, people_degraded, people_inferred, blocked_seconds, inferred_seconds,
       media_lost_seconds, interactivity_lost_seconds, degraded_seconds)
     select customer_id, $1, meeting_id, ${heaviest('class')},
       case when bool_and(class <> 'unable_to_join' or confidence = 'inferred') and bool_or(confidence = 'inferred')
         then 'inferred' else 'observed' end,
       ${counts('class')}, count(*) filter (where confidence = 'inferred'),
       sum(blocked_seconds), sum(inferred_seconds), sum(media_lost_seconds), sum(interactivity_lost_seconds),
       sum(degraded_seconds)
     from impact where assessment_id = $1 group by customer_id, meeting_id`,
    [assessmentId],
  );
  await writeUnknownMeetings(tx, assessmentId);
}

/**
 * A meeting is unknown when its schedule overlaps a window that touches it and nobody was in, tried, or could not start;
 * or when nobody can say whether a window touches it (its components are not known) and it was on during one: by its
 * schedule, its people or their attempts. A window that starts after a meeting was cancelled is ignored by it.
 */
async function writeUnknownMeetings(tx: Tx, assessmentId: string): Promise<void> {
  await rows(
    tx,
    `insert into meeting_impact (customer_id, assessment_id, meeting_id, class, confidence, people_unable_to_join,
       people_media_loss, people_interactivity_loss, people_degraded, people_inferred, blocked_seconds, inferred_seconds,
       media_lost_seconds, interactivity_lost_seconds, degraded_seconds)
     with silent as (
       select m.no from run_meeting m join run_meeting_data d on d.meeting_no = m.no
       join run_window w on w.component = any(m.components) and w.during && m.schedule and ${WINDOW_COUNTS}
       where not d.has_session and not d.has_attempt
         and not exists (select from run_result r join run_person p on p.no = r.person_no where p.meeting_no = m.no)
     ), opaque as materialized (
       select * from run_meeting where components is null
     ), on_during as (
       select m.no from opaque m join run_window w on w.during && m.schedule and ${WINDOW_COUNTS}
       union all
       select m.no from opaque m join run_session s on s.meeting_no = m.no
       join run_window w on w.during && tstzrange(s.joined_at, s.end_at) and ${WINDOW_COUNTS}
       union all
       select m.no from opaque m join run_attempt a on a.meeting_no = m.no
       join run_window w on w.during @> a.at and ${WINDOW_COUNTS}
     )
     select m.customer_id, $1, m.meeting_id, 'unknown', 'observed', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
     from run_meeting m where m.no in (select no from silent union select no from on_during)`,
    [assessmentId],
  );
}

const WINDOW_COUNTS = '(m.cancelled_at is null or m.cancelled_at >= lower(w.during))';

/**
 * Writes the customers that were hit or have an unknown meeting. Each second of a person, over all meetings, and each
 * second of the clock, over all people, counts once: in the heaviest class then present.
 */
export async function writeCustomerImpacts(tx: Tx, assessmentId: string): Promise<void> {
  await rows(
    tx,
    `create temp table run_customer_person on commit drop as
     with several as materialized (
       select customer_id, participant_id from impact where assessment_id = $1
       group by customer_id, participant_id having count(*) > 1
     ), person as materialized (
       select i.customer_id, i.participant_id, ${heaviest('i.class')} as class,
         bool_and(i.class <> 'unable_to_join' or i.confidence = 'inferred') as is_inferred, ${unions('i.')}
       from impact i join several s on s.customer_id = i.customer_id and s.participant_id = i.participant_id
       where i.assessment_id = $1 group by i.customer_id, i.participant_id
     ), apart as materialized (${eachSecondOnce('person', 'customer_id, participant_id, class, is_inferred')})
     select i.customer_id, i.class, i.confidence = 'inferred' as is_inferred, i.blocked_seconds as unable_to_join,
       i.media_lost_seconds as media_loss, i.interactivity_lost_seconds as interactivity_loss, i.degraded_seconds,
       i.inferred_seconds as inferred, i.blocked, i.blocked - i.inferred as observed, i.media_lost, i.interactivity_lost,
       i.degraded
     from impact i
     where i.assessment_id = $1 and not exists (
       select from several s where s.customer_id = i.customer_id and s.participant_id = i.participant_id)
     union all
     select customer_id, class, is_inferred and class = 'unable_to_join' as is_inferred, ${secondsByClass('')},
       blocked, observed, media_lost, interactivity_lost, degraded
     from apart`,
    [assessmentId],
  );
  await rows(
    tx,
    `insert into customer_impact (customer_id, assessment_id, class, people_unable_to_join, people_media_loss,
       people_interactivity_loss, people_degraded, people_inferred,
       person_seconds_unable_to_join, person_seconds_media_loss, person_seconds_interactivity_loss,
       person_seconds_degraded, person_seconds_inferred,
       clock_seconds_unable_to_join, clock_seconds_media_loss, clock_seconds_interactivity_loss,
       clock_seconds_degraded, clock_seconds_inferred,
       meetings_unable_to_join, meetings_media_loss, meetings_interactivity_loss, meetings_degraded, meetings_unknown,
       meetings_inferred)
     with clock as materialized (
       select customer_id, range_agg(blocked) as blocked, range_agg(observed) as observed,
         range_agg(media_lost) as media_lost, range_agg(interactivity_lost) as interactivity_lost,
         range_agg(degraded) as degraded
       from run_customer_person group by customer_id
     ), clock_apart as materialized (${eachSecondOnce('clock', 'customer_id')}
     ), clock_seconds as (
       select customer_id, ${secondsByClass('clock_')} from clock_apart
     ), people as (
       select customer_id, ${counts('class', 'people_')}, count(*) filter (where is_inferred) as people_inferred,
         sum(unable_to_join) as unable_to_join, sum(media_loss) as media_loss,
         sum(interactivity_loss) as interactivity_loss, sum(degraded_seconds) as degraded_seconds, sum(inferred) as inferred
       from run_customer_person group by customer_id
     ), meetings as (
       select customer_id, ${heaviest('class')} as class, ${counts('class', 'meetings_')},
         count(*) filter (where class = 'unknown') as meetings_unknown,
         count(*) filter (where confidence = 'inferred') as meetings_inferred
       from meeting_impact where assessment_id = $1 group by customer_id
     )
     select m.customer_id, $1, m.class, coalesce(people_unable_to_join, 0), coalesce(people_media_loss, 0),
       coalesce(people_interactivity_loss, 0), coalesce(people_degraded, 0), coalesce(people_inferred, 0),
       coalesce(p.unable_to_join, 0), coalesce(p.media_loss, 0), coalesce(p.interactivity_loss, 0),
       coalesce(p.degraded_seconds, 0), coalesce(p.inferred, 0),
       coalesce(clock_unable_to_join, 0), coalesce(clock_media_loss, 0), coalesce(clock_interactivity_loss, 0),
       coalesce(clock_degraded_seconds, 0), coalesce(clock_inferred, 0),
       meetings_unable_to_join, meetings_media_loss, meetings_interactivity_loss, meetings_degraded, meetings_unknown,
       meetings_inferred
     from meetings m left join people p on p.customer_id = m.customer_id
     left join clock_seconds c on c.customer_id = m.customer_id`,
    [assessmentId],
  );
}

const CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'] as const;

function heaviest(column: string): string {
  return `(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'])[min(case ${column}
    when 'unable_to_join' then 1 when 'media_loss' then 2 when 'interactivity_loss' then 3 when 'degraded' then 4 else 5 end)]`;
}

function counts(column: string, prefix = ''): string {
  return CLASSES.map((name) => `count(*) filter (where ${column} = '${name}') as ${prefix}${name}`).join(', ');
}

/** The union of each kind of range over rows of `impact`; `observed` is the blocked time that needs no inference. */
function unions(prefix: string): string {
  return `range_agg(${prefix}blocked) as blocked, range_agg(${prefix}blocked - ${prefix}inferred) as observed,
    range_agg(${prefix}media_lost) as media_lost, range_agg(${prefix}interactivity_lost) as interactivity_lost,
    range_agg(${prefix}degraded) as degraded`;
}

/** Takes from each kind of range what a heavier one covers. */
function eachSecondOnce(relation: string, keys: string): string {
  return `select ${keys}, blocked, observed, media_lost - blocked as media_lost,
      interactivity_lost - blocked - media_lost as interactivity_lost,
      degraded - blocked - media_lost - interactivity_lost as degraded
    from ${relation}`;
}

function secondsByClass(prefix: string): string {
  return `${secondsOf('blocked')} as ${prefix}unable_to_join, ${secondsOf('media_lost')} as ${prefix}media_loss,
    ${secondsOf('interactivity_lost')} as ${prefix}interactivity_loss, ${secondsOf('degraded')} as ${prefix}degraded_seconds,
    ${secondsOf('blocked - observed')} as ${prefix}inferred`;
}

/** The totals of a run; each customer, meeting and person counts once, in the heaviest class. */
export type Figures = {
  readonly customers: Readonly<Record<string, number>>;
  readonly meetings: Readonly<Record<string, number>>;
  readonly people: Readonly<Record<string, number>>;
  readonly personSeconds: Readonly<Record<string, number>>;
};

/** Adds up a finished run, with the counts of those near the windows whom nothing touched. */
export async function readFigures(tx: Tx, assessmentId: string): Promise<Figures> {
  const found = await row<{ figures: Figures }>(
    tx,
    `with c as (select * from customer_impact where assessment_id = $1),
     unaffected as (
       select
         (select count(*) from (select distinct m.customer_id from run_meeting m) x
            where not exists (select from c where c.customer_id = x.customer_id)) as customers,
         (select count(*) from run_meeting m where not exists (select from meeting_impact i
            where i.customer_id = m.customer_id and i.assessment_id = $1 and i.meeting_id = m.meeting_id)) as meetings,
         (select count(*) from (
            select m.customer_id, p.participant_id from run_person p join run_meeting m on m.no = p.meeting_no
              where p.is_seen group by m.customer_id, p.participant_id
            except
            select i.customer_id, i.participant_id from impact i where i.assessment_id = $1) x) as people
     )
     select jsonb_build_object(
       'customers', jsonb_build_object(${CLASSES.map((name) => `'${name}', count(*) filter (where class = '${name}')`).join(', ')},
         'unknown', count(*) filter (where class = 'unknown'), 'unaffected', max(u.customers)),
       'meetings', jsonb_build_object(${totals('meetings_')}, 'unknown', coalesce(sum(meetings_unknown), 0),
         'unaffected', max(u.meetings), 'inferred', coalesce(sum(meetings_inferred), 0)),
       'people', jsonb_build_object(${totals('people_')}, 'unaffected', max(u.people),
         'inferred', coalesce(sum(people_inferred), 0)),
       'personSeconds', jsonb_build_object(${totals('person_seconds_')},
         'inferred', coalesce(sum(person_seconds_inferred), 0))) as figures
     from unaffected u left join c on true`,
    [assessmentId],
  );
  if (found === undefined) throw new Error('a sum has always a row');
  return found.figures;
}

function totals(prefix: string): string {
  return CLASSES.map((name) => `'${name}', coalesce(sum(${prefix}${name}), 0)`).join(', ');
}
