import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { resetDemoDatabase } from '../../src/demo/demo-database.service.js';
import { ENTITIES } from '../../src/entities.js';
import { rows } from '../../src/platform/database/database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
});
afterAll(() => db.drop());

test('a demo begins with nothing, again and again: no person of an earlier one, no entry, no schema in the way', async () => {
  for (const round of [1, 2]) {
    const user = `insert into auth."user" values ($1, 'A', $1, true, null, now(), now())`;
    await rows(db.database.tx, user, [`a${round}@example.com`]);
    await resetDemoDatabase(db.database);
    expect(await rows(db.database.tx, 'select id from auth."user"')).toEqual([]);
    expect(await rows(db.database.tx, 'select key from setting')).toEqual([{ key: 'demo' }]);
  }
});
