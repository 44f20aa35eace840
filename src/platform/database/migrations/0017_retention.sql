-- The day of the last daily run of retention: whoever moves it on, runs.
create table retention_run (
  id text primary key,
  ran_on date not null
);
