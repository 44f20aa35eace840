import { rows, type Tx } from '../platform/database/database.js';

/**
 * The seconds of a multirange, as SQL. Nearly all have one range or none, which costs a third of what it takes to unnest
 * them; `date_part` is exact for whole seconds, and `extract` would count in numeric.
 */
export function secondsOf(multirange: string): string {
  const m = multirange;
  return `case when isempty(${m}) then 0
    when tstzmultirange(range_merge(${m})) = ${m} then date_part('epoch', upper(${m}) - lower(${m}))::bigint
    else (select sum(date_part('epoch', upper(r) - lower(r))::bigint) from unnest(${m}) r) end`;
}

/** The heaviest class of a row with the columns blocked, media_lost, interactivity_lost and degraded, or null. */
export const CLASS_OF_RANGES = `case when not isempty(blocked) then 'unable_to_join' when not isempty(media_lost) then 'media_loss'
  when not isempty(interactivity_lost) then 'interactivity_loss' when not isempty(degraded) then 'degraded' end`;

/**
 * The steps before `ranges`: `placed` (the people with their meetings), `refusal` (what each failed attempt blocked) with
 * its sum `observed`, `guess` (what is inferred, by which rule) with its sum `inferred`.
 */
export function blocking(subject: string): string {
  return `subject as (${subject}), placed as materialized (
      select u.scenario, u.person_no, p.meeting_no, p.present, p.is_facilitator, p.first_start_at, p.could_not_start,
        m.profile_no, m.cancelled_at, m.schedule, m.scheduled_start_at, d.last_known_at
      from subject u join run_person p on p.no = u.person_no
      join run_profiled_meeting m on m.no = p.meeting_no join run_meeting_data d on d.meeting_no = p.meeting_no
    ), ${OBSERVED}, ${INFERRED}`;
}

/** A meeting cancelled before a stretch starts is ignored by it; one cancelled inside it counts as scheduled. */
const NOT_CANCELLED_BEFORE = '(u.cancelled_at is null or u.cancelled_at >= st.starts_at)';

/**
 * Blocked, observed: from each failed attempt to the next entry, the end of the stretch or the last known moment; in a
 * degraded stretch also to the next attempt, and for five minutes at most.
 */
const OBSERVED = `refused as materialized (
    select u.scenario, u.person_no, u.profile_no, u.cancelled_at, u.last_known_at, f.at, f.next_entry_at, f.next_attempt_at
    from run_failure f join placed u on u.person_no = f.person_no
  ), refusal as (
    select u.scenario, u.person_no, u.at, tstzrange(u.at, greatest(u.at, least(u.next_entry_at, st.ends_at, u.last_known_at,
      case when not st.is_lost then least(u.next_attempt_at, u.at + interval '5 minutes') end))) as during
    from refused u
    join run_stretch st on st.scenario = u.scenario and st.profile_no = u.profile_no and st.during @> u.at
    where ${NOT_CANCELLED_BEFORE}
  ), observed as materialized (
    select scenario, person_no, range_agg(during) as during from refusal group by scenario, person_no
  )`;

function quarterHour(instant: string): string {
  return `floor(date_part('epoch', ${instant}) / 900)::bigint`;
}

/**
 * Blocked, inferred, in a lost stretch in which the person tried nothing: (i) came late: the first session begins within
 * 15 minutes after the stretch; (ii) could not start: nobody was ever in a meeting whose schedule begins in the stretch,
 * and the person is on its roster; (iii) thrown out: a session ended in the stretch or at most 2 minutes before, and the
 * next one begins within 15 minutes after it. `last_start_at` is the last start before the stretch's end: a leave before
 * that start has another "next session". Whoever begins within 15 minutes after an end does so in its quarter of an hour or
 * the next: so thousands of stretches are met by an equal key.
 */
