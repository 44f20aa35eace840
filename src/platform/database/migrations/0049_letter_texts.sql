-- What the company words itself in its letters. A version is never changed: a letter names the one it was written with.
create table letter_text_version (
  version int primary key check (version > 0),
  texts jsonb not null,
  created_by text not null,
  created_at timestamptz not null
);
