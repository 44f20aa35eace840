-- Who a participant is, where the company wants to know at all. Everything else knows participants by an opaque id, so
-- dropping a row here makes a person nameless and changes no figure. Distributed by customer_id on Citus.
create table participant_name (
  customer_id uuid not null references customer (id),
  participant_id text not null,
  name text not null,
  email text,
  updated_at timestamptz not null,
  primary key (customer_id, participant_id)
);
create index participant_name_updated on participant_name (updated_at);
