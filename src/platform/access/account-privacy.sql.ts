import { row, rowCount, rows, type Tx } from '../database/database.js';
import type { Person } from '../personal/person.js';

/** The account of an address, with what is kept of its sessions. */
export async function findAccountOf(
  tx: Tx,
  { id }: Person,
): Promise<{ readonly id: string; readonly name: string; readonly email: string } | undefined> {
  return row(
    tx,
    `select u.id, u.name, u.email, p.roles, p.provider, p.created_at as "createdAt",
            (select count(*)::int from auth.session s where s."userId" = u.id) as sessions
       from auth."user" u join person p on p.id::text = u.id where lower(u.email) = lower($1)`,
    [id],
  );
}

/** Closes the account for ever: no way to sign in is left, and a pseudonym stands for the name and the address. */
export async function forgetAccount(tx: Tx, id: string, pseudonym: string, now: Date): Promise<number> {
  const sessions = await rowCount(tx, 'delete from auth.session where "userId" = $1', [id]);
  const accounts = await rowCount(tx, 'delete from auth.account where "userId" = $1', [id]);
  await rows(
    tx,
    `update auth."user" set name = $2::text, email = $2 || '@erased.invalid', image = null, "updatedAt" = $3 where id = $1`,
    [id, pseudonym, now],
  );
  const closed = `update person set disabled_at = coalesce(disabled_at, $2), roles = '{}', version = version + 1, updated_at = $2
     where id::text = $1`;
  return sessions + accounts + (await rowCount(tx, closed, [id, now]));
}
