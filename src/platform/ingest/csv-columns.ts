import { FileFault } from './file-fault.js';
import type { LineObject } from './import-line.js';
import type { Reason } from '../../kernel/domain-error.js';

/**
 * One column that a kind of file may have. `name` has dots for nested fields. The form says what a cell becomes:
 * `list` is separated by `;`, `pairs` is a list of `left:right` that become objects with these two keys.
 */
export type CsvColumn = {
  readonly name: string;
  readonly required?: true;
  readonly form?: 'number' | 'boolean' | 'list' | { readonly left: string; readonly right: string };
};

/** A file's columns in their order, ready to turn its records into the objects that NDJSON has. */
export type CsvHeader = readonly { readonly column: CsvColumn; readonly path: readonly string[] }[];

const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;

/**
 * Reads the header row. Throws FileFault with every fault of it: `missing_column` for each required column that is not
 * there, `unknown_column` for each that the kind does not have, `duplicate_column`.
 */
export function readCsvHeader(names: readonly string[], columns: readonly CsvColumn[]): CsvHeader {
  const known = new Map(columns.map((column) => [column.name, column]));
  const missing = columns.filter(({ name, required }) => required && !names.includes(name)).map(({ name }) => name);
  const unknown = names.filter((name) => !known.has(name));
  const repeated = names.filter((name, index) => known.has(name) && names.indexOf(name) !== index);
  refuseColumns([
    { code: 'missing_column', names: missing, message: 'Missing' },
    { code: 'unknown_column', names: unknown, message: 'Not known' },
    { code: 'duplicate_column', names: repeated, message: 'There twice' },
  ]);
  return names.map((name) => ({ column: known.get(name) as CsvColumn, path: name.split('.') }));
}

type ColumnFault = { readonly code: string; readonly names: readonly string[]; readonly message: string };

function refuseColumns(faults: readonly ColumnFault[]): void {
  const found = faults.filter(({ names }) => names.length > 0);
  const [first] = found;
  if (first === undefined) return;
  const quoted = (names: readonly string[]): string =>
    names.map((name) => JSON.stringify(name.slice(0, 100))).join(', ');
  const text = found.map(({ message, names }) => `${message}: ${quoted(names)}.`).join(' ');
  const reasons: Reason[] = found.flatMap(({ code, names, message }) =>
    names.map((path) => ({ path: path.slice(0, 100), code, message: `${message} in the header row.` })),
  );
  throw new FileFault(first.code, `The columns do not fit (they are separated by commas). ${text}`, { reasons });
}

/** A record as the object that an NDJSON line would be. An empty cell is an absent field. */
export function csvObject(header: CsvHeader, cells: readonly string[]): LineObject {
  const object: Record<string, unknown> = {};
  header.forEach(({ column, path }, index) => {
    const cell = cells[index];
    if (cell !== undefined && cell !== '') setField(object, path, cellValue(cell, column.form));
  });
  return object;
}

/** The keys come from the kind's own columns, never from the file. */
function setField(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let place = object;
  for (const key of path.slice(0, -1)) place = (place[key] ??= {}) as Record<string, unknown>;
  place[path.at(-1) as string] = value;
}

/** What cannot be read as its form stays text, for the field's own check to refuse. */
function cellValue(cell: string, form: CsvColumn['form']): unknown {
  if (form === undefined) return cell;
  if (form === 'number') return NUMBER.test(cell) ? Number(cell) : cell;
  if (form === 'boolean') return cell === 'true' ? true : cell === 'false' ? false : cell;
  const items = cell
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return form === 'list' ? items : items.map((item) => pair(item, form.left, form.right));
}

function pair(item: string, left: string, right: string): LineObject {
  const colon = item.lastIndexOf(':');
  return colon === -1 ? { [left]: item } : { [left]: item.slice(0, colon), [right]: item.slice(colon + 1) };
}
