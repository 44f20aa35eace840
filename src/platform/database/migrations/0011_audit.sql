-- What was done, by whom, in a chain for each customer and one for the rest. Rows are only ever added.
alter table api_key add column roles text[] not null default '{}';

-- The customer_id of what concerns no customer is the nil UUID. `details` is text, so that the hash is of what is stored.
create table audit_entry (
  customer_id uuid not null,
  sequence bigint not null,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  actor_kind text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  details text not null,
  request_id text,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (customer_id, sequence),
  unique (customer_id, prev_hash)
);
create index audit_entry_at on audit_entry (at desc, id desc);
create index audit_entry_actor on audit_entry (actor, at desc);
create index audit_entry_subject on audit_entry (subject_id, at desc);

-- The end of each chain. Whoever appends locks its row; a fork would break the unique previous hash besides.
create table audit_chain (
  customer_id uuid primary key,
  sequence bigint not null,
  hash bytea not null
);
