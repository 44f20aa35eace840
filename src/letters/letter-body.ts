import { timelineBlock } from './draw-timeline.js';
import { onlineBlock } from './draw-online.js';
import type { Block } from './letter-block.js';
import { CONTENT_WIDTH, PAGE, type TextStyle } from './letter-look.js';
import { livedTable, offerTable, type Setting } from './letter-tables.js';
import type { LetterSheet } from './letter-sheet.js';
import type { SetText } from './typesetter.js';

/** Longer paragraphs are cut here, so that each piece fits a page. */
const PARAGRAPH_LINES_LIMIT = 30;

/** Where a French hand signs: right of the middle, under the address. */
const SIGNATURE_LEFT = 312;

/** The letter from its subject to its signature, in reading order. */
export function bodyBlocks(setting: Setting): readonly Block[] {
  const { words, density } = setting;
  const { paragraphGap, sectionGap, body } = density;
  return [
    textBlock(setting, 'H1', words.subject, density.subject, sectionGap),
    ...paragraphs(setting, words.salutation, sectionGap),
    ...paragraphs(setting, words.opening, paragraphGap),
    textBlock(setting, 'H2', words.incidentTitle, density.heading, sectionGap),
    ...paragraphs(setting, words.incidentDescription, 2),
    ...livedBlocks(setting),
    ...timelineBlocks(setting),
    textBlock(setting, 'H2', words.proposalHeading, density.heading, sectionGap),
    ...paragraphs(setting, words.proposalLead, 2),
    ...setParagraph(
      setting,
      words.proposal,
      body,
      words.proposalLead === '' ? 2 : paragraphGap / 2,
      words.offerRows.length > 0,
    ),
    ...offerTable(setting, words.offerRows),
    ...(words.tax === '' ? [] : setParagraph(setting, words.tax, density.small, 4, false)),
    ...answerBlocks(setting),
    ...paragraphs(setting, words.farewell, paragraphGap),
    closingBlock(setting),
  ];
}

/** The small print, which stands at the foot of the last page. */
export function legalBlocks(setting: Setting): readonly Block[] {
  const { words, density } = setting;
  return setParagraph(setting, words.legal, density.small, density.sectionGap, false);
}

function livedBlocks(setting: Setting): readonly Block[] {
  const { words, density } = setting;
  if (words.lived === null) return [];
  return [
    textBlock(setting, 'H2', words.lived.heading, density.heading, density.sectionGap),
    ...livedTable(setting, words.lived.rows),
    ...setParagraph(setting, words.lived.note, density.small, 4, false),
  ];
}

function timelineBlocks(setting: Setting): readonly Block[] {
  const { words, typesetter, density } = setting;
  if (words.timeline === null) return [];
  const { caption, alt, drawn } = words.timeline;
  return [
    ...setParagraph(setting, caption, { ...density.small, face: 'strong' }, density.sectionGap, true),
    timelineBlock({ timeline: drawn, density, typesetter }, alt),
  ];
}

/** On the customer's own copy, the code of their page stands beside the words, where it takes least room. */
function answerBlocks(setting: Setting): readonly Block[] {
  const { words, density, typesetter } = setting;
  if (words.online === null) return paragraphs(setting, words.answer, density.paragraphGap);
  return [onlineBlock(words.answer, words.online, density, typesetter)];
}

/** In French the closing stands left and who signs right of it; in English who signs stands under the closing. */
function closingBlock({ words, typesetter, density }: Setting): Block {
  const isFrench = words.locale === 'fr';
  const left = isFrench ? SIGNATURE_LEFT : PAGE.left;
  const closing = typesetter.set(words.closing, density.body, SIGNATURE_LEFT - PAGE.left - 20);
  const name = typesetter.set(words.signatoryName, density.bodyStrong, PAGE.right - left);
  const title = typesetter.set(words.signatoryTitle, density.body, PAGE.right - left);
  const drop = isFrench ? 0 : closing.height + density.paragraphGap;
  return {
    height: Math.max(closing.height, drop + name.height + title.height),
    gap: density.sectionGap,
    draw: (sheet, top) => {
      sheet.text('P', typesetter.place(closing, { left: PAGE.left, top }));
      sheet.text('P', typesetter.place(name, { left, top: top + drop }));
      sheet.text('P', typesetter.place(title, { left, top: top + drop + name.height }));
    },
  };
}

function textBlock(setting: Setting, tag: 'H1' | 'H2', text: string, style: TextStyle, gap: number): Block {
  return drawnText(setting, tag, setting.typesetter.set(text, style, CONTENT_WIDTH), gap, true);
}

/** One block for each line that whoever typed the text began anew. */
function paragraphs(setting: Setting, text: string, gap: number): readonly Block[] {
  return text
    .split(/\n+/)
    .filter((part) => part.trim() !== '')
    .flatMap((part, index) =>
      setParagraph(setting, part, setting.density.body, index === 0 ? gap : setting.density.paragraphGap / 2, false),
    );
}

function setParagraph(setting: Setting, text: string, style: TextStyle, gap: number, keepWithNext: boolean): Block[] {
  const { lines } = setting.typesetter.set(text, style, CONTENT_WIDTH);
  const blocks: Block[] = [];
  for (let from = 0; from < lines.length; from += PARAGRAPH_LINES_LIMIT) {
    const part = lines.slice(from, from + PARAGRAPH_LINES_LIMIT);
    const set = { lines: part, style, height: part.length * style.leading };
    blocks.push(drawnText(setting, 'P', set, from === 0 ? gap : 0, keepWithNext));
  }
  return blocks;
}

function drawnText(
  { typesetter }: Setting,
  tag: 'H1' | 'H2' | 'P',
  set: SetText,
  gap: number,
  keepWithNext: boolean,
): Block {
  return {
    height: set.height,
    gap,
    keepWithNext,
    draw: (sheet: LetterSheet, top) => sheet.text(tag, typesetter.place(set, { left: PAGE.left, top })),
  };
}
