import { row, rows, type Tx } from '../database/database.js';
import { listRows, type Page } from '../http/list.js';
import type { ImportWarning, RevertCounts } from './import-kind.js';
import type { ImportListQuery, ImportRejectsQuery } from './imports.dto.js';

/** One refused line, one row a fault. */
export type ImportReject = {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly message: string;
};

/** What became of one file: `accepted` + `rejected` = `read`, in lines. */
export type ImportBatch = {
  readonly id: string;
  readonly kind: string;
  readonly sourceName: string | null;
  readonly status: 'running' | 'done' | 'refused' | 'reverted';
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly warnings: readonly ImportWarning[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly revertedAt: Date | null;
  readonly revertedBy: string | null;
  readonly revertReason: string | null;
  /** What went when it was taken back, and what became again what others had told. */
  readonly reverted: RevertCounts | null;
};

/** What an import starts from. */
export type NewImport = Pick<ImportBatch, 'id' | 'kind' | 'sourceName' | 'createdBy' | 'createdAt'>;

const BATCH = `
  select id, kind, source_name as "sourceName", status, read_count as read, accepted_count as accepted,
         rejected_count as rejected, warnings, error_code as "errorCode", error_message as "errorMessage",
         created_by as "createdBy", created_at as "createdAt", finished_at as "finishedAt",
         reverted_at as "revertedAt", reverted_by as "revertedBy", revert_reason as "revertReason", reverted
    from import_batch`;

const REJECT = 'select line, field, code, message from import_reject where import_id = $1';

/** Notes that an import writes; seen by others only once it is done. */
export async function insertBatch(tx: Tx, batch: NewImport): Promise<void> {
  await rows(
    tx,
    `insert into import_batch (id, kind, source_name, status, created_by, created_at)
     values ($1, $2, $3, 'running', $4, $5)`,
    [batch.id, batch.kind, batch.sourceName, batch.createdBy, batch.createdAt],
  );
}

/** Notes how an import ended. */
export async function finishBatch(
  tx: Tx,
  { id, read, rejected, warnings }: Pick<ImportBatch, 'id' | 'read' | 'rejected' | 'warnings'>,
  finishedAt: Date,
): Promise<void> {
  await rows(
    tx,
    `update import_batch set status = 'done', read_count = $2, accepted_count = $3, rejected_count = $4, warnings = $5,
            finished_at = $6
      where id = $1`,
    [id, read, read - rejected, rejected, JSON.stringify(warnings), finishedAt],
  );
}

/** Keeps faults that were found before the lines were staged. */
export async function insertRejects(tx: Tx, importId: string, rejects: readonly ImportReject[]): Promise<void> {
  if (rejects.length === 0) return;
  await rows(
    tx,
    `insert into import_reject (import_id, line, field, code, message)
     select $1, line, field, code, message
       from jsonb_to_recordset($2::jsonb) as r (line bigint, field text, code text, message text)
     on conflict (import_id, line, field, code) do nothing`,
    [importId, JSON.stringify(rejects)],
  );
}

/** One import, locked until the transaction ends; undefined when there is none of this id. */
export function lockBatch(tx: Tx, id: string): Promise<ImportBatch | undefined> {
  return row<ImportBatch>(tx, `${BATCH} where id = $1 for update`, [id]);
}

/** Notes that an import was taken back. */
export async function noteReverted(
  tx: Tx,
  id: string,
  deed: { readonly by: string; readonly at: Date; readonly reason: string | null; readonly counts: RevertCounts },
): Promise<void> {
  await rows(
    tx,
    `update import_batch set status = 'reverted', reverted_at = $2, reverted_by = $3, revert_reason = $4, reverted = $5
      where id = $1`,
    [id, deed.at, deed.by, deed.reason, JSON.stringify(deed.counts)],
  );
}

/** Notes that a file was refused whole, and why. */
export async function insertRefusedBatch(
  tx: Tx,
  batch: NewImport & { readonly errorCode: string; readonly errorMessage: string; readonly finishedAt: Date },
): Promise<void> {
  await rows(
    tx,
    `insert into import_batch (id, kind, source_name, status, error_code, error_message, created_by, created_at, finished_at)
     values ($1, $2, $3, 'refused', $4, $5, $6, $7, $8)`,
    [
      batch.id,
      batch.kind,
      batch.sourceName,
      batch.errorCode,
      batch.errorMessage,
      batch.createdBy,
      batch.createdAt,
      batch.finishedAt,
    ],
  );
}

/** One import; undefined when there is none of this id. */
export function findBatch(tx: Tx, id: string): Promise<ImportBatch | undefined> {
  return row<ImportBatch>(tx, `${BATCH} where id = $1`, [id]);
}

/** The first faults of an import, by line. */
export function firstRejects(tx: Tx, importId: string, limit: number): Promise<ImportReject[]> {
  return rows<ImportReject>(tx, `${REJECT} order by line, field, code limit $2`, [importId, limit]);
}

/** Imports, newest first. */
export function listBatches(tx: Tx, query: ImportListQuery): Promise<Page<ImportBatch>> {
  const select = `${BATCH} where ($1::text is null or kind = $1) and ($2::text is null or status = $2)`;
  return listRows<ImportBatch>(
    tx,
    {
      select,
      values: [query.kind ?? null, query.status ?? null],
      order: [
        { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
        { name: 'id', type: 'uuid', direction: 'desc' },
      ],
    },
    query,
  );
}

/** The faults of an import, by line. */
export function listRejects(tx: Tx, importId: string, query: ImportRejectsQuery): Promise<Page<ImportReject>> {
  return listRows<ImportReject>(
    tx,
    {
      select: REJECT,
      values: [importId],
      order: [
        { name: 'line', type: 'bigint', direction: 'asc' },
        { name: 'field', type: 'text', direction: 'asc' },
        { name: 'code', type: 'text', direction: 'asc' },
      ],
    },
    query,
  );
}
