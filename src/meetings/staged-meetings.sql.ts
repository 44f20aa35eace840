import { row, rows, type Tx } from '../platform/database/database.js';

/**
 * Makes `staged_meeting`: one row for each meeting that the staged sessions or attempts name. `meeting_id` is null and
 * `stub_number` counts from 1 where the meeting is not known. Gives how many are not known, and how many of the named
 * will then be stubs, those of earlier files included.
 */
export async function stageMeetings(tx: Tx): Promise<{ readonly unknown: number; readonly stubs: number }> {
  await rows(tx, 'drop table if exists pg_temp.staged_meeting');
  await rows(
    tx,
    `create temporary table staged_meeting on commit drop as
     with named as (select customer_external_id, meeting_external_id from staged_line group by 1, 2)
     select n.customer_external_id, n.meeting_external_id, c.id as customer_id, m.id as meeting_id,
            m.is_stub is not false as is_stub,
            case when m.id is null then row_number() over (partition by m.id is null) end::int as stub_number
       from named n
       join customer c on c.external_id = n.customer_external_id
       left join meeting m on m.customer_id = c.id and m.external_id = n.meeting_external_id`,
  );
  await rows(tx, 'analyze staged_meeting');
  const found = await row<{ unknown: number; stubs: number }>(
    tx,
    'select count(stub_number)::int as unknown, count(*) filter (where is_stub)::int as stubs from staged_meeting',
  );
  return found ?? { unknown: 0, stubs: 0 };
}

/** Gives ids to the unknown meetings whose numbers begin at `first`. */
export async function nameStubs(tx: Tx, first: number, ids: readonly string[]): Promise<void> {
  await rows(
    tx,
    `update staged_meeting s set meeting_id = n.id
       from unnest($2::uuid[]) with ordinality n (id, position) where s.stub_number = $1 + n.position - 1`,
    [first, ids],
  );
}

/** Keeps the unknown meetings as stubs, of which nothing is known but their sessions and attempts. */
export async function insertStubs(tx: Tx, importId: string | null, now: Date): Promise<void> {
  await rows(
    tx,
    `insert into meeting (customer_id, id, external_id, is_stub, import_id, created_at, updated_at)
     select customer_id, meeting_id, meeting_external_id, true, $1::uuid, $2::timestamptz, $2::timestamptz
       from staged_meeting where stub_number is not null order by customer_id, meeting_external_id`,
    [importId, now],
  );
}

/** The first seconds of the days (UTC) that hold a staged instant; `column` is trusted. */
export async function stagedDays(tx: Tx, column: 'joined_at' | 'at'): Promise<Date[]> {
  const found = await rows<{ day: number }>(tx, `select distinct ${column} / 86400 as day from staged_line`);
  return found.map(({ day }) => new Date(day * 86_400_000));
}
