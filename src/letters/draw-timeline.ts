import { BAR_LOOKS, HAIRLINE, PAGE, QUIET, type Density } from './letter-look.js';
import type { Block } from './letter-block.js';
import type { LetterSheet } from './letter-sheet.js';
import type { Timeline, TimelineBar, TimelineGroup, TimelineRow } from './timeline.js';
import type { Typesetter } from './typesetter.js';

const GROUP_WIDTH = 66;
const LABEL_WIDTH = 118;
const CHART_LEFT = PAGE.left + GROUP_WIDTH + LABEL_WIDTH;
/** Room for half the label of a tick at the very end. */
const CHART_RIGHT = PAGE.right - 14;
const CHART_WIDTH = CHART_RIGHT - CHART_LEFT;
/** A second of outage in a day of axis must still be seen. */
const MINIMUM_BAR_WIDTH = 1.5;
const LABEL_GAP = 6;
const AXIS_HEIGHT = 13;
const GROUP_GAP = 3;
const ARROW = 4;

type Chart = { readonly timeline: Timeline; readonly density: Density; readonly typesetter: Typesetter };

/** The timeline as one block: a figure with its words in its alternative text, `alt`. */
export function timelineBlock(chart: Chart, alt: string): Block {
  const { groups } = chart.timeline;
  const rowsHeight = groups.reduce((sum, group) => sum + groupHeight(group, chart.density), 0);
  const height = rowsHeight + GROUP_GAP * (groups.length - 1) + AXIS_HEIGHT;
  return {
    height,
    gap: 3,
    draw: (sheet, top) => {
      const place = placedRows(chart, top);
      sheet.figure(chart.typesetter.spoken(alt), [PAGE.left, top, PAGE.right, top + height], () => {
        drawAxis(sheet, chart, top, top + height - AXIS_HEIGHT);
        for (const draw of place) draw(sheet);
      });
    },
  };
}

function groupHeight({ rows }: TimelineGroup, { timelineRow }: Density): number {
  return rows.length * timelineRow;
}

function placedRows(chart: Chart, top: number): readonly ((sheet: LetterSheet) => void)[] {
  const { timeline, density } = chart;
  const draws: ((sheet: LetterSheet) => void)[] = [];
  let y = top;
  for (const group of timeline.groups) {
    const headTop = y;
    draws.push((sheet) => drawLabel(sheet, chart, group.label, headTop, 'group'));
    group.rows.forEach((row, index) => {
      const rowTop = headTop + index * density.timelineRow;
      draws.push((sheet) => drawRow(sheet, chart, row, rowTop));
    });
    y += groupHeight(group, density) + GROUP_GAP;
  }
  return draws;
}

function drawRow(sheet: LetterSheet, chart: Chart, row: TimelineRow, top: number): void {
  drawLabel(sheet, chart, row.label, top, 'row');
  const { fill, edge, height } = BAR_LOOKS[row.look];
  const middle = top + chart.density.timelineRow / 2;
  sheet.drawRule(CHART_LEFT, CHART_RIGHT, middle, HAIRLINE, 0.3);
  for (const bar of row.bars) sheet.drawShape(barShape(chart.timeline, bar, middle, height), fill, edge);
}

/** A rectangle, or an arrow to the right when the bar has no end. */
function barShape(
  timeline: Timeline,
  { startAt, endAt }: TimelineBar,
  middle: number,
  height: number,
): readonly (readonly [number, number])[] {
  const left = xOf(timeline, startAt);
  const [top, bottom] = [middle - height / 2, middle + height / 2];
  if (endAt !== null) {
    const right = Math.max(xOf(timeline, endAt), left + MINIMUM_BAR_WIDTH);
    return [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
  }
  const neck = Math.max(left, CHART_RIGHT - ARROW);
  return [
    [left, top],
    [neck, top],
    [CHART_RIGHT, middle],
    [neck, bottom],
    [left, bottom],
  ];
}

function drawLabel(
  sheet: LetterSheet,
  { density, typesetter }: Chart,
  text: string,
  top: number,
  column: 'group' | 'row',
): void {
  const style = column === 'group' ? density.labelStrong : density.label;
  const { lines } = typesetter.set(text, style, (column === 'group' ? GROUP_WIDTH : LABEL_WIDTH) - LABEL_GAP);
  const [first = ''] = lines;
  const line = lines.length > 1 ? shorten(first) : first;
  sheet.drawLines(
    typesetter.place(
      { lines: [line], style, height: 0 },
      {
        left: column === 'group' ? PAGE.left : PAGE.left + GROUP_WIDTH,
        top: top + (density.timelineRow - style.leading) / 2,
      },
    ),
  );
}

function drawAxis(sheet: LetterSheet, { timeline, density, typesetter }: Chart, top: number, bottom: number): void {
  sheet.drawRule(CHART_LEFT, CHART_RIGHT, bottom, QUIET);
  let free = -Infinity;
  for (const { at, label } of timeline.ticks) {
    const x = xOf(timeline, at);
    sheet.drawUpright(x, top, bottom + 2.5, HAIRLINE);
    const style = { ...density.label, color: QUIET };
    const width = typesetter.widthOf(label, style);
    const left = x - width / 2;
    if (left < free) continue;
    sheet.drawLines(typesetter.place({ lines: [label], style, height: 0 }, { left, top: bottom + 3 }));
    free = left + width + 4;
  }
}

function xOf({ fromAt, untilAt }: Timeline, at: Date): number {
  const share = (at.getTime() - fromAt.getTime()) / (untilAt.getTime() - fromAt.getTime());
  return CHART_LEFT + Math.min(1, Math.max(0, share)) * CHART_WIDTH;
}

/** What does not fit its one line ends in an ellipsis; the words are whole in the alternative text. */
function shorten(line: string): string {
  return `${line.replace(/[\s,;:]+$/, '')}…`;
}
