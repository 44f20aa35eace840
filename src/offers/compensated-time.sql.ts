import { secondsOf } from '../assessments/classify.sql.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { HitClass } from '../policies/impact-class.js';
import type { PolicyKind } from '../policies/policy.js';

/** What an offer compensates: the people of its assessment, or, for window time, the service itself. */
export type CompensatingOffer = {
  readonly customerId: string;
  readonly offerId: string;
  readonly kind: PolicyKind;
  /** The windows as multiranges when the policy looks at window time, else null. */
  readonly lost: string | null;
  readonly degraded: string | null;
};

/** What is left of an incident for one customer, when other offers have compensated a part of it. */
export type RestRow = {
  readonly customerId: string;
  readonly clockSeconds: Readonly<Record<HitClass, number>>;
  readonly inferredSeconds: number;
  readonly people: Readonly<Record<HitClass, number>>;
  readonly inferredPeople: number;
  readonly meetings: Readonly<Record<HitClass, number>>;
  readonly compensated: readonly {
    readonly offerId: string;
    readonly takenSeconds: number;
    readonly upgradedSeconds: number;
    /** All that the other offer compensates, and what it gives for it. */
    readonly offerSeconds: number;
    readonly offerMinor: number;
  }[];
};

const CLASS_OF_LEVEL = ['degraded', 'interactivity_loss', 'media_loss', 'unable_to_join'] as const;

/**
 * Makes everybody else who prices these customers wait for the transaction's end. In the order of their ids, so that two
 * runs never wait for each other. Rows are locked, not advisory keys: those would not fit the server's lock table.
 */
export async function lockCustomers(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await rows(tx, 'select id from customer where id = any($1::uuid[]) order by id for no key update', [customerIds]);
}

/** Each second of each person once, in the heaviest class then suffered, as `person_level (customer_id, participant_id, level, during)`. */
const personLevel = (ofCustomers: string): string => `
  mine as materialized (
    select customer_id, participant_id, range_agg(blocked) as blocked, range_agg(media_lost) as media_lost,
           range_agg(interactivity_lost) as interactivity_lost, range_agg(degraded) as degraded
      from impact where assessment_id = $1 and customer_id ${ofCustomers} group by customer_id, participant_id
  ), person_level as materialized (
    select customer_id, participant_id, level, during
      from mine cross join lateral (values
        (4, blocked), (3, media_lost - blocked), (2, interactivity_lost - blocked - media_lost),
        (1, degraded - blocked - media_lost - interactivity_lost)) as each (level, during)
     where not isempty(during)
  )`;

/**
 * The customers, of those given, for whom offers of other incidents have compensated time of this assessment under one
 * kind of policy: what is left of their impact, and who compensated what. $5 is the span of the incident.
 */
