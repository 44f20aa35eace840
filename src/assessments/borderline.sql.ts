import { rows, type Tx } from '../platform/database/database.js';
import { blocking, secondsOf } from './classify.sql.js';

/** By how much an edge is moved to see whether a row's class depends on it. */
export const SHIFT_SECONDS = 60;

/**
 * `run_borderline`: the hit people whose class another place of one window's edge, 60 s away, would change. Looking again
 * at everybody under every shift would cost as many assessments as there are edges, so only the pairs are looked at that
 * can differ: a moved edge changes the class of somebody only when an instant of theirs lies within the shift of the edge
 * (or of the rules' 2 and 15 minutes around it), when their whole class rests on at most twice the shift, or when the
 * shift joins, splits or removes a stretch of their meeting at whose door they were. The oracle looks at every pair and
 * agrees. Of such a pair only what can differ is worked out again: what the shifted time holds, and what was blocked in
 * the stretches that reach it; the rest is as it was.
 */
export async function findBorderline(tx: Tx): Promise<void> {
  await pairBySuspicion(tx);
  await rows(tx, 'analyze run_pair');
  await rows(
    tx,
    `create temp table run_borderline on commit drop as
     with ${blocking('select scenario, person_no from run_pair')}, before as materialized (
       select scenario, profile_no, range_agg(before) as during from run_changed_join group by scenario, profile_no
     ), shifted as (
       select r.person_no, r.class, u.present, s.during,
         r.blocked - coalesce(b.during, '{}') as still_blocked,
         coalesce(o.during, '{}') + coalesce(i.during, '{}') - u.present as blocked,
         r.media_lost, s.media_lost as then_media_lost, r.interactivity_lost,
         case when u.is_facilitator then s.facilitator_interactivity_lost else s.interactivity_lost end as then_interactivity_lost,
         r.degraded, case when u.is_facilitator then s.facilitator_degraded else s.degraded end as then_degraded
       from placed u join run_result r on r.person_no = u.person_no
       join run_shifted s on s.scenario = u.scenario and s.profile_no = u.profile_no
       left join before b on b.scenario = u.scenario and b.profile_no = u.profile_no
       left join observed o on o.scenario = u.scenario and o.person_no = u.person_no
       left join inferred i on i.scenario = u.scenario and i.person_no = u.person_no
     )
     select distinct person_no from shifted
     where class is distinct from case
       when not (isempty(still_blocked) and isempty(blocked)) then 'unable_to_join'
       when ${suffered('media_lost')} then 'media_loss'
       when ${suffered('interactivity_lost')} then 'interactivity_loss'
       when ${suffered('degraded')} then 'degraded' end`,
  );
  await rows(tx, 'analyze run_borderline');
}

function suffered(kind: string): string {
  return `not (isempty(${kind} - tstzmultirange(during)) and isempty(present * then_${kind}))`;
}

/** Instants that can be close to each other are so by an equal key: that of their two minutes, or of their quarter hour. */
const slot = (instant: string, seconds = 120): string => `floor(date_part('epoch', ${instant}) / ${seconds})::bigint`;

const slots = (from: string, to: string, seconds = 120): string =>
  `generate_series(${slot(from, seconds)}, ${slot(to, seconds)})`;

/**
 * One number out of a slot, what it is of, and a profile: PostgreSQL knows how rare its values are, and so hashes, where of
 * three columns together it knows nothing. Two that share a number by chance only make a pair that differs in nothing.
 */
const keyOf = (slotNumber: string, kind: string, profile: string): string =>
  `((${slotNumber}) * 4 + ${kind}) * 1048576 + ${profile}`;

/** What an instant is: the beginning or the end of a stay, or anything at the door. */
const KIND = { join: 0, leave: 1, door: 2 } as const;

