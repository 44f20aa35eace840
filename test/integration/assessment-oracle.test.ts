import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assert, asyncProperty } from 'fast-check';
import { assess as oracle } from '../oracle/oracle.js';
import type { OracleResult } from '../oracle/oracle-types.js';
import { anyScenario } from '../oracle/random-scenario.js';
import { assessScenario } from '../support/load-scenario.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** More by hand: AMENDS_ORACLE_SCENARIOS=5000, and AMENDS_ORACLE_SEED to see one run again. */
const SCENARIOS = Number(process.env['AMENDS_ORACLE_SCENARIOS'] ?? '300');
const SEED = Number(process.env['AMENDS_ORACLE_SEED'] ?? Date.now() % 2 ** 31);

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

test(`the SQL and the oracle agree on ${SCENARIOS} random scenarios (seed ${SEED})`, async () => {
  await assert(
    asyncProperty(anyScenario(), async (scenario) => {
      expect(await assessScenario(testDatabase.database, scenario)).toEqual(sorted(oracle(scenario)));
    }),
    { numRuns: SCENARIOS, seed: SEED, endOnFailure: process.env['AMENDS_ORACLE_SHRINK'] === undefined },
  );
}, 600_000);
