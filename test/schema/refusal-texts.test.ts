import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { refusalsFr } from '../../admin/src/i18n/refusals-fr.js';

/** What speaks to whoever runs the service, in English: the command line, its environment, the log, the database's keeper. */
const OPERATORS =
  /^src\/(?:cli|demo|platform\/(?:database|env|log|audit|outgoing)|main|start|cli)\b|env|settings\.ts$|home-secret/;
/** Of machines that feed or are fed: no page shows them. */
const MACHINES =
  /^src\/(?:meetings\/hooks|incidents\/(?:status-page|postmortem)|offers\/invariants|platform\/hooks|portal|billing\/billing-hooks)/;

const PATTERNS = [
  /DomainError\(\s*'[a-z_]+',\s*'([a-z_0-9]+)'/g,
  /code: '([a-z_0-9]+)',\s*message/g,
  /faults\.add\([^;]*?,\s*'([a-z_0-9]+)',/g,
  /new FileFault\(\s*'([a-z_0-9]+)'/g,
  /(?:refused|ignored)\([^'`]{0,40}'([a-z_0-9]+)'/g,
  /(?<!faults\.)\badd\(\s*'([a-z_0-9]+)',\s*['`]/g,
  // The questions of an attendance file.
  /^ {2}([a-z_]+_(?:needed|contradicts_file|contradict_each_other)): \[/gm,
];

test('every refusal that a page can show has its French text', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file}`)
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !OPERATORS.test(file) && !MACHINES.test(file),
    );
  const missing = new Map<string, string>();
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    const codes = PATTERNS.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? ''));
    const absent = [...source.matchAll(/notFound\('([a-z_]+)'/g)].map(([, what]) => `${what}_not_found`);
    for (const code of [...codes, ...absent]) if (!(code in refusalsFr)) missing.set(code, file);
  }
  expect([...missing].map(([code, file]) => `${code} (${file})`)).toEqual([]);
});
