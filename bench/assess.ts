import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from '../src/assessments/engine.sql.js';
import { FOUNDING_INCIDENT } from '../src/demo/founding-incident.js';
import { newId } from '../src/kernel/ids.js';
import { rows } from '../src/platform/database/database.js';
import { removeHome } from '../src/platform/database/remove-home.service.js';
import { startDatabase } from '../src/platform/database/running-database.service.js';
import { ASSESS_FLOOR, FLOOR_TABLES } from './assess-floor.sql.js';
import { timeDuckDb } from './duckdb-floor.js';
import { fillHistory } from './fill-history.sql.js';
import { loadDay } from './load-day.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:assess`: an assessment of some 130,000 people among 10 million sessions, beside the smallest SQL that
 * gives the same figures and writes the same rows, beside DuckDB over the same sessions, beside itself in a table ten
 * times smaller, and beside itself with ten times fewer people. The medians of three runs in turn are compared.
 */
const ROUNDS = 3;
const ASSESSED_AT = new Date('2020-09-16T18:00:00Z');
const LIMITS = { floor: 1.5, duckDb: 3, growth: 1.2, people: 11 };
/** Of the people of a generated day, so many in a hundred are hit. */
const HIT_PERCENT = 40;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    sessions: { type: 'string', default: '10000000' },
    people: { type: 'string', default: '130000' },
  },
});
const say = (text: string): void => (values.json ? undefined : console.log(text));
const sessions = Number(values.sessions);
const people = Number(values.people);

const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const running = await startDatabase({ url: undefined, home }, { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 });
const { database } = running;
let revision = 0;
try {
  report('assess', await figures(), values.json, { sessions, people });
} finally {
  await running.close();
  await removeHome(home);
}

async function figures(): Promise<Figure[]> {
  await makeTwins();
  const few = await loadDay(database, { people: Math.round((people * 10) / HIT_PERCENT), prefix: 'few-', seed: 7 });
  await fillHistory(database, sessions / 10 - few.sessions * 10);
  const withFew = await productAlone(few.incidentId);
  const many = await loadDay(database, { people: Math.round((people * 90) / HIT_PERCENT), prefix: 'many-', seed: 8 });
  await rows(database.tx, 'vacuum analyze');
  const inSmallTable = await productAlone(few.incidentId);
  await fillHistory(database, (sessions * 9) / 10);
  const { product, floor, assessmentId } = await besideTheFloor(few.incidentId);
  const duckDb = await timeDuckDb(database, join(home, 'duck'), { assessmentId, assessedAt: ASSESSED_AT }, ROUNDS);
  say(`DuckDB ${duckDb.toFixed(0)} ms, all sums alike`);
  const found = [
    figure('assess, beside the same rows by hand', 'ms', product, floor, LIMITS.floor),
    figure('assess, beside DuckDB without writing', 'ms', product, duckDb, LIMITS.duckDb),
    figure('table ten times larger, same people', 'ms', product, inSmallTable, LIMITS.growth),
    figure('ten times the people', 'ms', inSmallTable, withFew, LIMITS.people),
  ];
  say(`${few.sessions + many.sessions} sessions on the day`);
  if (!values.large) return found;
  await fillHistory(database, sessions * 9);
  const inLargeTable = await productAlone(few.incidentId);
  return [...found, figure('table a hundred times larger', 'ms', inLargeTable, inSmallTable, LIMITS.growth)];
}

/** Tables of the same shape and indexes as the product's, for the floor to write. */
async function makeTwins(): Promise<void> {
  for (const { table } of FLOOR_TABLES) {
    await rows(database.tx, `create table floor_${table} (like ${table} including all)`);
  }
}

async function productAlone(incidentId: string): Promise<number> {
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) times.push((await timed(() => assessOnce(incidentId))).ms);
  return median(times);
}

async function besideTheFloor(incidentId: string): Promise<{ product: number; floor: number; assessmentId: string }> {
  let assessmentId = '';
  const times = { product: [] as number[], floor: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { table } of FLOOR_TABLES) await rows(database.tx, `truncate floor_${table}`);
    const floor = await timed(runFloor);
    const product = await timed(() => assessOnce(incidentId));
    assessmentId = product.result;
    await assertSameRows(assessmentId);
    say(`round ${round}: product ${product.ms.toFixed(0)} ms, floor ${floor.ms.toFixed(0)} ms, all rows alike`);
    times.product.push(product.ms);
    times.floor.push(floor.ms);
  }
  return { product: median(times.product), floor: median(times.floor), assessmentId };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** With the settings that make it fastest: without loops it hashes, and it sorts in memory. */
function runFloor(): Promise<unknown> {
  return database.transaction(async (tx) => {
    await rows(tx, `select set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)`);
    return rows(tx, ASSESS_FLOOR, [ASSESSED_AT, newId()]);
  });
}

async function assertSameRows(assessmentId: string): Promise<void> {
  for (const { table, leftOut } of FLOOR_TABLES) {
    const bare = (name: string, condition: string): string =>
      `select to_jsonb(t) - '${leftOut.join("' - '")}' as row from ${name} t ${condition}`;
    const [difference] = await rows<{ count: number; sample: unknown }>(
      database.tx,
      `with product as (${bare(table, 'where assessment_id = $1')}), floor as (${bare(`floor_${table}`, '')}),
       different as ((table product except all table floor) union all (table floor except all table product))
       select count(*)::int as count, (array_agg(row))[1:4] as sample from different`,
      [assessmentId],
    );
    assert.equal(difference?.count, 0, `rows of ${table} differ: ${JSON.stringify(difference?.sample)}`);
  }
}

async function assessOnce(incidentId: string): Promise<string> {
  const id = newId();
  revision += 1;
  await database.transaction(async (tx) => {
    await rows(
      tx,
      `insert into assessment (id, incident_id, revision, status, assessed_at, windows, created_by, created_at)
       values ($1, $2, $3, 'done', $4, '[]', 'bench', $4)`,
      [id, incidentId, revision, ASSESSED_AT],
    );
    const windows = FOUNDING_INCIDENT.windows.map((window) => ({
      ...window,
      startsAt: new Date(window.startsAt),
      endsAt: new Date(window.endsAt),
    }));
    const { steps, figures } = await assess(tx, id, windows, ASSESSED_AT);
    const hit = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'].map(
      (name) => figures.people[name] ?? 0,
    );
    say(
      `${hit.reduce((sum, count) => sum + count, 0)} people hit: ${steps.map(({ step, milliseconds }) => `${step} ${milliseconds} ms`).join(', ')}`,
    );
  });
  return id;
}
