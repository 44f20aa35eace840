import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DomainError } from '../../kernel/domain-error.js';
import { programOptions } from './embedded-account.service.js';
import { makeHome, prepareCluster, type Cluster } from './embedded-cluster.service.js';
import { EMBEDDED_DATABASE, embeddedUrl, serverArguments } from './embedded-settings.js';
import { EmbeddedUse } from './embedded-use.service.js';
import { HomeLock } from './home-lock.service.js';
import { findServer, type RunningServer } from './postmaster.service.js';
import { isAlive } from './processes.service.js';

/** The embedded server, in use by this process until `stop`. */
export type EmbeddedPostgres = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  /** True when the server was running already: of another process of this home, or left by one that was killed. */
  readonly adopted: boolean;
  /** Ends this use. The last user of the home stops the server, and waits until it is down. */
  readonly stop: () => Promise<void>;
};

const LOCK_TIMEOUT_MS = 120_000;
const PATIENCE_MS = 30_000;
const START_TIMEOUT_MS = 300_000;
const PORT_ATTEMPTS = 5;
const PAUSE_MS = 20;
const LOG_LIMIT_BYTES = 10 << 20;
const LOG_TAIL_CHARACTERS = 2_000;

/**
 * Serves the cluster of a home: adopts the server that runs, else starts one, making the cluster on the first start.
 * Never two servers on one data directory. Refuses (DomainError `database_…`) with what to do. `overrides` are settings
 * of PostgreSQL for tests; those that keep data safe and private cannot be overridden.
 */
export async function startEmbedded(options: {
  readonly home: string;
  readonly overrides?: Readonly<Record<string, string>>;
  /** How long a server that neither serves nor goes is waited for. */
  readonly patienceMs?: number;
}): Promise<EmbeddedPostgres> {
  const home = await makeHome(options.home);
  const lock = new HomeLock(home);
  await lock.take(LOCK_TIMEOUT_MS);
  try {
    const cluster = await prepareCluster(home);
    const use = new EmbeddedUse(home, cluster.dataDirectory);
    try {
      const running = await findServer(cluster, options.patienceMs ?? PATIENCE_MS);
      const server = running ?? (await startServer(home, cluster, options.overrides));
      await makeDatabase(server.port, cluster.password);
      return {
        ...server,
        url: embeddedUrl(server.port, cluster.password),
        dataDirectory: cluster.dataDirectory,
        adopted: running !== undefined,
        stop: () => use.end(),
      };
    } catch (error) {
      use.abandon();
      throw error;
    }
  } finally {
    lock.release();
  }
}

/** Another program may take the free port before the server does; then the next is tried. */
async function startServer(
  home: string,
  cluster: Cluster,
  overrides: Readonly<Record<string, string>> | undefined,
): Promise<RunningServer> {
  const log = join(home, 'postgres.log');
  rotate(log);
  for (let attempt = 1; ; attempt += 1) {
    const logged = sizeOf(log);
    const port = await freePort();
    const server = await launch(cluster, port, log, overrides);
    if (server !== undefined) return server;
    const said = readFileSync(log).subarray(logged).toString('utf8').slice(-LOG_TAIL_CHARACTERS).trim();
    if (attempt < PORT_ATTEMPTS && said.includes('could not bind')) continue;
    const message = `The embedded database did not start. Its log, ${log}, ends:\n${said}`;
    throw new DomainError('unavailable', 'database_unreachable', message);
  }
}

/** Starts the server and waits until it answers; undefined when it ended instead. It outlives us and our terminal. */
async function launch(
  { dataDirectory, password, binaries, account }: Cluster,
  port: number,
  log: string,
  overrides: Readonly<Record<string, string>> | undefined,
): Promise<RunningServer | undefined> {
  const args = serverArguments({ dataDirectory, port, sharedMemoryBytes: await sharedMemoryBytes() }, overrides);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(binaries.postgres, args, {
    ...programOptions(account),
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const ended = endOf(child);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.pid !== undefined && isAlive(child.pid)) {
    if (await answers(port, password)) return { pid: child.pid, port };
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw new DomainError('unavailable', 'database_unreachable', `The embedded database did not answer; see ${log}.`);
    }
    await sleep(PAUSE_MS);
  }
  await ended;
  return undefined;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({ connectionString: embeddedUrl(port, password, 'postgres') });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ connectionString: embeddedUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [EMBEDDED_DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${EMBEDDED_DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function sharedMemoryBytes(): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  return statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
}

function rotate(log: string): void {
  if (sizeOf(log) < LOG_LIMIT_BYTES) return;
  rmSync(`${log}.1`, { force: true });
  renameSync(log, `${log}.1`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
