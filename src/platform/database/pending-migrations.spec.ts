import { describe, expect, test } from '@jest/globals';
import { pendingMigrations, sha256 } from './pending-migrations.js';

const ONE = { name: '0001_one.sql', sql: 'select 1' };
const TWO = { name: '0002_two.sql', sql: 'select 2' };
const applied = ({ name, sql }: typeof ONE) => ({ name, sha256: sha256(sql) });

describe('pending migrations', () => {
  test.each([
    ['all on an empty database', [], [ONE, TWO]],
    ['those after the applied ones', [applied(ONE)], [TWO]],
    ['one that was added before an applied one', [applied(TWO)], [ONE]],
    ['none when all are applied', [applied(ONE), applied(TWO)], []],
  ])('%s', (_name, done, pending) => {
    expect(pendingMigrations([ONE, TWO], done)).toEqual(pending);
  });

  test('a text that changed after it was applied is refused', () => {
    const changed = { name: ONE.name, sha256: sha256('select 3') };
    expect(() => pendingMigrations([ONE, TWO], [changed])).toThrow(
      expect.objectContaining({ code: 'migration_changed' }),
    );
  });

  test('a database of a newer version is refused', () => {
    expect(() => pendingMigrations([ONE], [applied(ONE), applied(TWO)])).toThrow(
      expect.objectContaining({ code: 'database_newer' }),
    );
  });
});
