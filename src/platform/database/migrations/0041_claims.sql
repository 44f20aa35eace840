-- A customer coming to us first: one claim for a customer and an incident, however often they come. A reference table on
-- Citus, as what came in with it: there are few, and one may come before anybody knows whose it is.
create table claim (
  id uuid primary key,
  -- Null until it is matched. No key points to customers or offers, which are distributed.
  customer_id uuid,
  incident_id uuid references incident (id),
  status text not null check (status in ('unmatched', 'open', 'accepted', 'refused', 'merged')),
  verdict text check (verdict in
    ('known', 'impact_found', 'no_trace', 'outside_deadline', 'product_not_covered', 'not_assessed')),
  -- What the verdict rests on, and the customers and incidents that it may be of.
  evidence jsonb,
  candidates jsonb not null default '{"customers": [], "incidents": []}',
  -- Of one that came again under another name: the claim that goes on in its place.
  merged_into uuid references claim (id),
  offer_id uuid,
  refusal_codes text[] not null default '{}',
  decision_note text,
  decided_by text,
  decided_at timestamptz,
  arrived_at timestamptz not null,
  version int not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (status not in ('open', 'accepted') or customer_id is not null and incident_id is not null),
  check ((customer_id is null) = (incident_id is null)),
  check (status <> 'accepted' or offer_id is not null),
  check (status <> 'refused' or cardinality(refusal_codes) > 0),
  check ((status = 'merged') = (merged_into is not null)),
  check ((status in ('accepted', 'refused')) = (decided_at is not null))
);
-- It counts once, whoever enters it and however often it comes.
create unique index claim_one on claim (customer_id, incident_id) where status <> 'merged';
create index claim_arrived on claim (arrived_at desc, id desc);
create index claim_incident on claim (incident_id, status);

-- Each coming of a claim, as it was said.
create table claim_arrival (
  id uuid primary key,
  claim_id uuid not null references claim (id),
  channel text not null check (channel in ('form', 'desk')),
  -- Of whoever entered it; the form has none, for anybody could send anybody's.
  external_id text,
  -- SHA-256 of all that was said: the same sent twice is one.
  digest text not null,
  name text not null,
  email text not null,
  company text,
  meeting text,
  day date,
  local_time text check (local_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  text text not null,
  reference text,
  claimed_minutes int check (claimed_minutes >= 0),
  claimed_percent text,
  claimed_minor bigint check (claimed_minor >= 0),
  claimed_currency text check (claimed_currency ~ '^[A-Z]{3}$'),
  locale text not null,
  -- Named by whoever entered it.
  named_customer_id uuid,
  named_incident_id uuid,
  arrived_at timestamptz not null,
  created_by text not null,
  check ((claimed_minor is null) = (claimed_currency is null))
);
create unique index claim_arrival_external on claim_arrival (external_id) where external_id is not null;
create unique index claim_arrival_digest on claim_arrival (digest);
create index claim_arrival_of on claim_arrival (claim_id, arrived_at, id);
create index claim_arrival_email on claim_arrival (lower(email));

-- By what a claim finds its customer.
create index contact_address on contact (lower(email));
create index contact_domain on contact (lower(split_part(email, '@', 2)));
create index participant_name_address on participant_name (lower(email)) where email is not null;
create index meeting_external on meeting (external_id);
