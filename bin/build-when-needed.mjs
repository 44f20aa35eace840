import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mark = join(root, 'dist', '.built');

function newest(folder) {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function isFresh() {
  if (!existsSync(mark)) return false;
  const configs = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  const changed = Math.max(newest(join(root, 'src')), ...configs.map((name) => statSync(join(root, name)).mtimeMs));
  return statSync(mark).mtimeMs > changed;
}

/** Compiles src to dist when something changed since the last time. Ends the process when that fails. */
export function buildWhenNeeded() {
  if (isFresh()) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const build = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (build.status !== 0) process.exit(build.status ?? 1);
  writeFileSync(mark, '');
}
