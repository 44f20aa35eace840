import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from '../src/assessments/engine.sql.js';
import { FOUNDING_INCIDENT } from '../src/demo/founding-incident.js';
import { newId } from '../src/kernel/ids.js';
import { type Database, rows } from '../src/platform/database/database.js';
import { startDatabase } from '../src/platform/database/running-database.service.js';
import { ASSESS_FLOOR, ASSESS_PRODUCT } from './assess-floor.sql.js';
import { loadDay } from './load-day.js';
import { figure, median, report } from './report.js';

/**
 * `npm run bench:assess`: the time of an assessment beside the time of the smallest hand-written SQL that gives the same
 * figures on the same rows, in turn, three times each; the medians are compared.
 */
const LIMIT = 3;
const ROUNDS = 3;
const ASSESSED_AT = new Date('2020-09-16T18:00:00Z');

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, sessions: { type: 'string', default: '1000000' } },
});
const say = (text: string): void => (values.json ? undefined : console.log(text));

const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const running = await startDatabase({ url: undefined, home }, { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 });
try {
  const loaded = await loadDay(running.database, Number(values.sessions));
  say(
    `${loaded.sessions} sessions, ${loaded.attempts} attempts, ${loaded.meetings} meetings, ${loaded.customers} customers`,
  );
  const times = { product: [] as number[], floor: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const floor = await timed(() => runFloor(running.database));
    const product = await timed(() => assessOnce(running.database, loaded.incidentId, round));
    const found = await rows(running.database.tx, ASSESS_PRODUCT, [product.result]);
    assert.deepEqual(found, floor.result, 'the figures of the floor and of the product differ');
    say(
      `round ${round}: product ${product.ms.toFixed(0)} ms, floor ${floor.ms.toFixed(0)} ms, ${found.length} customers alike`,
    );
    times.product.push(product.ms);
    times.floor.push(floor.ms);
  }
  report([figure('assess', 'ms', median(times.product), median(times.floor), LIMIT)], values.json);
} finally {
  await running.close();
  rmSync(home, { recursive: true, force: true });
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** With the settings that make it fastest: without loops it hashes, and it sorts in memory. */
function runFloor(database: Database): Promise<unknown[]> {
  return database.transaction(async (tx) => {
    await rows(tx, `select set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)`);
    return rows(tx, ASSESS_FLOOR, [ASSESSED_AT]);
  });
}

async function assessOnce(database: Database, incidentId: string, revision: number): Promise<string> {
  const id = newId();
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
    const { steps } = await assess(tx, id, windows, ASSESSED_AT);
    say(steps.map(({ step, milliseconds }) => `${step} ${milliseconds} ms`).join(', '));
  });
  return id;
}
