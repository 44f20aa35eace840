-- What an assessment would say if another claim for the start or the end of a window were right. Reference table on Citus.
create table assessment_alternative (
  assessment_id uuid not null references assessment (id),
  window_id uuid not null,
  edge text not null check (edge in ('start', 'end')),
  claimed_at timestamptz not null,
  evidence_ids uuid[] not null,
  figures jsonb not null,
  computed_at timestamptz not null,
  primary key (assessment_id, window_id, edge, claimed_at)
);
