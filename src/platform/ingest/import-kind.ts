import type { Tx } from '../database/database.js';
import type { CopyCell } from './copy-text.js';
import type { CsvColumn } from './csv-columns.js';
import type { LineObject } from './import-line.js';
import type { LineFaults } from './line-faults.js';

/** A column of the temporary table `staged_line` beside `line`. `type` is a PostgreSQL type. */
export type StagedColumn = { readonly name: string; readonly type: string };

/** Reads the fields of one line into the cells of its staged columns, noting every fault. A faulty cell is null. */
export type LineReader = (value: LineObject, faults: LineFaults) => readonly CopyCell[];

/** What a line may depend on besides itself. */
export type LineContext = { readonly now: Date; readonly newId: () => string };

/** One merge of staged lines: all in `tx`, at `now`. `importId` is null for a single record that no file brought. */
export type Merge = {
  readonly tx: Tx;
  readonly importId: string | null;
  readonly actorId: string;
  readonly now: Date;
  /** Who delivers, where it is no import. */
  readonly source?: string;
};

/** What a taken-back import left: rows that only it brought are gone, those of others are again as the others told them. */
export type RevertCounts = Readonly<Record<string, number>>;

/** Takes back what an import brought, in `tx`, with the merges of its lock kept out. */
export type Revert = (tx: Tx, importId: string, now: Date) => Promise<RevertCounts>;

/** What went in, but deserves a look. */
export type ImportWarning = { readonly code: string; readonly message: string; readonly count: number };

/**
 * A kind of file that can be imported, as the feature that owns its tables describes it.
 *
 * Lines are read one at a time into `staged_line`, a temporary table. `checks` are SELECTs over it that give
 * `(line, field, code, message)` of lines that the database knows to be wrong; they see faulty lines too, with null in
 * the faulty cells, so that all faults of a line are told at once. Then the refused lines are gone from `staged_line`,
 * and `merge` brings the rest into the feature's tables. Merges with the same `lock` never run at once.
 */
export type ImportKind = {
  readonly name: string;
  readonly lock: string;
  readonly columns: readonly CsvColumn[];
  readonly staged: readonly StagedColumn[];
  readonly reader: (context: LineContext) => LineReader;
  readonly checks: readonly string[];
  readonly merge: (merge: Merge) => Promise<readonly ImportWarning[]>;
};
