-- Reference tables on Citus.
create table policy (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  created_by text not null,
  created_at timestamptz not null
);

create table policy_version (
  id uuid primary key,
  policy_code text not null references policy (code),
  version int not null,
  effective daterange not null check (not isempty(effective) and not lower_inf(effective)),
  rules jsonb not null,
  rules_hash text not null,
  created_by text not null,
  created_at timestamptz not null,
  unique (policy_code, version),
  constraint policy_versions_do_not_overlap exclude using gist (policy_code with =, effective with &&)
);
