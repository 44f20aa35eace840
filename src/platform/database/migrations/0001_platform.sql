-- Plumbing that knows no domain noun. On Citus these are coordinator tables.
create extension if not exists btree_gist;

create table api_key (
  id uuid primary key,
  name text not null,
  prefix text not null unique,
  secret_hash bytea not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- A key is claimed by INSERT before the work begins; the answer is kept and replayed.
create table idempotency_key (
  actor text not null,
  key text not null,
  route text not null,
  fingerprint text not null,
  lease_until timestamptz,
  response_status int,
  response_body text,
  created_at timestamptz not null,
  primary key (actor, key)
);

create table job (
  id uuid primary key,
  kind text not null,
  subject_id uuid,
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  step text,
  done_count bigint not null default 0,
  total_count bigint,
  result jsonb,
  error_code text,
  error_message text,
  cancel_requested_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index job_created on job (created_at desc, id desc);

-- What an earlier feature causes in a later one: appended in the causing transaction, leased, never lost.
create table outbox_message (
  id uuid primary key,
  topic text not null,
  dedup_key text not null unique,
  payload jsonb not null,
  attempts int not null default 0,
  available_at timestamptz not null,
  lease_until timestamptz,
  delivered_at timestamptz,
  parked_at timestamptz,
  last_error text,
  created_at timestamptz not null
);
create index outbox_message_due on outbox_message (available_at, id) where delivered_at is null and parked_at is null;

create table setting (
  key text primary key,
  value jsonb not null,
  version int not null,
  updated_by text not null,
  updated_at timestamptz not null
);

create table import_batch (
  id uuid primary key,
  kind text not null,
  source_name text,
  status text not null check (status in ('running', 'done', 'refused')),
  read_count bigint not null default 0,
  accepted_count bigint not null default 0,
  rejected_count bigint not null default 0,
  warnings jsonb not null default '[]',
  error_code text,
  error_message text,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_batch_created on import_batch (created_at desc, id desc);

create table import_reject (
  import_id uuid not null references import_batch (id) on delete cascade,
  line bigint not null,
  field text not null default '',
  code text not null,
  message text not null,
  primary key (import_id, line, field, code)
);

-- A worker that stops beating has died: its locked jobs are freed after a minute, not after the library's four hours.
create table worker_heartbeat (
  worker_id text primary key,
  beat_at timestamptz not null
);
