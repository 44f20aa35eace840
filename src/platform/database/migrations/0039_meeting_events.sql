-- What meeting platforms tell as it happens. An event is kept before it is acknowledged, and whose it is may be known only
-- later, so it is kept by its provider and not by customer: on Citus distributed by (provider) or a local table, while
-- the sessions that it becomes are distributed by customer. It holds no body: ids, times and, until its customer is known,
-- what a person is recognised by.
create table meeting_event (
  provider text not null check (provider in ('zoom', 'livekit', 'meetings')),
  -- The provider's own id, or the hash of the body where it gives none.
  event_id text not null,
  type text not null,
  status text not null check (status in ('received', 'applied', 'unmapped', 'refused', 'ignored')),
  said jsonb,
  reason text,
  customer_id uuid,
  meeting_external_id text,
  participant_id text,
  connection text,
  received_at timestamptz not null,
  applied_at timestamptz,
  primary key (provider, event_id),
  check ((said is null) = (status = 'ignored'))
);
create index meeting_event_stay on meeting_event (customer_id, meeting_external_id, participant_id, connection);
create index meeting_event_open on meeting_event (status, received_at) where status in ('received', 'unmapped');
create index meeting_event_received on meeting_event (received_at, provider, event_id);

-- Whose meetings an account, host or room of a provider holds, and the components that they use. A reference table on Citus.
create table hook_source (
  key text primary key check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  provider text not null check (provider in ('zoom', 'livekit')),
  scope text not null check (scope in ('account', 'host', 'room', 'room_prefix')),
  value text not null,
  customer_id uuid not null references customer (id),
  components text[] not null,
  version int not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  unique (provider, scope, value)
);
