-- An import can be taken back: what only it brought goes.
alter table import_batch drop constraint import_batch_status_check;
alter table import_batch add constraint import_batch_status_check
  check (status in ('running', 'done', 'refused', 'reverted'));
alter table import_batch add column reverted_at timestamptz;
alter table import_batch add column reverted_by text;
alter table import_batch add column revert_reason text;
alter table import_batch add column reverted jsonb;

-- What each import said of a row that more than one of them brought, so that a row stays as the others told it when one is
-- taken back. A row that one import alone brought has none: its own import_id says it. Distributed by customer_id on Citus.
create table import_contribution (
  customer_id uuid not null,
  subject text not null check (subject in ('meeting', 'session', 'join_attempt')),
  row_key text not null,
  import_id uuid not null,
  said jsonb not null,
  primary key (customer_id, subject, row_key, import_id)
);
create index import_contribution_import on import_contribution (import_id);
