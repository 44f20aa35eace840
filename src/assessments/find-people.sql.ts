import { rows, type Tx } from '../platform/database/database.js';
import { joinBy } from './join-by.sql.js';
import type { Span } from './span.js';

/** One meeting by its ids. */
export type MeetingKey = { readonly customerId: string; readonly meetingId: string };

/** Numbered in the order of their keys, in which tables hold what is of them. */
const MEETING_COLUMNS = `(row_number() over (order by m.customer_id, m.id))::int as no, m.customer_id, m.id as meeting_id,
       case when cardinality(m.components) > 0 then m.components end as components,
       m.scheduled_start_at, m.scheduled_end_at, m.actual_end_at, m.cancelled_at,
       case when m.scheduled_end_at > m.scheduled_start_at
         then tstzrange(m.scheduled_start_at, m.scheduled_end_at) end as schedule`;

/**
 * `run_meeting`: every meeting with a session, an attempt or a schedule near the span, numbered. A session's length has
 * no bound that could be assumed, so those over 24 hours and those without an end come through an index of their own.
 */
export async function findMeetings(tx: Tx, span: Span): Promise<void> {
  await rows(
    tx,
    `create temp table run_meeting on commit drop as
     with candidate as (
       select customer_id, meeting_id from session
         where joined_at >= $1::timestamptz - interval '24 hours' and joined_at < $2 and (left_at >= $1 or left_at is null)
       union
       select customer_id, meeting_id from session
         where joined_at < $1::timestamptz - interval '24 hours'
           and (left_at is null or left_at - joined_at > interval '24 hours') and (left_at >= $1 or left_at is null)
       union
       select customer_id, meeting_id from join_attempt where at >= $1 and at < $2
       union
       select customer_id, id from meeting
         where scheduled_start_at >= $1::timestamptz - interval '24 hours' and scheduled_start_at < $2
           and scheduled_end_at > $1
       union
       select customer_id, id from meeting
         where scheduled_start_at < $1::timestamptz - interval '24 hours'
           and scheduled_end_at - scheduled_start_at > interval '24 hours' and scheduled_end_at > $1
     )
     select ${MEETING_COLUMNS}
     from candidate c join meeting m on m.customer_id = c.customer_id and m.id = c.meeting_id`,
    [span.startAt, span.endAt],
  );
  await rows(tx, 'analyze run_meeting (no, customer_id, meeting_id, components)');
}

/** `run_meeting` of one meeting alone. */
export async function findOneMeeting(tx: Tx, { customerId, meetingId }: MeetingKey): Promise<void> {
  await rows(
    tx,
    `create temp table run_meeting on commit drop as
     select ${MEETING_COLUMNS} from meeting m where m.customer_id = $1 and m.id = $2`,
    [customerId, meetingId],
  );
}

/**
 * `run_session` and `run_attempt`: all there is of those meetings, whenever it was, less the participants who are bots:
 * all of their sessions in the meeting are a bot's. An open session gets the end that is worked out for it.
 */
export async function findSessionsAndAttempts(tx: Tx, assessedAt: Date): Promise<void> {
  // A hash would read every session there ever was.
  await joinBy(tx, 'index');
  await rows(
    tx,
    `create temp table run_session on commit drop as
     select m.no as meeting_no, s.participant_id, s.joined_at, s.left_at, s.left_at as end_at,
       s.role = 'facilitator' as is_facilitator, s.kind = 'bot' as is_bot
     from run_meeting m join session s on s.customer_id = m.customer_id and s.meeting_id = m.meeting_id`,
  );
  await rows(
    tx,
    `create temp table run_attempt on commit drop as
     select m.no as meeting_no, a.participant_id, a.at, a.outcome, a.role = 'facilitator' as is_facilitator
     from run_meeting m join join_attempt a on a.customer_id = m.customer_id and a.meeting_id = m.meeting_id`,
  );
  // As all steps from here on.
  await joinBy(tx, 'hash');
  await leaveBotsOut(tx);
  await rows(tx, 'analyze run_session (meeting_no, participant_id), run_attempt (meeting_no, participant_id)');
  await describeMeetings(tx);
  await endOpenSessions(tx, assessedAt);
}

