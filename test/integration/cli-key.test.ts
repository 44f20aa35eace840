import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { actorOfCommand } from '../../src/cli/actor-of-command.service.js';
import { withSession } from '../../src/cli/session.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { type Role, SYSTEM } from '../../src/platform/access/actor.js';
import { rows } from '../../src/platform/database/database.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
let home: string;
beforeAll(async () => {
  amends = await startTestApplication('2026-03-01T10:00:00Z');
  home = await mkdtemp(join(tmpdir(), 'amends-cli-'));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await amends.stop();
});

const keyOf = (name: string, ...roles: readonly Role[]): Promise<string> =>
  amends.app.get(AccessService).createKey(name, roles, SYSTEM);

/** Who gives a command on a machine without the database, or the code of the refusal. */
async function who(route: string, key?: string): Promise<string> {
  try {
    return (await actorOfCommand(amends.app, { databaseUrl: 'postgres://elsewhere', home }, route, key)).id;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

test('a key may do by a command what it may do by the route of the same purpose', async () => {
  const feeder = await keyOf('feeder', 'integrator');
  expect(await who('POST /imports/:kind', feeder)).toBe('key:feeder');
  expect(await who('POST /imports/:id/revert', feeder)).toBe('key:feeder');
  expect(await who('GET /policies', feeder)).toBe('role_required');
  expect(await who('POST /people/erase', feeder)).toBe('role_required');
  expect(await who('POST /offers/:id/approve', await keyOf('all', 'administrator', 'manager'))).toBe('person_required');
  expect(await who('GET /policies', 'amk_0123456789ab_nonsense')).toBe('key_not_valid');
  expect(await rows(amends.database.tx, `select 1 from audit_entry where action = 'access.denied'`)).toHaveLength(3);
});

test('a key in a file counts when nobody else can read it', async () => {
  expect(await who('GET /policies')).toBe('key_required');
  const path = join(home, 'api-key');
  await writeFile(path, `${await keyOf('in-a-file', 'viewer')}\n`);
  await chmod(path, 0o644);
  expect(await who('GET /policies')).toBe('key_file_open');
  await chmod(path, 0o600);
  expect(await who('GET /policies')).toBe('key:in-a-file');
});

test('with DATABASE_URL and AMENDS_API_KEY a command works on the database over there, as the key', async () => {
  const before = { ...process.env };
  const key = await keyOf('over-there', 'viewer');
  Object.assign(process.env, { DATABASE_URL: amends.database.url, AMENDS_API_KEY: key, AMENDS_HOME: home });
  try {
    expect(await withSession(async ({ actor }) => actor.id, 'GET /policies')).toBe('key:over-there');
    const refused = withSession(async () => 'done', 'POST /retention/run');
    await expect(refused).rejects.toMatchObject({ code: 'role_required' });
  } finally {
    process.env = before;
  }
});
