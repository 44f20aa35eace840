import assert from 'node:assert/strict';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { to } from 'pg-copy-streams';
import { copyClient, type Database, rows } from '../src/platform/database/database.js';
import { DUCKDB_ASSESS, PRODUCT_BY_CLASS } from './duckdb-assess.sql.js';

const EXPORTS = {
  session: `select customer_id, meeting_id, participant_id, extract(epoch from joined_at)::bigint as j,
    extract(epoch from left_at)::bigint as l, role = 'facilitator' as fac, kind = 'bot' as bot from session`,
  attempt: `select customer_id, meeting_id, participant_id, extract(epoch from at)::bigint as ts, outcome from join_attempt`,
  meeting: `select customer_id, id, 'app' = any(components) as app, 'realtime' = any(components) as rt,
    extract(epoch from scheduled_start_at)::bigint as ss, extract(epoch from scheduled_end_at)::bigint as se,
    extract(epoch from actual_end_at)::bigint as ae, extract(epoch from cancelled_at)::bigint as ca from meeting`,
  roster: 'select customer_id, meeting_id, participant_id from roster_entry',
};

export type DuckDb = {
  /** The time in ms over the same sessions, attempts, meetings and rosters. What it finds must be what the product wrote. */
  time(run: { readonly assessmentId: string; readonly assessedAt: Date }): Promise<number>;
  close(): void;
};

/** DuckDB on two threads with all that the database holds. */
export async function openDuckDb(database: Database, folder: string): Promise<DuckDb> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(join(folder, 'bench.duckdb'), { threads: '2' });
  const connection = await instance.connect();
  for (const [name, select] of Object.entries(EXPORTS)) {
    const file = join(folder, `${name}.csv`);
    await database.transaction(async (tx) => {
      const client = await copyClient(tx);
      await pipeline(client.query(to(`copy (${select}) to stdout with (format csv, header)`)), createWriteStream(file));
    });
    await connection.run(`create table ${name} as select * from read_csv('${file}', sample_size = -1)`);
    rmSync(file);
  }
  return {
    async time({ assessmentId, assessedAt }) {
      const start = performance.now();
      const reader = await connection.runAndReadAll(DUCKDB_ASSESS, [assessedAt.getTime() / 1000]);
      const ms = performance.now() - start;
      const found = await rows(database.tx, PRODUCT_BY_CLASS, [assessmentId]);
      assert.deepEqual(reader.getRowObjectsJson(), found, 'DuckDB and the product differ');
      return ms;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
