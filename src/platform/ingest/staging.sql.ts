import { row, rowCount, rows, type Tx } from '../database/database.js';
import type { ImportKind } from './import-kind.js';
import type { LineFault } from './line-faults.js';

/** Memory for each sort and hash of a merge, which handles millions of lines at once. */
const MERGE_WORK_MEM = '64MB';

const FAULT_COLUMNS = ['fault_field', 'fault_code', 'fault_message'];

/** Makes the empty temporary table `staged_line` of a kind; it is gone with the transaction. */
export async function createStaging(tx: Tx, kind: ImportKind): Promise<void> {
  const columns = kind.staged.map(({ name, type }) => `${name} ${type}`).join(', ');
  await rows(tx, 'drop table if exists pg_temp.staged_line');
  await rows(
    tx,
    `create temporary table staged_line (
       line bigint not null, ${columns}, fault_field text, fault_code text, fault_message text) on commit drop`,
  );
}

/** The COPY that fills `staged_line`: the line, the kind's columns, then field, code and message of a fault. */
export function copyIntoStaging(kind: ImportKind): string {
  const columns = ['line', ...kind.staged.map(({ name }) => name), ...FAULT_COLUMNS];
  return `copy staged_line (${columns.join(', ')}) from stdin`;
}

/** Lets one merge of a lock's name run at a time, until the transaction ends. */
export async function lockMerge(tx: Tx, lock: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends merge of ' || $1, 0))`, [lock]);
}

/** As `lockMerge`, but gives false at once while another merge holds the lock. */
export async function tryLockMerge(tx: Tx, lock: string): Promise<boolean> {
  const found = await row<{ got: boolean }>(
    tx,
    `select pg_try_advisory_xact_lock(hashtextextended('amends merge of ' || $1, 0)) as got`,
    [lock],
  );
  return found?.got === true;
}

/** Takes the lines out of `staged_line` that were refused while they were read or by a check, and gives their faults. */
export async function takeFaults(tx: Tx, checks: readonly string[]): Promise<(LineFault & { line: number })[]> {
  const found = await rows<LineFault & { line: number }>(
    tx,
    [
      `select line, fault_field as field, fault_code as code, fault_message as message from staged_line
        where fault_code is not null`,
      ...checks,
    ].join('\nunion all\n'),
  );
  await rows(tx, 'delete from staged_line where line = any ($1)', [found.map(({ line }) => line)]);
  return found;
}

/** Gives the statements that follow room to sort, and tells their planner what was staged. */
export async function prepareMerge(tx: Tx): Promise<void> {
  await rows(tx, `select set_config('work_mem', $1, true)`, [MERGE_WORK_MEM]);
  await rows(tx, 'analyze staged_line');
}

/** Keeps the faults that were found while the lines were read. */
export async function keepReadFaults(tx: Tx, importId: string): Promise<void> {
  await rows(
    tx,
    `insert into import_reject (import_id, line, field, code, message)
     select $1, line, fault_field, fault_code, fault_message from staged_line where fault_code is not null
     on conflict (import_id, line, field, code) do nothing`,
    [importId],
  );
}

/** Keeps the faults that one check of the kind finds. */
export async function keepCheckFaults(tx: Tx, importId: string, check: string): Promise<void> {
  await rows(
    tx,
    `insert into import_reject (import_id, line, field, code, message)
     select $1, checked.line, checked.field, checked.code, checked.message from (${check}) checked
     on conflict (import_id, line, field, code) do nothing`,
    [importId],
  );
}

/** Takes every line that has a reject out of `staged_line`, and gives how many such lines there are. */
export async function dropRejectedLines(tx: Tx, importId: string): Promise<number> {
  const found = await row<{ count: number }>(
    tx,
    'select count(distinct line) as count from import_reject where import_id = $1',
    [importId],
  );
  const count = found?.count ?? 0;
  if (count > 0) {
    await rowCount(tx, `delete from staged_line where line in (select line from import_reject where import_id = $1)`, [
      importId,
    ]);
  }
  return count;
}

/** The faults that the checks of a kind find, by line, without keeping them. */
export async function findCheckFaults(tx: Tx, check: string): Promise<LineFault[]> {
  return rows<LineFault>(tx, `select field, code, message from (${check}) checked order by field, code`);
}
