import type { EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';

/** What a statement runs in: the transaction of a use case, or `database.tx` for one statement by itself. */
export type Tx = EntityManager;

/**
 * Runs one statement and gives its rows: of a SELECT, or of a RETURNING. Values are `$1`, `$2`…; a value for json or
 * jsonb must be text (`JSON.stringify`), because an array would become a PostgreSQL array. Instants come back as Date,
 * bigint as number (beyond the safe integers: an error), numeric as string, date as `YYYY-MM-DD`.
 */
export async function rows<T>(tx: Tx, text: string, values: readonly unknown[] = []): Promise<T[]> {
  return (await execute(tx, text, values)).records as T[];
}

/** As `rows`, for a statement that gives at most one row. More than one is a fault of the statement: an Error. */
export async function row<T>(tx: Tx, text: string, values: readonly unknown[] = []): Promise<T | undefined> {
  const found = await rows<T>(tx, text, values);
  if (found.length > 1) throw new Error(`expected at most one row, got ${found.length}`);
  return found[0];
}

/** Runs one statement and gives how many rows it wrote (or, of a SELECT, gave). */
export async function rowCount(tx: Tx, text: string, values: readonly unknown[] = []): Promise<number> {
  return (await execute(tx, text, values)).affected ?? 0;
}

/**
 * The driver's own client of a transaction, for streams (pg-copy-streams, pg-query-stream). It belongs to the
 * transaction: never release or end it. Throws outside a transaction, where no connection is held.
 */
export async function copyClient(tx: Tx): Promise<PoolClient> {
  if (!tx.queryRunner?.isTransactionActive) throw new Error('a stream needs a transaction, which holds its connection');
  return (await tx.queryRunner.connect()) as PoolClient;
}

async function execute(tx: Tx, text: string, values: readonly unknown[]): ReturnType<typeof query> {
  if (tx.queryRunner !== undefined) return query(tx.queryRunner, text, values);
  const runner = tx.dataSource.createQueryRunner();
  try {
    return await query(runner, text, values);
  } finally {
    await runner.release();
  }
}

function query(runner: QueryRunner, text: string, values: readonly unknown[]) {
  return runner.query(text, [...values], true);
}

/** An instant inside JSON that SQL builds, as the API writes instants: UTC with milliseconds and a Z. */
export function instantText(instant: string): string {
  return `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