async function leaveBotsOut(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_bot on commit drop as
     select s.meeting_no, s.participant_id from run_session s
     where (s.meeting_no, s.participant_id) in (select meeting_no, participant_id from run_session where is_bot)
     group by s.meeting_no, s.participant_id having bool_and(s.is_bot)`,
  );
  for (const table of ['run_session', 'run_attempt']) {
    await rows(
      tx,
      `delete from ${table} t using run_bot b
       where b.meeting_no = t.meeting_no and b.participant_id = t.participant_id`,
    );
  }
}

/** `run_meeting_data`: whether anybody was ever in or tried, and the meeting's last known moment. */
async function describeMeetings(tx: Tx): Promise<void> {
  await rows(
    tx,
    `create temp table run_meeting_data on commit drop as
     select m.no as meeting_no, s.meeting_no is not null as has_session, a.meeting_no is not null as has_attempt,
       greatest(m.scheduled_end_at, m.actual_end_at, s.last_left_at) as last_known_at
     from run_meeting m
     left join (select meeting_no, max(left_at) as last_left_at from run_session group by meeting_no) s
       on s.meeting_no = m.no
     left join (select distinct meeting_no from run_attempt) a on a.meeting_no = m.no`,
  );
  await rows(tx, 'analyze run_meeting_data');
}

/** The earliest of: the next session or attempt of that participant, the meeting's end or last known moment, now. */
async function endOpenSessions(tx: Tx, assessedAt: Date): Promise<void> {
  await rows(
    tx,
    `with open as materialized (
       select ctid as row_id, meeting_no, participant_id, joined_at from run_session where left_at is null
     ), next_start as (
       select o.row_id, min(n.joined_at) as at from open o join run_session n
         on n.meeting_no = o.meeting_no and n.participant_id = o.participant_id and n.joined_at > o.joined_at
       group by o.row_id
     ), next_attempt as (
       select o.row_id, min(n.at) as at from open o join run_attempt n
         on n.meeting_no = o.meeting_no and n.participant_id = o.participant_id and n.at > o.joined_at
       group by o.row_id
     ), ended as (
       select o.row_id, greatest(o.joined_at,
         least(s.at, a.at, coalesce(m.actual_end_at, d.last_known_at), $1::timestamptz)) as end_at
       from open o join run_meeting m on m.no = o.meeting_no join run_meeting_data d on d.meeting_no = o.meeting_no
       left join next_start s on s.row_id = o.row_id left join next_attempt a on a.row_id = o.row_id
     )
     update run_session s set end_at = e.end_at from ended e where s.ctid = e.row_id`,
    [assessedAt],
  );
}

/**
 * `run_person`: every participant of those meetings with a session or an attempt near the span, with the union of their
 * stays; and those on the roster of a meeting that nobody was ever in, who may have been unable to start it.
 */
export async function findPeople(tx: Tx, span: Span): Promise<void> {
  await rows(
    tx,
    `create temp table run_roster on commit drop as
     select m.no as meeting_no, r.participant_id, r.role = 'facilitator' as is_facilitator, not d.has_session as could_not_start
     from run_meeting m join run_meeting_data d on d.meeting_no = m.no
     join roster_entry r on r.customer_id = m.customer_id and r.meeting_id = m.meeting_id
     where r.role = 'facilitator' or not d.has_session`,
  );
  await rows(
    tx,
    `create temp table run_person on commit drop as
     with stay as (
       select meeting_no, participant_id, range_agg(tstzrange(joined_at, end_at)) as present,
         min(joined_at) as first_start_at, bool_or(is_facilitator) as is_facilitator,
         bool_or(left_at is null) as has_open_session, bool_or(joined_at < $2 and end_at >= $1) as is_near
       from run_session group by meeting_no, participant_id
     ), try as (
       select meeting_no, participant_id, bool_or(is_facilitator) as is_facilitator,
         bool_or(at >= $1 and at < $2) as is_near
       from run_attempt group by meeting_no, participant_id
     ), seen as (
       select meeting_no, participant_id, coalesce(s.present, '{}') as present, s.first_start_at,
         coalesce(s.is_facilitator, false) or coalesce(t.is_facilitator, false) as is_facilitator,
         coalesce(s.has_open_session, false) as has_open_session,
         coalesce(s.is_near, false) or coalesce(t.is_near, false) as is_seen
       from stay s full join try t using (meeting_no, participant_id)
     ), everybody as (
       select meeting_no, participant_id, coalesce(s.present, '{}') as present, s.first_start_at,
         coalesce(s.is_facilitator, false) or coalesce(r.is_facilitator, false) as is_facilitator,
         coalesce(s.has_open_session, false) as has_open_session, coalesce(s.is_seen, false) as is_seen,
         coalesce(r.could_not_start, false) as could_not_start
       from seen s full join run_roster r using (meeting_no, participant_id)
       where (s.is_seen or r.could_not_start)
         and not exists (select from run_bot b where b.meeting_no = r.meeting_no and b.participant_id = r.participant_id)
     )
     select (row_number() over ())::int as no, everybody.* from everybody`,
    [span.startAt, span.endAt],
  );
  await rows(tx, 'analyze run_person (no, meeting_no, participant_id), run_roster (meeting_no)');
  await numberStaysAndTries(tx);
}

/** `run_stay` and `run_try`: the sessions and attempts of those people, by number. */
async function numberStaysAndTries(tx: Tx): Promise<void> {
  const own = (table: string): string =>
    `from ${table} t join run_person p on p.meeting_no = t.meeting_no and p.participant_id = t.participant_id`;
  await rows(
    tx,
    `create temp table run_stay on commit drop as select p.no as person_no, t.joined_at, t.end_at ${own('run_session')}`,
  );
  await rows(
    tx,
    `create temp table run_try on commit drop as select p.no as person_no, t.at, t.outcome ${own('run_attempt')}`,
  );
  await rows(tx, 'analyze run_stay (person_no), run_try (person_no)');
}

/**
 * Takes the meetings out of `run_meeting` of which, once their open sessions have an end, nothing is near the span: neither
 * a schedule nor anybody. After a crash whole days of sessions have no leave, and would count as unaffected for ever.
 */
export async function leaveFarMeetingsOut(tx: Tx, span: Span): Promise<void> {
  await rows(
    tx,
    `delete from run_meeting m
     where not coalesce(m.scheduled_start_at < $2 and m.scheduled_end_at > $1, false)
       and not exists (select from run_person p where p.meeting_no = m.no and p.is_seen)`,
    [span.startAt, span.endAt],
  );
}

/**
 * `run_failure`: failed attempts near the span, each with the first entry at or after it and the next attempt of any
 * outcome after it.
 */
export async function findFailures(tx: Tx, span: Span): Promise<void> {
  await rows(
    tx,
    `create temp table run_failure on commit drop as
     with failed as materialized (
       select distinct person_no from run_try where outcome <> 'admitted' and at >= $1 and at < $2
     ), event as (
       select person_no, joined_at as at, joined_at as entry_at, null::timestamptz as attempt_at, false as is_failure
       from run_stay join failed using (person_no)
       union all
       select person_no, at, case outcome when 'admitted' then at end, at, outcome <> 'admitted'
       from run_try join failed using (person_no)
     ), followed as (
       select person_no, at, is_failure,
         min(entry_at) over (partition by person_no order by at desc) as next_entry_at,
         min(attempt_at) over (partition by person_no order by at desc
           groups between unbounded preceding and 1 preceding) as next_attempt_at
       from event
     )
     select f.person_no, f.at, f.next_entry_at, f.next_attempt_at
     from followed f
     where f.is_failure and f.at >= $1 and f.at < $2`,
    [span.startAt, span.endAt],
  );
  await rows(tx, 'analyze run_failure (person_no)');
}
