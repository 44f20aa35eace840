-- What each source delivered and when: for every hour (UTC) of joins, attempts or schedules that a delivery changed, how
-- many rows and the time that they speak of. Says whether an assessment is stale, and what nobody delivered anything for.
create table data_delivery (
  id uuid primary key,
  source text not null,
  import_id uuid,
  kind text not null check (kind in ('meetings', 'sessions', 'join-attempts')),
  hour_at timestamptz not null,
  line_count int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  arrived_at timestamptz not null
);
create index data_delivery_time on data_delivery (last_at, first_at);
create index data_delivery_arrived on data_delivery (arrived_at);
