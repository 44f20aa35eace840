import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Declare } from './stage.js';

const LIMIT_BYTES = 380 * 1024;

/** What a first visit loads, as `admin/dist` would be served. */
export function firstLoad(test: Declare): void {
  test('the first load stays under 380 kB gzip', () => {
    const html = readFileSync('admin/dist/index.html', 'utf8');
    const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
    const home = Object.entries(
      JSON.parse(readFileSync('admin/dist/manifest.json', 'utf8')) as Record<
        string,
        { file: string; imports?: string[] }
      >,
    );
    const manifest = new Map(home);
    const all = new Set(files);
    const add = (name: string): void => {
      const chunk = manifest.get(name);
      if (chunk === undefined || all.has(chunk.file)) return;
      all.add(chunk.file);
      chunk.imports?.forEach(add);
    };
    add('src/home/home-page.tsx');
    const bytes = [...all].reduce((sum, file) => sum + gzipSync(readFileSync(`admin/dist/${file}`)).length, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(LIMIT_BYTES);
  });
}
