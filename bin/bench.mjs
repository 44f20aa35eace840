#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `node bin/bench.mjs NAME …`: runs bench/NAME.ts from the sources. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...rest] = process.argv.slice(2);
const loader = join(root, 'test', 'support', 'typescript.mjs');
const run = spawnSync(process.execPath, ['--import', loader, join(root, 'bench', `${name}.ts`), ...rest], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
