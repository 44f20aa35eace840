import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/tx.sql.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** The tables that are sharded by customer: everything that grows with meetings, impacts and offers. */
const LARGE_TABLES = [
  'audit_chain',
  'audit_entry',
  'case_activity',
  'case_activity_revision',
  'compensated_time',
  'contact',
  'contract',
  'credit',
  'credit_reversal',
  'customer_impact',
  'delivery',
  'delivery_attempt',
  'fulfilment',
  'impact',
  'import_contribution',
  'join_attempt',
  'letter',
  'mail',
  'mail_block',
  'meeting',
  'meeting_impact',
  'offer',
  'offer_adjustment',
  'offer_approval',
  'offer_share',
  'offer_transition',
  'outreach_case',
  'proposal',
  'roster_entry',
  'session',
];

type UniqueIndex = { table: string; name: string; isPrimary: boolean; columns: string[] };

let testDatabase: TestDatabase;
let uniqueIndexes: readonly UniqueIndex[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  uniqueIndexes = await rows<UniqueIndex>(
    testDatabase.database.tx,
    `select t.relname as "table", n.relname as name, i.indisprimary as "isPrimary",
            array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any (i.indkey)) as columns
       from pg_index i join pg_class t on t.oid = i.indrelid join pg_class n on n.oid = i.indexrelid
      where t.relnamespace = 'public'::regnamespace and (i.indisunique or i.indisexclusion)`,
  );
});

afterAll(() => testDatabase.drop());

describe.each(LARGE_TABLES)('%s can be sharded by customer', (table) => {
  test('its primary key has the customer', () => {
    const keys = uniqueIndexes.filter((index) => index.table === table && index.isPrimary);
    expect(keys).toHaveLength(1);
    expect(keys[0]?.columns).toContain('customer_id');
  });

  test('each of its unique indexes has the customer', () => {
    const without = uniqueIndexes.filter((index) => index.table === table && !index.columns.includes('customer_id'));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

test('every table has a primary key', async () => {
  const without = await rows<{ name: string }>(
    testDatabase.database.tx,
    `select relname as name from pg_class t
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not exists (select from pg_index where indrelid = t.oid and indisprimary) order by 1`,
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('nothing happens behind the back of a statement: no triggers, no rules, no functions of ours', async () => {
  const { tx } = testDatabase.database;
  expect(await rows(tx, 'select tgname from pg_trigger where not tgisinternal')).toEqual([]);
  expect(await rows(tx, `select rulename from pg_rules where schemaname = 'public'`)).toEqual([]);
  const functions = `select proname from pg_proc p where pronamespace = 'public'::regnamespace
                        and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`;
  expect(await rows(tx, functions)).toEqual([]);
});

test('ids are made by the application: no column makes its own', async () => {
  const found = await rows(
    testDatabase.database.tx,
    `select table_name, column_name, column_default from information_schema.columns
      where table_schema = 'public' and (is_identity = 'YES' or column_default ~ 'nextval|uuidv|uuid_|now\\(|clock|current_')`,
  );
  expect(found).toEqual([]);
});

test('instants have a time zone, and money is whole minor units', async () => {
  const found = await rows(
    testDatabase.database.tx,
    `select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public'
        and (data_type in ('timestamp without time zone', 'money', 'real', 'double precision')
             or column_name like '%_minor' and data_type <> 'bigint')`,
  );
  expect(found).toEqual([]);
});
