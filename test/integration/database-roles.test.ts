import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { row, rows } from '../../src/platform/database/database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const SCRIPT = new URL('../../scripts/database-roles.sql', import.meta.url);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test('the reader reads what happened, no name and no secret, and changes nothing; the script can be run again', async () => {
  const script = await readFile(SCRIPT, 'utf8');
  for (const statement of [script, script]) await db.database.dataSource.query(statement);
  const may = async (table: string, privilege: string): Promise<boolean | undefined> =>
    (
      await row<{ may: boolean }>(db.database.tx, `select has_table_privilege('amends_reader', $1, $2) as may`, [
        table,
        privilege,
      ])
    )?.may;
  for (const table of ['incident', 'impact', 'offer', 'credit', 'audit_entry']) {
    expect([table, await may(table, 'select')]).toEqual([table, true]);
    expect([table, await may(table, 'insert, update, delete, truncate')]).toEqual([table, false]);
  }
  for (const table of ['auth."user"', 'auth.session', 'api_key', 'contact', 'participant_name', 'mail', 'letter']) {
    expect([table, await may(table, 'select')]).toEqual([table, false]);
  }
  const owned = await rows<{ privilege: string }>(
    db.database.tx,
    `select privilege_type as privilege from pg_class, aclexplode(relacl)
      where oid = 'audit_entry'::regclass and grantee = relowner`,
  );
  const privileges = owned.map(({ privilege }) => privilege);
  expect(privileges).toEqual(expect.arrayContaining(['SELECT', 'INSERT']));
  expect(privileges).not.toEqual(expect.arrayContaining(['UPDATE']));
  expect(privileges).not.toEqual(expect.arrayContaining(['DELETE']));
});
