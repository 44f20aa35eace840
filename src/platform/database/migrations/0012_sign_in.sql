-- People who sign in. The tables of `auth` are as the library better-auth wants them; what Amends adds is in `person`.
create schema auth;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);

create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" (id) on delete cascade
);
create index session_of_user on auth.session ("userId");

-- A password (`credential`), or an account at an identity provider: `providerId` is the issuer, `accountId` the subject.
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index account_of_user on auth.account ("userId");

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index verification_identifier on auth.verification (identifier);

-- What a person may do. `provider` is the issuer whose groups give the roles; null where an administrator does.
create table person (
  id uuid primary key,
  roles text[] not null,
  provider text,
  locale text,
  theme text,
  disabled_at timestamptz,
  version int not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null
);

-- Failures to sign in, counted for a while. The key is a hash, so nothing here says who or from where.
create table sign_in_failure (
  key text primary key,
  failures int not null,
  window_ends_at timestamptz not null
);

alter table api_key add constraint api_key_name unique (name);
