-- What is given in kind has no amount, so an offer may come to no money; `inputs` is what it was worked out from.
alter table offer drop constraint offer_amount_minor_check;
alter table offer add constraint offer_amount_minor_check check (amount_minor >= 0);
alter table offer add column inputs jsonb;

-- What of an offer falls to one kind of policy and one period; the shares of an offer add up to it. Whether they count
-- follows from the status of their offer. Distributed by customer_id on Citus, as are the tables below.
create table offer_share (
  customer_id uuid not null,
  offer_id uuid not null,
  kind text not null check (kind in ('sla', 'goodwill')),
  period_start_at timestamptz not null,
  period_end_at timestamptz not null check (period_end_at > period_start_at),
  policy_version_id uuid not null references policy_version (id),
  amount_minor bigint not null check (amount_minor >= 0),
  unit text,
  quantity int not null check (quantity >= 0),
  period_cap_minor bigint,
  primary key (customer_id, offer_id, kind, period_start_at),
  foreign key (customer_id, offer_id) references offer (customer_id, id),
  check ((unit is null) = (quantity = 0)),
  check (amount_minor <= period_cap_minor)
);
create index offer_share_period on offer_share (customer_id, kind, period_start_at);

-- The seconds of a person that an offer compensates, and from which class (0 none, 1 degraded … 4 unable to join) to
-- which it lifts them. The participant '' is the service itself, for policies that look at window time. While it is
-- live, a second of a person is paid once for each kind of policy and each class it passes; never twice.
create table compensated_time (
  customer_id uuid not null,
  offer_id uuid not null,
  kind text not null check (kind in ('sla', 'goodwill')),
  participant_id text not null,
  from_level int not null check (from_level >= 0),
  to_level int not null check (to_level > from_level and to_level <= 4),
  during tstzmultirange not null check (not isempty(during)),
  created_at timestamptz not null,
  released_at timestamptz,
  primary key (customer_id, offer_id, kind, participant_id, from_level, to_level),
  foreign key (customer_id, offer_id) references offer (customer_id, id),
  constraint no_second_compensated_twice exclude using gist (
    customer_id with =,
    kind with =,
    participant_id with =,
    during with &&,
    int4range(from_level, to_level) with &&
  ) where (released_at is null)
);
