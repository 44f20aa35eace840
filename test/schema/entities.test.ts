import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENTITIES } from '../../src/entities.js';
import { rows } from '../../src/platform/database/database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
});
afterAll(() => db.drop());

/** Tables of plumbing that are read and written by plain SQL alone. */
const WITHOUT_ENTITY = [
  'idempotency_key',
  'job',
  'outbox_message',
  'rate_limit',
  'retention_run',
  'schema_migration',
  'sign_in_failure',
  'worker_heartbeat',
];

type Column = { table: string; column: string; type: string; nullable: boolean; key: boolean };

const SHORT_TYPES: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  integer: 'int',
};

async function columnsOfMigrations(): Promise<Column[]> {
  const columns = await rows<Column>(
    db.database.tx,
    `select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable, coalesce(a.attnum = any(k.conkey), false) as key
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  return columns.map((column) => ({ ...column, type: SHORT_TYPES[column.type] ?? column.type }));
}

function columnsOfEntities(): Column[] {
  return db.database.dataSource.entityMetadatas.flatMap((entity) =>
    entity.columns.map((column) => ({
      table: entity.tableName,
      column: column.databaseName,
      type: `${String(column.type)}${column.isArray ? '[]' : ''}`,
      nullable: column.isNullable,
      key: column.isPrimary,
    })),
  );
}

const text = (column: Column): string =>
  `${column.table}.${column.column} ${column.type}${column.nullable ? ' null' : ''}${column.key ? ' key' : ''}`;

test('the migrations make exactly the tables and columns that the entities claim', async () => {
  const made = (await columnsOfMigrations()).filter(({ table }) => !WITHOUT_ENTITY.includes(table));
  expect(columnsOfEntities().map(text).toSorted()).toEqual(made.map(text).toSorted());
});
