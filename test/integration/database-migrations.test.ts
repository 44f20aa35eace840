import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../src/platform/database/database.service.js';
import { migrate, readMigrations } from '../../src/platform/database/migrate.service.js';
import { rows } from '../../src/platform/database/tx.sql.js';
import { createEmptyDatabase, type EmptyDatabase } from '../support/test-database.js';

const ONE = { name: '0001_one.sql', sql: 'create table one (); create table two ()' };
const TWO = { name: '0002_two.sql', sql: 'alter table one add column at int' };
const BROKEN = { name: '0003_broken.sql', sql: 'create table three (); select no_such_thing' };

let empty: EmptyDatabase;

beforeEach(async () => {
  empty = await createEmptyDatabase();
});

afterEach(() => empty.drop());

async function tables(): Promise<string[]> {
  const database = await openDatabase({ url: empty.url, poolSize: 1 });
  try {
    const found = await rows<{ name: string }>(
      database.tx,
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    return found.map(({ name }) => name);
  } finally {
    await database.close();
  }
}

describe('migrating', () => {
  test('applies what is missing, in order, once', async () => {
    expect(await migrate(empty.url, [ONE])).toEqual([ONE.name]);
    expect(await migrate(empty.url, [ONE, TWO])).toEqual([TWO.name]);
    expect(await migrate(empty.url, [ONE, TWO])).toEqual([]);
    expect(await tables()).toEqual(['one', 'schema_migration', 'two']);
  });

  test('by several at once is done by one', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(empty.url, [ONE, TWO])));
    expect(applied.flat()).toEqual([ONE.name, TWO.name]);
  });

  test('undoes the whole of a migration that fails, keeps those before it, and goes on when it is mended', async () => {
    await expect(migrate(empty.url, [ONE, BROKEN])).rejects.toThrow(/0003_broken.sql failed.*no_such_thing/);
    expect(await tables()).toEqual(['one', 'schema_migration', 'two']);
    const mended = { ...BROKEN, sql: 'create table three ()' };
    expect(await migrate(empty.url, [ONE, mended])).toEqual([mended.name]);
  });

  test('refuses a text that changed after it was applied, and changes nothing', async () => {
    await migrate(empty.url, [ONE]);
    const tampered = { ...ONE, sql: `${ONE.sql} -- harmless?` };
    await expect(migrate(empty.url, [tampered, TWO])).rejects.toMatchObject({ code: 'migration_changed' });
    expect(await migrate(empty.url, [ONE, TWO])).toEqual([TWO.name]);
  });

  test('refuses a database that a newer version migrated', async () => {
    await migrate(empty.url, [ONE, TWO]);
    await expect(migrate(empty.url, [ONE])).rejects.toMatchObject({ code: 'database_newer' });
  });

  test('twice with the migrations of this version changes nothing', async () => {
    const all = (await readMigrations()).map(({ name }) => name);
    expect(await migrate(empty.url)).toEqual(all);
    expect(await migrate(empty.url)).toEqual([]);
  });
});
