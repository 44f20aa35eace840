-- `edition` counts the contents that an offer has had: an edit makes a new one, and approvals are of one edition alone.
-- `computed_hash` is that of the content as it was worked out, whatever a person made of it; null where a person made it.
-- `stale` says since when, and why, an approved offer is not what would be proposed now, and who kept it all the same.
alter table offer add column edition int not null default 1 check (edition > 0);
alter table offer add column computed_hash text;
alter table offer add column stale jsonb;

-- Who approved which content. Rows are never changed: an edit leaves them with an edition that stands no more.
-- Distributed by customer_id on Citus, as is the table below.
create table offer_approval (
  customer_id uuid not null,
  offer_id uuid not null,
  edition int not null check (edition > 0),
  person text not null,
  content_hash text not null,
  at timestamptz not null,
  primary key (customer_id, offer_id, edition, person),
  foreign key (customer_id, offer_id) references offer (customer_id, id)
);

-- Who changed the amount of an offer by hand, and why; `edition` is the one that the change made.
create table offer_adjustment (
  customer_id uuid not null,
  offer_id uuid not null,
  edition int not null check (edition > 1),
  person text not null,
  reason text not null check (reason <> ''),
  from_minor bigint not null check (from_minor > 0),
  to_minor bigint not null check (to_minor > 0 and to_minor <> from_minor),
  from_hash text not null,
  at timestamptz not null,
  primary key (customer_id, offer_id, edition),
  foreign key (customer_id, offer_id) references offer (customer_id, id)
);

-- The row that approvals of an incident in one currency wait for, so that no two of them spend the same budget.
create table incident_budget (
  incident_id uuid not null references incident (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (incident_id, currency)
);
