/**
 * The smallest hand-written SQL that answers, for the founding incident and its generated day, what an assessment answers:
 * per customer the people, their seconds and the seconds of the clock by class. The windows are literals, nothing is kept,
 * and rules that this day does not exercise (media loss, layered or open windows, borderline) are left out. Like the
 * product it must look at every session and attempt of the meetings around the windows.
 */
export const ASSESS_FLOOR = `
with w as materialized (
  select timestamptz '2020-09-16 11:53:00Z' as a, timestamptz '2020-09-16 12:49:00Z' as b,
    timestamptz '2020-09-16 13:09:00Z' as c, timestamptz '2020-09-16 13:27:00Z' as d
), m as materialized (
  select m.customer_id, m.id, m.actual_end_at, m.cancelled_at, 'app' = any(m.components) as app,
    'realtime' = any(m.components) as rt, m.scheduled_start_at as ss, m.scheduled_end_at as se
  from (
    select s.customer_id, s.meeting_id from session s, w
      where s.joined_at < w.d + interval '20 min' and (s.left_at is null or s.left_at >= w.a - interval '20 min')
    union select t.customer_id, t.meeting_id from join_attempt t, w
      where t.at >= w.a - interval '20 min' and t.at < w.d + interval '20 min'
    union select x.customer_id, x.id from meeting x, w
      where x.scheduled_start_at < w.d + interval '20 min' and x.scheduled_end_at > w.a - interval '20 min'
  ) c join meeting m on m.customer_id = c.customer_id and m.id = c.meeting_id
  where m.components && '{app,realtime}'
), s0 as materialized (
  select s.customer_id, s.meeting_id, s.participant_id as p, s.joined_at, s.left_at, s.role, s.kind
  from m join session s on s.customer_id = m.customer_id and s.meeting_id = m.id
), bot as materialized (
  select customer_id, meeting_id, p from s0 group by 1, 2, 3 having bool_and(kind = 'bot')
), s1 as materialized (
  select s0.* from s0 left join bot using (customer_id, meeting_id, p) where bot.p is null
), t as materialized (
  select a.customer_id, a.meeting_id, a.participant_id as p, a.at, a.outcome, a.role
  from m join join_attempt a on a.customer_id = m.customer_id and a.meeting_id = m.id
  where not exists (select from bot where bot.customer_id = a.customer_id and bot.meeting_id = a.meeting_id and bot.p = a.participant_id)
), md as materialized (
  select m.*, greatest(m.se, m.actual_end_at, x.l) as lk, x.customer_id is not null as seen
  from m left join (select customer_id, meeting_id, max(left_at) as l from s1 group by 1, 2) x
    on x.customer_id = m.customer_id and x.meeting_id = m.id
), s as materialized (
  select s1.customer_id, s1.meeting_id, s1.p, s1.joined_at, s1.role, s1.left_at is null as open,
    case when s1.left_at is not null then s1.left_at else greatest(s1.joined_at, least(
      (select min(n.joined_at) from session n where n.customer_id = s1.customer_id and n.meeting_id = s1.meeting_id
        and n.participant_id = s1.p and n.joined_at > s1.joined_at),
      (select min(n.at) from join_attempt n where n.customer_id = s1.customer_id and n.meeting_id = s1.meeting_id
        and n.participant_id = s1.p and n.at > s1.joined_at),
      coalesce(md.actual_end_at, md.lk), $1::timestamptz)) end as e
  from s1 join md on md.customer_id = s1.customer_id and md.id = s1.meeting_id
), f as (
  select t.customer_id, t.meeting_id, t.p, tstzrange(t.at, greatest(t.at, least(
      (select min(x.joined_at) from session x where x.customer_id = t.customer_id and x.meeting_id = t.meeting_id and x.participant_id = t.p and x.joined_at >= t.at),
      (select min(x.at) from join_attempt x where x.customer_id = t.customer_id and x.meeting_id = t.meeting_id and x.participant_id = t.p and x.outcome = 'admitted' and x.at >= t.at),
      case when t.at < w.b then w.b else w.c end, md.lk,
      case when t.at < w.b then least(t.at + interval '5 min', (select min(x.at) from join_attempt x where x.customer_id = t.customer_id
        and x.meeting_id = t.meeting_id and x.participant_id = t.p and x.at > t.at)) end))) as r
  from t join md on md.customer_id = t.customer_id and md.id = t.meeting_id, w
  where md.app and t.outcome <> 'admitted' and t.at >= w.a and t.at < w.c
    and (md.cancelled_at is null or md.cancelled_at >= case when t.at < w.b then w.a else w.b end)
), o as (select customer_id, meeting_id, p, range_agg(r) as r from f group by 1, 2, 3
), per as materialized (
  select customer_id, meeting_id, p, range_agg(tstzrange(joined_at, e)) as r, min(joined_at) as first,
    max(joined_at) filter (where joined_at < w.c) as last_before, min(joined_at) filter (where joined_at >= w.c) as back,
    max(e) filter (where e < w.c) as last_e, array_agg(e) as es
  from s, w group by 1, 2, 3
), i as (
  select per.customer_id, per.meeting_id, per.p, case when per.first >= w.c then tstzrange(greatest(w.b, md.ss), w.c) else
    tstzrange(greatest(w.b, (select min(e) from unnest(per.es) e where e < w.c and e >= greatest(w.b - interval '2 min', per.last_before))), w.c) end as r
  from per join md on md.customer_id = per.customer_id and md.id = per.meeting_id, w
  where md.app and per.back < w.c + interval '15 min' and (md.cancelled_at is null or md.cancelled_at >= w.b)
    and case when per.first >= w.c then md.ss < w.c and md.se > w.b
      else exists (select from unnest(per.es) e where e < w.c and e >= greatest(w.b - interval '2 min', per.last_before)) end
    and not exists (select from t where t.customer_id = per.customer_id and t.meeting_id = per.meeting_id and t.p = per.p
      and t.at >= w.b and t.at < w.c)
  union all
  select r.customer_id, r.meeting_id, r.participant_id, tstzrange(md.ss, least(md.se, w.c))
  from md join roster_entry r on r.customer_id = md.customer_id and r.meeting_id = md.id, w
  where md.app and not md.seen and md.ss >= w.b and md.ss < w.c and (md.cancelled_at is null or md.cancelled_at >= w.b)
    and not exists (select from t where t.customer_id = r.customer_id and t.meeting_id = r.meeting_id and t.p = r.participant_id
      and t.at >= w.b and t.at < w.c)
    and not exists (select from bot where bot.customer_id = r.customer_id and bot.meeting_id = r.meeting_id and bot.p = r.participant_id)
), part as materialized (
  select customer_id, meeting_id, p, coalesce(per.r, '{}') as pres,
    coalesce(o.r, '{}') - coalesce(per.r, '{}') as ob,
    coalesce(tstzmultirange(i.r), '{}') - coalesce(per.r, '{}') - coalesce(o.r, '{}') as inf
  from per full join o using (customer_id, meeting_id, p) full join i using (customer_id, meeting_id, p)
), x as materialized (
  select part.customer_id, part.p, ob, ob + inf as bl,
    case when md.app then pres * tstzmultirange(tstzrange(w.b, w.c)) else '{}' end as il,
    pres * case when md.app and md.rt then tstzmultirange(tstzrange(w.a, w.b), tstzrange(w.c, w.d))
      when md.app then tstzmultirange(tstzrange(w.a, w.b)) else tstzmultirange(tstzrange(w.c, w.d)) end as dg
  from part join md on md.customer_id = part.customer_id and md.id = part.meeting_id, w
), pp as materialized (
  select customer_id, p, range_agg(ob) as ob, range_agg(bl) as bl, range_agg(il) - range_agg(bl) as il,
    range_agg(dg) - range_agg(bl) - range_agg(il) as dg
  from x group by 1, 2
), cl as materialized (
  select customer_id, range_agg(ob) as ob, range_agg(bl) as bl, range_agg(il) - range_agg(bl) as il,
    range_agg(dg) - range_agg(bl) - range_agg(il) as dg
  from pp group by 1
)
select n.*, sec(cl.bl) as clock_blocked, sec(cl.il) as clock_lost, sec(cl.dg) as clock_degraded, sec(cl.bl - cl.ob) as clock_inferred
from (
  select customer_id, count(*) filter (where not isempty(bl)) as unable, count(*) filter (where isempty(bl) and not isempty(il)) as lost,
    count(*) filter (where isempty(bl) and isempty(il) and not isempty(dg)) as degraded,
    sum(sec(bl))::bigint as blocked_seconds, sum(sec(il))::bigint as lost_seconds, sum(sec(dg))::bigint as degraded_seconds, sum(sec(bl - ob))::bigint as inferred_seconds
  from pp where not (isempty(bl) and isempty(il) and isempty(dg)) group by 1
) n join cl using (customer_id)
order by customer_id`.replaceAll(
  /sec\(([^()]+)\)/g,
  '(select coalesce(sum(extract(epoch from upper(q) - lower(q))::bigint), 0)::bigint from unnest($1) q)',
);

/** The same figures out of what the product wrote. */
export const ASSESS_PRODUCT = `
select customer_id, people_unable_to_join as unable, people_interactivity_loss as lost, people_degraded as degraded,
  person_seconds_unable_to_join as blocked_seconds, person_seconds_interactivity_loss as lost_seconds,
  person_seconds_degraded as degraded_seconds, person_seconds_inferred as inferred_seconds,
  clock_seconds_unable_to_join as clock_blocked, clock_seconds_interactivity_loss as clock_lost,
  clock_seconds_degraded as clock_degraded, clock_seconds_inferred as clock_inferred
from customer_impact where assessment_id = $1 and class <> 'unknown' order by customer_id`;