export function readRest(
  tx: Tx,
  assessmentId: string,
  customerIds: readonly string[],
  incident: { readonly id: string; readonly startsAt: Date; readonly endsAt: Date },
  kind: PolicyKind,
): Promise<RestRow[]> {
  return withoutLoops(tx, () =>
    rows<RestRow>(
      tx,
      `with held as materialized (
       select t.customer_id, t.participant_id, t.offer_id, t.to_level, t.during
         from compensated_time t join offer o on o.customer_id = t.customer_id and o.id = t.offer_id
        where t.customer_id = any($2::uuid[]) and t.kind = $3 and t.released_at is null and t.participant_id <> ''
          and o.incident_id <> $4 and t.during && tstzmultirange(tstzrange($5, $6))
     ), ${personLevel('in (select customer_id from held)')},
     meets as materialized (
       select l.customer_id, l.participant_id, l.level, h.offer_id, h.to_level, l.during * h.during as during
         from person_level l join held h on h.customer_id = l.customer_id and h.participant_id = l.participant_id
        where l.during && h.during
     ), taken as materialized (
       select customer_id, participant_id, level, range_agg(during) as during
         from meets where to_level >= level group by customer_id, participant_id, level
     ), rest as materialized (
       select l.customer_id, l.participant_id, l.level, l.during - coalesce(t.during, '{}') as during
         from person_level l left join taken t using (customer_id, participant_id, level)
     ), clock as (
       select customer_id, ${CLASS_OF_LEVEL.map(
         (_name, index) => `coalesce(range_agg(during) filter (where level = ${index + 1}), '{}') as l${index + 1}`,
       ).join(', ')} from rest where not isempty(during) group by customer_id
     ), people as (
       select customer_id, ${counted('people')}
         from (select customer_id, max(level) as level from rest where not isempty(during)
                group by customer_id, participant_id) hit group by customer_id
     ), guessed as (
       select r.customer_id, r.participant_id, range_agg(i.inferred * r.during) as inferred,
              range_agg((i.blocked - i.inferred) * r.during) as observed
         from rest r join impact i on i.customer_id = r.customer_id and i.assessment_id = $1
          and i.participant_id = r.participant_id
        where r.level = 4 and not isempty(r.during) group by r.customer_id, r.participant_id
     ), guesses as (
       select customer_id, ${secondsOf('inferred - observed')} as seconds, people
         from (select customer_id, range_agg(inferred) as inferred, range_agg(observed) as observed,
                      count(*) filter (where isempty(observed)) as people
                 from guessed group by customer_id) g
     ), meetings as (
       select customer_id, ${counted('meetings')}
         from (select i.customer_id, max(r.level) as level
                 from rest r join impact i on i.customer_id = r.customer_id and i.assessment_id = $1
                  and i.participant_id = r.participant_id and r.during && case r.level
                    when 4 then i.blocked when 3 then i.media_lost when 2 then i.interactivity_lost else i.degraded end
                group by i.customer_id, i.meeting_id) hit group by customer_id
     ), by_offer as (
       select m.customer_id, m.offer_id,
              coalesce(sum(${secondsOf('m.during')}) filter (where m.to_level >= m.level), 0) as taken,
              coalesce(sum(${secondsOf("m.during - coalesce(t.during, '{}')")}) filter (where m.to_level < m.level), 0) as upgraded
         from meets m left join taken t using (customer_id, participant_id, level) group by m.customer_id, m.offer_id
     ), compensated as (
       select b.customer_id, jsonb_agg(jsonb_build_object('offerId', b.offer_id, 'takenSeconds', b.taken,
                'upgradedSeconds', b.upgraded, 'offerSeconds',
                (select sum(${secondsOf('t.during')}) from compensated_time t
                  where t.customer_id = b.customer_id and t.offer_id = b.offer_id and t.kind = $3),
                'offerMinor', (select coalesce(sum(s.amount_minor), 0) from offer_share s
                  where s.customer_id = b.customer_id and s.offer_id = b.offer_id and s.kind = $3))
              order by b.offer_id) as compensated
         from by_offer b group by b.customer_id
     )
     select c.customer_id as "customerId",
            ${classesObject((level) => secondsOf(lessHeavier('k', level)))} as "clockSeconds",
            coalesce(g.seconds, 0)::int as "inferredSeconds", coalesce(g.people, 0)::int as "inferredPeople",
            ${classesObject((level) => `p.people_${level}`)} as people,
            ${classesObject((level) => `m.meetings_${level}`)} as meetings,
            c.compensated
       from compensated c
       left join clock k on k.customer_id = c.customer_id
       left join people p on p.customer_id = c.customer_id
       left join meetings m on m.customer_id = c.customer_id
       left join guesses g on g.customer_id = c.customer_id`,
      [assessmentId, customerIds, kind, incident.id, incident.startsAt, incident.endsAt],
    ),
  );
}

/**
 * PostgreSQL can only guess how many rows the steps of a statement have: where it took one for granted, it looped over all
 * of another for each of 16,000, and a simulation took minutes.
 */
async function withoutLoops<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  await rows(tx, `select set_config('enable_nestloop', 'off', true)`);
  const found = await read();
  await rows(tx, `select set_config('enable_nestloop', 'on', true)`);
  return found;
}

/** How many have each level, as columns `…_1` to `…_4`. Joined by customer: a look for each customer went through all of them. */
function counted(what: string): string {
  return CLASS_OF_LEVEL.map(
    (_name, index) => `count(*) filter (where level = ${index + 1}) as ${what}_${index + 1}`,
  ).join(', ');
}

