import { createHash } from 'node:crypto';

/** The owner of the embedded cluster, and the database in it. */
export const EMBEDDED_USER = 'amends';
export const EMBEDDED_DATABASE = 'amends';

/** Written to `postgresql.conf` when the cluster is made, where an operator may change them. */
const TUNING: Readonly<Record<string, string>> = {
  max_connections: '60',
  shared_buffers: '256MB',
  work_mem: '64MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** Below this much free memory-backed disk, parallel queries could not share memory in the usual way. */
const ENOUGH_SHARED_MEMORY_BYTES = 1 << 30;

/**
 * The arguments of initdb. The locale is built in, so it needs nothing of the machine and sorts by code point
 * everywhere alike; checksums find a disk that lies.
 */
export function initdbArguments(dataDirectory: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataDirectory}`,
    `--username=${EMBEDDED_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...Object.entries(TUNING).map(([name, value]) => `--set=${name}=${value}`),
  ];
}

/**
 * The arguments of the server: what must hold whatever `postgresql.conf` says, namely loopback only, durable commits,
 * and a name in the title of each of its processes by which they are found. `sharedMemoryBytes` is what `/dev/shm`
 * offers, undefined where there is none to ask.
 */
export function serverArguments(
  server: { readonly dataDirectory: string; readonly port: number; readonly sharedMemoryBytes: number | undefined },
  overrides: Readonly<Record<string, string>> = {},
): string[] {
  const settings: Record<string, string> = {
    ...overrides,
    port: String(server.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    full_page_writes: 'on',
    cluster_name: clusterName(server.dataDirectory),
    logging_collector: 'off',
  };
  if (server.sharedMemoryBytes !== undefined && server.sharedMemoryBytes < ENOUGH_SHARED_MEMORY_BYTES) {
    settings.dynamic_shared_memory_type = 'sysv';
  }
  return [
    '-D',
    server.dataDirectory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** The same for one data directory, different for two. */
export function clusterName(dataDirectory: string): string {
  return `amends-${createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12)}`;
}

/** The URL of a database of the embedded server. */
export function embeddedUrl(port: number, password: string, database: string = EMBEDDED_DATABASE): string {
  return `postgres://${EMBEDDED_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** True when a command line is that of a server process of this data directory: the postmaster, or one of its own. */
export function isServerOf(dataDirectory: string, commandLine: readonly string[]): boolean {
  const [program = '', ...rest] = commandLine;
  if (program.startsWith(`postgres: ${clusterName(dataDirectory)}: `)) return true;
  return /(^|[\\/])postgres(\.exe)?$/.test(program) && rest.includes(dataDirectory);
}
