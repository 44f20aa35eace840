import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessService } from '../src/platform/access/access.service.js';
import { SYSTEM } from '../src/platform/access/actor.js';
import { Database } from '../src/platform/database/database.js';
import { removeHome } from '../src/platform/database/remove-home.service.js';
import { readEnv } from '../src/platform/env/env.js';
import { startAmends } from '../src/start.js';
import { type LoadedLists, loadLists } from './load-lists.sql.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:lists`: every long list over HTTP, its first page and one in its middle, in every order that it can be asked
 * for, with 100,000 rows beside the same with 1,000: who finds the rows by an index does not care how many there are.
 * `--rows N`, `--few N`, `--rounds N`, `--json`.
 */
const LIMIT = 3;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '100000' },
    few: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);

type Asked = { readonly name: string; readonly path: string };
type Timed = ReadonlyMap<string, number>;

const few = await timesWith(Number(values.few));
const many = await timesWith(Number(values.rows));
const figures = [...many].map(([name, ms]): Figure => figure(name, 'ms', ms, few.get(name) ?? Number.NaN, LIMIT));
report('lists', figures, values.json, { rows: Number(values.rows), few: Number(values.few), rounds });

async function timesWith(count: number): Promise<Timed> {
  const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
  const env = readEnv({ ...process.env, AMENDS_HOME: home, PORT: '0', LOG_LEVEL: 'error', AMENDS_ROLE: 'api' });
  const running = await startAmends(env, { listen: true });
  try {
    const key = await running.app.get(AccessService).createKey('bench', ['administrator', 'manager', 'finance'], SYSTEM);
    const loaded = await loadLists(running.app.get(Database).tx, count);
    const times = new Map<string, number>();
    const get = async (path: string): Promise<{ readonly nextCursor: string | null }> => {
      const answer = await fetch(`${running.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { nextCursor: string | null };
    };
    for (const { name, path } of listsOf(loaded)) {
      const cursor = (await get(`${path}&limit=500&offset=${Math.min(10_000, count / 2)}`)).nextCursor;
      times.set(name, await middle(() => get(`${path}&limit=50`)));
      if (cursor !== null) times.set(`${name}, further on`, await middle(() => get(`${path}&limit=50&cursor=${cursor}`)));
    }
    return times;
  } finally {
    await running.stop();
    await removeHome(home);
  }
}

async function middle(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

function listsOf({ incidentId, assessmentId }: LoadedLists): Asked[] {
  const list = (name: string, path: string, queries: readonly string[]): Asked[] =>
    queries.map((query) => ({ name: `${name} ${query}`.trim(), path: `${path}?${query}` }));
  const affected = ['class', 'people', 'seconds', 'meetings', 'fee', 'amount', 'name'];
  const cases = ['priority', 'people', 'contractValue', 'silence', 'nextAction', 'customer', 'newest'];
  return [
    ...list('customers', '/customers', ['', 'q=99', 'plan=team']),
    ...list('affected customers', `/console/incidents/${incidentId}/customers`, affected.map((sort) => `sort=${sort}:desc`)),
    ...list('impact of customers', `/assessments/${assessmentId}/customers`, ['']),
    ...list('impact of meetings', `/assessments/${assessmentId}/meetings`, ['', 'class=degraded']),
    ...list('impact of people', `/assessments/${assessmentId}/participants`, ['', 'class=degraded']),
    ...list('offers', '/offers', ['', 'status=draft', `incidentId=${incidentId}`]),
    ...list('proposals', '/proposals', [`assessmentId=${assessmentId}`]),
    ...list('cases', '/outreach/cases', [...cases.map((sort) => `sort=${sort}`), 'owner=agent-3', 'due=true', 'q=99']),
    ...list('claims', '/claims', ['', 'sort=customer', 'q=99']),
    ...list('mails', '/outreach/mails', ['', 'status=sent']),
    ...list('credits', '/credits', ['', 'status=parked']),
    ...list('deliveries', '/deliveries', ['', 'status=parked']),
    ...list('customers of billing', '/billing/customers', ['', 'mapping=missing']),
    ...list('fulfilments', '/fulfilments', ['']),
    ...list('audit', '/audit', ['', 'actor=agent-3', 'action=offer']),
    ...list('jobs', '/jobs', ['']),
  ];
}
