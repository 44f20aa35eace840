import { parse } from 'csv-parse/sync';
import { FileFault } from '../../platform/ingest/file-fault.js';
import { fieldPlaces } from './headings.js';

/** A row of a file, with the physical line on which it begins, from 1. Cells are trimmed. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

const DELIMITERS = ['\t', ',', ';'] as const;
const SAMPLE_LINES = 200;

/**
 * The rows of a text separated by tabs, commas or semicolons: by whichever a line of it shows most headings. Dates and
 * names hold commas, too, so that counting the marks would not tell. Blank lines are left out.
 */
export function readTable(text: string): TableRow[] {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  try {
    const records = parse(lines, {
      delimiter: delimiterOf(lines.split('\n', SAMPLE_LINES)),
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

const DAY_ALONE = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?$/;
const BEGINS_WITH_CLOCK = /^\d{1,2}[:.h]\d{2}/;

/** A row that has more cells than its table: some exports put a tab between the day and the time of one cell. */
export function withWholeTimes({ line, cells }: TableRow, width: number): TableRow {
  if (cells.length <= width) return { line, cells };
  const whole: string[] = [];
  for (const cell of cells) {
    const last = whole.at(-1) ?? '';
    if (DAY_ALONE.test(last) && BEGINS_WITH_CLOCK.test(cell)) whole[whole.length - 1] = `${last} ${cell}`;
    else whole.push(cell);
  }
  return { line, cells: whole };
}

function delimiterOf(lines: readonly string[]): string {
  const headings = (delimiter: string): number =>
    Math.max(...lines.map((line) => fieldPlaces(line.split(delimiter)).size));
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, headings: headings(delimiter) })).toSorted(
    (a, b) => b.headings - a.headings,
  );
  return best?.delimiter ?? ',';
}
