import { listRows, type ListQuery, type Page } from '../http/list.js';
import { row, rowCount, rows, type Tx } from '../database/database.js';
import type { Role } from './actor.js';
import type { PersonEntity } from './person.entity.js';

/** A person as administrators see them. */
export type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** The identity provider whose groups give the roles; null: an administrator gives them. */
  readonly provider: string | null;
  readonly locale: string | null;
  readonly theme: string | null;
  readonly disabledAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const PEOPLE = `select p.id, u.name, u.email, p.roles, p.provider, p.locale, p.theme, p.disabled_at as "disabledAt",
    p.version, p.created_at as "createdAt", p.updated_at as "updatedAt"
  from person p join auth."user" u on u.id = p.id::text`;

export function listPeople(tx: Tx, query: ListQuery): Promise<Page<PersonRow>> {
  const order = [{ name: 'email', type: 'text', direction: 'asc' }] as const;
  return listRows<PersonRow>(tx, { select: PEOPLE, values: [], order }, query);
}

export function findPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return row<PersonRow>(tx, `${PEOPLE} where p.id = $1`, [id]);
}

/** The person, locked until the transaction ends. */
export function lockPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return row<PersonRow>(tx, `${PEOPLE} where p.id = $1 for no key update of p`, [id]);
}

/** Holds everybody who takes an administrator's role away until the transaction ends, so that the last one stays. */
export async function lockAdministrators(tx: Tx): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select id from person where 'administrator' = any (roles) and disabled_at is null order by id for no key update`,
  );
  return found.map(({ id }) => id);
}

export async function countPeople(tx: Tx): Promise<number> {
  return (await row<{ count: number }>(tx, 'select count(*)::int as count from person'))?.count ?? 0;
}

export type NewPerson = Pick<PersonEntity, 'id' | 'roles' | 'provider'> & {
  readonly name: string;
  readonly email: string;
  readonly by: string;
  readonly at: Date;
};

/** Keeps a person. False when somebody has the address. */
export async function insertPerson(tx: Tx, { id, name, email, roles, provider, by, at }: NewPerson): Promise<boolean> {
  const made = await rowCount(
    tx,
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     values ($1, $2, $3, true, $4, $4) on conflict (email) do nothing`,
    [id, name, email, at],
  );
  if (made === 0) return false;
  await rows(
    tx,
    `insert into person (id, roles, provider, version, created_by, created_at, updated_by, updated_at)
     values ($1, $2, $3, 1, $4, $5, $4, $5)`,
    [id, roles, provider, by, at],
  );
  return true;
}

/** Gives a person a way in: a password, or an account at a provider. */
export async function insertAccount(
  tx: Tx,
  account: {
    readonly id: string;
    readonly personId: string;
    readonly provider: string;
    readonly subject: string;
    readonly passwordHash: string | null;
    readonly at: Date;
  },
): Promise<void> {
  await rows(
    tx,
    `insert into auth.account (id, "userId", "providerId", "accountId", password, "createdAt", "updatedAt")
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [account.id, account.personId, account.provider, account.subject, account.passwordHash, account.at],
  );
}

export async function savePassword(tx: Tx, personId: string, passwordHash: string, at: Date): Promise<boolean> {
  const text = `update auth.account set password = $2, "updatedAt" = $3 where "userId" = $1 and "providerId" = 'credential'`;
  return (await rowCount(tx, text, [personId, passwordHash, at])) > 0;
}

export async function savePerson(
  tx: Tx,
  person: Pick<PersonRow, 'id' | 'roles' | 'disabledAt' | 'version' | 'locale' | 'theme'>,
  by: string,
  at: Date,
): Promise<void> {
  await rows(
    tx,
    `update person set roles = $2, disabled_at = $3, version = $4, locale = $5, theme = $6, updated_by = $7,
       updated_at = $8 where id = $1`,
    [person.id, person.roles, person.disabledAt, person.version, person.locale, person.theme, by, at],
  );
}

/** Ends every session of a person, and says how many there were. */
export function deleteSessions(tx: Tx, personId: string): Promise<number> {
  return rowCount(tx, `delete from auth.session where "userId" = $1`, [personId]);
}

/** The person of an account at a provider: known by issuer and subject, never by an address. */
export async function findByAccount(tx: Tx, provider: string, subject: string): Promise<string | undefined> {
  const text = `select "userId" as id from auth.account where "providerId" = $1 and "accountId" = $2`;
  return (await row<{ id: string }>(tx, text, [provider, subject]))?.id;
}
