import { rows, type Tx } from '../platform/database/database.js';
import { CLASS_OF_RANGES, classification, secondsOf } from './classify.sql.js';
import { layShiftedStretches } from './timelines.sql.js';

/** By how much an edge is moved to see whether a row's class depends on it. */
export const SHIFT_SECONDS = 60;

/**
 * `run_borderline`: the hit people whose class another place of one window's edge, 60 s away, would change. Looking again
 * at everybody under every shift would cost as many assessments as there are edges, so only the pairs are looked at that
 * can differ: a moved edge changes the class of somebody only when an instant of theirs lies within the shift of the edge
 * (or of the rules' 2 and 15 minutes around it), when their whole class rests on at most twice the shift, or when the
 * shift joins, splits or removes a stretch of their meeting. The oracle looks at every pair and agrees.
 */
export async function findBorderline(tx: Tx): Promise<void> {
  await pairBySuspicion(tx);
  await rows(tx, 'analyze run_pair');
  await layShiftedStretches(tx);
  await rows(
    tx,
    `create temp table run_borderline on commit drop as
     with shifted as (
       select scenario, person_no, ${CLASS_OF_RANGES} as class
       from (${classification('select scenario, person_no from run_pair')}) r
     )
     select distinct p.person_no
     from run_pair p join run_result r on r.person_no = p.person_no
     left join shifted s on s.scenario = p.scenario and s.person_no = p.person_no
     where s.class is distinct from r.class`,
  );
  await rows(tx, 'analyze run_borderline');
}

async function pairBySuspicion(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_edge on commit drop as
     select p.no as profile_no, s.scenario, k.kind,
       tstzrange(s.edge_at + (k.offset_seconds - $1) * interval '1 second',
         s.edge_at + (k.offset_seconds + $1) * interval '1 second', '[]') as zone
     from run_shift s join run_profile p on s.component = any(p.components)
     cross join (values ('join', 0, ''), ('join', 900, 'lost'), ('leave', 0, ''), ('leave', -120, 'lost'),
       ('door', 0, 'any')) k(kind, offset_seconds, needs)
     where k.needs = '' or s.capabilities->>'join' = k.needs or (k.needs = 'any' and s.capabilities ? 'join')`,
    [SHIFT_SECONDS],
  );
  await rows(
    tx,
    `create temp table run_pair on commit drop as
     with hit as materialized (
       select r.person_no, p.meeting_no, p.participant_id, m.profile_no, r.class,
         case r.class when 'unable_to_join' then r.blocked when 'media_loss' then r.media_lost
           when 'interactivity_loss' then r.interactivity_lost else r.degraded end as during
       from run_result r join run_person p on p.no = r.person_no join run_profiled_meeting m on m.no = p.meeting_no
     ), ${CLOSE_INSTANTS}, ${CHANGED_TOPOLOGY}
     select e.scenario, e.profile_no, c.person_no
     from close c join run_edge e on e.profile_no = c.profile_no and e.kind = c.kind and e.zone @> c.at
     union
     select s.scenario, h.profile_no, h.person_no
     from hit h join run_profile p on p.no = h.profile_no
     join run_shift s on s.component = any(p.components) and not s.gains and s.during && h.during
     where ${secondsOf('h.during')} <= 2 * $1
     union
     select t.scenario, t.profile_no, h.person_no from hit h join topology t on t.profile_no = h.profile_no`,
    [SHIFT_SECONDS],
  );
}

/**
 * The instants of the people hit that lie close to an edge. Of a stay both ends count; attempts and the instants of the
 * meeting itself count only at the door, that is for windows that hit `join`.
 */
const CLOSE_INSTANTS = `near_edge as materialized (
    select profile_no, kind, range_agg(zone) as zones from run_edge group by profile_no, kind
  ), stay as (
    select h.person_no, h.profile_no, s.joined_at, s.end_at
    from hit h join run_session s on s.meeting_no = h.meeting_no and s.participant_id = h.participant_id
  ), meeting_instant as materialized (
    select m.no as meeting_no, p.profile_no, i.at
    from run_meeting m join run_profiled_meeting p on p.no = m.no join run_meeting_data d on d.meeting_no = m.no
    cross join lateral (values (m.scheduled_start_at), (m.scheduled_end_at), (m.actual_end_at), (m.cancelled_at),
      (d.last_known_at)) i(at)
    join near_edge n on n.profile_no = p.profile_no and n.kind = 'door' and n.zones @> i.at
  ), close as materialized (
    select s.person_no, s.profile_no, n.kind, s.joined_at as at
    from stay s join near_edge n on n.profile_no = s.profile_no and n.kind = 'join' and n.zones @> s.joined_at
    union all
    select s.person_no, s.profile_no, n.kind, s.end_at
    from stay s join near_edge n on n.profile_no = s.profile_no and n.kind = 'leave' and n.zones @> s.end_at
    union all
    select h.person_no, h.profile_no, n.kind, a.at
    from hit h join run_attempt a on a.meeting_no = h.meeting_no and a.participant_id = h.participant_id
    join near_edge n on n.profile_no = h.profile_no and n.kind = 'door' and n.zones @> a.at
    union all
    select h.person_no, h.profile_no, 'door', i.at from hit h join meeting_instant i on i.meeting_no = h.meeting_no
  )`;

/** The shifts that join, split or remove a stretch: then there are more or fewer of them. */
const CHANGED_TOPOLOGY = `stretch_count as materialized (
    select scenario, profile_no, (select count(*) from unnest(join_lost)) as lost_count,
      (select count(*) from unnest(join_degraded)) as degraded_count
    from run_timeline
  ), topology as (
    select s.scenario, s.profile_no
    from stretch_count s join stretch_count b on b.profile_no = s.profile_no and b.scenario = 0
    where s.scenario > 0 and (s.lost_count, s.degraded_count) <> (b.lost_count, b.degraded_count)
  )`;
