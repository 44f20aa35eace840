import { rows, type Tx } from './tx.sql.js';

/** The tables kept in monthly partitions. Their names are the only text that reaches the statements below. */
export type PartitionedTable = 'session' | 'join_attempt';

const TABLES: ReadonlySet<string> = new Set<PartitionedTable>(['session', 'join_attempt']);

/** The name of the partition that holds an instant's month (UTC), e.g. `session_2020_09`. */
function partitionName(table: PartitionedTable, instant: Date): string {
  return `${table}_${monthStart(instant).toISOString().slice(0, 7).replace('-', '_')}`;
}

/**
 * Makes the partitions of the months (UTC) that hold these instants, where they are missing. Safe beside others doing
 * the same, and beside reads and writes of the table: attaching takes no lock that they wait for. The new partition is
 * visible to others, and the next maker waits, until the transaction ends: so give it a short one of its own.
 * Throws RangeError for an invalid Date or a year beyond 9999.
 */
export async function ensureMonthlyPartitions(tx: Tx, table: PartitionedTable, months: readonly Date[]): Promise<void> {
  if (!TABLES.has(table)) throw new RangeError(`not kept in monthly partitions: ${table as string}`);
  const starts = new Map(months.map((month) => [partitionName(table, month), monthStart(month)]));
  const missing = await missingPartitions(tx, table, [...starts.keys()]);
  if (missing.length === 0) return;
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends partitions of ' || $1, 0))`, [table]);
  for (const name of await missingPartitions(tx, table, missing)) {
    const start = starts.get(name) as Date;
    const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
    await rows(tx, `create table ${name} (like ${table} including all)`);
    await rows(
      tx,
      `alter table ${table} attach partition ${name}
         for values from ('${start.toISOString()}') to ('${end.toISOString()}')`,
    );
  }
}

/** Asks the catalog's tables: to_regclass would answer from a cache that knows nothing of those who held the lock before. */
async function missingPartitions(tx: Tx, table: PartitionedTable, names: readonly string[]): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    `select name from unnest($2::text[]) name
      where not exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                         where i.inhparent = $1::regclass and c.relname = name)
      order by name`,
    [table, names],
  );
  return found.map(({ name }) => name);
}

function monthStart(instant: Date): Date {
  const start = new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1));
  if (Number.isNaN(start.getTime()) || instant.getUTCFullYear() < 100 || instant.getUTCFullYear() > 9999) {
    throw new RangeError('not a month of the years 100 to 9999');
  }
  return start;
}

/**
 * Drops the partitions of the months (UTC) that had ended by `before`, and returns how many rows they held; with `dryRun`
 * only counts. Readers of the table wait until the transaction ends.
 */
export async function dropMonthlyPartitions(
  tx: Tx,
  table: PartitionedTable,
  before: Date,
  dryRun: boolean,
): Promise<number> {
  if (!TABLES.has(table)) throw new RangeError(`not kept in monthly partitions: ${table as string}`);
  const names = await rows<{ name: string }>(
    tx,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = $1::regclass and c.relname ~ ('^' || $1 || '_\\d{4}_\\d{2}$') and c.relname < $2 order by 1`,
    [table, partitionName(table, before)],
  );
  let dropped = 0;
  for (const { name } of names) {
    const [held] = await rows<{ count: number }>(tx, `select count(*)::int as count from ${name}`);
    dropped += held?.count ?? 0;
    if (!dryRun) await rows(tx, `drop table ${name}`);
  }
  return dropped;
}
