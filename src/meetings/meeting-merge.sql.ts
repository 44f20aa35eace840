import { rows, type Tx } from '../platform/database/database.js';
import type { ChangedHour } from './data-delivery.js';
import { CHANGED_HOURS } from './data-delivery.sql.js';

/** The fault of any staged line that names a customer by `customer_external_id`. */
export const UNKNOWN_CUSTOMER = `
  select l.line, 'customerId' as field, 'unknown_customer' as code,
         'There is no customer ' || left(l.customer_external_id, 200) || '.' as message
    from staged_line l
    left join customer c on c.external_id = l.customer_external_id
   where c.id is null and l.customer_external_id is not null`;

/** Faults of staged meetings that only the database can tell. */
export const MEETING_CHECKS: readonly string[] = [
  UNKNOWN_CUSTOMER,
  `select l.line, 'components' as field, 'unknown_component' as code,
          'There is no component ' || left(string_agg(k.key, ', ' order by k.key), 400) || '.' as message
     from staged_line l cross join lateral unnest(l.components) k (key)
    where not exists (select from component c where c.key = k.key)
    group by l.line`,
];

/**
 * Brings staged meetings in, the last line of each winning: its fields replace the stored ones, a stub becomes a
 * meeting. A row that would not change is left alone. Gives the hours of the schedules that changed.
 */
export async function mergeMeetings(tx: Tx, importId: string | null, now: Date): Promise<ChangedHour[]> {
  return rows<ChangedHour>(
    tx,
    `with changed as (
     insert into meeting (customer_id, id, external_id, title, scheduled_start_at, scheduled_end_at, actual_end_at,
                          cancelled_at, components, roster_known, is_stub, import_id, created_at, updated_at)
     select distinct on (c.id, l.external_id) c.id, l.new_id, l.external_id, l.title, to_timestamp(l.scheduled_start),
            to_timestamp(l.scheduled_end), to_timestamp(l.actual_end), to_timestamp(l.cancelled_at), l.components,
            bool_or(l.roster is not null) over (partition by c.id, l.external_id), false, $1::uuid, $2::timestamptz,
            $2::timestamptz
       from staged_line l join customer c on c.external_id = l.customer_external_id
      order by c.id, l.external_id, l.line desc
     on conflict (customer_id, external_id) do update
       set title = excluded.title, scheduled_start_at = excluded.scheduled_start_at,
           scheduled_end_at = excluded.scheduled_end_at, actual_end_at = excluded.actual_end_at,
           cancelled_at = excluded.cancelled_at, components = excluded.components,
           roster_known = meeting.roster_known or excluded.roster_known, is_stub = false,
           import_id = excluded.import_id, updated_at = excluded.updated_at
       where (excluded.roster_known and not meeting.roster_known)
          or (meeting.title, meeting.scheduled_start_at, meeting.scheduled_end_at, meeting.actual_end_at,
              meeting.cancelled_at, meeting.components)
             is distinct from (excluded.title, excluded.scheduled_start_at, excluded.scheduled_end_at,
                               excluded.actual_end_at, excluded.cancelled_at, excluded.components)
     returning coalesce(scheduled_start_at, actual_end_at, cancelled_at) as from_at,
       greatest(scheduled_end_at, actual_end_at, cancelled_at) as to_at
     )
     select ${CHANGED_HOURS} from changed where from_at is not null group by 1`,
    [importId, now],
  );
}

/**
 * Makes `staged_roster`, one row a meeting whose roster is told, by its last line that has one, and
 * `staged_roster_entry`, one row a person on it: a facilitator where any entry says so.
 */
export async function stageRosters(tx: Tx): Promise<void> {
  await rows(tx, 'drop table if exists pg_temp.staged_roster, pg_temp.staged_roster_entry');
  await rows(
    tx,
    `create temporary table staged_roster on commit drop as
     select distinct on (m.customer_id, m.id) m.customer_id, m.id as meeting_id, l.roster
       from staged_line l
       join customer c on c.external_id = l.customer_external_id
       join meeting m on m.customer_id = c.id and m.external_id = l.external_id
      where l.roster is not null
      order by m.customer_id, m.id, l.line desc`,
  );
  await rows(
    tx,
    `create temporary table staged_roster_entry on commit drop as
     select s.customer_id, s.meeting_id, e.entry ->> 0 as participant_id,
            case when bool_or(e.entry ->> 1 = 'facilitator') then 'facilitator' else 'participant' end as role
       from staged_roster s cross join lateral jsonb_array_elements(s.roster) e (entry)
      group by s.customer_id, s.meeting_id, e.entry ->> 0`,
  );
  await rows(tx, 'analyze staged_roster');
  await rows(tx, 'analyze staged_roster_entry');
}

/**
 * Makes the told rosters what they are said to be; meetings whose roster changed are brought by this import. Those that it
 * has just written are so already.
 */
export async function mergeRosters(tx: Tx, importId: string | null, now: Date): Promise<void> {
  await rows(
    tx,
    `with gone as (
       delete from roster_entry r using staged_roster s
        where r.customer_id = s.customer_id and r.meeting_id = s.meeting_id
          and not exists (select from staged_roster_entry e
                           where e.customer_id = r.customer_id and e.meeting_id = r.meeting_id
                             and e.participant_id = r.participant_id)
       returning r.customer_id, r.meeting_id
     ), written as (
       insert into roster_entry (customer_id, meeting_id, participant_id, role)
       select customer_id, meeting_id, participant_id, role from staged_roster_entry order by 1, 2, 3
       on conflict (customer_id, meeting_id, participant_id) do update set role = excluded.role
         where roster_entry.role <> excluded.role
       returning customer_id, meeting_id
     ), changed as (
       select customer_id, meeting_id from gone union select customer_id, meeting_id from written
     )
     update meeting m set import_id = $1, updated_at = $2
       from changed c
      where m.customer_id = c.customer_id and m.id = c.meeting_id
        and (m.import_id, m.updated_at) is distinct from ($1, $2)`,
    [importId, now],
  );
}