async function pairBySuspicion(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_edge on commit drop as
     select scenario, ${keyOf('slot', 'kind', 'profile_no')} as key, zone,
       case when s.capabilities ? 'join' then 0 else ${HEAVIEST_BY_PRESENCE} end as heaviest
     from run_shift s join run_profile_component p on p.component = s.component
     cross join (values (${KIND.join}, 0, ''), (${KIND.join}, 900, 'lost'), (${KIND.leave}, 0, ''),
       (${KIND.leave}, -120, 'lost'), (${KIND.door}, 0, 'any')) k(kind, offset_seconds, needs)
     cross join lateral (values (tstzrange(s.edge_at + (k.offset_seconds - $1) * interval '1 second',
       s.edge_at + (k.offset_seconds + $1) * interval '1 second', '[]'))) z(zone)
     cross join lateral ${slots('lower(zone)', 'upper(zone)')} slot
     where (s.gains or s.capabilities ? 'join')
       and (k.needs = '' or s.capabilities->>'join' = k.needs or (k.needs = 'any' and s.capabilities ? 'join'))`,
    [SHIFT_SECONDS],
  );
  await rows(
    tx,
    `create temp table run_doubtful on commit drop as
     select r.person_no, r.meeting_no, r.profile_no, r.could_not_start,
       array_position('{unable_to_join,media_loss,interactivity_loss,degraded}', r.class) as weight,
       case r.class when 'unable_to_join' then r.blocked when 'media_loss' then r.media_lost
         when 'interactivity_loss' then r.interactivity_lost else r.degraded end as during
     from run_result r`,
  );
  await rows(tx, 'analyze run_edge (key), run_doubtful (person_no, meeting_no, profile_no)');
  await rows(
    tx,
    `create temp table run_pair on commit drop as
     select scenario, person_no from (${NEAR_AN_EDGE}) n
     union
     select scenario, person_no from (${RESTING_ON_THE_SHIFT}) r
     union
     select scenario, person_no from (${AT_A_CHANGED_DOOR}) c`,
    [SHIFT_SECONDS],
  );
}

/**
 * Who is present suffers no less from a window that lasts longer, and no more than it holds; from one that lasts shorter
 * only those suffer less whose whole class rests on what it loses. So a window that leaves the door alone is asked after
 * only where it grows, and only of those in a lighter class than it can bring.
 */
const HEAVIEST_BY_PRESENCE = `case when 'lost' in (s.capabilities->>'media', s.capabilities->>'view') then 2
  when 'lost' in (s.capabilities->>'interact', s.capabilities->>'moderate') then 3 else 4 end`;

/**
 * The people hit who have an instant near an edge. Of a stay both ends count; attempts and the instants of the meeting itself
 * count only at the door, that is for windows that hit `join`.
 */
const NEAR_AN_EDGE = `
  select e.scenario, h.person_no
  from run_doubtful h join run_stay s on s.person_no = h.person_no
  cross join lateral (values (${KIND.join}, s.joined_at), (${KIND.leave}, s.end_at)) k(kind, at)
  join run_edge e on e.key = ${keyOf(slot('k.at'), 'k.kind', 'h.profile_no')} and e.zone @> k.at and e.heaviest < h.weight
  union all
  select e.scenario, h.person_no
  from run_doubtful h join run_try a on a.person_no = h.person_no
  join run_edge e on e.key = ${keyOf(slot('a.at'), String(KIND.door), 'h.profile_no')} and e.zone @> a.at
  union all
  select m.scenario, h.person_no
  from (
    select distinct e.scenario, m.no
    from run_meeting m join run_profiled_meeting p on p.no = m.no join run_meeting_data d on d.meeting_no = m.no
    cross join lateral (values (m.scheduled_start_at), (m.scheduled_end_at), (m.actual_end_at), (m.cancelled_at),
      (d.last_known_at)) k(at)
    join run_edge e on e.key = ${keyOf(slot('k.at'), String(KIND.door), 'p.profile_no')} and e.zone @> k.at
  ) m join run_doubtful h on h.meeting_no = m.no`;

/** Whose whole class rests on what a shift takes away or, blocked, on little of which it takes some. */
const RESTING_ON_THE_SHIFT = `
  with little as materialized (
    select person_no, profile_no, during as whole, range_merge(during) as during from run_doubtful
    where weight > 1 and upper(during) - lower(during) <= $1 * interval '1 second'
    union all
    select h.person_no, h.profile_no, null, r.during from run_doubtful h cross join lateral unnest(h.during) r(during)
    where h.weight = 1 and ${secondsOf('h.during')} <= 2 * $1
  ), loss as materialized (
    select s.scenario, s.during, ${keyOf('slot', '0', 'p.profile_no')} as key
    from run_shift s join run_profile_component p on p.component = s.component
    cross join lateral ${slots('lower(s.during)', 'upper(s.during)')} slot
    where not s.gains
  ), cut as materialized (
    select l.person_no, l.whole, l.during, ${keyOf('slot', '0', 'l.profile_no')} as key
    from little l cross join lateral ${slots('lower(l.during)', 'upper(l.during)')} slot
  )
  select l.scenario, c.person_no from cut c join loss l on l.key = c.key
    and l.during && c.during and (c.whole is null or l.during @> c.whole)`;

/** Who tried, came or was to start in a stretch that a shift joins, splits or removes, or came within 15 minutes after it. */
const AT_A_CHANGED_DOOR = `
  with changed as materialized (
    select scenario, profile_no, tstzrange(lower(during), upper(during) + interval '15 minutes') as zone
    from (select scenario, profile_no, range_merge(range_agg(before) + range_agg(after)) as during from run_changed_join
      group by scenario, profile_no having bool_or(changes_count)) c
  ), zone as materialized (
    select scenario, zone, ${keyOf('slot', '0', 'profile_no')} as key
    from changed c cross join lateral ${slots('lower(zone)', 'upper(zone)', 900)} slot
  ), event as (
    select h.person_no, h.profile_no, s.joined_at as at
    from run_doubtful h join run_stay s on s.person_no = h.person_no where exists (select from changed)
    union all
    select h.person_no, h.profile_no, a.at
    from run_doubtful h join run_try a on a.person_no = h.person_no where exists (select from changed)
    union all
    select h.person_no, h.profile_no, m.scheduled_start_at
    from run_doubtful h join run_meeting m on m.no = h.meeting_no where h.could_not_start
  )
  select z.scenario, e.person_no from event e
  join zone z on z.key = ${keyOf(slot('e.at', 900), '0', 'e.profile_no')} and z.zone @> e.at`;
