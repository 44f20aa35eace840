-- Distributed by customer_id on Citus: it is in every key, and ids are made by the application.
create table meeting (
  customer_id uuid not null references customer (id),
  id uuid not null,
  external_id text not null,
  title text,
  scheduled_start_at timestamptz,
  scheduled_end_at timestamptz,
  actual_end_at timestamptz,
  cancelled_at timestamptz,
  components text[],
  roster_known boolean not null default false,
  is_stub boolean not null,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, external_id)
);
create index meeting_schedule on meeting (scheduled_start_at, scheduled_end_at);

create table roster_entry (
  customer_id uuid not null,
  meeting_id uuid not null,
  participant_id text not null,
  role text not null check (role in ('participant', 'facilitator')),
  primary key (customer_id, meeting_id, participant_id),
  foreign key (customer_id, meeting_id) references meeting (customer_id, id) on delete cascade
);

-- Monthly partitions by joined_at, made on demand. session_id is '' when the source names none. No foreign key to
-- meeting: each row would pay for it, and the merge makes the meeting first.
create table session (
  customer_id uuid not null,
  meeting_id uuid not null,
  participant_id text not null,
  joined_at timestamptz not null,
  session_id text not null,
  left_at timestamptz,
  role text not null check (role in ('participant', 'facilitator')),
  kind text not null check (kind in ('person', 'room', 'dial_in', 'bot')),
  import_id uuid,
  primary key (customer_id, meeting_id, participant_id, joined_at, session_id),
  check (left_at is null or left_at >= joined_at)
) partition by range (joined_at);
create index session_during on session (joined_at, left_at);
-- The bound on a session's length that the overlap search relies on is exact because the longer ones are findable by
-- themselves: those over 24 hours, and those without an end.
create index session_long on session (joined_at)
  where left_at is null or left_at - joined_at > interval '24 hours';

-- role is '' when the source names none.
create table join_attempt (
  customer_id uuid not null,
  meeting_id uuid not null,
  participant_id text not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('admitted', 'refused', 'error', 'timeout')),
  role text not null default '' check (role in ('', 'participant', 'facilitator')),
  import_id uuid,
  primary key (customer_id, meeting_id, participant_id, at, outcome)
) partition by range (at);
create index join_attempt_at on join_attempt (at);
