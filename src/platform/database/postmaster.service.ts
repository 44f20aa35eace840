import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DomainError } from '../../kernel/domain-error.js';
import type { Cluster } from './embedded-cluster.service.js';
import { embeddedUrl } from './embedded-settings.js';
import { parsePostmasterFile, portOfCommandLine, type PostmasterFile } from './postmaster-file.js';
import { isAlive, serverProcesses } from './processes.service.js';

export type RunningServer = { readonly pid: number; readonly port: number };

const PAUSE_MS = 100;

/**
 * The server that already serves a cluster, once it answers with our password and names our data directory; undefined
 * when none runs, and then a stale or damaged `postmaster.pid` is cleared away. A server that starts, stops or recovers
 * is waited for. Refuses (`database_unreachable`) one that neither serves nor goes. Call it under the home's lock.
 */
export async function findServer(cluster: Cluster, patienceMs: number): Promise<RunningServer | undefined> {
  const { dataDirectory } = cluster;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const file = readPostmasterFile(dataDirectory);
    const processes = serverProcesses(dataDirectory);
    if (processes?.length === 0) {
      rmSync(postmasterPath(dataDirectory), { force: true });
      return undefined;
    }
    const server = await answeringServer(cluster, file, processes);
    // Where processes cannot be listed, PostgreSQL itself judges what it finds.
    if (server !== undefined || processes === undefined) return server;
    if (Date.now() > deadline) throw stuck(dataDirectory, processes);
    await sleep(PAUSE_MS);
  }
}

/** Asks the server of a data directory to stop at once, its sessions ended and nothing lost; gives its process. */
export function stopServer(dataDirectory: string): number | undefined {
  const pid = readPostmasterFile(dataDirectory)?.pid;
  if (pid === undefined || serverProcesses(dataDirectory)?.includes(pid) === false || !isAlive(pid)) return undefined;
  process.kill(pid, 'SIGINT');
  return pid;
}

async function answeringServer(
  { dataDirectory, password }: Cluster,
  file: PostmasterFile | undefined,
  processes: readonly number[] | undefined,
): Promise<RunningServer | undefined> {
  if (file === undefined || processes?.includes(file.pid) === false || !isAlive(file.pid)) return undefined;
  const port = file.port ?? portOfCommandLine(readText(join(dataDirectory, 'postmaster.opts')));
  if (port === undefined || file.status === 'stopping') return undefined;
  return (await servedDirectory(port, password)) === realpathSync(dataDirectory) ? { pid: file.pid, port } : undefined;
}

/** The data directory of the server on a port; undefined when none answers, or none that knows our password. */
async function servedDirectory(port: number, password: string): Promise<string | undefined> {
  const client = new Client({ connectionString: embeddedUrl(port, password, 'postgres') });
  try {
    await client.connect();
    const shown = await client.query<{ data_directory: string }>('show data_directory');
    return realpathSync(shown.rows[0]?.data_directory ?? '');
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function stuck(dataDirectory: string, processes: readonly number[]): DomainError {
  const message =
    `A PostgreSQL (process ${processes.join(', ')}) holds ${dataDirectory} but does not answer as ours, perhaps because ` +
    'its postmaster.pid was damaged: then it ends by itself within a minute. Start again then, or stop it with ' +
    `\`kill -INT ${processes[0]}\`.`;
  return new DomainError('unavailable', 'database_unreachable', message);
}

function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  return parsePostmasterFile(readText(postmasterPath(dataDirectory)));
}

function postmasterPath(dataDirectory: string): string {
  return join(dataDirectory, 'postmaster.pid');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
