import { parse } from 'csv-parse/sync';
import { FileFault } from '../../platform/ingest/file-fault.js';

/** A row of a file, with the physical line on which it begins, from 1. Cells are trimmed. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

const DELIMITERS = ['\t', ',', ';'] as const;
const SAMPLE_LINES = 200;

/** The rows of a text separated by tabs, commas or semicolons, whichever it has most of; blank lines are left out. */
export function readTable(text: string): TableRow[] {
  const sample = text.split('\n', SAMPLE_LINES).join('\n');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: sample.split(delimiter).length }));
  // A tab is never part of a name, a comma is: tabs count double.
  const [best] = counts.toSorted(
    (a, b) => b.count * (b.delimiter === '\t' ? 2 : 1) - a.count * (a.delimiter === '\t' ? 2 : 1),
  );
  const delimiter = best?.delimiter ?? ',';
  try {
    const records = parse(text.replaceAll(/\r\n?/g, '\n'), {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    return records
      .map(({ record, info }) => ({
        line: info.lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0),
        cells: record.map((cell) => cell.replaceAll(/[\s\u{200E}\u{200F}]+/gu, ' ').trim()),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch {
    throw new FileFault('invalid_csv', 'The file is no table: a quote in it is never closed, perhaps.');
  }
}
