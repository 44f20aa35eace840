import { type CopyCell, copyRow } from './copy-text.js';
import type { LineReader } from './import-kind.js';
import type { ImportLine } from './import-line.js';
import { type LineFault, LineFaults } from './line-faults.js';

/** How many lines have been staged so far. */
export type StagedCount = { lines: number };

const CHUNK_LENGTH = 64 * 1024;
const NO_FAULT: readonly CopyCell[] = [null, null, null];

/**
 * The rows of `staged_line` for COPY, in chunks; `width` is the number of the kind's own columns. A faulty line becomes
 * one row a fault; the first of them carries the cells that could be read, so that the checks can tell its other faults.
 */
export async function* copyChunks(
  batches: AsyncIterable<readonly ImportLine[]> | Iterable<readonly ImportLine[]>,
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
