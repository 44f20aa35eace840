-- E-mail to our own people, such as the digest of a day: one a person, a kind and a day.
create table staff_mail (
  id uuid primary key,
  kind text not null,
  recipient text not null,
  day date not null,
  to_address text not null,
  subject text not null,
  text_body text not null,
  html_body text not null,
  status text not null check (status in ('held', 'queued', 'transmitting', 'sent', 'unknown', 'failed')),
  attempts int not null default 0,
  available_at timestamptz,
  smtp_response text,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (kind, recipient, day)
);
create index staff_mail_due on staff_mail (available_at) where status = 'queued';
