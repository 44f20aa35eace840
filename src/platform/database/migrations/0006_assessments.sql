-- One immutable run over an incident. Reference table on Citus.
create table assessment (
  id uuid primary key,
  incident_id uuid not null references incident (id),
  revision int not null,
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  provisional boolean not null default false,
  assessed_at timestamptz not null,
  windows jsonb not null,
  figures jsonb,
  completeness jsonb,
  -- Of the windows alone, and of the windows and all data that the run looked at.
  windows_fingerprint text,
  fingerprint text,
  -- The latest earlier revision with the same fingerprint: nothing has changed since.
  unchanged_since int,
  -- The time that the run looked at, when it began to look, and how many deliveries of data of that time there were then.
  span_start_at timestamptz,
  span_end_at timestamptz,
  data_read_at timestamptz,
  deliveries_seen int,
  steps jsonb not null default '[]',
  job_id uuid,
  error_code text,
  error_message text,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  unique (incident_id, revision)
);
-- Two assessments of one incident never run at once.
create unique index assessment_one_at_a_time on assessment (incident_id) where status in ('queued', 'running');

-- The impact of one participant of one meeting. Whoever is hit has a row; the unaffected are counted in the assessment.
-- No foreign key: a hundred thousand rows are written at once, in the transaction that holds their assessment.
create table impact (
  customer_id uuid not null,
  assessment_id uuid not null,
  meeting_id uuid not null,
  participant_id text not null,
  class text not null check (class in ('unable_to_join', 'media_loss', 'interactivity_loss', 'degraded')),
  confidence text not null check (confidence in ('observed', 'inferred')),
  is_facilitator boolean not null,
  borderline boolean not null,
  has_open_session boolean not null,
  blocked_seconds int not null,
  inferred_seconds int not null,
  media_lost_seconds int not null,
  interactivity_lost_seconds int not null,
  degraded_seconds int not null,
  blocked tstzmultirange not null,
  inferred tstzmultirange not null,
  media_lost tstzmultirange not null,
  interactivity_lost tstzmultirange not null,
  degraded tstzmultirange not null,
  primary key (customer_id, assessment_id, meeting_id, participant_id)
);

create table meeting_impact (
  customer_id uuid not null,
  assessment_id uuid not null references assessment (id),
  meeting_id uuid not null,
  class text not null check (class in ('unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown')),
  confidence text not null check (confidence in ('observed', 'inferred')),
  people_unable_to_join int not null,
  people_media_loss int not null,
  people_interactivity_loss int not null,
  people_degraded int not null,
  people_inferred int not null,
  blocked_seconds bigint not null,
  inferred_seconds bigint not null,
  media_lost_seconds bigint not null,
  interactivity_lost_seconds bigint not null,
  degraded_seconds bigint not null,
  primary key (customer_id, assessment_id, meeting_id)
);

-- Each person once, each second of a person once, each second of the clock once: in the heaviest class then present.
create table customer_impact (
  customer_id uuid not null,
  assessment_id uuid not null references assessment (id),
  class text not null check (class in ('unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown')),
  people_unable_to_join int not null,
  people_media_loss int not null,
  people_interactivity_loss int not null,
  people_degraded int not null,
  people_inferred int not null,
  person_seconds_unable_to_join bigint not null,
  person_seconds_media_loss bigint not null,
  person_seconds_interactivity_loss bigint not null,
  person_seconds_degraded bigint not null,
  person_seconds_inferred bigint not null,
  clock_seconds_unable_to_join bigint not null,
  clock_seconds_media_loss bigint not null,
  clock_seconds_interactivity_loss bigint not null,
  clock_seconds_degraded bigint not null,
  clock_seconds_inferred bigint not null,
  meetings_unable_to_join int not null,
  meetings_media_loss int not null,
  meetings_interactivity_loss int not null,
  meetings_degraded int not null,
  meetings_unknown int not null,
  meetings_inferred int not null,
  primary key (customer_id, assessment_id)
);
create index impact_assessment on impact (assessment_id, class);
create index meeting_impact_assessment on meeting_impact (assessment_id, class);
create index customer_impact_assessment on customer_impact (assessment_id, class);

-- The customers with a meeting in a time of which no event of anybody is known. Their figures may be too low.
create table data_gap (
  customer_id uuid not null,
  assessment_id uuid not null references assessment (id),
  gap_seconds int not null,
  meetings int not null,
  primary key (customer_id, assessment_id)
);
create index data_gap_assessment on data_gap (assessment_id);
