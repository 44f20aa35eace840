import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const serviceMark = join(root, 'dist', '.built');
const pageMark = join(root, 'admin', 'dist', '.built');
const CLIENT_TYPES = join('admin', 'src', 'api', 'schema.d.ts');

const SERVICE = ['src', 'scripts/openapi', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const PAGES = ['admin/src', 'admin/index.html', 'admin/vite.config.ts', 'admin/tsconfig.json', 'dist/.built'];

function newest(path) {
  if (statSync(path).isFile()) return statSync(path).mtimeMs;
  return Math.max(
    ...readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'schema.d.ts')
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function isFresh(mark, sources) {
  if (!existsSync(mark)) return false;
  return statSync(mark).mtimeMs > Math.max(...sources.map((source) => newest(join(root, source))));
}

/** Runs a step with this Node; ends the process when it fails. */
function run(...command) {
  const step = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (step.status !== 0) process.exit(step.status ?? 1);
}

/** Compiles src to dist, with what each route answers, when something changed since the last time. */
export function buildWhenNeeded() {
  if (isFresh(serviceMark, SERVICE)) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('node_modules/@nestjs/cli/bin/nest.js', 'build');
  run('--import', './test/support/typescript.mjs', 'scripts/openapi/write-response-schemas.ts');
  writeFileSync(serviceMark, '');
}

/** Writes the OpenAPI document and the types of the pages' client, so that neither can be older than the service. */
export function writeClientTypes() {
  buildWhenNeeded();
  if (isFresh(join(root, CLIENT_TYPES), ['dist/.built'])) return;
  run('scripts/openapi/write-openapi.mjs');
  run('node_modules/openapi-typescript/bin/cli.js', 'dist/openapi.json', '--output', CLIENT_TYPES);
}

/** The service, and the web pages that it serves. */
export function buildAllWhenNeeded() {
  buildWhenNeeded();
  if (isFresh(pageMark, PAGES)) return;
  writeClientTypes();
  run('node_modules/vite/bin/vite.js', 'build', 'admin', '--logLevel', 'warn');
  writeFileSync(pageMark, '');
}
