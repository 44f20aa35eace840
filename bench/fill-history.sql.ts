import { type Database, ensureMonthlyPartitions, rows } from '../src/platform/database/database.js';

const PEOPLE_PER_MEETING = 10;
/** Meetings made in one statement. */
const BATCH = 100_000;
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2019, 8 + month, 1)));

/**
 * Adds about so many sessions of the twelve months before the day of the incident, of the customers that are there: none
 * of them is near the windows, one in 2,000 lasts for days. What a table holds after years of use.
 */
export async function fillHistory(database: Database, sessions: number): Promise<void> {
  await database.transaction((tx) => ensureMonthlyPartitions(tx, 'session', MONTHS));
  const meetings = Math.max(0, Math.round(sessions / PEOPLE_PER_MEETING));
  for (let first = 0; first < meetings; first += BATCH) {
    await database.transaction(async (tx) => {
      await rows(
        tx,
        `create temp table history on commit drop as
         select c.id as customer_id, gen_random_uuid() as id,
           '2019-09-01T06:00:00Z'::timestamptz + (g * 7919 % 366) * interval '1 day' * 0.99 + (g * 104729 % 43200) * interval '1 second' as at
         from generate_series($1::bigint, $2::bigint) g
         join (select id, row_number() over (order by id) - 1 as no, count(*) over () as n from customer) c on c.no = g % c.n`,
        [first + 1, Math.min(meetings, first + BATCH)],
      );
      await rows(
        tx,
        `insert into meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, components, is_stub,
           created_at, updated_at)
         select h.customer_id, h.id, h.id::text, h.at, h.at + interval '1 hour', '{app,realtime}', false, h.at, h.at from history h
         order by h.customer_id, h.id`,
      );
      await rows(
        tx,
        `insert into session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind)
         select h.customer_id, h.id, 'h' || k, date_trunc('second', h.at) + k * interval '37 seconds', '',
           date_trunc('second', h.at) + interval '40 minutes' + k * interval '97 seconds'
             + case when k = 1 and abs(hashtext(h.id::text)) % 200 = 0 then interval '3 days' else interval '0' end,
           case k when 1 then 'facilitator' else 'participant' end, 'person'
         from (select * from history order by date_trunc('month', at), customer_id, id) h
         cross join generate_series(1, ${PEOPLE_PER_MEETING}) k
         where h.at < '2020-09-10'`,
      );
    });
  }
  await rows(database.tx, 'vacuum analyze');
}
