/**
 * The smallest hand-written SQL that gives, for the founding incident and its generated day, the figures of an assessment
 * and writes the same rows, into twins of the product's tables. The windows are literals; rules that this day does not
 * exercise (media loss, layered or open windows) and the flag `borderline` are left out. Like the product it must look at
 * every session and attempt of the meetings around the windows.
 */
export const ASSESS_FLOOR = `
with w as materialized (
  select timestamptz '2020-09-16 11:53:00Z' as a, timestamptz '2020-09-16 12:49:00Z' as b,
    timestamptz '2020-09-16 13:09:00Z' as c, timestamptz '2020-09-16 13:27:00Z' as d
), m as materialized (
  select m.customer_id, m.id, m.actual_end_at, m.cancelled_at, 'app' = any(m.components) as app,
    'realtime' = any(m.components) as rt, m.scheduled_start_at as ss, m.scheduled_end_at as se
  from (
    select s.customer_id, s.meeting_id from session s
      where s.joined_at >= '2020-09-15 11:33:00Z' and s.joined_at < '2020-09-16 13:47:00Z'
        and (s.left_at is null or s.left_at >= '2020-09-16 11:33:00Z')
    union select s.customer_id, s.meeting_id from session s
      where s.joined_at < '2020-09-15 11:33:00Z' and (s.left_at is null or s.left_at - s.joined_at > interval '24 hours')
        and (s.left_at is null or s.left_at >= '2020-09-16 11:33:00Z')
    union select t.customer_id, t.meeting_id from join_attempt t
      where t.at >= '2020-09-16 11:33:00Z' and t.at < '2020-09-16 13:47:00Z'
    union select x.customer_id, x.id from meeting x
      where x.scheduled_start_at >= '2020-09-15 11:33:00Z' and x.scheduled_start_at < '2020-09-16 13:47:00Z'
        and x.scheduled_end_at > '2020-09-16 11:33:00Z'
  ) c join meeting m on m.customer_id = c.customer_id and m.id = c.meeting_id
  where m.components && '{app,realtime}' or m.components is null or m.components = '{}'
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
  select customer_id, meeting_id, p, range_agg(tstzrange(joined_at, e)) as r, bool_or(role = 'facilitator') as f, bool_or(open) as open, min(joined_at) as first,
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
  select customer_id, meeting_id, p, coalesce(per.r, '{}') as pres, coalesce(per.f, false) as f, coalesce(per.open, false) as open,
    coalesce(o.r, '{}') - coalesce(per.r, '{}') as ob,
    coalesce(tstzmultirange(i.r), '{}') - coalesce(per.r, '{}') - coalesce(o.r, '{}') as inf
  from per full join o using (customer_id, meeting_id, p) full join i using (customer_id, meeting_id, p)
), x as materialized (
  select part.customer_id, part.meeting_id, part.p, f, open, ob, inf, ob + inf as bl,
    case when md.app then pres * tstzmultirange(tstzrange(w.b, w.c)) else '{}' end as il,
    pres * case when md.app and md.rt then tstzmultirange(tstzrange(w.a, w.b), tstzrange(w.c, w.d))
      when md.app then tstzmultirange(tstzrange(w.a, w.b)) when md.rt then tstzmultirange(tstzrange(w.c, w.d)) else '{}' end as dg
  from part join md on md.customer_id = part.customer_id and md.id = part.meeting_id, w
), fac as materialized (
  select customer_id, meeting_id, p from t where role = 'facilitator'
  union select m.customer_id, m.id, r.participant_id from m join roster_entry r on r.customer_id = m.customer_id and r.meeting_id = m.id
    where r.role = 'facilitator'
), hit as materialized (
  select x.*, case when not isempty(bl) then 1 when not isempty(il) then 3 else 4 end as c,
    isempty(ob) and not isempty(inf) as guessed, x.f or fac.p is not null as fac,
    sec(bl) as bs, sec(inf) as fs, sec(il) as ls, sec(dg) as ds
  from x left join fac using (customer_id, meeting_id, p) where not (isempty(bl) and isempty(il) and isempty(dg))
), wi as (
  insert into floor_impact (customer_id, assessment_id, meeting_id, participant_id, class, confidence, is_facilitator, borderline,
    has_open_session, blocked_seconds, inferred_seconds, media_lost_seconds, interactivity_lost_seconds, degraded_seconds,
    blocked, inferred, media_lost, interactivity_lost, degraded)
  select customer_id, $2, meeting_id, p, (array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'])[c],
    case when guessed then 'inferred' else 'observed' end, fac, false, open, bs, fs, 0, ls, ds, bl, inf, '{}', il, dg from hit
), mi as materialized (
  select customer_id, meeting_id, min(c) as c, bool_and(c <> 1 or guessed) and bool_or(guessed) as guessed,
    count(*) filter (where c = 1) as c1, count(*) filter (where c = 3) as c3, count(*) filter (where c = 4) as c4,
    count(*) filter (where guessed) as g, sum(bs) as bs, sum(fs) as fs, sum(ls) as ls, sum(ds) as ds
  from hit group by 1, 2
), unknown as (
  select md.customer_id, md.id as meeting_id from md, w
  where (md.app or md.rt) and not md.seen and not exists (select from t where t.customer_id = md.customer_id and t.meeting_id = md.id)
    and not exists (select from mi where mi.customer_id = md.customer_id and mi.meeting_id = md.id)
    and (md.app and md.ss < w.b and md.se > w.a and (md.cancelled_at is null or md.cancelled_at >= w.a)
      or md.app and md.ss < w.c and md.se > w.b and (md.cancelled_at is null or md.cancelled_at >= w.b)
      or md.rt and md.ss < w.d and md.se > w.c and (md.cancelled_at is null or md.cancelled_at >= w.c))
  union
  select md.customer_id, md.id from md, w
  where coalesce(not md.app and not md.rt, true) and exists (
    select from (values (w.a, w.b), (w.b, w.c), (w.c, w.d)) v(f, u)
    where (md.cancelled_at is null or md.cancelled_at >= v.f) and (md.ss < v.u and md.se > v.f and md.se > md.ss
      or exists (select from s where s.customer_id = md.customer_id and s.meeting_id = md.id and s.joined_at < v.u and s.e > v.f
        and s.e > s.joined_at)
      or exists (select from t where t.customer_id = md.customer_id and t.meeting_id = md.id and t.at >= v.f and t.at < v.u)))
), am as materialized (
  select * from mi union all select customer_id, meeting_id, 5, false, 0, 0, 0, 0, 0, 0, 0, 0 from unknown
), wm as (
  insert into floor_meeting_impact (customer_id, assessment_id, meeting_id, class, confidence, people_unable_to_join, people_media_loss,
    people_interactivity_loss, people_degraded, people_inferred, blocked_seconds, inferred_seconds, media_lost_seconds,
    interactivity_lost_seconds, degraded_seconds)
  select customer_id, $2, meeting_id, (array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'])[c],
    case when guessed then 'inferred' else 'observed' end, c1, 0, c3, c4, g, bs, fs, 0, ls, ds from am
), pp as materialized (
  select customer_id, p, min(c) as c, bool_and(c <> 1 or guessed) as guessed, range_agg(ob) as ob, range_agg(bl) as bl,
    range_agg(il) - range_agg(bl) as il, range_agg(dg) - range_agg(bl) - range_agg(il) as dg
  from hit group by 1, 2
), cl as materialized (
  select customer_id, range_agg(ob) as ob, range_agg(bl) as bl, range_agg(il) - range_agg(bl) as il,
    range_agg(dg) - range_agg(bl) - range_agg(il) as dg,
    count(*) filter (where c = 1) as c1, count(*) filter (where c = 3) as c3, count(*) filter (where c = 4) as c4,
    count(*) filter (where guessed and c = 1) as g, sum(sec(bl)) as bs, sum(sec(il)) as ls, sum(sec(dg)) as ds, sum(sec(bl - ob)) as fs
  from pp group by 1
)
insert into floor_customer_impact (customer_id, assessment_id, class, people_unable_to_join, people_media_loss,
  people_interactivity_loss, people_degraded, people_inferred, person_seconds_unable_to_join, person_seconds_media_loss,
  person_seconds_interactivity_loss, person_seconds_degraded, person_seconds_inferred, clock_seconds_unable_to_join,
  clock_seconds_media_loss, clock_seconds_interactivity_loss, clock_seconds_degraded, clock_seconds_inferred,
  meetings_unable_to_join, meetings_media_loss, meetings_interactivity_loss, meetings_degraded, meetings_unknown, meetings_inferred)
select am.customer_id, $2, (array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'])[min(am.c)],
  coalesce(max(cl.c1), 0), 0, coalesce(max(cl.c3), 0), coalesce(max(cl.c4), 0), coalesce(max(cl.g), 0), coalesce(max(cl.bs), 0), 0,
  coalesce(max(cl.ls), 0), coalesce(max(cl.ds), 0), coalesce(max(cl.fs), 0), coalesce(max(k.bs), 0), 0, coalesce(max(k.ls), 0),
  coalesce(max(k.ds), 0), coalesce(max(k.fs), 0), count(*) filter (where am.c = 1), 0, count(*) filter (where am.c = 3),
  count(*) filter (where am.c = 4), count(*) filter (where am.c = 5), count(*) filter (where am.guessed)
from am left join cl using (customer_id)
left join (select customer_id, sec(bl) as bs, sec(il) as ls, sec(dg) as ds, sec(bl - ob) as fs from cl) k using (customer_id)
group by 1`.replaceAll(
  /sec\(([^()]+)\)/g,
  '(select coalesce(sum(extract(epoch from upper(q) - lower(q))::bigint), 0)::bigint from unnest($1) q)',
);

/** The product's tables with a twin that the floor writes, and what of a row the floor leaves out. */
export const FLOOR_TABLES = [
  { table: 'impact', leftOut: ['assessment_id', 'borderline'] },
  { table: 'meeting_impact', leftOut: ['assessment_id'] },
  { table: 'customer_impact', leftOut: ['assessment_id'] },
] as const;
