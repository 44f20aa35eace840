-- E-mail to and from customers. Distributed by customer_id on Citus.

-- One bulk send: its mails are made at once and sent one after the other.
create table mail_run (
  id uuid primary key,
  incident_id uuid not null references incident (id),
  template text not null,
  status text not null check (status in ('running', 'paused', 'stopped', 'done')),
  status_reason text,
  excluded jsonb not null default '{}',
  job_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index mail_run_incident on mail_run (incident_id, created_at desc);

create table mail (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  incident_id uuid not null references incident (id),
  direction text not null check (direction in ('out', 'in')),
  run_id uuid,
  contact_id uuid,
  template text,
  -- What it is about, with its version: an automatic mail is sent once about it.
  subject_key text,
  automatic boolean not null default false,
  offer_id uuid,
  offer_version int,
  letter_id uuid,
  resend_of uuid,
  status text not null check (status in (
    'held', 'queued', 'sending', 'transmitting', 'sent', 'unknown', 'failed', 'bounced', 'cancelled', 'received')),
  status_reason text,
  from_address text not null,
  to_address text not null,
  to_name text,
  subject text not null,
  text_body text not null,
  html_body text,
  message_id text not null,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  attempts int not null default 0,
  available_at timestamptz,
  lease_until timestamptz,
  smtp_response text,
  created_by text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  updated_at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references outreach_case (customer_id, id),
  check (direction = 'in' or contact_id is not null),
  check (not automatic or subject_key is not null and template is not null),
  check ((offer_id is null) = (offer_version is null)),
  check ((direction = 'in') = (status = 'received')),
  check ((sent_at is not null) = (status in ('sent', 'bounced')) or direction = 'in')
);
-- At most one automatic mail for a contact, an offer's version and a template, whoever asks however often.
create unique index mail_once on mail (customer_id, contact_id, subject_key, template)
  where automatic and status <> 'cancelled';
create unique index mail_message on mail (customer_id, case_id, message_id);
create index mail_message_id on mail (message_id);
create index mail_due on mail (available_at, id) where status = 'queued';
create index mail_leased on mail (lease_until) where status in ('sending', 'transmitting');
create index mail_of_run on mail (run_id, status) where run_id is not null;
create index mail_status on mail (status, created_at desc, id desc);
create index mail_of_case on mail (customer_id, case_id, created_at);
create index mail_id on mail (id);

-- Addresses to which nothing is sent any more: it came back for good, or its owner complained.
create table mail_block (
  customer_id uuid not null,
  address text not null check (address = lower(address)),
  reason text not null check (reason in ('bounced', 'complained')),
  mail_id uuid,
  created_at timestamptz not null,
  primary key (customer_id, address)
);
