import { type Database, ensureMonthlyPartitions, row, rows } from '../src/platform/database/database.js';

const PEOPLE_PER_MEETING = 10;
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2019, 8 + month, 1)));

/** Told after each month. */
export type Told = (text: string) => void;

/**
 * Adds about so many sessions of the twelve months before the day of the incident, of the customers that are there: none
 * of them is near the windows, one in 2,000 lasts for days. What a table holds after years of use. The partitions are
 * taken out of their table, filled and put back, which builds their indexes in one go.
 */
export async function fillHistory(database: Database, sessions: number, say: Told): Promise<void> {
  await database.transaction((tx) => ensureMonthlyPartitions(tx, 'session', MONTHS));
  const perMonth = Math.max(0, Math.round(sessions / PEOPLE_PER_MEETING / MONTHS.length));
  const startedMs = performance.now();
  for (const month of MONTHS) {
    await fillMonth(database, month, perMonth);
    say(
      `history: ${month.toISOString().slice(0, 7)} filled after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`,
    );
  }
  await rows(database.tx, 'vacuum analyze');
}

async function fillMonth(database: Database, month: Date, meetings: number): Promise<void> {
  const partition = `session_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  await database.transaction(async (tx) => {
    await rows(
      tx,
      `select set_config('maintenance_work_mem', '512MB', true), set_config('synchronous_commit', 'off', true)`,
    );
    await rows(
      tx,
      `create temp table history on commit drop as
       select c.id as customer_id, gen_random_uuid() as id,
         $1::timestamptz + (g * 7919 % 27) * interval '1 day' + (21600 + g * 104729 % 43200) * interval '1 second' as at
       from generate_series(1, $2::bigint) g
       join (select id, row_number() over (order by id) - 1 as no, count(*) over () as n from customer) c on c.no = g % c.n
       order by c.id, 2`,
      [month, meetings],
    );
    await rows(
      tx,
      `insert into meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, components, is_stub,
         created_at, updated_at)
       select customer_id, id, id::text, at, at + interval '1 hour', '{app,realtime}', false, at, at from history`,
    );
    const bound = await row<{ bound: string }>(
      tx,
      `select pg_get_expr(relpartbound, oid) as bound from pg_class where oid = $1::regclass`,
      [partition],
    );
    await rows(tx, `create table history_session (like session including defaults including constraints)`);
    await rows(
      tx,
      `insert into history_session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind)
       select h.customer_id, h.id, 'h' || k, h.at + k * interval '37 seconds', '',
         h.at + interval '40 minutes' + k * interval '97 seconds'
           + case when k = 1 and abs(hashtext(h.id::text)) % 200 = 0 then interval '3 days' else interval '0' end,
         case k when 1 then 'facilitator' else 'participant' end, 'person'
       from history h cross join generate_series(1, ${PEOPLE_PER_MEETING}) k`,
    );
    await rows(tx, `insert into history_session select * from ${partition}`);
    await rows(tx, `drop table ${partition}`);
    await rows(tx, `alter table history_session rename to ${partition}`);
    await rows(tx, `alter table session attach partition ${partition} ${bound?.bound}`);
  });
}
