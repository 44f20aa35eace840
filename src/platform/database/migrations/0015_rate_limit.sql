-- How much of a limit is used up, shared by all processes: the instant at which the bucket is empty again. Losing it in a
-- crash costs nothing, so it is not logged.
create unlogged table rate_limit (
  bucket text primary key,
  empty_at timestamptz not null
);
create index rate_limit_empty on rate_limit (empty_at);
