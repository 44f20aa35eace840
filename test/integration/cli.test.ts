import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { actorOfCommand } from '../../src/cli/actor-of-command.service.js';
import { assessIncident, importFile } from '../../src/cli/incident-commands.js';
import { importAttendance, importIncident } from '../../src/cli/reading-commands.js';
import { type Session, withSession } from '../../src/cli/session.js';
import { acceptWindow, listProposals, putComponent } from '../../src/cli/window-commands.js';
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

test('from a Zoom report and a status page to an impact, as the README tells it', async () => {
  const session: Session = { app: amends.app, actor: { id: 'cli:test', kind: 'cli', roles: ['administrator'] } };
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const fixture = (name: string): string => join(import.meta.dirname, '..', 'fixtures', name);
  const contract = { plan: 'pro', monthlyFee: { amountMinor: 120_000, currency: 'EUR' }, from: '2020-01-01' };
  const customer = { externalId: 'acme', name: 'Acme', timezone: 'Europe/Paris', locale: 'fr-FR', contract };
  const idOf = (words: string): string => printed.findLast((line) => line.includes(words))?.split(' ')[0] ?? '';
  try {
    await writeFile(join(home, 'customers.ndjson'), JSON.stringify(customer));
    await importFile(session, 'customers', join(home, 'customers.ndjson'));
    await putComponent(session, 'app', { name: 'Application' });
    const answers = { customer: 'acme', components: 'app', timezone: 'Europe/Paris' };
    await importAttendance(session, [fixture('attendance/zoom-preamble.csv')], { ...answers, preview: false });
    await importIncident(session, fixture('statuspage/incidents.json'));
    await listProposals(session, undefined);
    await acceptWindow(session, idOf(' app lost '), { ongoing: false });
    expect(printed.slice(-1)).toEqual(['  join lost, interact lost, moderate lost']);

    const unmapped = idOf('Live updates (component?)');
    await expect(acceptWindow(session, unmapped, { ongoing: false })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(acceptWindow(session, unmapped, { ongoing: false, end: '15:42' })).rejects.toMatchObject({
      code: 'invalid_instant',
    });
    await acceptWindow(session, unmapped, {
      ongoing: false,
      component: 'app',
      end: '2020-09-16T13:28:00Z',
      capabilities: 'media=degraded',
      reason: 'So the logs say.',
    });
    expect(printed.slice(-1)).toEqual(['  media degraded']);
    await assessIncident(session, undefined);
    expect(printed.at(-1)).toMatch(/interactivity loss .* 3 .* 1 .* 1 .*39 min/);
  } finally {
    log.mockRestore();
  }
});
