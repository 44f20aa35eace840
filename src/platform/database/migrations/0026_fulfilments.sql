-- What an accepted offer gives other than a credit: a person does it and marks it as done.
create table fulfilment (
  customer_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  incident_id uuid not null references incident (id),
  what text not null check (what in ('refund', 'days_of_service', 'meeting_vouchers', 'registrations')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  quantity int not null check (quantity >= 0),
  status text not null check (status in ('open', 'done')),
  done_by text,
  done_at timestamptz,
  note text,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  primary key (customer_id, id),
  unique (customer_id, offer_id, what),
  foreign key (customer_id, offer_id) references offer (customer_id, id),
  check ((status = 'done') = (done_by is not null and done_at is not null)),
  check (amount_minor > 0 or quantity > 0)
);
create index fulfilment_created on fulfilment (created_at, id);
create index fulfilment_id on fulfilment (id);
