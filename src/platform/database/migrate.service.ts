import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pendingMigrations, sha256, type AppliedMigration, type Migration } from './pending-migrations.js';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));

/** One number for all of Amends, so that two starts never migrate one database at once. */
const LOCK = 4_722_366_482_869;

/** The migrations that belong to this version of the code. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  if (names.length === 0) throw new Error(`no migrations in ${folder}: was the build complete?`);
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(`${folder}/${name}`, 'utf8') })));
}

/**
 * Brings a database to this version of the schema and gives the names of the migrations it applied, none when it was up
 * to date. Each runs in a transaction of its own; a failed one leaves those before it. Refuses (`conflict`) a migration
 * that changed after it was applied, and a database that a newer version of the code has migrated.
 */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new Client({ connectionString: url, application_name: 'amends migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const pending = pendingMigrations(wanted, await appliedMigrations(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: Client): Promise<AppliedMigration[]> {
  await client.query(
    `create table if not exists schema_migration (
       name text primary key, sha256 text not null, applied_at timestamptz not null)`,
  );
  return (await client.query<AppliedMigration>('select name, sha256 from schema_migration order by name')).rows;
}

async function apply(client: Client, { name, sql }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into schema_migration values ($1, $2, clock_timestamp())', [name, sha256(sql)]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`the migration ${name} failed: ${String(error)}`, { cause: error });
  }
}
