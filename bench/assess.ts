import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from '../src/assessments/engine.sql.js';
import { FOUNDING_INCIDENT } from '../src/demo/founding-incident.js';
import { newId } from '../src/kernel/ids.js';
import { type Database, openDatabase, rows } from '../src/platform/database/database.js';
import { removeHome } from '../src/platform/database/remove-home.service.js';
import { startDatabase } from '../src/platform/database/running-database.service.js';
import { ASSESS_FLOOR, FLOOR_TABLES } from './assess-floor.sql.js';
import { openDuckDb } from './duckdb-floor.js';
import { fillHistory } from './fill-history.sql.js';
import { loadDay } from './load-day.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:assess`: an assessment of some 130,000 people among 10 million sessions, beside the smallest SQL that
 * gives the same figures and writes the same rows, beside DuckDB over the same sessions, beside itself in a table ten
 * times smaller, and beside itself with ten times fewer people. Each has a database of its own, made out of the smaller
 * one, so that all are measured in turn, in the same minutes; the medians of the rounds are compared.
 */
const ROUNDS = 3;
const ASSESSED_AT = new Date('2020-09-16T18:00:00Z');
const LIMITS = { floor: 1.5, duckDb: 3, growth: 1.2, people: 11 };
/** Of the people of a generated day, about so many in a hundred are hit. */
const HIT_PERCENT = 36;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    sessions: { type: 'string', default: '10000000' },
    people: { type: 'string', default: '130000' },
    rounds: { type: 'string', default: String(ROUNDS) },
  },
});
const say = (text: string): void => (values.json ? undefined : console.log(text));
const sessions = Number(values.sessions);
const people = Number(values.people);
const UNLIMITED = { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 };

const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const running = await startDatabase({ url: undefined, home }, UNLIMITED);
let revision = 0;
try {
  report('assess', await figures(), values.json, { sessions, people });
} finally {
  await running.close();
  await removeHome(home);
}

async function figures(): Promise<Figure[]> {
  const { incidentId, few, small, large, huge } = await makeDatabases();
  const duckDb = await openDuckDb(large, join(home, 'duck'));
  const times = { few: [] as number[], small: [] as number[], large: [] as number[], floor: [] as number[] };
  const others = { duckDb: [] as number[], huge: [] as number[] };
  try {
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      times.few.push((await timed(() => assessOnce(few, incidentId))).ms);
      times.small.push((await timed(() => assessOnce(small, incidentId))).ms);
      if (huge !== undefined) others.huge.push((await timed(() => assessOnce(huge, incidentId))).ms);
      for (const { table } of FLOOR_TABLES) await rows(large.tx, `truncate floor_${table}`);
      times.floor.push((await timed(() => runFloor(large))).ms);
      const product = await timed(() => assessOnce(large, incidentId));
      times.large.push(product.ms);
      await assertSameRows(large, product.result);
      others.duckDb.push(await duckDb.time({ assessmentId: product.result, assessedAt: ASSESSED_AT }));
      const told = Object.entries({ ...times, ...others })
        .filter(([, all]) => all.length > 0)
        .map(([name, all]) => `${name} ${all.at(-1)?.toFixed(0)} ms`);
      say(`round ${round}: ${told.join(', ')}; all rows and sums alike`);
    }
  } finally {
    duckDb.close();
    for (const database of [few, small, large, huge]) await database?.close();
  }
  const product = median(times.large);
  const inSmallTable = median(times.small);
  const found = [
    figure('assess, beside the same rows by hand', 'ms', product, median(times.floor), LIMITS.floor),
    figure('assess, beside DuckDB without writing', 'ms', product, median(others.duckDb), LIMITS.duckDb),
    figure('table ten times larger, same people', 'ms', product, inSmallTable, LIMITS.growth),
    figure('ten times the people', 'ms', inSmallTable, median(times.few), LIMITS.people),
  ];
  if (others.huge.length === 0) return found;
  return [...found, figure('table a hundred times larger', 'ms', median(others.huge), inSmallTable, LIMITS.growth)];
}

type Databases = {
  readonly incidentId: string;
  /** A tenth of the sessions, and a tenth of the people. */
  readonly few: Database;
  /** A tenth of the sessions. */
  readonly small: Database;
  readonly large: Database;
  readonly huge: Database | undefined;
};

async function makeDatabases(): Promise<Databases> {
  const ofPeople = (percent: number): number => Math.round((people * percent) / HIT_PERCENT);
  let few = await copyOf('bench_few', running.database);
  const day = await loadDay(few, { people: ofPeople(10), prefix: 'few-', seed: 7 });
  const onTheDay = day.sessions * 10;
  say(`${onTheDay} sessions on the day, of them a tenth in the smallest database`);
  await fillHistory(few, sessions / 10 - onTheDay, say);
  const small = await copyOf('bench_small', few);
  few = await openDatabase({ ...UNLIMITED, url: few.url });
  await loadDay(small, { people: ofPeople(90), prefix: 'many-', seed: 8 }, day.incidentId);
  const large = await copyOf('bench_large', small);
  await fillHistory(large, (sessions * 9) / 10, say);
  await makeTwins(large);
  const reopened = await openDatabase({ ...UNLIMITED, url: small.url });
  if (!values.large) return { incidentId: day.incidentId, few, small: reopened, large, huge: undefined };
  const huge = await copyOf('bench_huge', large);
  await fillHistory(huge, sessions * 9, say);
  const again = await openDatabase({ ...UNLIMITED, url: large.url });
  return { incidentId: day.incidentId, few, small: reopened, large: again, huge };
}

/** A copy of a database under a new name. Nobody may be connected to what is copied: it is closed, if it is not the first. */
async function copyOf(name: string, from: Database): Promise<Database> {
  const template = new URL(from.url).pathname.slice(1);
  const url = new URL(from.url);
  url.pathname = `/${name}`;
  await from.close();
  const maintenance = new URL(from.url);
  maintenance.pathname = '/postgres';
  const server = await openDatabase({ ...UNLIMITED, url: maintenance.href });
  await rows(server.tx, `create database ${name} template ${template}`);
  await server.close();
  return openDatabase({ ...UNLIMITED, url: url.href });
}

/** Tables of the same shape and indexes as the product's, for the floor to write. */
async function makeTwins(database: Database): Promise<void> {
  for (const { table } of FLOOR_TABLES) {
    await rows(database.tx, `create table floor_${table} (like ${table} including all)`);
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** With the settings that make it fastest: without loops it hashes, and it sorts in memory. */
function runFloor(database: Database): Promise<unknown> {
  return database.transaction(async (tx) => {
    await rows(tx, `select set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)`);
    return rows(tx, ASSESS_FLOOR, [ASSESSED_AT, newId()]);
  });
}

async function assertSameRows(database: Database, assessmentId: string): Promise<void> {
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

async function assessOnce(database: Database, incidentId: string): Promise<string> {
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
