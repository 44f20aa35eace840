-- What the mail provider told us, each once by the id of its call. Without a case it waits for a person.
create table mail_event (
  id text primary key,
  type text not null check (type in ('reply', 'bounce', 'complaint')),
  outcome text not null check (outcome in ('matched', 'unmatched')),
  customer_id uuid,
  case_id uuid,
  mail_id uuid,
  from_address text,
  subject text,
  text_body text,
  received_at timestamptz not null,
  check ((outcome = 'matched') = (case_id is not null))
);
create index mail_event_received on mail_event (received_at desc, id desc);
