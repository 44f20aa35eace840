import { rows, type Tx } from '../platform/database/database.js';
import type { ChangedHour } from './data-delivery.js';
import { CHANGED_HOURS } from './data-delivery.sql.js';
import { SESSION_KINDS } from './participant.js';

/** In the order in which one wins over the next. */
const KINDS = `array[${SESSION_KINDS.map((kind) => `'${kind}'`).join(', ')}]`;

const ON_STORED_SESSION = `
     on conflict (customer_id, meeting_id, participant_id, joined_at, session_id) do update
       set left_at = greatest(session.left_at, excluded.left_at),
           role = case when excluded.role = 'facilitator' then excluded.role else session.role end,
           kind = (${KINDS})[least(array_position(${KINDS}, session.kind), array_position(${KINDS}, excluded.kind))],
           import_id = excluded.import_id
       where session.left_at is distinct from greatest(session.left_at, excluded.left_at)
          or (excluded.role = 'facilitator' and session.role <> 'facilitator')
          or array_position(${KINDS}, excluded.kind) < array_position(${KINDS}, session.kind)`;

/**
 * Brings staged sessions in by their key (customer, meeting, participant, joinedAt, session id or ''). Told more than
 * once, in one file or in many, the later leave wins, none being the lowest; a facilitator over a participant; a kind
 * over those after it in `SESSION_KINDS`. So any order, split or repetition of lines ends in the same rows. Gives the hours
 * in which rows changed. `areNew`: nothing stored lies in the span of the lines, so that no row need be looked for.
 */
export async function mergeSessions(tx: Tx, importId: string | null, areNew: boolean): Promise<ChangedHour[]> {
  return rows<ChangedHour>(
    tx,
    `with changed as (
     insert into session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind, import_id)
     select m.customer_id, m.meeting_id, l.participant_id, to_timestamp(l.joined_at), l.session_id,
            to_timestamp(max(l.left_at)),
            case when bool_or(l.is_facilitator) then 'facilitator' else 'participant' end,
            (${KINDS})[1 + min(l.kind_rank)], $1::uuid
       from staged_line l
       join staged_meeting m on m.customer_external_id = l.customer_external_id
                            and m.meeting_external_id = l.meeting_external_id
      group by m.customer_id, m.meeting_id, l.participant_id, l.joined_at, l.session_id
      order by m.customer_id, m.meeting_id, l.participant_id, l.joined_at, l.session_id
     ${areNew ? '' : ON_STORED_SESSION}
     returning joined_at as from_at, left_at as to_at
     )
     select ${CHANGED_HOURS} from changed group by 1`,
    [importId],
  );
}

/**
 * Brings staged join attempts in by their key (customer, meeting, participant, at, outcome). Told more than once, a
 * facilitator wins over a participant, and either over no role. Gives the hours in which rows changed.
 */
export async function mergeAttempts(tx: Tx, importId: string | null): Promise<ChangedHour[]> {
  return rows<ChangedHour>(
    tx,
    `with changed as (
     insert into join_attempt (customer_id, meeting_id, participant_id, at, outcome, role, import_id)
     select m.customer_id, m.meeting_id, l.participant_id, to_timestamp(l.at), l.outcome,
            case when bool_or(l.role = 'facilitator') then 'facilitator'
                 when bool_or(l.role = 'participant') then 'participant' else '' end, $1::uuid
       from staged_line l
       join staged_meeting m on m.customer_external_id = l.customer_external_id
                            and m.meeting_external_id = l.meeting_external_id
      group by m.customer_id, m.meeting_id, l.participant_id, l.at, l.outcome
      order by m.customer_id, m.meeting_id, l.participant_id, l.at, l.outcome
     on conflict (customer_id, meeting_id, participant_id, at, outcome) do update
       set role = excluded.role, import_id = excluded.import_id
       where (excluded.role = 'facilitator' and join_attempt.role <> 'facilitator')
          or (excluded.role = 'participant' and join_attempt.role = '')
     returning at as from_at, at as to_at
     )
     select ${CHANGED_HOURS} from changed group by 1`,
    [importId],
  );
}
