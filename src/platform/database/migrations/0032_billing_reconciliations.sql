-- Both sides compared by reference. Coordinator tables on Citus.
create table reconciliation (
  id uuid primary key,
  connection_id uuid not null references billing_connection (id),
  status text not null check (status in ('running', 'done', 'failed')),
  job_id uuid,
  entry_count int,
  delivery_count int,
  drift_count int,
  moved_count int,
  error_message text,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create unique index reconciliation_one_running on reconciliation (connection_id) where status = 'running';
create index reconciliation_created on reconciliation (created_at desc, id desc);

create table drift (
  reconciliation_id uuid not null references reconciliation (id) on delete cascade,
  number int not null,
  kind text not null check (kind in
    ('missing', 'twice', 'other_amount', 'other_currency', 'other_customer', 'reversed_elsewhere', 'not_ours')),
  reference text not null,
  credit_id uuid,
  customer_id uuid,
  expected jsonb,
  found jsonb not null,
  suggested_action text not null,
  primary key (reconciliation_id, number)
);
