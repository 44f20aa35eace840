import { randomBytes } from 'node:crypto';
import { openDatabase, type Database, type DatabaseOptions } from '../../src/platform/database/database.service.js';
import { assertInvariants } from './invariants.js';
import { runAlone, SERVER_URL, TEMPLATE_NAME, urlOfDatabase } from './test-server.js';

export type TestDatabase = {
  readonly database: Database;
  readonly url: string;
  /** Throws when money, compensated time or moves are not as they must always be: at the end of every file. */
  drop(): Promise<void>;
};

/** `isPlanted` where a test writes money by hand that no use case would have written, which is then not looked at. */
export type TestDatabaseOptions = Omit<DatabaseOptions, 'url'> & { readonly isPlanted?: boolean };

/**
 * A database of its own with the schema and nothing in it. Call it in `beforeAll` (one for a file) or in a test, and
 * `drop` it in `afterAll`.
 */
export async function createTestDatabase({
  isPlanted = false,
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = variable(SERVER_URL);
  const name = `amends_test_${randomBytes(8).toString('hex')}`;
  await runAlone(serverUrl, `create database ${name} template ${variable(TEMPLATE_NAME)}`);
  const url = urlOfDatabase(serverUrl, name);
  const database = await openDatabase({ poolSize: 5, ...options, url });
  return {
    database,
    url,
    async drop() {
      try {
        if (!isPlanted) await assertInvariants(database);
      } finally {
        await database.close();
        await runAlone(serverUrl, `drop database ${name} with (force)`);
      }
    },
  };
}

export type EmptyDatabase = { readonly url: string; drop(): Promise<void> };

/** A database with nothing in it, not even the schema. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const serverUrl = variable(SERVER_URL);
  const name = `amends_test_${randomBytes(8).toString('hex')}`;
  await runAlone(serverUrl, `create database ${name}`);
  return {
    url: urlOfDatabase(serverUrl, name),
    drop: () => runAlone(serverUrl, `drop database ${name} with (force)`),
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this test in jest's project "database"`);
  return value;
}
