import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compiledService } from './fault-lane.js';
import { freezeMany } from './frozen-worker.js';
import { killMany, seededRandom } from './kills.js';

/** 60 in every run; `npm run faults` makes it 3,000. Lanes share the machine, each with a database of its own. */
const KILLS = Number(process.env['AMENDS_FAULT_KILLS'] ?? 60);
const SEED = Number(process.env['AMENDS_FAULT_SEED'] ?? Date.now() % 1_000_000);
const LANES = 2;
/** So many kills share a database. */
const KILLS_OF_LANE = 60;

const folder = mkdtempSync(join(tmpdir(), 'amends-faults-'));
let program: string;
beforeAll(async () => {
  program = await compiledService(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  `${KILLS} times kill -9 at six points on the wire (seed ${SEED}): each credit has one effect, none is lost`,
  async () => {
    const start = performance.now();
    const sizes: number[] = [];
    for (let left = KILLS; left > 0; left -= KILLS_OF_LANE) sizes.push(Math.min(left, KILLS_OF_LANE));
    const kills: Record<string, number> = {};
    let missed = 0;
    let total = 0;
    for (const [index, size] of sizes.entries()) {
      const reports = await Promise.all(
        Array.from({ length: LANES }, (_, lane) =>
          killMany(program, Math.ceil(size / LANES), seededRandom(SEED + index * LANES + lane)),
        ),
      );
      for (const report of reports) {
        expect(report.violations).toEqual([]);
        expect(report.longestResumeMs).toBeLessThan(60_000);
        for (const [point, count] of Object.entries(report.kills)) kills[point] = (kills[point] ?? 0) + count;
        missed += report.missed;
      }
      total = Object.values(kills).reduce((sum, count) => sum + count, 0);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stderr.write(
        `${total} kills ${JSON.stringify(kills)}, ${missed} at another moment, ${seconds} s, seed ${SEED}\n`,
      );
    }
    expect(total).toBeGreaterThanOrEqual(KILLS);
    // A run in which the moments do not come proves nothing.
    expect(missed).toBeLessThanOrEqual(Math.ceil(total / 10));
  },
  Math.max(180_000, KILLS * 12_000),
);

test('a worker stopped for three leases and continued neither sends nor finishes the job it lost', async () => {
  const thaws = (await Promise.all([freezeMany(program, 'stripe', 2), freezeMany(program, 'lago', 2)])).flat();
  expect(thaws).toHaveLength(4);
  for (const { before, after, effects } of thaws) {
    expect(before).toMatchObject({ status: 'confirmed' });
    expect(after).toEqual(before);
    expect(effects).toBe(1);
  }
}, 180_000);
