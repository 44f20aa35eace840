-- Distributed by customer_id on Citus.

-- What the policy made of one customer's impact: an offer, nothing owed, or a refusal to compute, always with its reasons.
create table proposal (
  customer_id uuid not null,
  assessment_id uuid not null references assessment (id),
  incident_id uuid not null references incident (id),
  outcome text not null check (outcome in ('offer', 'nothing_owed', 'refused')),
  reasons jsonb not null,
  lines jsonb not null,
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  policy_version_id uuid references policy_version (id),
  offer_id uuid,
  input_hash text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (customer_id, assessment_id),
  check (currency is not null or amount_minor = 0)
);
create index proposal_assessment on proposal (assessment_id, outcome);

create table offer (
  customer_id uuid not null,
  id uuid not null,
  incident_id uuid not null references incident (id),
  assessment_id uuid not null references assessment (id),
  policy_version_id uuid not null references policy_version (id),
  sequence int not null check (sequence >= 0),
  status text not null
    check (status in ('draft', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  lines jsonb not null,
  content_hash text not null,
  valid_until timestamptz,
  approved_by text,
  approved_at timestamptz,
  sent_at timestamptz,
  answered_at timestamptz,
  answer jsonb,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id)
);
-- One live offer for a customer, an incident and a sequence: 0 the original, 1… supplements.
create unique index offer_one_live on offer (customer_id, incident_id, sequence)
  where status in ('draft', 'approved', 'sent', 'accepted');
create index offer_incident on offer (incident_id, status, created_at);
create index offer_id on offer (id);
create index offer_expiry on offer (valid_until) where status in ('approved', 'sent');

create table offer_transition (
  customer_id uuid not null,
  offer_id uuid not null,
  version int not null,
  from_status text,
  to_status text not null,
  actor text not null,
  reason text,
  at timestamptz not null,
  primary key (customer_id, offer_id, version),
  foreign key (customer_id, offer_id) references offer (customer_id, id)
);

-- Written by the acceptance, in its transaction; one for an offer. The reference is a fixed function of the id.
create table credit (
  customer_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  incident_id uuid not null references incident (id),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reference text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, offer_id),
  foreign key (customer_id, offer_id) references offer (customer_id, id)
);
create index credit_created on credit (created_at, id);
create index credit_id on credit (id);
