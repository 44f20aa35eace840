import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { RevertCounts } from '../platform/ingest/import-kind.js';
import { attemptRowKey, sessionRowKey } from './contributions.sql.js';
import type { ChangedHour, DeliveredKind } from './data-delivery.js';
import { noteDelivery } from './data-delivery.sql.js';
import { SESSION_KINDS } from './participant.js';

const KINDS = `array[${SESSION_KINDS.map((kind) => `'${kind}'`).join(', ')}]`;
/** No import has it: a row that no import brought keeps none. */
const OWN_IMPORT = `nullif(max(i.import_id::text), '00000000-0000-0000-0000-000000000000')::uuid`;

/** True of a row, by its key's expression, that another import said something of, too. */
const toldByOthers = (subject: string, customer: string, key: string): string =>
  `exists (select from import_contribution o where o.customer_id = ${customer} and o.subject = '${subject}'
             and o.row_key = ${key} and o.import_id <> $1)`;

/**
 * Takes back what an import brought. A row that it alone brought goes; one that others brought, too, becomes what they say
 * of it. A meeting with data of others left becomes a stub. Without an index on import_id, which every import would pay
 * for: a revert reads the table once.
 */
export async function revertMeetingImport(tx: Tx, importId: string, now: Date): Promise<RevertCounts> {
  const sessionsGone = await rowCount(
    tx,
    `delete from session s where s.import_id = $1 and not ${toldByOthers('session', 's.customer_id', sessionRowKey('s'))}`,
    [importId],
  );
  const sessionsRestored = await restoreSessions(tx, importId);
  const attemptsGone = await rowCount(
    tx,
    `delete from join_attempt s
      where s.import_id = $1 and not ${toldByOthers('join_attempt', 's.customer_id', attemptRowKey('s'))}`,
    [importId],
  );
  const attemptsRestored = await restoreAttempts(tx, importId);
  const meetingsRestored = await restoreMeetings(tx, importId, now);
  const { gone: meetingsGone, stubs: meetingsLeftAsStubs } = await dropMeetings(tx, importId, now);
  await rows(tx, 'delete from import_contribution where import_id = $1', [importId]);
  await countOff(tx, importId, now);
  return {
    sessionsGone,
    sessionsRestored,
    attemptsGone,
    attemptsRestored,
    meetingsGone,
    meetingsRestored,
    meetingsLeftAsStubs,
  };
}

/** What it delivered is counted off, as a delivery of its own: whatever was assessed with it is stale. */
async function countOff(tx: Tx, importId: string, now: Date): Promise<void> {
  const delivered = await rows<ChangedHour & { readonly source: string; readonly kind: DeliveredKind }>(
    tx,
    `select source, kind, hour_at as "hourAt", -line_count as "lineCount", first_at as "firstAt", last_at as "lastAt"
       from data_delivery where import_id = $1`,
    [importId],
  );
  for (const kind of ['meetings', 'sessions', 'join-attempts'] as const) {
    const hours = delivered.filter((hour) => hour.kind === kind);
    await noteDelivery(tx, kind, hours, { source: hours[0]?.source ?? 'import', importId, now });
  }
}

function restoreSessions(tx: Tx, importId: string): Promise<number> {
  return rowCount(
    tx,
    `with rest as (
       select i.customer_id, i.row_key, to_timestamp(max((i.said ->> 'leftAt')::bigint)) as left_at,
              case when bool_or(i.said ->> 'role' = 'facilitator') then 'facilitator' else 'participant' end as role,
              (${KINDS})[min(array_position(${KINDS}, i.said ->> 'kind'))] as kind, ${OWN_IMPORT} as import_id
         from import_contribution i
        where i.subject = 'session' and i.import_id <> $1
          and (i.customer_id, i.row_key) in (select customer_id, row_key from import_contribution
                                              where subject = 'session' and import_id = $1)
        group by 1, 2
     )
     update session s set left_at = r.left_at, role = r.role, kind = r.kind, import_id = r.import_id
       from rest r
      where s.customer_id = r.customer_id and s.meeting_id = (r.row_key::jsonb ->> 0)::uuid
        and s.participant_id = r.row_key::jsonb ->> 1
        and s.joined_at = to_timestamp((r.row_key::jsonb ->> 2)::bigint) and s.session_id = r.row_key::jsonb ->> 3
        and (s.import_id = $1 or (s.left_at, s.role, s.kind) is distinct from (r.left_at, r.role, r.kind))`,
    [importId],
  );
}

