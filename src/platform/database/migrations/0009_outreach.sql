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
  last_touch_at timestamptz,
  still_affected boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, incident_id)
);
create index outreach_case_worklist on outreach_case (incident_id, status, next_action_at);
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
  primary key (customer_id, case_id, id),
  unique (customer_id, case_id, dedup_key),
  foreign key (customer_id, case_id) references outreach_case (customer_id, id)
);
