-- Where credits go. Reference tables on Citus: few rows, few writes.

-- Secrets are named here and stand in the environment or in files, never in the database.
create table billing_connection (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('stripe', 'lago', 'webhook', 'pull', 'csv')),
  base_url text,
  secret_names text[] not null default '{}',
  incoming_secret_names text[] not null default '{}',
  is_default boolean not null default false,
  disabled_at timestamptz,
  disabled_reason text,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index billing_connection_default on billing_connection (is_default) where is_default;

-- A customer that goes elsewhere than the rest, or is known there by another id than its own.
create table billing_route (
  customer_id uuid primary key references customer (id),
  connection_id uuid references billing_connection (id),
  billing_customer_id text,
  version int not null default 1,
  updated_by text not null,
  updated_at timestamptz not null,
  check (connection_id is not null or billing_customer_id is not null)
);

-- One row: the kill switch, and from which amounts on a reversal needs two persons.
create table billing_control (
  id int primary key check (id = 1),
  stopped_at timestamptz,
  stopped_by text,
  stopped_reason text,
  reversal_limits jsonb not null,
  version int not null,
  updated_by text not null,
  updated_at timestamptz not null
);

-- A document of the billing system belongs to one customer, whoever says so first.
create table billing_document (
  document text primary key,
  customer_id uuid not null references customer (id)
);

alter table delivery add foreign key (connection_id) references billing_connection (id);
-- An invoice that has used up what a customer had concerns all of that customer's credits over there.
create index delivery_billing_customer on delivery (connection_id, billing_customer_id)
  where billing_customer_id is not null;
