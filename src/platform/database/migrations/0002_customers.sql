-- Reference tables on Citus: few rows, few writes, joined by everything.
create table customer (
  id uuid primary key,
  external_id text not null unique,
  name text not null,
  time_zone text not null,
  locale text not null,
  owner text,
  components text[],
  stripe_customer_id text,
  lago_customer_id text,
  version int not null default 1,
  created_at timestamptz not null,
  updated_by text,
  updated_at timestamptz not null
);
create index customer_name on customer (name, id);

-- Versions of a contract by date: the one in force on a day is the latest whose valid_from is not after it.
create table contract (
  customer_id uuid not null references customer (id),
  valid_from date not null,
  valid_to date,
  plan text not null,
  monthly_fee_minor bigint not null check (monthly_fee_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  policy_code text,
  status text not null check (status in ('active', 'trial', 'suspended')),
  primary key (customer_id, valid_from),
  check (valid_to is null or valid_to > valid_from)
);

create table contact (
  customer_id uuid not null references customer (id),
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  opted_out boolean not null default false,
  primary key (customer_id, id)
);
create unique index contact_email on contact (customer_id, lower(email));
