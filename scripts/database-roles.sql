-- Less than everything, for whoever reads beside the service. Run it as a superuser in Amends' database, after its first
-- start; again after an upgrade changes nothing. It makes a role that only reads, and sees no secret, no name and no mail,
-- and takes from the service's own role what it never does: change or delete an entry of the audit trail.
do $$ begin
  if not exists (select from pg_roles where rolname = 'amends_reader') then
    create role amends_reader nologin;
  end if;
end $$;

revoke all on schema public from public;
grant usage on schema public to amends_reader;
grant select on all tables in schema public to amends_reader;
-- Whose names and addresses, what was written to them, and what keys and cookies are checked against.
revoke select on api_key, participant_name, contact, mail, mail_event, staff_mail, letter, case_activity,
  case_activity_revision, idempotency_key, outbox_message, portal_answer, setting, import_reject,
  meeting_event from amends_reader;
-- Tables of later versions are not shown before this has been run again.

do $$ begin
  execute format(
    'revoke update, delete, truncate on audit_entry from %I',
    (select relowner::regrole::name from pg_class where oid = 'audit_entry'::regclass)
  );
end $$;
