-- What the offers of an incident were last worked out by: of which assessment, and by which policy instead of each
-- contract's own (null: by their own). Only an incident that has a row here is worked out anew by itself, when another
-- assessment of it is done or a policy changes: the first time is for a person to ask for. Reference table on Citus.
create table proposal_run (
  incident_id uuid primary key references incident (id),
  assessment_id uuid not null references assessment (id),
  policy_code text references policy (code),
  created_by text not null,
  created_at timestamptz not null
);

insert into proposal_run (incident_id, assessment_id, policy_code, created_by, created_at)
select distinct on (incident_id) incident_id, assessment_id, null, created_by, created_at
  from proposal order by incident_id, created_at desc;
