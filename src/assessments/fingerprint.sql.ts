import { row, type Tx } from '../platform/database/database.js';

/**
 * A hash of all meetings, sessions, attempts and roster entries that a run looked at, whatever order they came in. The
 * ends that were worked out for open sessions are in it: where they depend on the assessment's instant, so does it. The
 * hash functions are the server's own, so another major version of PostgreSQL may give another fingerprint.
 */
export async function readDataFingerprint(tx: Tx): Promise<string> {
  const found = await row<{ fingerprint: string }>(
    tx,
    `with part as (
       select 'meeting' as kind, count(*) as n, sum(hash_record_extended((customer_id, meeting_id, components,
         scheduled_start_at, scheduled_end_at, actual_end_at, cancelled_at), 0)) as hash
       from run_meeting
       union all
       select 'session', count(*), sum(hash_record_extended((m.meeting_id, s.participant_id, s.joined_at, s.left_at,
         s.end_at, s.is_facilitator, s.is_bot), 0))
       from run_session s join run_meeting m on m.no = s.meeting_no
       union all
       select 'attempt', count(*), sum(hash_record_extended((m.meeting_id, a.participant_id, a.at, a.outcome,
         a.is_facilitator), 0))
       from run_attempt a join run_meeting m on m.no = a.meeting_no
       union all
       select 'roster', count(*), sum(hash_record_extended((m.meeting_id, r.participant_id, r.is_facilitator,
         r.could_not_start), 0))
       from run_roster r join run_meeting m on m.no = r.meeting_no
     )
     select md5(string_agg(kind || ' ' || n || ' ' || coalesce(hash, 0), ',' order by kind)) as fingerprint from part`,
  );
  return found?.fingerprint ?? '';
}
