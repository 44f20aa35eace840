import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '../../src/kernel/ids.js';
import { openDatabase, type Database } from '../../src/platform/database/database.service.js';
import { foreignKeyViolation, isCancelled, uniqueViolation } from '../../src/platform/database/pg-errors.js';
import { copyClient, row, rowCount, rows, type Tx } from '../../src/platform/database/tx.sql.js';
import { gate } from '../support/gate.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  await rows(database.tx, 'create table counter (name text primary key, value int not null, day date)');
});

afterAll(() => testDatabase.drop());

/** A counter that no other test uses. */
async function newCounter(value = 0): Promise<string> {
  const name = newId();
  await rows(database.tx, 'insert into counter values ($1, $2)', [name, value]);
  return name;
}

async function valueOf(name: string): Promise<number | undefined> {
  return (await row<{ value: number }>(database.tx, 'select value from counter where name = $1', [name]))?.value;
}

const increment = (tx: Tx, name: string) => rows(tx, 'update counter set value = value + 1 where name = $1', [name]);

describe('a statement', () => {
  test('gives numbers, dates and instants as TypeScript has them', async () => {
    const found = await row(
      database.tx,
      `select 9007199254740991::bigint as big, date '2020-09-16' as day, 1.50::numeric as rate,
              timestamptz '2020-09-16 14:49+02' as at, array[1, 2]::bigint[] as bigs, count(*) as count,
              current_setting('timezone') as zone, current_setting('application_name') as application`,
    );
    expect(found).toEqual({
      big: 9007199254740991,
      day: '2020-09-16',
      rate: '1.50',
      at: new Date('2020-09-16T12:49:00Z'),
      bigs: [1, 2],
      count: 1,
      zone: 'UTC',
      application: 'amends',
    });
  });

  test('refuses a bigint that is no exact number', async () => {
    await expect(rows(database.tx, 'select 9007199254740992::bigint as big')).rejects.toThrow(
      'beyond the safe integers',
    );
    expect(await rows(database.tx, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('gives the rows of RETURNING alike for every kind of write, and counts what it wrote', async () => {
    const name = newId();
    const { tx } = database;
    const inserted = `insert into counter values ($1, 1) returning value`;
    expect(await rows(tx, inserted, [name])).toEqual([{ value: 1 }]);
    expect(await rows(tx, 'update counter set value = 2 where name = $1 returning value', [name])).toEqual([
      { value: 2 },
    ]);
    expect(await rowCount(tx, 'update counter set value = 3 where name = $1', [name])).toBe(1);
    expect(await rowCount(tx, `insert into counter select $1 || n, n from generate_series(1, 3) n`, [name])).toBe(3);
    expect(await rowCount(tx, 'delete from counter where name like $1', [`${name}_%`])).toBe(3);
    expect(await rows(tx, 'delete from counter where name = $1 returning value', [name])).toEqual([{ value: 3 }]);
    expect(await rowCount(tx, 'delete from counter where name = $1', [name])).toBe(0);
  });

  test('gives one row or none; more is a fault', async () => {
    expect(await row(database.tx, 'select 1 as one where false')).toBeUndefined();
    await expect(row(database.tx, 'select generate_series(1, 2)')).rejects.toThrow('at most one row');
  });

  test('that breaks a constraint names it', async () => {
    const name = await newCounter();
    const again = await rows(database.tx, 'insert into counter values ($1, 0)', [name]).catch(
      (error: unknown) => error,
    );
    expect(uniqueViolation(again)).toBe('counter_pkey');
    const orphan = await rows(
      database.tx,
      `insert into contact values (gen_random_uuid(), gen_random_uuid(), 'a@b.example', 'A', 'owner')`,
    ).catch((error: unknown) => error);
    expect(foreignKeyViolation(orphan)).toBe('contact_customer_id_fkey');
  });
});

describe('a transaction', () => {
  test('keeps all of its work or none', async () => {
    const name = await newCounter();
    await database.transaction((tx) => increment(tx, name));
    const failed = database.transaction(async (tx) => {
      await increment(tx, name);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await valueOf(name)).toBe(1);
  });

  test('that lost a deadlock runs again', async () => {
    const [a, b] = [await newCounter(), await newCounter()];
    const both = gate();
    let started = 0;
    let runs = 0;
    const crossing = (first: string, second: string) =>
      database.transaction(async (tx) => {
        runs += 1;
        await increment(tx, first);
        started += 1;
        if (started === 2) both.open();
        await both.passed;
        await increment(tx, second);
      });
    await Promise.all([crossing(a, b), crossing(b, a)]);
    expect([await valueOf(a), await valueOf(b)]).toEqual([2, 2]);
    expect(runs).toBe(3);
  });

  test('gives up after five more runs, and never runs again for another error', async () => {
    let runs = 0;
    const losing = database.transaction(async (tx) => {
      runs += 1;
      await rows(tx, `do $$ begin raise sqlstate '40001'; end $$`);
    });
    await expect(losing).rejects.toMatchObject({ driverError: { code: '40001' } });
    expect(runs).toBe(6);
    runs = 0;
    const failing = database.transaction((tx) => {
      runs += 1;
      return rows(tx, 'select 1 / 0');
    });
    await expect(failing).rejects.toMatchObject({ driverError: { code: '22012' } });
    expect(runs).toBe(1);
  });

  test('has the limits it asks for, and leaves the connection its own', async () => {
    const slow = database.transaction((tx) => rows(tx, 'select pg_sleep(5)'), { statementTimeoutMs: 50 });
    expect(isCancelled(await slow.catch((error: unknown) => error))).toBe(true);
    const shown = (tx: Tx) =>
      row(
        tx,
        `select current_setting('statement_timeout') as statement,
                current_setting('idle_in_transaction_session_timeout') as idle`,
      );
    const limits = { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 60_000 };
    expect(await database.transaction(shown, limits)).toEqual({ statement: '0', idle: '1min' });
    expect(await shown(database.tx)).toEqual({ statement: '30s', idle: '30s' });
  });

  test('that reads sees one moment and writes nothing', async () => {
    const name = await newCounter();
    const seen = await database.read(async (tx) => {
      const before = await row(tx, 'select value from counter where name = $1', [name]);
      await increment(database.tx, name);
      return [before, await row(tx, 'select value from counter where name = $1', [name])];
    });
    expect(seen).toEqual([{ value: 0 }, { value: 0 }]);
    await expect(database.read((tx) => increment(tx, name))).rejects.toMatchObject({ driverError: { code: '25006' } });
  });

  test('lends its connection to a stream', async () => {
    const name = newId();
    const copied = await database.transaction(async (tx) => {
      const into = (await copyClient(tx)).query(copyFrom('copy counter (name, value) from stdin'));
      await pipeline(Readable.from([`${name}-1\t1\n`, `${name}-2\t2\n`]), into);
      return rowCount(tx, 'select from counter where name like $1', [`${name}-%`]);
    });
    expect(copied).toBe(2);
    await expect(copyClient(database.tx)).rejects.toThrow('needs a transaction');
  });
});

describe('opening', () => {
  test.each([
    ['a server that is not there', 'postgres://amends@127.0.0.1:1/amends', '127.0.0.1:1/amends'],
    ['what is no URL', 'amends', 'DATABASE_URL'],
  ])('%s is refused, with what to do', async (_name, url, place) => {
    await expect(openDatabase({ url })).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining(place),
    });
  });

  test('a database in another encoding is refused', async () => {
    const other = `latin_${newId().replaceAll('-', '')}`;
    await rows(
      database.tx,
      `create database ${other} encoding 'LATIN1' locale 'C' locale_provider libc template template0`,
    );
    const url = new URL(testDatabase.url);
    url.pathname = `/${other}`;
    await expect(openDatabase({ url: url.href })).rejects.toMatchObject({ code: 'database_encoding' });
    await rows(database.tx, `drop database ${other}`);
  });
});