function classesObject(expression: (level: number) => string): string {
  const fields = CLASS_OF_LEVEL.map((name, index) => `'${name}', coalesce(${expression(index + 1)}, 0)`);
  return `jsonb_build_object(${fields.join(', ')})`;
}

function lessHeavier(alias: string, level: number): string {
  const heavier = [1, 2, 3, 4].filter((other) => other > level).map((other) => ` - ${alias}.l${other}`);
  return `${alias}.l${level}${heavier.join('')}`;
}

/**
 * Keeps what offers compensate, less what others have: a second that was compensated in a lighter class is lifted from
 * there. Breaks `no_second_compensated_twice` when somebody else has kept the same in the meantime.
 */
export async function insertCompensatedTime(
  tx: Tx,
  assessmentId: string,
  offers: readonly CompensatingOffer[],
  now: Date,
): Promise<void> {
  if (offers.length === 0) return;
  await withoutLoops(tx, () =>
    rows(
      tx,
      `with asked as materialized (
       select * from jsonb_to_recordset($3::jsonb)
         as o ("customerId" uuid, "offerId" uuid, kind text, lost tstzmultirange, degraded tstzmultirange)
     ), ${personLevel('= any($2::uuid[])')},
     wanted as materialized (
       select o."customerId" as customer_id, o."offerId" as offer_id, o.kind, l.participant_id, l.level, l.during
         from asked o join person_level l on l.customer_id = o."customerId" where o.lost is null
       union all
       select "customerId", "offerId", kind, '', each.level, each.during
         from asked cross join lateral (values (4, lost), (1, degraded - lost)) as each (level, during)
        where lost is not null and not isempty(each.during)
     ), held as materialized (
       select t.customer_id, t.kind, t.participant_id, t.to_level, range_agg(t.during) as during
         from compensated_time t
        where t.released_at is null and t.customer_id = any($2::uuid[])
          and (t.customer_id, t.kind) in (select "customerId", kind from asked)
        group by t.customer_id, t.kind, t.participant_id, t.to_level
     ), lighter as (
       select customer_id, kind, participant_id, to_level,
              during - coalesce(range_agg(during) over heavier, '{}') as during
         from held
       window heavier as (partition by customer_id, kind, participant_id order by to_level desc
                          rows between unbounded preceding and 1 preceding)
     ), held_at_all as (
       select customer_id, kind, participant_id, range_agg(during) as during
         from held group by customer_id, kind, participant_id
     ), lifted as (
       select w.customer_id, w.offer_id, w.kind, w.participant_id, h.to_level as from_level, w.level as to_level,
              w.during * h.during as during
         from wanted w join lighter h on h.customer_id = w.customer_id and h.kind = w.kind
          and h.participant_id = w.participant_id and h.to_level < w.level
       union all
       select w.customer_id, w.offer_id, w.kind, w.participant_id, 0, w.level, w.during - coalesce(h.during, '{}')
         from wanted w left join held_at_all h
           on h.customer_id = w.customer_id and h.kind = w.kind and h.participant_id = w.participant_id
     )
     insert into compensated_time (customer_id, offer_id, kind, participant_id, from_level, to_level, during, created_at)
     select customer_id, offer_id, kind, participant_id, from_level, to_level, during, $4
       from lifted where not isempty(during)`,
      [assessmentId, offers.map(({ customerId }) => customerId), JSON.stringify(offers), now],
    ),
  );
}

/** Gives back what offers compensate that no longer stand. */
export async function releaseCompensatedTime(
  tx: Tx,
  offers: readonly { readonly customerId: string; readonly offerId: string }[],
  now: Date,
): Promise<void> {
  if (offers.length === 0) return;
  await rows(
    tx,
    `update compensated_time t set released_at = $3
       from unnest($1::uuid[], $2::uuid[]) as o (customer_id, offer_id)
      where t.customer_id = o.customer_id and t.offer_id = o.offer_id and t.released_at is null`,
    [offers.map(({ customerId }) => customerId), offers.map(({ offerId }) => offerId), now],
  );
}
