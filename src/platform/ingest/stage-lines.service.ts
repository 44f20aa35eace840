import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { copyClient, type Tx } from '../database/database.js';
import { type CopyCell, copyRow } from './copy-text.js';
import type { ImportKind, LineContext, LineReader } from './import-kind.js';
import type { ImportLine } from './import-line.js';
import { type LineFault, LineFaults } from './line-faults.js';
import { copyIntoStaging, createStaging } from './staging.sql.js';

/** Of the transaction of an import: no statement, its COPY included, may take longer, and a source may be slow. */
export const IMPORT_TRANSACTION = { statementTimeoutMs: 6 * 3_600_000, idleInTransactionTimeoutMs: 0 } as const;

/** How many lines have been staged so far. */
type StagedCount = { lines: number };

type LineBatches = AsyncIterable<readonly ImportLine[]> | Iterable<readonly ImportLine[]>;

/** Reads lines into a new `staged_line` of their kind, as they come, and gives how many there were. */
export async function stageLines(
  tx: Tx,
  kind: ImportKind,
  context: LineContext,
  batches: LineBatches,
): Promise<number> {
  const count: StagedCount = { lines: 0 };
  await stageChunks(tx, kind, copyChunks(batches, kind.reader(context), kind.staged.length, count));
  return count.lines;
}

/** The same with rows that are in the format of COPY already. */
export async function stageChunks(
  tx: Tx,
  kind: ImportKind,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  await createStaging(tx, kind);
  const client = await copyClient(tx);
  await pipeline(chunks, client.query(copyFrom(copyIntoStaging(kind))));
}

const CHUNK_LENGTH = 64 * 1024;
const NO_FAULT: readonly CopyCell[] = [null, null, null];

/**
 * The rows of `staged_line` for COPY, in chunks; `width` is the number of the kind's own columns. A faulty line becomes
 * one row a fault; the first of them carries the cells that could be read, so that the checks can tell its other faults.
 */
async function* copyChunks(
  batches: LineBatches,
  reader: LineReader,
  width: number,
  count: StagedCount,
): AsyncGenerator<string> {
  const nothing = Array.from<CopyCell>({ length: width }).fill(null);
  let faults = new LineFaults();
  let chunk = '';
  for await (const batch of batches) {
    for (const line of batch) {
      const cells = line.value === undefined ? nothing : reader(line.value, faults);
      if (line.fault !== undefined) faults.add(line.fault.field, line.fault.code, line.fault.message);
      if (faults.found.length === 0) {
        chunk += copyRow([line.line, ...cells, ...NO_FAULT]);
      } else {
        chunk += faultyRows(line.line, cells, nothing, faults.found);
        faults = new LineFaults();
      }
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
    }
    count.lines += batch.length;
  }
  if (chunk !== '') yield chunk;
}

function faultyRows(
  line: number,
  cells: readonly CopyCell[],
  nothing: readonly CopyCell[],
  faults: readonly LineFault[],
): string {
  return faults
    .map(({ field, code, message }, index) => copyRow([line, ...(index === 0 ? cells : nothing), field, code, message]))
    .join('');
}
