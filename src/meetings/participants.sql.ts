import { rowCount, rows, type Tx } from '../platform/database/database.js';
import type { Person } from '../platform/personal/person.js';

/** Brings staged names in, the last line of each participant winning. */
export async function mergeParticipantNames(tx: Tx, now: Date): Promise<void> {
  await rows(
    tx,
    `insert into participant_name as p (customer_id, participant_id, name, email, updated_at)
     select distinct on (c.id, l.participant_id) c.id, l.participant_id, l.name, l.email, $1
       from staged_line l join customer c on c.external_id = l.customer_external_id
      order by c.id, l.participant_id, l.line desc
     on conflict (customer_id, participant_id) do update
       set name = excluded.name, email = excluded.email, updated_at = excluded.updated_at`,
    [now],
  );
}

/** A participant's name, and how often and when they were seen. */
export async function findParticipant(tx: Tx, { customerId, id }: Person): Promise<object[]> {
  return rows(
    tx,
    `select p.participant_id as "participantId", p.name, p.email, p.updated_at as "updatedAt" from participant_name p
      where p.customer_id = $1 and p.participant_id = $2`,
    [customerId, id],
  );
}

/** The sessions, attempts and places on a roster of one participant, as counts with their first and last moment. */
export async function countStays(tx: Tx, { customerId, id }: Person): Promise<object[]> {
  return rows(
    tx,
    `select * from (
       select 'session' as kind, count(*)::int as rows, min(joined_at) as "firstAt", max(joined_at) as "lastAt"
         from session where customer_id = $1 and participant_id = $2
       union all
       select 'join_attempt', count(*)::int, min(at), max(at) from join_attempt where customer_id = $1 and participant_id = $2
       union all
       select 'roster_entry', count(*)::int, null, null from roster_entry where customer_id = $1 and participant_id = $2
     ) held where rows > 0`,
    [customerId, id],
  );
}

/** Puts the pseudonym in place of the participant's id and drops the name. Every figure stays as it was. */
export async function forgetParticipant(tx: Tx, { customerId, id }: Person, pseudonym: string): Promise<number> {
  const values = [customerId, id, pseudonym];
  const where = 'where customer_id = $1 and participant_id = $2';
  const named = await rowCount(tx, `delete from participant_name ${where}`, [customerId, id]);
  const sessions = await rowCount(tx, `update session set participant_id = $3 ${where}`, values);
  const attempts = await rowCount(tx, `update join_attempt set participant_id = $3 ${where}`, values);
  const invited = await rowCount(tx, `update roster_entry set participant_id = $3 ${where}`, values);
  const told = await forgetInContributions(tx, customerId, id, pseudonym);
  return named + sessions + attempts + invited + told;
}

/** What imports said of the rows, which are known by a key with the participant in it; and the rosters that they told. */
async function forgetInContributions(
  tx: Tx,
  customerId: string | null,
  id: string,
  pseudonym: string,
): Promise<number> {
  const inKey = (who: string): string => `, ${JSON.stringify(who)}, `;
  const keys = await rowCount(
    tx,
    `update import_contribution set row_key = replace(row_key, $2, $3)
      where customer_id = $1 and subject <> 'meeting' and position($2 in row_key) > 0`,
    [customerId, inKey(id), inKey(pseudonym)],
  );
  const onRoster = (who: string): string => `[${JSON.stringify(who)}, `;
  const rosters = await rowCount(
    tx,
    `update import_contribution set said = replace(said::text, $2, $3)::jsonb
      where customer_id = $1 and subject = 'meeting' and position($2 in said::text) > 0`,
    [customerId, onRoster(id), onRoster(pseudonym)],
  );
  return keys + rosters;
}

/** Drops the names not brought in again since `before`; with `dryRun` only counts. */
export async function dropOldNames(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  if (!dryRun) return rowCount(tx, 'delete from participant_name where updated_at < $1', [before]);
  const [held] = await rows<{ count: number }>(
    tx,
    'select count(*)::int as count from participant_name where updated_at < $1',
    [before],
  );
  return held?.count ?? 0;
}

/** Drops the rosters of meetings scheduled before the instant, together with what they say of people. */
export async function dropOldRosters(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  const old = `(customer_id, meeting_id) in (select customer_id, id from meeting where scheduled_start_at < $1)`;
  if (!dryRun) return rowCount(tx, `delete from roster_entry where ${old}`, [before]);
  const [held] = await rows<{ count: number }>(tx, `select count(*)::int as count from roster_entry where ${old}`, [
    before,
  ]);
  return held?.count ?? 0;
}

/**
 * Drops what imports said of sessions and attempts of the months that had ended by `before`, whose rows go with their
 * partitions, and the rosters in what they said of older meetings; with `dryRun` only counts.
 */
export async function dropOldContributions(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  const monthStart = Date.UTC(before.getUTCFullYear(), before.getUTCMonth(), 1) / 1000;
  const ofStays = `subject <> 'meeting' and (row_key::jsonb ->> 2)::bigint < $1`;
  const ofRosters = `subject = 'meeting' and jsonb_typeof(said -> 'roster') = 'array' and (said ->> 'start')::timestamptz < $1`;
  if (!dryRun) {
    const stays = await rowCount(tx, `delete from import_contribution where ${ofStays}`, [monthStart]);
    const rosters = await rowCount(
      tx,
      `update import_contribution set said = said || '{"roster": null}' where ${ofRosters}`,
      [before],
    );
    return stays + rosters;
  }
  const count = async (where: string, value: unknown): Promise<number> => {
    const [held] = await rows<{ count: number }>(
      tx,
      `select count(*)::int as count from import_contribution where ${where}`,
      [value],
    );
    return held?.count ?? 0;
  };
  return (await count(ofStays, monthStart)) + (await count(ofRosters, before));
}
