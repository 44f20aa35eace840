import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import type { Database } from '../../src/platform/database/database.service.js';
import { ensureMonthlyPartitions, type PartitionedTable } from '../../src/platform/database/partitions.sql.js';
import { rows, type Tx } from '../../src/platform/database/tx.sql.js';
import { gate } from '../support/gate.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ poolSize: 12 });
  database = testDatabase.database;
});

afterAll(() => testDatabase.drop());

const ensure = (table: PartitionedTable, ...months: string[]) =>
  database.transaction((tx) =>
    ensureMonthlyPartitions(
      tx,
      table,
      months.map((month) => new Date(month)),
    ),
  );

const insertSession = (tx: Tx, joinedAt: string) =>
  rows(tx, `insert into session values ($1, $1, 'p', $2, '', null, 'participant', 'person')`, [newId(), joinedAt]);

async function partitionsOf(table: string, like: string): Promise<string[]> {
  const found = await rows<{ name: string }>(
    database.tx,
    `select inhrelid::regclass::text as name from pg_inherits
      where inhparent = $1::regclass and inhrelid::regclass::text like $2 order by 1`,
    [table, like],
  );
  return found.map(({ name }) => name);
}

test('the months of the instants, in UTC, each once', async () => {
  await ensure(
    'session',
    '2020-08-31T23:59:59.999Z',
    '2020-09-01T00:00:00Z',
    '2020-09-30T23:00:00-02:00',
    '2020-12-31',
  );
  await ensure('session', '2020-09-16');
  expect(await partitionsOf('session', '%2020%')).toEqual([
    'session_2020_08',
    'session_2020_09',
    'session_2020_10',
    'session_2020_12',
  ]);
  await insertSession(database.tx, '2020-12-31T23:59:59.999Z');
  await insertSession(database.tx, '2020-08-01T00:00:00Z');
  await expect(insertSession(database.tx, '2020-11-01T00:00:00Z')).rejects.toThrow('no partition');
});

test('a partition has the keys, the checks and the indexes of its table', async () => {
  await ensure('join_attempt', '2021-01-01');
  const definitions = (table: string) =>
    rows(
      database.tx,
      `select contype as kind, pg_get_constraintdef(oid) as text from pg_constraint where conrelid = $1::regclass
       union all
       select 'i', regexp_replace(indexdef, '.* USING', '') from pg_indexes where tablename = $1::text order by 1, 2`,
      [table],
    );
  expect(await definitions('join_attempt_2021_01')).toEqual(await definitions('join_attempt'));
  expect(
    await rows(
      database.tx,
      `select from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relname = 'join_attempt_2021_01' and not exists (select from pg_inherits where inhrelid = i.indexrelid)`,
    ),
  ).toEqual([]);
});

test('many may make the same months at once, beside open reads and writes of the table', async () => {
  await ensure('session', '2022-01-01');
  const opened = gate();
  const mayEnd = gate();
  const writer = database.transaction(async (tx) => {
    await rows(tx, 'select from session');
    await insertSession(tx, '2022-01-15');
    opened.open();
    await mayEnd.passed;
  });
  await opened.passed;
  await Promise.all(Array.from({ length: 8 }, () => ensure('session', '2022-02-01', '2022-03-01', '2022-04-01')));
  expect(await partitionsOf('session', 'session_2022%')).toHaveLength(4);
  mayEnd.open();
  await writer;
});

test('two that make months in opposite order after writing both end', async () => {
  await ensure('session', '2023-01-01');
  const months = ['2023-02-01', '2023-03-01', '2023-04-01'];
  await Promise.all(
    [months, months.toReversed()].map((order) =>
      database.transaction(async (tx) => {
        await insertSession(tx, '2023-01-15');
        for (const month of order) await ensureMonthlyPartitions(tx, 'session', [new Date(month)]);
      }),
    ),
  );
  expect(await partitionsOf('session', 'session_2023%')).toHaveLength(4);
});

test.each([
  ['a table that has none', 'customer; drop table session' as PartitionedTable, '2020-01-01'],
  ['no instant', 'session', 'never'],
  ['a year that no name can hold', 'session', '+012020-01-01'],
] as const)('%s is refused', async (_name, table, month) => {
  await expect(ensure(table, month)).rejects.toThrow(RangeError);
});