function restoreAttempts(tx: Tx, importId: string): Promise<number> {
  return rowCount(
    tx,
    `with rest as (
       select i.customer_id, i.row_key, ${OWN_IMPORT} as import_id,
              case when bool_or(i.said ->> 'role' = 'facilitator') then 'facilitator' else max(i.said ->> 'role') end as role
         from import_contribution i
        where i.subject = 'join_attempt' and i.import_id <> $1
          and (i.customer_id, i.row_key) in (select customer_id, row_key from import_contribution
                                              where subject = 'join_attempt' and import_id = $1)
        group by 1, 2
     )
     update join_attempt s set role = r.role, import_id = r.import_id
       from rest r
      where s.customer_id = r.customer_id and s.meeting_id = (r.row_key::jsonb ->> 0)::uuid
        and s.participant_id = r.row_key::jsonb ->> 1
        and s.at = to_timestamp((r.row_key::jsonb ->> 2)::bigint) and s.outcome = r.row_key::jsonb ->> 3
        and (s.import_id = $1 or s.role <> r.role)`,
    [importId],
  );
}

/** Meetings that this import described last become what the latest of the others said. */
async function restoreMeetings(tx: Tx, importId: string, now: Date): Promise<number> {
  await rows(tx, 'drop table if exists pg_temp.staged_restored');
  await rows(
    tx,
    `create temporary table staged_restored on commit drop as
     select distinct on (m.customer_id, m.id) m.customer_id, m.id, i.import_id, i.said
       from meeting m
       join import_contribution i on i.customer_id = m.customer_id and i.subject = 'meeting' and i.row_key = m.id::text
      where m.import_id = $1 and i.import_id <> $1
      order by m.customer_id, m.id, i.import_id desc`,
    [importId],
  );
  await rows(
    tx,
    `delete from roster_entry r using staged_restored s where r.customer_id = s.customer_id and r.meeting_id = s.id`,
  );
  await rows(
    tx,
    `insert into roster_entry (customer_id, meeting_id, participant_id, role)
     select s.customer_id, s.id, e ->> 0, e ->> 1 from staged_restored s
      cross join lateral jsonb_array_elements(case when jsonb_typeof(s.said -> 'roster') = 'array' then s.said -> 'roster' else '[]' end) e`,
  );
  return rowCount(
    tx,
    `update meeting m
        set title = s.said ->> 'title', scheduled_start_at = (s.said ->> 'start')::timestamptz,
            scheduled_end_at = (s.said ->> 'end')::timestamptz, actual_end_at = (s.said ->> 'actualEnd')::timestamptz,
            cancelled_at = (s.said ->> 'cancelledAt')::timestamptz,
            components = case when jsonb_typeof(s.said -> 'components') = 'array'
                              then array(select jsonb_array_elements_text(s.said -> 'components')) end,
            roster_known = jsonb_typeof(s.said -> 'roster') = 'array', updated_at = $1,
            import_id = nullif(s.import_id, '00000000-0000-0000-0000-000000000000'::uuid)
       from staged_restored s where m.customer_id = s.customer_id and m.id = s.id`,
    [now],
  );
}

/** Meetings that nobody else described go, or stay as stubs where sessions or attempts name them. */
async function dropMeetings(
  tx: Tx,
  importId: string,
  now: Date,
): Promise<{ readonly gone: number; readonly stubs: number }> {
  const named = `(exists (select from session s where s.customer_id = m.customer_id and s.meeting_id = m.id)
    or exists (select from join_attempt a where a.customer_id = m.customer_id and a.meeting_id = m.id))`;
  const gone = await rowCount(tx, `delete from meeting m where m.import_id = $1 and not ${named}`, [importId]);
  await rows(
    tx,
    `delete from roster_entry r using meeting m
      where m.import_id = $1 and r.customer_id = m.customer_id and r.meeting_id = m.id`,
    [importId],
  );
  const stubs = await rowCount(
    tx,
    `update meeting m set title = null, scheduled_start_at = null, scheduled_end_at = null, actual_end_at = null,
            cancelled_at = null, components = null, roster_known = false, is_stub = true, import_id = null, updated_at = $2
      where m.import_id = $1`,
    [importId, now],
  );
  return { gone, stubs };
}
