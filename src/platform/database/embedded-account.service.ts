import { execFile, type ProcessEnvOptions } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DomainError } from '../../kernel/domain-error.js';

const run = promisify(execFile);

/** The account that the server runs as; undefined is our own. PostgreSQL refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const EXISTING_ACCOUNTS = ['postgres', 'amends', 'nobody'];
const CREATED_ACCOUNT = 'amends';

/**
 * The account for a server: our own unless we are root, else the owner of the data there is, else one that the system
 * has for such a purpose, else a new one. Refuses (`database_account`) when none can be had.
 */
export async function chooseAccount(dataDirectory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataDirectory).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of EXISTING_ACCOUNTS) {
    const account = await lookUp(name);
    if (account !== undefined) return account;
  }
  const failure = await run('useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    CREATED_ACCOUNT,
  ])
    .then(() => undefined)
    .catch((error: unknown) => error);
  const created = await lookUp(CREATED_ACCOUNT);
  if (created !== undefined) return created;
  const message =
    'PostgreSQL refuses to run as root, and there is no other account for it: start Amends as an ordinary user, ' +
    'or make an account with `useradd --system amends`.';
  throw new DomainError('unavailable', 'database_account', message, { cause: failure });
}

/** What every program of PostgreSQL is started with: the account, a place it may stand in, nothing of our environment. */
export function programOptions(account: Account): ProcessEnvOptions {
  const { PATH = '/usr/bin:/bin', SystemRoot } = process.env;
  const env = { PATH, LC_ALL: 'C', ...(SystemRoot === undefined ? {} : { SystemRoot }) };
  return { env, cwd: process.platform === 'win32' ? undefined : '/', ...account };
}

/** True when the account can enter a folder. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return (await runAs(account, '/bin/sh', ['-c', 'test -x "$1"', 'sh', folder])) === undefined;
}

/** What keeps the account from running a program with its libraries, in the system's words; undefined when nothing does. */
export async function obstacleToRun(account: Account, program: string): Promise<string | undefined> {
  return runAs(account, program, ['--version']);
}

async function runAs(account: Account, program: string, args: readonly string[]): Promise<string | undefined> {
  return run(program, args, programOptions(account)).then(
    () => undefined,
    (error: Error & { stderr?: string }) => error.stderr?.trim() || error.message,
  );
}

async function lookUp(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
    );
    return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
