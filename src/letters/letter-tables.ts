import type { LetterLogo } from '../platform/settings/logo.sql.js';
import type { Block } from './letter-block.js';
import {
  ACCENT,
  BAR_LOOKS,
  CONTENT_WIDTH,
  HAIRLINE,
  PAGE,
  QUIET,
  type Density,
  type TextStyle,
} from './letter-look.js';
import type { LetterSheet, SheetCell } from './letter-sheet.js';
import type { SetText, Typesetter } from './typesetter.js';
import type { LetterWords, WordedRow } from './word-letter.js';

/** What the pieces of one letter are set with. */
export type Setting = {
  readonly words: LetterWords;
  readonly typesetter: Typesetter;
  readonly density: Density;
  readonly logo: LetterLogo | null;
};

/** A column: its right edge when its texts are flush right, and the room for them. */
type Column = { readonly left: number; readonly width: number; readonly flushRight: boolean };

const SWATCH = 8;
const SWATCH_ROOM = 15;

const LIVED_COLUMNS: readonly Column[] = [
  { left: PAGE.left, width: 178, flushRight: false },
  { left: PAGE.left + 178, width: 72, flushRight: true },
  { left: PAGE.left + 250, width: 72, flushRight: true },
  { left: PAGE.left + 322, width: CONTENT_WIDTH - 322, flushRight: true },
];
const OFFER_COLUMNS: readonly Column[] = [
  { left: PAGE.left, width: CONTENT_WIDTH - 110, flushRight: false },
  { left: PAGE.right - 110, width: 110, flushRight: true },
];

/** The table of what was lived through. Its head stays with its first row. */
export function livedTable(setting: Setting, rows: readonly WordedRow[]): readonly Block[] {
  return table(setting, 'lived', LIVED_COLUMNS, rows, (index) => index < 2);
}

/** The table of an offer. Its total stays with its last line. */
export function offerTable(setting: Setting, rows: readonly WordedRow[]): readonly Block[] {
  return table(setting, 'offer', OFFER_COLUMNS, rows, (index) => index === 0 || index === rows.length - 2);
}

/** The rows of a table. On each page that it goes on to, its head stands again, for the eye alone: a reader aloud knows it. */
function table(
  setting: Setting,
  name: string,
  columns: readonly Column[],
  rows: readonly WordedRow[],
  keepsWithNext: (index: number) => boolean,
): readonly Block[] {
  const [first] = rows;
  if (first?.kind !== 'head') return [];
  const again = tableRow(setting, null, columns, first);
  return rows.map((row, index) => ({
    ...tableRow(setting, name, columns, row),
    keepWithNext: keepsWithNext(index),
    ...(index === 0 ? {} : { head: again }),
  }));
}

/** One row, of the table with that name, or of none when it only repeats one. */
function tableRow(
  { typesetter, density }: Setting,
  name: string | null,
  columns: readonly Column[],
  row: WordedRow,
): Block {
  const style = { head: density.columnHead, line: density.cell, total: density.cellStrong }[row.kind];
  const indent = row.swatch === undefined ? 0 : SWATCH_ROOM;
  const cells = columns.map((column, index) => {
    const room = column.width - (index === 0 ? indent + 8 : 0);
    return typesetter.set(row.cells[index] ?? '', style, room);
  });
  const height = Math.max(...cells.map((cell) => cell.height)) + 2 * density.cellPadding;
  return {
    height,
    gap: row.kind === 'head' ? 3 : 0,
    draw: (sheet, top) => {
      drawFrame(sheet, row, top, height, style, density);
      const placed = cells.map((cell, index) =>
        placeCell(typesetter, cell, columns[index], index === 0 ? indent : 0, top + density.cellPadding),
      );
      if (name === null) sheet.artifact('Pagination', () => placed.forEach((lines) => sheet.drawLines(lines)));
      else
        sheet.tableRow(
          name,
          placed.map((lines, index) => ({ lines, ...cellKind(row.kind, index) })),
        );
    },
  };
}

function placeCell(typesetter: Typesetter, cell: SetText, column: Column | undefined, indent: number, top: number) {
  const { left, width, flushRight } = column ?? { left: PAGE.left, width: CONTENT_WIDTH, flushRight: false };
  return typesetter.place(cell, { left: left + indent, top, ...(flushRight ? { right: left + width } : {}) });
}

function cellKind(kind: WordedRow['kind'], index: number): Pick<SheetCell, 'tag' | 'scope'> {
  if (kind === 'head') return { tag: 'TH', scope: 'Column' };
  return index === 0 ? { tag: 'TH', scope: 'Row' } : { tag: 'TD' };
}

/** The rules of a row and its swatch: none of it is read aloud, the words say it all. */
function drawFrame(
  sheet: LetterSheet,
  row: WordedRow,
  top: number,
  height: number,
  style: TextStyle,
  density: Density,
): void {
  sheet.artifact('Layout', () => {
    if (row.kind === 'total') sheet.drawRule(PAGE.left, PAGE.right, top, ACCENT, 0.8);
    else sheet.drawRule(PAGE.left, PAGE.right, top + height, row.kind === 'head' ? QUIET : HAIRLINE, 0.4);
    if (row.swatch === undefined) return;
    const { fill, edge, height: barHeight } = BAR_LOOKS[row.swatch];
    const middle = top + density.cellPadding + style.leading / 2;
    const [upper, lower] = [middle - barHeight / 2, middle + barHeight / 2];
    const right = PAGE.left + SWATCH;
    sheet.drawShape(
      [
        [PAGE.left, upper],
        [right, upper],
        [right, lower],
        [PAGE.left, lower],
      ],
      fill,
      edge,
    );
  });
}
