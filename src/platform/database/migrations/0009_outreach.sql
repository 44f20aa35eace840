-- One customer, one incident, one case. Distributed by customer_id on Citus.
create table outreach_case (
  customer_id uuid not null,
  id uuid not null,
  incident_id uuid not null references incident (id),
  status text not null
    check (status in ('to_contact', 'contacted', 'waiting', 'answered', 'resolved', 'not_reachable')),
  impact_class text not null,
  owed text not null check (owed in ('pending', 'offer', 'nothing_owed', 'refused')),
  owed_reasons jsonb not null default '[]',
  owner text,
  next_action text,
  next_action_at timestamptz,
  snoozed_until timestamptz,
  -- With a reason the case is on hold: no bulk action and no automatic mail touches it.
  hold_reason text,
  tags text[] not null default '{}',
  first_touch_at timestamptz,
  last_touch_at timestamptz,
  escalated_at timestamptz,
  still_affected boolean not null default true,
  -- What the list is sorted by, kept with the case so that an index gives its first page.
  people int not null default 0,
  monthly_fee_minor bigint check (monthly_fee_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  claim_count int not null default 0,
  priority int not null default 0,
  priority_reasons jsonb not null default '[]',
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, incident_id),
  check (status <> 'waiting' or next_action_at is not null),
  check ((monthly_fee_minor is null) = (currency is null))
);
create index outreach_case_worklist on outreach_case (incident_id, priority desc, id);
create index outreach_case_priority on outreach_case (priority desc, id);
create index outreach_case_owner on outreach_case (owner, priority desc, id);
create index outreach_case_next_action on outreach_case (next_action_at) where status <> 'resolved';
create index outreach_case_id on outreach_case (id);

create table case_activity (
  customer_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  kind text not null,
  body text not null,
  details jsonb not null default '{}',
  author text not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null,
  dedup_key text,
  revision int not null default 1,
  edited_by text,
  edited_at timestamptz,
  primary key (customer_id, case_id, id),
  unique (customer_id, case_id, dedup_key),
  foreign key (customer_id, case_id) references outreach_case (customer_id, id)
);

-- What an entry of a timeline said before it was edited: nothing is edited without a trace.
create table case_activity_revision (
  customer_id uuid not null,
  case_id uuid not null,
  activity_id uuid not null,
  revision int not null,
  kind text not null,
  body text not null,
  occurred_at timestamptz not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (customer_id, case_id, activity_id, revision),
  foreign key (customer_id, case_id, activity_id) references case_activity (customer_id, case_id, id)
);

-- A reference table on Citus: filters that somebody keeps under a name.
create table saved_view (
  id uuid primary key,
  owner text not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (owner, name)
);
