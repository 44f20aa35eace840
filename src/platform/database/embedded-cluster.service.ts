import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '../../kernel/domain-error.js';
import { canEnter, chooseAccount, obstacleToRun, programOptions, type Account } from './embedded-account.service.js';
import { copyBinaries, findBinaries, type Binaries } from './embedded-binaries.service.js';
import { initdbArguments } from './embedded-settings.js';

const run = promisify(execFile);

/** A cluster on disk, ready to be served. */
export type Cluster = {
  readonly dataDirectory: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly account: Account;
};

const PLACES = ['/var/lib/amends', tmpdir()];

/**
 * Makes the home if there is none, and gives its real path. Root's home may be passed through by the account that the
 * server runs as; the files in it that matter are closed one by one. Refuses (`database_home`) one that is not ours.
 */
export async function makeHome(home: string): Promise<string> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(home, { recursive: true, mode });
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(home);
  } catch (error) {
    const message = `The folder ${home} cannot be used (${String(error)}): name one that can be written in AMENDS_HOME.`;
    throw new DomainError('unavailable', 'database_home', message, { cause: error });
  }
}

/**
 * Makes the cluster of a home on the first start, finds it on later ones. When the server's account cannot enter the
 * home (root, in a folder closed to others), data and programs are kept in a place it can reach, which the home notes.
 * Call it under the home's lock.
 */
export async function prepareCluster(home: string): Promise<Cluster> {
  const noted = await notedPlace(home);
  const account = await chooseAccount(join(noted ?? home, 'postgres'));
  const place = noted ?? (await choosePlace(home, account));
  const dataDirectory = join(place, 'postgres');
  const isNew = !(await exists(join(dataDirectory, 'PG_VERSION')));
  const password = isNew ? await makePassword(home) : await readPassword(home);
  const cluster = { dataDirectory, password, binaries: await runnableBinaries(account, place), account };
  if (isNew) await initialize(cluster);
  return cluster;
}

/** The folder that the data of a home are in: the home itself, or the place that it notes. */
export async function dataPlaceOf(home: string): Promise<string> {
  return (await notedPlace(home)) ?? home;
}

/** The place of a home whose data had to go elsewhere. Refuses (`database_unreachable`) when it is no longer there. */
async function notedPlace(home: string): Promise<string | undefined> {
  const note = join(home, 'postgres-location');
  const place = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (place === '') return undefined;
  if (await exists(place)) return place;
  const message = `The database of ${home} was kept in ${place}, which is gone. Restore it, or remove ${note} to begin anew.`;
  throw new DomainError('unavailable', 'database_unreachable', message);
}

async function choosePlace(home: string, account: Account): Promise<string> {
  if (account === undefined || (await canEnter(account, home))) return home;
  for (const parent of PLACES) {
    const place = await makePlace(parent).catch(() => undefined);
    if (place === undefined) continue;
    if (await canEnter(account, place)) {
      await writeWhole(join(home, 'postgres-location'), place);
      return place;
    }
    await rm(place, { recursive: true });
  }
  const message =
    `PostgreSQL refuses to run as root, and its own account reaches none of ${[home, ...PLACES].join(', ')}: ` +
    'name a folder that every account can enter in AMENDS_HOME, or start Amends as an ordinary user.';
  throw new DomainError('unavailable', 'database_account', message);
}

/** A new folder that others may pass through but not list. */
async function makePlace(parent: string): Promise<string> {
  const isNew = (await mkdir(parent, { recursive: true })) !== undefined;
  if (isNew) await chmod(parent, 0o755);
  const place = await mkdtemp(join(parent, 'amends-'));
  await chmod(place, 0o711);
  return place;
}

/** The programs as npm installed them, else a copy: the account may not reach them, or they may lack their links. */
async function runnableBinaries(account: Account, place: string): Promise<Binaries> {
  const found = await findBinaries();
  if ((await obstacleTo(found, account)) === undefined) return found;
  const copied = await copyBinaries(found, place);
  const obstacle = await obstacleTo(copied, account);
  if (obstacle === undefined) return copied;
  const message =
    `The embedded PostgreSQL does not run on this machine (${obstacle}). Is ${place} on a disk mounted noexec? ` +
    'Else name a PostgreSQL 15 or newer in DATABASE_URL.';
  throw new DomainError('unavailable', 'database_not_installed', message);
}

async function obstacleTo({ postgres, initdb }: Binaries, account: Account): Promise<string | undefined> {
  return (await obstacleToRun(account, postgres)) ?? (await obstacleToRun(account, initdb));
}

async function initialize({ dataDirectory, password, binaries, account }: Cluster): Promise<void> {
  const partial = `${dataDirectory}.partial`;
  const passwordFile = `${dataDirectory}.password`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (account !== undefined) {
      await chown(partial, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await run(binaries.initdb, initdbArguments(partial, passwordFile), programOptions(account));
    await rename(partial, dataDirectory);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? '';
    const message = `The embedded database could not be made in ${dataDirectory}: ${said || String(error)}`;
    throw new DomainError('unavailable', 'database_unreachable', message, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function makePassword(home: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await writeWhole(passwordPath(home), password);
  return password;
}

async function readPassword(home: string): Promise<string> {
  const password = (await readFile(passwordPath(home), 'utf8').catch(() => '')).trim();
  if (password !== '') return password;
  const message = `The password of the embedded database is missing: restore ${passwordPath(home)} from a backup.`;
  throw new DomainError('unavailable', 'database_unreachable', message);
}

function passwordPath(home: string): string {
  return join(home, 'postgres-password');
}

/** Only we can read it, and a crash leaves the old text or the new. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.partial`, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
