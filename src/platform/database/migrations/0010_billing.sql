-- The journey of one credit, or of one reversal of it, to the billing system. Distributed by customer_id on Citus.
create table delivery (
  customer_id uuid not null,
  -- The credit's own id, or the reversal's: one journey for each, ever.
  id uuid not null,
  credit_id uuid not null,
  kind text not null check (kind in ('credit', 'reversal')),
  -- What the billing system knows it by: a fixed function of the id.
  reference text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- How much of a credit reversals have taken back: never more than there is.
  reversed_minor bigint not null default 0 check (reversed_minor between 0 and amount_minor),
  status text not null check (status in
    ('waiting', 'in_flight', 'submitted', 'confirmed', 'applied', 'failed', 'unknown', 'parked', 'reversed')),
  -- Why it is where it is: of parked, unknown, failed, or of a waiting one that was tried.
  reason_code text,
  reason_message text,
  -- Where it goes; null waits for whoever fetches it. Kept with the customer's id there from the first sending on.
  connection_id uuid,
  billing_customer_id text,
  -- A person has sent it elsewhere than the data says.
  redirected boolean not null default false,
  external_id text,
  billing_document text,
  -- The fencing token: whoever claims it counts on, and finishes only what still has that number.
  attempt int not null default 0,
  -- Attempts since a person last looked.
  tries int not null default 0,
  -- It may be there already: ask the billing system before anything is sent.
  look_up_first boolean not null default false,
  next_attempt_at timestamptz,
  lease_until timestamptz,
  first_sent_at timestamptz,
  unknown_since timestamptz,
  batch_id uuid,
  confirmed_by text,
  confirmed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, reference),
  foreign key (customer_id, credit_id) references credit (customer_id, id),
  check ((kind = 'credit') = (id = credit_id)),
  check ((status = 'in_flight') = (lease_until is not null))
);
create index delivery_due on delivery (next_attempt_at) where status in ('waiting', 'unknown', 'in_flight');
create index delivery_status on delivery (status, created_at);
create index delivery_credit on delivery (credit_id);
create index delivery_id on delivery (id);
create index delivery_reference on delivery (reference);
create index delivery_batch on delivery (batch_id) where batch_id is not null;
