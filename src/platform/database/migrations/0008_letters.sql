-- A letter that was sent, byte for byte. An apology has no offer. Distributed by customer_id on Citus.
create table letter (
  customer_id uuid not null,
  id uuid not null,
  incident_id uuid not null references incident (id),
  assessment_id uuid not null references assessment (id),
  offer_id uuid,
  kind text not null check (kind in ('offer', 'apology')),
  locale text not null,
  reference text not null,
  pdf bytea not null,
  sha256 text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (customer_id, id),
  check ((kind = 'offer') = (offer_id is not null)),
  foreign key (customer_id, offer_id) references offer (customer_id, id)
);
create unique index letter_one_for_an_offer on letter (customer_id, offer_id) where kind = 'offer';
create unique index letter_one_apology on letter (customer_id, incident_id) where kind = 'apology';
