import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { workedTable } from '../oracle/worked-table.js';
import { assessScenario } from '../support/load-scenario.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe('the SQL gives the founding case as it was worked by hand', () => {
  const rows = [
    ...workedTable().map((row) => ({ when: 'in September', ...row })),
    ...workedTable('2020-12-16').map((row) => ({ when: 'in December', ...row })),
  ];

  test.each(rows)('row $name $when', async ({ scenario, meetingClass, expected }) => {
    const result = await assessScenario(testDatabase.database, scenario);
    expect(result.meetings.map((meeting) => meeting.class)).toEqual(
      meetingClass === 'unaffected' ? [] : [meetingClass],
    );
    expect(
      result.rows.map((row) => ({
        class: row.class,
        confidence: row.confidence,
        hasOpenSession: row.hasOpenSession,
        blockedMinutes: row.blockedSeconds / 60,
        interactivityLostMinutes: row.interactivityLostSeconds / 60,
        degradedMinutes: row.degradedSeconds / 60,
      })),
    ).toEqual(expected.flatMap(({ people, ...figures }) => Array.from({ length: people }, () => figures)));
  });
});
