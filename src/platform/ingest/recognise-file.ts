import { parse } from 'csv-parse/sync';
import type { ImportFormat } from './import-format.js';
import type { ImportKind } from './import-kind.js';

/** What a file seems to be. `kind` is null when its first line fits none; `unknown` are names that the kind does not have. */
export type RecognisedFile = {
  readonly kind: string | null;
  readonly format: ImportFormat;
  readonly unknown: readonly string[];
};

/**
 * Says what a file holds by the names in its first line: a header row, or an object. It is of the kind whose required names
 * are all there, of several the one that leaves the fewest names over, then the one that needs most.
 */
export function recogniseFile(head: string, kinds: Iterable<Pick<ImportKind, 'name' | 'columns'>>): RecognisedFile {
  const [first = ''] = head.replace(/^\u{FEFF}/u, '').split(/\r?\n/, 1);
  const format: ImportFormat = first.trimStart().startsWith('{') ? 'ndjson' : 'csv';
  const names = format === 'ndjson' ? objectNames(first) : headerNames(first);
  const fitting = [...kinds].flatMap(({ name, columns }) => {
    const required = columns.filter((column) => column.required);
    if (required.length === 0 || !required.every((column) => names.includes(column.name))) return [];
    // A list or an object beyond the columns of a CSV, such as contacts, is no stranger in an object.
    const known = new Set(columns.flatMap((column) => [column.name, column.name.split('.')[0] ?? '']));
    const unknown = format === 'csv' ? names.filter((each) => !columns.some((column) => column.name === each)) : [];
    const over = names.filter((each) => !known.has(each)).length;
    return [{ name, unknown, over, needs: required.length }];
  });
  const [best] = fitting.toSorted((one, other) => one.over - other.over || other.needs - one.needs);
  return { kind: best?.name ?? null, format, unknown: best?.unknown ?? [] };
}

function headerNames(line: string): readonly string[] {
  try {
    const [names = []] = parse(line, { relax_column_count: true });
    return names;
  } catch {
    // A quote that is never closed: no header of ours.
    return [];
  }
}

/** The names of an object with its nested ones, as CSV has them: `contract.plan`. */
function objectNames(line: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? namesOf(value, '') : [];
  } catch {
    return [];
  }
}

const DEEPEST = 3;

function namesOf(value: object, parent: string, depth = 1): readonly string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const name = `${parent}${key}`;
    const isNested = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth < DEEPEST;
    return isNested ? namesOf(inner, `${name}.`, depth + 1) : [name];
  });
}
