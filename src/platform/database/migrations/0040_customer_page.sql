-- The customer's own copy of a letter says where to answer; the copy that staff see does not.
alter table letter add column customer_pdf bytea;
alter table letter add column customer_sha256 text;
alter table letter add check ((customer_pdf is null) = (customer_sha256 is null));

-- What a customer answered on their page, and what it showed them then. Distributed by customer_id on Citus.
create table portal_answer (
  customer_id uuid not null,
  offer_id uuid not null,
  incident_id uuid not null references incident (id),
  -- The version of the offer that the page showed: the one that was sent.
  offer_version int not null,
  answer text not null check (answer in ('accepted', 'declined')),
  name text,
  role text,
  reason text,
  locale text not null,
  page jsonb not null,
  page_sha256 text not null,
  letter_sha256 text not null,
  answered_at timestamptz not null,
  primary key (customer_id, offer_id),
  foreign key (customer_id, offer_id) references offer (customer_id, id),
  check (answer <> 'accepted' or name is not null and role is not null),
  check (answer <> 'declined' or reason is not null)
);
