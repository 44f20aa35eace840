import { row, rows, type Tx } from '../platform/database/database.js';
import { SESSION_KINDS } from './participant.js';

/** Stands for what came by no import. */
const NO_IMPORT = `'00000000-0000-0000-0000-000000000000'::uuid`;
const KINDS = `array[${SESSION_KINDS.map((kind) => `'${kind}'`).join(', ')}]`;

/** The key of a session among its customer's, as text. `s` is the row's alias. */
export const sessionRowKey = (s: string): string =>
  `jsonb_build_array(${s}.meeting_id, ${s}.participant_id, extract(epoch from ${s}.joined_at)::bigint, ${s}.session_id)::text`;
export const attemptRowKey = (s: string): string =>
  `jsonb_build_array(${s}.meeting_id, ${s}.participant_id, extract(epoch from ${s}.at)::bigint, ${s}.outcome)::text`;

/**
 * Notes what this import and the ones before it said of sessions that are stored already; call it before the merge. A file
 * of new sessions costs one look at the index; then true, and no staged line can meet a stored row.
 */
export async function noteSessionContributions(tx: Tx, importId: string | null): Promise<boolean> {
  const span = await storedSpan(tx, 'session', 'joined_at');
  if (importId === null || span === null) return span === null;
  await rows(
    tx,
    `with told as (
       select m.customer_id, m.meeting_id, l.participant_id, to_timestamp(l.joined_at) as joined_at, l.session_id,
              max(l.left_at) as left_at, bool_or(l.is_facilitator) as is_facilitator, min(l.kind_rank) as kind_rank
         from staged_line l
         join staged_meeting m on m.customer_external_id = l.customer_external_id
                              and m.meeting_external_id = l.meeting_external_id
        group by 1, 2, 3, 4, 5
     ), met as (
       select t.*, ${sessionRowKey('s')} as row_key, coalesce(s.import_id, ${NO_IMPORT}) as first_import,
              extract(epoch from s.left_at)::bigint as stored_left, s.role as stored_role, s.kind as stored_kind
         from told t join session s using (customer_id, meeting_id, participant_id, joined_at, session_id)
        where s.joined_at between $2 and $3
     )
     insert into import_contribution (customer_id, subject, row_key, import_id, said)
     select customer_id, 'session', row_key, first_import,
            jsonb_build_object('leftAt', stored_left, 'role', stored_role, 'kind', stored_kind)
       from met where first_import <> $1
     union all
     select customer_id, 'session', row_key, $1,
            jsonb_build_object('leftAt', left_at, 'role', case when is_facilitator then 'facilitator' else 'participant' end,
                               'kind', (${KINDS})[1 + kind_rank])
       from met
     on conflict (customer_id, subject, row_key, import_id) do nothing`,
    [importId, span.from, span.to],
  );
  return false;
}

/** The same for join attempts. */
export async function noteAttemptContributions(tx: Tx, importId: string | null): Promise<void> {
  const span = await storedSpan(tx, 'join_attempt', 'at');
  if (importId === null || span === null) return;
  await rows(
    tx,
    `with told as (
       select m.customer_id, m.meeting_id, l.participant_id, to_timestamp(l.at) as at, l.outcome, max(l.role) as role
         from staged_line l
         join staged_meeting m on m.customer_external_id = l.customer_external_id
                              and m.meeting_external_id = l.meeting_external_id
        group by 1, 2, 3, 4, 5
     ), met as (
       select t.*, ${attemptRowKey('s')} as row_key, coalesce(s.import_id, ${NO_IMPORT}) as first_import,
              s.role as stored_role
         from told t join join_attempt s using (customer_id, meeting_id, participant_id, at, outcome)
        where s.at between $2 and $3
     )
     insert into import_contribution (customer_id, subject, row_key, import_id, said)
     select customer_id, 'join_attempt', row_key, first_import, jsonb_build_object('role', stored_role)
       from met where first_import <> $1
     union all
     select customer_id, 'join_attempt', row_key, $1, jsonb_build_object('role', role) from met
     on conflict (customer_id, subject, row_key, import_id) do nothing`,
    [importId, span.from, span.to],
  );
}

const MEETING_SAID = `jsonb_build_object('title', m.title, 'start', m.scheduled_start_at, 'end', m.scheduled_end_at,
  'actualEnd', m.actual_end_at, 'cancelledAt', m.cancelled_at, 'components', to_jsonb(m.components),
  'roster', case when m.roster_known then (
     select coalesce(jsonb_agg(jsonb_build_array(r.participant_id, r.role)), '[]') from roster_entry r
      where r.customer_id = m.customer_id and r.meeting_id = m.id) end)`;

/** Notes what was said before of meetings that staged lines describe again; call it before the merge. */
export async function notePriorMeetings(tx: Tx, importId: string | null): Promise<void> {
  if (importId === null) return;
  await rows(
    tx,
    `insert into import_contribution (customer_id, subject, row_key, import_id, said)
     select distinct on (m.customer_id, m.id) m.customer_id, 'meeting', m.id::text, coalesce(m.import_id, ${NO_IMPORT}),
            ${MEETING_SAID}
       from staged_line l
       join customer c on c.external_id = l.customer_external_id
       join meeting m on m.customer_id = c.id and m.external_id = l.external_id
      where not m.is_stub and m.import_id is distinct from $1
     on conflict (customer_id, subject, row_key, import_id) do nothing`,
    [importId],
  );
}

/** Notes what this import makes of meetings that others described before; call it after the merge. */
export async function noteToldMeetings(tx: Tx, importId: string | null): Promise<void> {
  if (importId === null) return;
  await rows(
    tx,
    `insert into import_contribution (customer_id, subject, row_key, import_id, said)
     select distinct on (m.customer_id, m.id) m.customer_id, 'meeting', m.id::text, $1::uuid, ${MEETING_SAID}
       from staged_line l
       join customer c on c.external_id = l.customer_external_id
       join meeting m on m.customer_id = c.id and m.external_id = l.external_id
      where exists (select from import_contribution i
                     where i.customer_id = m.customer_id and i.subject = 'meeting' and i.row_key = m.id::text)
     on conflict (customer_id, subject, row_key, import_id) do nothing`,
    [importId],
  );
}

/** The span of the staged instants, or null when nothing stored lies in it; table and column are trusted. */
async function storedSpan(
  tx: Tx,
  table: 'session' | 'join_attempt',
  column: 'joined_at' | 'at',
): Promise<{ readonly from: Date; readonly to: Date } | null> {
  const span = await row<{ from: Date | null; to: Date | null }>(
    tx,
    `select to_timestamp(min(${column})) as "from", to_timestamp(max(${column})) as "to" from staged_line`,
  );
  if (span === undefined || span.from === null || span.to === null) return null;
  const found = await row<{ any: boolean }>(
    tx,
    `select exists (select from ${table} where ${column} between $1 and $2) as any`,
    [span.from, span.to],
  );
  return found?.any === true ? { from: span.from, to: span.to } : null;
}
