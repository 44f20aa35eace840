import { DomainError } from '../kernel/domain-error.js';
import { paginate, stackHeight, type Block, type PlacedBlock } from './letter-block.js';
import { bodyBlocks, legalBlocks } from './letter-body.js';
import { refuseFaultyLetter, type LetterContent } from './letter-content.js';
import type { LetterFonts } from './letter-fonts.js';
import { bodyTop, drawHead } from './letter-head.js';
import { CONTENT_WIDTH, DENSITIES, FOOTER_LINE, PAGE, WATERMARK_STYLE } from './letter-look.js';
import { LetterSheet } from './letter-sheet.js';
import type { Setting } from './letter-tables.js';
import { Typesetter } from './typesetter.js';
import { wordLetter } from './word-letter.js';

/** A letter past this is a mistake in its content. */
export const LETTER_PAGES_LIMIT = 10;

/** A letter's bytes, and the characters that stand in it as boxes because the font lacks them. */
export type RenderedLetter = {
  readonly pdf: Buffer;
  readonly pages: number;
  readonly missingCharacters: readonly string[];
};

/**
 * Writes the letter as a tagged PDF/A-3a: one A4 page, or more when the text is long. The same content gives the same
 * bytes, on a machine with the same zlib. Throws DomainError `letter_content_refused` with every fault of the content,
 * or `letter_too_long`.
 */
export function renderLetter(content: LetterContent, fonts: LetterFonts): RenderedLetter {
  refuseFaultyLetter(content);
  const words = wordLetter(content);
  const typesetter = new Typesetter(fonts, content.locale);
  const facts = { words, typesetter, logo: content.logo ?? null };
  const pages = layOut(facts);
  if (pages.length > LETTER_PAGES_LIMIT) {
    throw new DomainError('unprocessable', 'letter_too_long', `The letter has ${pages.length} pages.`, {
      details: { pages: pages.length, limit: LETTER_PAGES_LIMIT },
    });
  }
  const sheet = new LetterSheet(fonts, {
    title: typesetter.spoken(words.file.title),
    author: typesetter.spoken(words.file.author),
    subject: typesetter.spoken(words.file.subject),
    creator: words.file.creator,
    language: words.language,
    createdAt: content.issuedOn,
  });
  pages.forEach((page, index) => drawPage(sheet, facts, page, index + 1, pages.length));
  return { pdf: sheet.finish(), pages: pages.length, missingCharacters: typesetter.missingCharacters };
}

type Facts = Omit<Setting, 'density'>;
type Column = { readonly body: readonly Block[]; readonly legal: readonly Block[] };

/** The airiest setting that fits one page; failing all, the airiest on several. */
function layOut(facts: Facts): readonly (readonly PlacedBlock[])[] {
  const firstTop = bodyTop(facts);
  let chosen: Column | undefined;
  for (const density of DENSITIES) {
    const column = { body: bodyBlocks({ ...facts, density }), legal: legalBlocks({ ...facts, density }) };
    const fits = firstTop + stackHeight([...column.body, ...column.legal]) <= PAGE.bottom;
    if (fits || chosen === undefined) chosen = column;
    if (fits) break;
  }
  const { body, legal } = chosen ?? { body: [], legal: [] };
  const pages = paginate(keptTogether(body, legal), { firstTop, nextTop: PAGE.top, bottom: PAGE.bottom });
  return pages.map((page, index) => (index === pages.length - 1 ? sinkLegal(page, legal) : page));
}

/** The signature goes where the small print goes, so that no page has the small print alone. */
function keptTogether(body: readonly Block[], legal: readonly Block[]): readonly Block[] {
  const last = legal.length - 1;
  return [
    ...body.slice(0, -1),
    ...body.slice(-1).map((block) => ({ ...block, keepWithNext: legal.length > 0 })),
    ...legal.map((block, index) => ({ ...block, keepWithNext: index < last })),
  ];
}

/** Moves the small print, the last of the page, down to its foot. */
function sinkLegal(page: readonly PlacedBlock[], legal: readonly Block[]): readonly PlacedBlock[] {
  const lowest = page.at(-1);
  if (lowest === undefined) return page;
  const drop = Math.max(0, PAGE.bottom - (lowest.top + lowest.block.height));
  const firstLegal = page.length - legal.length;
  return page.map(({ block, top }, index) => ({ block, top: index >= firstLegal ? top + drop : top }));
}

function drawPage(sheet: LetterSheet, facts: Facts, blocks: readonly PlacedBlock[], page: number, pages: number): void {
  const { words, typesetter } = facts;
  sheet.startPage();
  if (words.draft !== null) {
    const { mark } = words.draft;
    const width = typesetter.widthOf(mark, WATERMARK_STYLE);
    sheet.artifact('Pagination', () => sheet.drawWatermark(mark, WATERMARK_STYLE, width));
  }
  if (page === 1) drawHead(sheet, facts);
  for (const { block, top } of blocks) block.draw(sheet, top);
  drawFooter(sheet, facts, page, pages);
}

/** The company's own small print on the first page, reference and page number on each. */
function drawFooter(sheet: LetterSheet, { words, typesetter }: Facts, page: number, pages: number): void {
  const mark = words.draft === null ? '' : `${words.draft.mark} · `;
  const number = typesetter.set(mark + words.page(page, pages), FOOTER_LINE, CONTENT_WIDTH);
  if (page === 1) {
    const room = CONTENT_WIDTH - typesetter.widthOf(number.lines[0] ?? '', FOOTER_LINE) - 24;
    const legalLine = typesetter.set(words.legalLine, FOOTER_LINE, room);
    sheet.text('P', typesetter.place(legalLine, { left: PAGE.left, top: PAGE.footer }));
  }
  sheet.artifact('Pagination', () =>
    sheet.drawLines(typesetter.place(number, { left: PAGE.left, top: PAGE.footer, right: PAGE.right })),
  );
}
