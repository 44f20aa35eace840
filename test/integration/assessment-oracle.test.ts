import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { array, assert, asyncProperty } from 'fast-check';
import { fixedScenarios } from '../oracle/fixed-scenarios.js';
import { mergeScenarios, toldOtherwise } from '../oracle/merge-scenarios.js';
import { assess as oracle } from '../oracle/oracle.js';
import type { OracleResult, Scenario } from '../oracle/oracle-types.js';
import { anyScenario } from '../oracle/random-scenario.js';
import { assessScenario } from '../support/load-scenario.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** More by hand: AMENDS_ORACLE_SCENARIOS=5000, and AMENDS_ORACLE_SEED to see one run again. */
const SCENARIOS = Number(process.env['AMENDS_ORACLE_SCENARIOS'] ?? '1000');
const SEED = Number(process.env['AMENDS_ORACLE_SEED'] ?? Date.now() % 2 ** 31);
/** So many are assessed in one run of the product, each with customers and components of its own. */
const BATCH = Number(process.env['AMENDS_ORACLE_BATCH'] ?? '125');

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase({ statementTimeoutMs: 0 });
});
afterAll(() => testDatabase.drop());

function sorted(result: OracleResult): OracleResult {
  const key = (record: object): string =>
    JSON.stringify(
      ['customerId', 'meetingId', 'participantId'].map((name) => (record as Record<string, unknown>)[name] ?? ''),
    );
  const byIds = (a: object, b: object): number => (key(a) < key(b) ? -1 : 1);
  return {
    ...result,
    rows: result.rows.toSorted(byIds),
    meetings: result.meetings.toSorted(byIds),
    customers: result.customers.toSorted(byIds),
  };
}

const product = (scenario: Scenario): Promise<OracleResult> => assessScenario(testDatabase.database, scenario);

/** What the product and the oracle found: of all at once or, if that differs, of the first one that differs by itself. */
async function bothOf(scenarios: readonly Scenario[]): Promise<readonly [OracleResult, OracleResult]> {
  const merged = mergeScenarios(scenarios);
  const all = [await product(merged), sorted(oracle(merged))] as const;
  if (JSON.stringify(all[0]) === JSON.stringify(all[1])) return all;
  for (const scenario of scenarios) {
    const alone = [await product(scenario), sorted(oracle(scenario))] as const;
    if (JSON.stringify(alone[0]) === JSON.stringify(alone[1])) continue;
    console.error(JSON.stringify(scenario));
    return alone;
  }
  return all;
}

test(`the SQL and the oracle agree on ${SCENARIOS} random scenarios (seed ${SEED})`, async () => {
  await assert(
    asyncProperty(array(anyScenario(), { minLength: BATCH, maxLength: BATCH, size: 'max' }), async (scenarios) => {
      const [found, expected] = await bothOf(scenarios);
      expect(found).toEqual(expected);
    }),
    { numRuns: Math.ceil(SCENARIOS / BATCH), seed: SEED, endOnFailure: true },
  );
}, 3_600_000);

test(`windows cut and layered, and all lists the other way round, change no number (seed ${SEED})`, async () => {
  await assert(
    asyncProperty(array(anyScenario(), { minLength: 20, maxLength: 20, size: 'max' }), async (scenarios) => {
      const merged = mergeScenarios(scenarios);
      expect(await product(toldOtherwise(merged))).toEqual(await product(merged));
    }),
    { numRuns: Math.ceil(SCENARIOS / 500), seed: SEED + 1, endOnFailure: true },
  );
}, 3_600_000);

describe('scenarios in which they once differed', () => {
  test.each(fixedScenarios())('$name', async ({ scenario, borderline, isFacilitator }) => {
    const found = await product(scenario);
    expect(found).toEqual(sorted(oracle(scenario)));
    expect(found.rows.map((row) => row.borderline)).toEqual(borderline);
    if (isFacilitator !== undefined) expect(found.rows.map((row) => row.isFacilitator)).toEqual(isFacilitator);
    expect(await product(toldOtherwise(scenario))).toEqual(found);
  });
});
