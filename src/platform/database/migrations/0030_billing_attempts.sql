-- Every try of a delivery, written when it begins: one that has no end was cut off. Distributed by customer_id on Citus.
create table delivery_attempt (
  customer_id uuid not null,
  delivery_id uuid not null,
  attempt int not null,
  connection_id uuid not null,
  worker text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  code text,
  message text,
  http_status int,
  primary key (customer_id, delivery_id, attempt),
  foreign key (customer_id, delivery_id) references delivery (customer_id, id)
);

-- What billing systems tell us, kept before they are thanked; the same event is kept once. A coordinator table on Citus.
create table billing_event (
  connection_id uuid not null references billing_connection (id),
  event_id text not null,
  type text not null,
  -- As it came and was signed.
  body text not null,
  -- What it says of us: of one reference, that a customer's credit was used up by an invoice, that it was given back.
  fact text not null check (fact in ('entry', 'used_up', 'given_back', 'none')),
  reference text,
  external_id text,
  entry_status text,
  billing_document text,
  billing_customer_id text,
  currency text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  primary key (connection_id, event_id)
);
create index billing_event_reference on billing_event (reference) where reference is not null;
create index billing_event_customer on billing_event (connection_id, billing_customer_id)
  where billing_customer_id is not null;
create index billing_event_received on billing_event (received_at desc, event_id);
