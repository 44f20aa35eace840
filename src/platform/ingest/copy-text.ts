/** A value of a staged row. An array becomes a `text[]`, an object `jsonb`, a number any numeric type. */
export type CopyCell = string | number | boolean | null | readonly string[] | { readonly json: unknown };

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One row in the text format of PostgreSQL's COPY, its newline included. Texts must be free of NUL. */
export function copyRow(cells: readonly CopyCell[]): string {
  let row = '';
  for (let index = 0; index < cells.length; index += 1) {
    if (index > 0) row += '\t';
    row += copyCell(cells[index] as CopyCell);
  }
  return `${row}\n`;
}

function copyCell(cell: CopyCell): string {
  if (cell === null) return NULL;
  if (typeof cell === 'string') return escapeText(cell);
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  return escapeText(isTexts(cell) ? arrayLiteral(cell) : JSON.stringify(cell.json));
}

function isTexts(cell: readonly string[] | { readonly json: unknown }): cell is readonly string[] {
  return Array.isArray(cell);
}

function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`).join(',')}}`;
}

function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (special) => ESCAPES[special] as string) : text;
}
