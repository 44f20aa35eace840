import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { LetterContent } from '../src/letters/letter-content.js';
import { BAR_LOOKS } from '../src/letters/letter-look.js';
import type { Timeline } from '../src/letters/timeline.js';
import { type WordedRow, wordLetter } from '../src/letters/word-letter.js';

const WIDTH = 480;
const ROW_HEIGHT = 12;

/** The page that letters are put into one after the other: its fonts and styles are loaded once. */
export function emptyHtmlPage(): string {
  const require = createRequire(import.meta.url);
  const face = (file: string, weight: number) => {
    const font = readFileSync(require.resolve(`@expo-google-fonts/source-sans-3/${file}`)).toString('base64');
    return `@font-face { font-family: S; font-weight: ${weight}; src: url(data:font/ttf;base64,${font}) }`;
  };
  return `<!doctype html><html><head><meta charset="utf-8"><style>
    ${face('400Regular/SourceSans3_400Regular.ttf', 400)} ${face('600SemiBold/SourceSans3_600SemiBold.ttf', 600)}
    @page { size: A4; margin: 16mm 20mm } body { font: 9.7pt/12.5pt S; margin: 0; color: #1f2933 }
    h1 { font-size: 12.5pt; font-weight: 600 } h2 { font-size: 10.3pt; font-weight: 600; color: #0f5c5c; margin: 8pt 0 0 }
    p { margin: 4pt 0 } table { width: 100%; border-collapse: collapse } td, th { border-bottom: .4pt solid #cbd2d9;
    text-align: right; font-weight: 400 } td:first-child, th:first-child { text-align: left } .total * { font-weight: 600 }
    .small { font-size: 7.8pt } .right { text-align: right } .to { margin: 60pt 0 }</style></head><body></body></html>`;
}

/** The same words, tables and timeline as the letter's PDF, as the inside of a page. */
export function letterHtml(content: LetterContent): string {
  const words = wordLetter(content);
  const p = (text: string, kind = '') => `<p class="${kind}">${escape(text)}</p>`;
  const lines = (texts: readonly string[]) => texts.map(escape).join('<br>');
  const { lived, timeline } = words;
  return [
    `<p><b>${escape(words.senderName)}</b></p><p class="right">${lines(words.senderLines)}</p>`,
    `<p class="to">${lines([words.customerName, ...words.addressLines])}</p><p class="right">${lines(words.originLines)}</p>`,
    `<h1>${escape(words.subject)}</h1>${p(words.salutation)}${p(words.opening)}`,
    `<h2>${escape(words.incidentTitle)}</h2>${p(words.incidentDescription)}`,
    lived === null ? '' : `<h2>${escape(lived.heading)}</h2>${table(lived.rows)}${p(lived.note, 'small')}`,
    timeline === null ? '' : `${p(timeline.caption, 'small')}${drawing(timeline.drawn, timeline.alt)}`,
    `<h2>${escape(words.proposalHeading)}</h2>${p(words.proposal)}${table(words.offerRows)}${p(words.answer)}`,
    `${p(words.closing)}${p(words.signatoryName)}${p(words.signatoryTitle)}${p(words.legal, 'small')}`,
    p(words.legalLine, 'small'),
  ].join('');
}

function table(rows: readonly WordedRow[]): string {
  const cell = (tag: string) => (text: string) => `<${tag}>${escape(text)}</${tag}>`;
  const row = ({ kind, cells }: WordedRow) =>
    `<tr class="${kind}">${cells.map(cell(kind === 'head' ? 'th' : 'td')).join('')}</tr>`;
  return `<table>${rows.map(row).join('')}</table>`;
}

function drawing({ groups, ticks, fromAt, untilAt }: Timeline, alt: string): string {
  const x = (at: Date) =>
    (120 + ((at.getTime() - fromAt.getTime()) / (untilAt.getTime() - fromAt.getTime())) * (WIDTH - 120)).toFixed(2);
  const rows = groups.flatMap((group) => group.rows);
  const height = (rows.length + 1) * ROW_HEIGHT;
  const drawn = rows.map((row, index) => {
    const { fill, edge, height: barHeight } = BAR_LOOKS[row.look];
    const middle = (index + 0.5) * ROW_HEIGHT;
    const bars = row.bars.map(({ startAt, endAt }) => {
      const width = Number(x(endAt ?? untilAt)) - Number(x(startAt));
      const top = middle - barHeight / 2;
      return `<rect x="${x(startAt)}" y="${top}" width="${width}" height="${barHeight}" fill="${fill}" stroke="${edge}"/>`;
    });
    return `<text x="0" y="${middle + 3}" font-size="8">${escape(row.label)}</text>${bars.join('')}`;
  });
  const axis = ticks.map(
    ({ at, label }) =>
      `<path d="M${x(at)} 0V${height - ROW_HEIGHT}" stroke="#cbd2d9"/><text x="${x(at)}" y="${height - 2}" font-size="8" ` +
      `text-anchor="middle">${escape(label)}</text>`,
  );
  return `<svg role="img" aria-label="${escape(alt)}" viewBox="0 0 ${WIDTH} ${height}">${axis.join('')}${drawn.join('')}</svg>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