const INFERRED = `door as materialized (
    select st.*, ${quarterHour('st.ends_at')} + k as quarter
    from run_stretch st cross join (values (0), (1)) v(k) where st.may_infer
  ), late as (
    select u.scenario, u.person_no, st.during, tstzrange(greatest(st.starts_at, u.scheduled_start_at), st.ends_at) as piece
    from placed u join door st on st.scenario = u.scenario and st.profile_no = u.profile_no
      and st.quarter = ${quarterHour('u.first_start_at')}
    where u.first_start_at >= st.ends_at and u.first_start_at < st.ends_at + interval '15 minutes'
      and u.schedule && st.during and ${NOT_CANCELLED_BEFORE}
  ), not_started as (
    select u.scenario, u.person_no, st.during, st.during * u.schedule as piece
    from placed u join run_stretch st on st.scenario = u.scenario and st.profile_no = u.profile_no and st.may_infer
    where u.could_not_start and st.during @> u.scheduled_start_at and u.schedule is not null and ${NOT_CANCELLED_BEFORE}
  ), entry as materialized (
    select u.scenario, u.person_no, u.profile_no, u.cancelled_at, u.first_start_at, s.joined_at, s.quarter
    from (select person_no, joined_at, ${quarterHour('joined_at')} as quarter from run_stay) s
    join placed u on u.person_no = s.person_no
    where s.quarter in (select quarter from door)
  ), returned as (
    select distinct u.scenario, u.person_no, st.during, st.starts_at, st.ends_at
    from entry u join door st on st.scenario = u.scenario and st.profile_no = u.profile_no and st.quarter = u.quarter
      and u.joined_at >= st.ends_at and u.joined_at < st.ends_at + interval '15 minutes'
    where u.first_start_at < st.ends_at and ${NOT_CANCELLED_BEFORE}
  ), left_before as (
    select r.*, s.end_at, max(s.joined_at) over (partition by r.scenario, r.person_no, r.starts_at) as last_start_at
    from returned r join run_stay s on s.person_no = r.person_no and s.joined_at < r.ends_at
  ), thrown_out as (
    select scenario, person_no, during, tstzrange(greatest(min(end_at), starts_at), ends_at) as piece
    from left_before
    where end_at < ends_at and end_at >= greatest(starts_at - interval '2 minutes', last_start_at)
    group by scenario, person_no, during, starts_at, ends_at
  ), guess as (
    select i.scenario, i.person_no, i.rule, i.piece
    from (select *, 'came_late' as rule from late union all select *, 'could_not_start' from not_started
      union all select *, 'thrown_out' from thrown_out) i
    where not exists (select from run_try a where a.person_no = i.person_no and i.during @> a.at)
  ), inferred as materialized (
    select scenario, person_no, range_agg(piece) as during from guess group by scenario, person_no
  )`;

/**
 * What everybody suffered under the windows as they stand: the ranges observed, inferred, media_lost, interactivity_lost
 * and degraded, which never overlap. Rows of the untouched are left out.
 */
const CLASSIFICATION = `with ${blocking('select 0 as scenario, no as person_no from run_person')},
    ranges as materialized (
      select u.person_no, u.meeting_no, u.profile_no, u.could_not_start,
        coalesce(o.during - u.present, '{}') as observed,
        coalesce(i.during - u.present - coalesce(o.during, '{}'), '{}') as inferred,
        u.present * t.media_lost as media_lost,
        u.present * case when u.is_facilitator then t.facilitator_interactivity_lost else t.interactivity_lost end
          as interactivity_lost,
        u.present * case when u.is_facilitator then t.facilitator_degraded else t.degraded end as degraded
      from placed u join run_timeline t on t.profile_no = u.profile_no
      left join observed o on o.person_no = u.person_no
      left join inferred i on i.person_no = u.person_no
    )
    select *, observed + inferred as blocked from ranges
    where not (isempty(observed) and isempty(inferred) and isempty(media_lost) and isempty(interactivity_lost)
      and isempty(degraded))`;

/** `run_profiled_meeting`: the meetings whose components are known, with their profile. */
export async function profileMeetings(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_profiled_meeting on commit drop as
     select m.no, m.cancelled_at, m.schedule, m.scheduled_start_at, p.no as profile_no
     from run_meeting m join run_profile p on p.components = m.components`,
  );
  await rows(tx, 'analyze run_profiled_meeting (no, profile_no)');
}

/** `run_result`: what everybody suffered under the windows as they stand, with the class. */
export async function classifyEverybody(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_result on commit drop as
     select *, ${CLASS_OF_RANGES} as class
     from (${CLASSIFICATION}) r`,
  );
  await rows(tx, 'analyze run_result (person_no)');
}
