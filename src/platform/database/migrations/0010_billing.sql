-- One credit's journey to the billing system. Distributed by customer_id on Citus.
create table delivery (
  customer_id uuid not null,
  credit_id uuid not null,
  status text not null check (status in ('waiting', 'confirmed')),
  billing_document text,
  confirmed_by text,
  confirmed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, credit_id),
  foreign key (customer_id, credit_id) references credit (customer_id, id)
);
