import type { LetterLogo } from '../platform/settings/logo.sql.js';
import {
  ADDRESS_LINE,
  ADDRESS_NAME,
  ADDRESS_WINDOW,
  BODY_TOP,
  DRAFT_NOTICE,
  LETTERHEAD_LINE,
  LETTERHEAD_NAME,
  LETTERHEAD_TOP,
  PAGE,
  type TextStyle,
} from './letter-look.js';
import type { LetterSheet } from './letter-sheet.js';
import type { Setting } from './letter-tables.js';
import type { SetText } from './typesetter.js';

type Facts = Omit<Setting, 'density'>;

const LETTERHEAD_WIDTH = 226;
/** The most room that a logo has, and how large a point of it is at most: 96 to the inch. */
const LOGO = { width: 170, height: 42, gap: 7, pointsOfPixel: 0.75 } as const;
const DRAFT_TOP = 28;

/** Where the letter begins: below the window of the envelope, or below a head that is longer than that. */
export function bodyTop(facts: Facts): number {
  const lowest = Math.max(...headTexts(facts).map(({ text, top }) => top + text.height));
  return Math.max(BODY_TOP, lowest + 14);
}

/**
 * The letterhead and the customer's address. In French the sender stands left and the address right, where the window
 * of a French envelope is; in English the address stands left and the sender's particulars right.
 */
export function drawHead(sheet: LetterSheet, facts: Facts): void {
  if (facts.logo !== null) drawLogo(sheet, facts.logo);
  for (const { text, top, left, right } of headTexts(facts)) {
    sheet.text('P', facts.typesetter.place(text, { left, top, right }));
  }
}

/** The name of the company follows in words, so that a reader aloud skips its picture. */
function drawLogo(sheet: LetterSheet, logo: LetterLogo): void {
  sheet.artifact('Layout', () => sheet.drawPicture(logo, { left: PAGE.left, top: LETTERHEAD_TOP, ...logoSize(logo) }));
}

function logoSize({ width, height }: LetterLogo): { readonly width: number; readonly height: number } {
  const scale = Math.min(LOGO.width / width, LOGO.height / height, LOGO.pointsOfPixel);
  return { width: width * scale, height: height * scale };
}

type HeadText = { readonly text: SetText; readonly top: number; readonly left: number; readonly right?: number };

/** Every text above the subject with its place, in reading order. */
function headTexts(facts: Facts): readonly HeadText[] {
  const { words, typesetter, logo } = facts;
  const nameTop = LETTERHEAD_TOP + (logo === null ? 0 : logoSize(logo).height + LOGO.gap);
  const isFrench = words.locale === 'fr';
  const window = ADDRESS_WINDOW[words.locale];
  const name = typesetter.set(words.senderName, LETTERHEAD_NAME, LETTERHEAD_WIDTH);
  const notice = words.draft === null ? [] : [words.draft.notice];
  const side = isFrench ? { left: PAGE.left } : { left: PAGE.left, right: PAGE.right };
  const particulars = stack(
    setAll(facts, words.senderLines, LETTERHEAD_LINE, LETTERHEAD_WIDTH),
    isFrench ? nameTop + name.height + 2 : LETTERHEAD_TOP + 3,
    side,
  );
  const headBottom = Math.max(0, ...particulars.map(({ top, text }) => top + text.height));
  const originTop = Math.max(window.top, headBottom + 8);
  const address = [
    ...setAll(facts, [words.customerName], ADDRESS_NAME, window.width),
    ...setAll(facts, words.addressLines, ADDRESS_LINE, window.width),
  ];
  return [
    ...stack(setAll(facts, notice, DRAFT_NOTICE, LETTERHEAD_WIDTH * 2), DRAFT_TOP, { left: PAGE.left }),
    { text: name, top: nameTop, left: PAGE.left },
    ...particulars,
    ...stack(setAll(facts, words.originLines, ADDRESS_LINE, LETTERHEAD_WIDTH), originTop, side),
    ...stack(address, window.top, { left: window.left }),
  ];
}

function stack(texts: readonly SetText[], top: number, side: { left: number; right?: number }): readonly HeadText[] {
  let y = top;
  return texts.map((text) => {
    const placed = { text, top: y, ...side };
    y += text.height;
    return placed;
  });
}

function setAll({ typesetter }: Facts, texts: readonly string[], style: TextStyle, width: number): readonly SetText[] {
  return texts.filter((text) => text.trim() !== '').map((text) => typesetter.set(text, style, width));
}
