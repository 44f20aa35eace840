import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessService } from '../src/platform/access/access.service.js';
import { SYSTEM } from '../src/platform/access/actor.js';
import { Database, rows } from '../src/platform/database/database.js';
import { removeHome } from '../src/platform/database/remove-home.service.js';
import { readEnv } from '../src/platform/env/env.js';
import { startAmends } from '../src/start.js';
import { loadLists } from './load-lists.sql.js';
import { longLists } from './long-lists.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:lists`: every long list over HTTP, its first page and one further on, in every order that it can be asked
 * for, with 100,000 rows. Who finds the rows by an index does not care how many there are: these lists stand beside the
 * same with 1,000 rows, and pass by their ratio or by being there before anybody waits. The others, which look at every row,
 * stand beside the smallest statement that does, asked in turn with them. `--rows N`, `--few N`, `--rounds N`, `--json`.
 */
const LIMIT = 3;
const QUICK_MS = 60;
const READS_ALL_LIMIT = 5;
/** Looks at every row of an assessment and at its customer, once. */
const LOOK = `select count(lower(c.name)) from customer_impact i join customer c on c.id = i.customer_id`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '100000' },
    few: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);

/** A page's milliseconds, and those of the statement that looks at every row where that is what it stands beside. */
type Timed = { readonly ms: number; readonly lookMs: number | undefined };

const few = await timesWith(Number(values.few));
const many = await timesWith(Number(values.rows));
const figures = [...many].flatMap(([name, { ms, lookMs }]): Figure[] => {
  if (lookMs !== undefined) return [figure(name, 'ms', ms, lookMs, READS_ALL_LIMIT)];
  const floor = few.get(name);
  // Of a list that is too short for a second page there is none to compare.
  if (floor === undefined) return [];
  const found = figure(name, 'ms', ms, floor.ms, LIMIT);
  return [{ ...found, ok: found.ok || ms <= QUICK_MS }];
});
report('lists', figures, values.json, { rows: Number(values.rows), few: Number(values.few), rounds });

async function timesWith(count: number): Promise<ReadonlyMap<string, Timed>> {
  const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
  const env = readEnv({ ...process.env, AMENDS_HOME: home, PORT: '0', LOG_LEVEL: 'error', AMENDS_ROLE: 'api' });
  const running = await startAmends(env, { listen: true });
  try {
    const key = await running.app
      .get(AccessService)
      .createKey('bench', ['administrator', 'manager', 'finance'], SYSTEM);
    const { tx } = running.app.get(Database);
    const loaded = await loadLists(tx, count);
    // What was loaded is counted and written out now, not while pages are timed.
    for (const statement of ['vacuum analyze', 'checkpoint']) await rows(tx, statement);
    const times = new Map<string, Timed>();
    const get = async (path: string): Promise<{ readonly nextCursor: string | null }> => {
      const answer = await fetch(`${running.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { nextCursor: string | null };
    };
    const before = Math.min(500, count / 20);
    for (const { name, path, readsAll } of longLists(loaded)) {
      const time = (page: string): Promise<Timed> =>
        middle(() => get(`${path}&limit=50${page}`), readsAll ? () => rows(tx, LOOK) : undefined);
      const { nextCursor } = await get(`${path}&limit=${before}&offset=${before}`);
      times.set(name, await time(''));
      if (nextCursor !== null) times.set(`${name}, further on`, await time(`&cursor=${nextCursor}`));
    }
    return times;
  } finally {
    await running.stop();
    await removeHome(home);
  }
}

/** The middle of some rounds, in which both take turns. */
async function middle(work: () => Promise<unknown>, look?: () => Promise<unknown>): Promise<Timed> {
  const times: number[] = [];
  const looks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await timeOf(work));
    if (look !== undefined) looks.push(await timeOf(look));
  }
  return { ms: median(times), lookMs: look === undefined ? undefined : median(looks) };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
