-- What a letter calls the other offers that its lines are about, kept with it: the customer's page says the same later.
alter table letter add column other_offers jsonb not null default '[]';
