import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { mendLinks } from '../../src/platform/database/embedded-binaries.service.js';
import { startEmbedded, type EmbeddedPostgres } from '../../src/platform/database/embedded.service.js';
import { isAlive } from '../../src/platform/database/processes.service.js';
import { removeHome } from '../../src/platform/database/remove-home.service.js';
import { endChild, startChild } from '../support/embedded-child.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
let cleanHome: string;
let home: string;

beforeAll(async () => {
  cleanHome = await newHome();
  await (await startEmbedded({ home: cleanHome })).stop();
});

/** Each test has a home of its own: a copy of one in which the cluster was made, which is quicker than making it. */
beforeEach(async () => {
  home = await newHome();
  await run('cp', ['-a', cleanHome, home]);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function newHome(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'amends-embedded-'));
  folders.push(folder);
  await chmod(folder, mode);
  return join(folder, 'home');
}

async function start(options: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ home, ...options });
  servers.push(server);
  return server;
}

async function ask<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

async function ended(pid: number): Promise<boolean> {
  for (let wait = 0; wait < 200 && isAlive(pid); wait += 1) await sleep(50);
  return !isAlive(pid);
}

describe('a first start', () => {
  test('makes a private, durable server whose text is UTF-8 and sorts alike everywhere', async () => {
    const { url, dataDirectory } = await start();
    const names = [
      'listen_addresses, unix_socket_directories, password_encryption, data_checksums, fsync, full_page_writes',
      'server_encoding, timezone, shared_buffers, work_mem, maintenance_work_mem, max_wal_size, jit, max_connections',
    ];
    const settings = await ask<{ name: string; setting: string }>(
      url,
      `select name, current_setting(name) as setting from unnest(string_to_array('${names.join(', ')}', ', ')) name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      password_encryption: 'scram-sha-256',
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      server_encoding: 'UTF8',
      timezone: 'UTC',
      shared_buffers: '256MB',
      work_mem: '64MB',
      maintenance_work_mem: '256MB',
      max_wal_size: '4GB',
      jit: 'off',
      max_connections: '60',
    });
    expect(await ask(url, `select upper('é') as upper, 'é' > 'z' as "byCodePoint"`)).toEqual([
      { upper: 'É', byCodePoint: true },
    ]);
    expect(await readFile(join(dataDirectory, 'pg_hba.conf'), 'utf8')).not.toMatch(/^[^#]*\b(trust|peer|md5)\b/m);
    expect((await stat(join(home, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
  });

  test('lets nobody in without the password', async () => {
    const { port } = await start();
    await expect(ask(`postgres://amends:wrong@127.0.0.1:${port}/amends`, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  test('that was cut short is made anew', async () => {
    home = await newHome();
    await mkdir(join(home, 'postgres.partial', 'base'), { recursive: true });
    await writeFile(join(home, 'postgres-password'), '');
    expect((await start()).adopted).toBe(false);
  });
});

describe('two starts', () => {
  test('on one home share a server, and the last to leave stops it', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second?.pid).toBe(first?.pid);
    expect(first?.adopted).not.toBe(second?.adopted);
    await first?.stop();
    expect(await ask(second?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
    await second?.stop();
    expect(isAlive(first?.pid ?? 0)).toBe(false);
  });

  test('of two processes at once, the first ever, share a server, and the one that stays keeps it', async () => {
    home = await newHome();
    const [first, second] = await Promise.all([startChild(home), startChild(home)]);
    expect(second.pid).toBe(first.pid);
    const [starter, adopter] = first.adopted ? [second, first] : [first, second];
    await endChild(starter, 'stop');
    expect(await ask(adopter.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await endChild(adopter, 'stop');
    expect(isAlive(first.pid)).toBe(false);
  });

  test('on two homes beside each other do not meet', async () => {
    const other = await newHome();
    const [first, second] = await Promise.all([start(), start({ home: other })]);
    expect(second?.port).not.toBe(first?.port);
    await ask(first?.url ?? '', 'create table mine ()');
    expect(await ask(second?.url ?? '', `select to_regclass('mine') as mine`)).toEqual([{ mine: null }]);
    await first?.stop();
    expect(await ask(second?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the end of a process', () => {
  test.each(['exit', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)('by %s stops the server', async (how) => {
    const child = await startChild(home);
    await endChild(child, how);
    expect(await ended(child.pid)).toBe(true);
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await readFile(join(home, 'postgres.log'), 'utf8')).not.toContain('not properly shut down');
  });

  test('by SIGKILL leaves a server that the next start adopts, and stops when it leaves', async () => {
    const child = await startChild(home);
    await ask(child.url, 'create table kept (at int)');
    await endChild(child, 'SIGKILL');
    const server = await start();
    expect(server).toMatchObject({ adopted: true, pid: child.pid, port: child.port });
    expect(await ask(server.url, 'select * from kept')).toEqual([]);
    await server.stop();
    expect(isAlive(child.pid)).toBe(false);
  });

  test('by SIGKILL, of the server too, loses nothing', async () => {
    const child = await startChild(home);
    await ask(child.url, 'create table kept (at int); insert into kept values (1)');
    await endChild(child, 'SIGKILL');
    process.kill(child.pid, 'SIGKILL');
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await ask(server.url, 'select at from kept')).toEqual([{ at: 1 }]);
  });
});

describe('what a crash leaves', () => {
  test.each([
    ['names a process that is gone', '999999\n'],
    ['names a process that is another program', `${process.pid}\n`],
    ['is empty', ''],
    ['is cut short', '12'],
    ['is damaged', '\0\0\0\0\0\0'],
  ])('postmaster.pid that %s is cleared away', async (_name, text) => {
    const { dataDirectory, stop } = await start();
    await stop();
    await writeFile(join(dataDirectory, 'postmaster.pid'), text);
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('postmaster.pid that lost all but the process is no obstacle while the server runs', async () => {
    const first = await start();
    await writeFile(join(first.dataDirectory, 'postmaster.pid'), `${first.pid}\n`);
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
  });

  test('postmaster.pid that was emptied while the server runs is refused, with what to do', async () => {
    const first = await start();
    await writeFile(join(first.dataDirectory, 'postmaster.pid'), '');
    await expect(start({ patienceMs: 500 })).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining(`kill -INT ${first.pid}`),
    });
    process.kill(first.pid, 'SIGINT');
    expect(await ended(first.pid)).toBe(true);
  });

  test.each([
    ['of a process that is gone', '999999 somewhen\n'],
    ['of another process with the same number', `${process.pid} somewhen\n`],
    ['that is empty', ''],
  ])('a lock %s is taken over', async (_name, text) => {
    await writeFile(join(home, 'postgres.lock'), text);
    expect((await start()).adopted).toBe(false);
    expect(existsSync(join(home, 'postgres.lock'))).toBe(false);
  });

  test('a missing password is refused, with what to do', async () => {
    await (await start()).stop();
    await rm(join(home, 'postgres-password'));
    await expect(start()).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('postgres-password'),
    });
  });
});

test('a home in a folder that only its owner can enter works, and is found again', async () => {
  home = await newHome(0o700);
  const first = await start();
  await ask(first.url, 'create table kept ()');
  await first.stop();
  const second = await start();
  expect(second.dataDirectory).toBe(first.dataDirectory);
  expect(await ask(second.url, 'select * from kept')).toEqual([]);
  await expect(removeHome(home)).rejects.toMatchObject({ code: 'database_in_use' });
  await second.stop();
  await removeHome(home);
  expect([home, second.dataDirectory].filter((path) => existsSync(path))).toEqual([]);
});

test('removing a home stops the server that a killed process left', async () => {
  const child = await startChild(home);
  await endChild(child, 'SIGKILL');
  await removeHome(home);
  expect(isAlive(child.pid)).toBe(false);
  expect(existsSync(home)).toBe(false);
});

test('a home that cannot be written is refused, with what to do', async () => {
  home = join(home, 'postgres-password', 'below a file');
  await expect(start()).rejects.toMatchObject({
    code: 'database_home',
    message: expect.stringContaining('AMENDS_HOME'),
  });
});

test('links that an install with blocked scripts left out are mended, and left alone afterwards', async () => {
  const root = join(dirname(home), 'native');
  await mkdir(join(root, 'lib'), { recursive: true });
  await writeFile(join(root, 'lib', 'liba.so.1.2'), 'library');
  const links = [{ source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so.1' }];
  await writeFile(join(root, 'pg-symlinks.json'), JSON.stringify(links));
  await mendLinks(root);
  await mendLinks(root);
  expect(await readFile(join(root, 'lib', 'liba.so.1'), 'utf8')).toBe('library');
});
