-- The answers that files of one source need, asked once: zone, order of day and month, customer, components.
create table import_source (
  key text primary key check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  answers jsonb not null,
  version int not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null
);
