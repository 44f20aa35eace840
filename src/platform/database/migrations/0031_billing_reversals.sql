-- A credit taken back, whole or in part, as an entry of its own. Distributed by customer_id on Citus.
create table credit_reversal (
  customer_id uuid not null,
  id uuid not null,
  credit_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null check (status in ('requested', 'approved', 'refused')),
  reason text not null,
  reference text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  four_eyes boolean not null,
  primary key (customer_id, id),
  unique (customer_id, reference),
  foreign key (customer_id, credit_id) references credit (customer_id, id),
  -- Above the limit, whoever asked is never who agreed.
  check (not four_eyes or status <> 'approved' or decided_by <> requested_by)
);
create index credit_reversal_credit on credit_reversal (credit_id);
create index credit_reversal_id on credit_reversal (id);

-- Lines handed to accounting as a file: closed, numbered, kept byte for byte. A coordinator table on Citus.
create table billing_csv_batch (
  id uuid primary key,
  connection_id uuid not null references billing_connection (id),
  number int not null check (number > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  line_count int not null check (line_count > 0),
  credit_minor bigint not null,
  reversal_minor bigint not null,
  file bytea not null,
  file_sha256 bytea not null,
  closed_by text not null,
  closed_at timestamptz not null,
  unique (connection_id, number)
);

alter table delivery add foreign key (batch_id) references billing_csv_batch (id);
