#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `node bin/bench.mjs [NAME] …`: runs bench/NAME.ts from the sources; without a name, one after the other. */
const ALL = ['assess', 'ingest', 'billing', 'letters', 'simulate', 'lists'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [first, ...others] = process.argv.slice(2);
const isNamed = first !== undefined && !first.startsWith('-');
const names = isNamed ? [first] : ALL.filter((name) => existsSync(join(root, 'bench', `${name}.ts`)));
const options = isNamed || first === undefined ? others : [first, ...others];
const loader = join(root, 'test', 'support', 'typescript.mjs');
const statuses = names.map((name) => {
  const program = join(root, 'bench', `${name}.ts`);
  return spawnSync(process.execPath, ['--import', loader, program, ...options], { stdio: 'inherit' }).status ?? 1;
});
process.exit(Math.max(...statuses));
