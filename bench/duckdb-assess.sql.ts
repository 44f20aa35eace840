/**
 * What DuckDB is asked: for the founding incident, how many rows of impact there are in each class and how many seconds
 * they add up to. It reads the same sessions, attempts, meetings and rosters (instants in epoch seconds), follows the same
 * rules as far as this day exercises them, and writes nothing; per-customer figures, ranges and flags are left out.
 */
const seconds = (instant: string): number => Date.parse(instant) / 1000;
const A = seconds('2020-09-16T11:53:00Z');
const B = seconds('2020-09-16T12:49:00Z');
const C = seconds('2020-09-16T13:09:00Z');
const D = seconds('2020-09-16T13:27:00Z');
const PERSON = 'customer_id, meeting_id, participant_id';

const same = (left: string, right: string): string =>
  `${left}.customer_id = ${right}.customer_id and ${left}.meeting_id = ${right}.meeting_id
    and ${left}.participant_id = ${right}.participant_id`;

/** The seconds of the union of `(from_at, to_at)` for each person of a relation. */
const unionOf = (relation: string): string => `
  select ${PERSON}, sum(to_at - from_at) as seconds from (
    select ${PERSON}, min(from_at) as from_at, max(to_at) as to_at from (
      select *, sum(case when from_at > before then 1 else 0 end) over (partition by ${PERSON} order by from_at, to_at) as island
      from (select *, coalesce(max(to_at) over (partition by ${PERSON} order by from_at, to_at
          rows between unbounded preceding and 1 preceding), -1) as before from ${relation} where to_at > from_at) o
    ) i group by ${PERSON}, island
  ) u group by ${PERSON}`;

const clipped = (relation: string, from: number, to: number): string =>
  `(select ${PERSON}, greatest(from_at, ${from}) as from_at, least(to_at, ${to}) as to_at from ${relation})`;

