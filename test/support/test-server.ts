import { Client } from 'pg';
import { migrate } from '../../src/platform/database/migrate.service.js';
import { migrateQueue } from '../../src/platform/jobs/worker.service.js';

/** The variables by which jest's set-up tells the test files where the server and the template are. */
export const SERVER_URL = 'AMENDS_TEST_SERVER_URL';
export const TEMPLATE_NAME = 'AMENDS_TEST_TEMPLATE';

/** The URL of another database on the same server. */
export function urlOfDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs one statement that no transaction may hold, such as CREATE DATABASE. */
export async function runAlone(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Makes the database with the migrations applied, ours and the queue's, that every test database is a copy of. */
export async function makeTemplate(serverUrl: string, name: string): Promise<void> {
  await runAlone(serverUrl, `create database ${name}`);
  await migrate(urlOfDatabase(serverUrl, name));
  await migrateQueue(urlOfDatabase(serverUrl, name));
}
