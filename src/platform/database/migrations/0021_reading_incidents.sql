-- What status pages and post-mortems say, before a person has decided. Reference tables on Citus, as all of incidents.
alter table incident_update add column external_id text;
create unique index incident_update_external on incident_update (incident_id, external_id);

-- Which claim a window's start and end were taken from; all claims that were weighed are its evidence_ids.
alter table outage_window add column start_evidence_id uuid;
alter table outage_window add column end_evidence_id uuid;

-- Which component of ours a status page means by one of its own; null until somebody says so, or says that it is none.
create table page_component (
  page_component_id text primary key,
  page_id text,
  name text not null,
  component_key text references component (key),
  capabilities text[],
  ignored boolean not null default false,
  version int not null,
  created_at timestamptz not null,
  updated_by text,
  updated_at timestamptz not null,
  check (capabilities <@ array['join', 'interact', 'moderate', 'view', 'media']),
  check (not ignored or component_key is null)
);

-- A window that a reader found. `fingerprint` keeps the same reading from coming twice; readings of one `series` tell
-- of the same failure, the newest in the place of the older ones.
create table window_proposal (
  id uuid primary key,
  incident_id uuid not null references incident (id),
  origin text not null check (origin in ('status_page', 'post_mortem')),
  series text not null,
  fingerprint text not null,
  subject text,
  page_component_id text references page_component (page_component_id),
  component_key text references component (key),
  state text not null check (state in ('lost', 'degraded')),
  capabilities text[],
  starts_at timestamptz,
  ends_at timestamptz,
  claims jsonb not null,
  source_url text,
  status text not null check (status in ('proposed', 'accepted', 'dismissed', 'superseded')),
  window_id uuid references outage_window (id),
  decided_by text,
  decided_at timestamptz,
  reason text,
  created_by text not null,
  created_at timestamptz not null,
  unique (incident_id, fingerprint),
  check ((status = 'accepted') = (window_id is not null)),
  check ((status = 'proposed') = (decided_at is null))
);
create index window_proposal_incident on window_proposal (incident_id, created_at);
