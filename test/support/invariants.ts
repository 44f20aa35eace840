import { expect } from '@jest/globals';
import { findViolations } from '../../src/offers/invariants.sql.js';
import type { Database } from '../../src/platform/database/database.js';

/** Fails the test when money, compensated time or moves are not as they must always be. Call it after a test. */
export async function assertInvariants(database: Database): Promise<void> {
  expect(await findViolations(database.tx)).toEqual([]);
}