export const DUCKDB_ASSESS = `
with m as materialized (
  select m.* from meeting m semi join (
    select customer_id, meeting_id from session where j < ${D + 1200} and (l is null or l >= ${A - 1200})
    union all select customer_id, meeting_id from attempt where ts >= ${A - 1200} and ts < ${D + 1200}
    union all select customer_id, id from meeting where ss < ${D + 1200} and se > ${A - 1200}
  ) c on c.customer_id = m.customer_id and c.meeting_id = m.id
  where m.app or m.rt
), s0 as materialized (
  select s.* from session s semi join m on m.customer_id = s.customer_id and m.id = s.meeting_id
), bot as materialized (
  select ${PERSON} from s0 group by ${PERSON} having bool_and(bot)
), s1 as materialized (
  select * from s0 anti join bot using (${PERSON})
), t as materialized (
  select a.* from attempt a semi join m on m.customer_id = a.customer_id and m.id = a.meeting_id
  anti join bot on ${same('bot', 'a')}
), md as materialized (
  select m.*, greatest(m.se, m.ae, x.l) as lk, x.l is not null or coalesce(x.seen, false) as seen
  from m left join (select customer_id, meeting_id, max(l) as l, true as seen from s1 group by all) x
    on x.customer_id = m.customer_id and x.meeting_id = m.id
), next_of_open as (
  select o.${PERSON.replaceAll(', ', ', o.')}, o.j, min(n.ts) as ts
  from (select * from s1 where l is null) o
  join (select ${PERSON}, j as ts from s1 union all select ${PERSON}, ts from t) n
    on n.customer_id = o.customer_id and n.meeting_id = o.meeting_id and n.participant_id = o.participant_id and n.ts > o.j
  group by all
), s as materialized (
  select s1.${PERSON.replaceAll(', ', ', s1.')}, s1.j,
    coalesce(s1.l, greatest(s1.j, least(n.ts, coalesce(md.ae, md.lk), $1::bigint))) as e
  from s1 join md on md.customer_id = s1.customer_id and md.id = s1.meeting_id
  left join next_of_open n on s1.l is null and n.customer_id = s1.customer_id and n.meeting_id = s1.meeting_id
    and n.participant_id = s1.participant_id and n.j = s1.j
), failed as (
  select distinct t.${PERSON.replaceAll(', ', ', t.')}, t.ts, md.lk
  from t join md on md.customer_id = t.customer_id and md.id = t.meeting_id
  where md.app and t.outcome <> 'admitted' and t.ts >= ${A} and t.ts < ${C}
    and (md.ca is null or md.ca >= case when t.ts < ${B} then ${A} else ${B} end)
), next_entry as (
  select f.${PERSON.replaceAll(', ', ', f.')}, f.ts, min(e.ts) as entry_at
  from failed f join (select ${PERSON}, j as ts from s1 union all select ${PERSON}, ts from t where outcome = 'admitted') e
    on e.customer_id = f.customer_id and e.meeting_id = f.meeting_id and e.participant_id = f.participant_id and e.ts >= f.ts
  group by all
), next_attempt as (
  select f.${PERSON.replaceAll(', ', ', f.')}, f.ts, min(a.ts) as attempt_at
  from failed f join t a on a.customer_id = f.customer_id and a.meeting_id = f.meeting_id
    and a.participant_id = f.participant_id and a.ts > f.ts
  where f.ts < ${B} group by all
), o as materialized (
  select f.${PERSON.replaceAll(', ', ', f.')}, f.ts as from_at, greatest(f.ts, least(e.entry_at, f.lk,
    case when f.ts < ${B} then ${B} else ${C} end, case when f.ts < ${B} then f.ts + 300 end, a.attempt_at)) as to_at
  from failed f
  left join next_entry e on e.customer_id = f.customer_id and e.meeting_id = f.meeting_id
    and e.participant_id = f.participant_id and e.ts = f.ts
  left join next_attempt a on a.customer_id = f.customer_id and a.meeting_id = f.meeting_id
    and a.participant_id = f.participant_id and a.ts = f.ts
), tried as materialized (
  select distinct ${PERSON} from t where ts >= ${B} and ts < ${C}
), per as (
  select ${PERSON}, min(j) as first, max(j) filter (where j < ${C}) as last_before, min(j) filter (where j >= ${C}) as back
  from s group by ${PERSON}
), i as materialized (
  select per.${PERSON.replaceAll(', ', ', per.')}, greatest(${B}, md.ss) as from_at, ${C} as to_at
  from per join md on md.customer_id = per.customer_id and md.id = per.meeting_id
  anti join tried on ${same('tried', 'per')}
  where md.app and (md.ca is null or md.ca >= ${B}) and per.first >= ${C} and per.first < ${C + 900} and md.ss < ${C} and md.se > ${B}
  union all
  select per.${PERSON.replaceAll(', ', ', per.')}, greatest(${B}, min(s.e)), ${C}
  from per join md on md.customer_id = per.customer_id and md.id = per.meeting_id
  join s on ${same('s', 'per')} anti join tried on ${same('tried', 'per')}
  where md.app and (md.ca is null or md.ca >= ${B}) and per.first < ${C} and per.back < ${C + 900}
    and s.e < ${C} and s.e >= greatest(${B - 120}, per.last_before) and s.j < ${C}
  group by per.${PERSON.replaceAll(', ', ', per.')}
  union all
  select r.${PERSON.replaceAll(', ', ', r.')}, md.ss, least(md.se, ${C})
  from md join roster r on r.customer_id = md.customer_id and r.meeting_id = md.id
  anti join tried on ${same('tried', 'r')} anti join bot on ${same('bot', 'r')}
  where md.app and not md.seen and md.ss >= ${B} and md.ss < ${C} and (md.ca is null or md.ca >= ${B})
), stay as materialized (
  select ${PERSON}, j as from_at, e as to_at from s
), in_app as (
  select stay.* from stay semi join (select * from md where app) x on x.customer_id = stay.customer_id and x.id = stay.meeting_id
), in_realtime as (
  select stay.* from stay semi join (select * from md where rt) x on x.customer_id = stay.customer_id and x.id = stay.meeting_id
), near as materialized (
  select * from stay semi join (select ${PERSON} from o union all select ${PERSON} from i) x using (${PERSON})
), p1 as (${unionOf('near')}
), p2 as (${unionOf('(select * from near union all select * from o)')}
), p3 as (${unionOf('(select * from near union all select * from o union all select * from i)')}
), blocked as (
  select p3.${PERSON.replaceAll(', ', ', p3.')}, p3.seconds - coalesce(p1.seconds, 0) as blocked,
    p3.seconds - coalesce(p2.seconds, 0) as inferred
  from p3 left join p2 using (${PERSON}) left join p1 using (${PERSON})
), lost as (${unionOf(clipped('in_app', B, C))}
), slow as (
  select ${PERSON}, sum(seconds) as seconds from (
    (${unionOf(clipped('in_app', A, B))}) union all (${unionOf(clipped('in_realtime', C, D))})
  ) q group by ${PERSON}
), impact as (
  select coalesce(b.blocked, 0) as blocked, coalesce(b.inferred, 0) as inferred, coalesce(l.seconds, 0) as lost,
    coalesce(d.seconds, 0) as degraded
  from blocked b full join lost l using (${PERSON}) full join slow d using (${PERSON})
)
select case when blocked > 0 then 'unable_to_join' when lost > 0 then 'interactivity_loss' else 'degraded' end as class,
  count(*)::double as people, sum(blocked)::double as blocked, sum(inferred)::double as inferred, sum(lost)::double as lost,
  sum(degraded)::double as degraded
from impact where blocked + lost + degraded > 0 group by 1 order by 1`;

/** The same out of what the product wrote. */
export const PRODUCT_BY_CLASS = `
select class, count(*)::float8 as people, sum(blocked_seconds)::float8 as blocked, sum(inferred_seconds)::float8 as inferred,
  sum(interactivity_lost_seconds)::float8 as lost, sum(degraded_seconds)::float8 as degraded
from impact where assessment_id = $1 group by class order by class`;
