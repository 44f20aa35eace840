-- The logo of who writes, once for the installation. A coordinator table on Citus.
create table logo (
  key text primary key check (key = 'sender'),
  media_type text not null check (media_type in ('image/png', 'image/jpeg')),
  width int not null check (width > 0),
  height int not null check (height > 0),
  -- Grey or red, green and blue.
  colors int not null check (colors in (1, 3)),
  -- As it was given.
  image bytea not null,
  sha256 text not null,
  -- As it stands in a letter, where that is something else: the pixels on white, filtered and deflated.
  pixels bytea,
  version int not null,
  updated_by text not null,
  updated_at timestamptz not null,
  check ((media_type = 'image/png') = (pixels is not null))
);
