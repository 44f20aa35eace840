import QRCode from 'qrcode';
import type { Block } from './letter-block.js';
import { CONTENT_WIDTH, INK, PAGE, type Density } from './letter-look.js';
import type { LetterSheet } from './letter-sheet.js';
import type { Typesetter } from './typesetter.js';
import type { LetterWords } from './word-letter.js';

/** 26 mm: a phone reads it from the page held at arm's length. */
const CODE_SIZE = 74;
const GAP = 14;

/** The address of the customer's page in words, and beside it as a QR code. */
export function onlineBlock(
  { text, url, alt }: NonNullable<LetterWords['online']>,
  density: Density,
  typesetter: Typesetter,
): Block {
  const width = CONTENT_WIDTH - CODE_SIZE - GAP;
  const words = typesetter.set(text, density.body, width);
  const address = typesetter.set(url, density.small, width);
  return {
    height: Math.max(CODE_SIZE, words.height + 2 + address.height),
    gap: density.paragraphGap,
    draw: (sheet, top) => {
      sheet.text('P', typesetter.place(words, { left: PAGE.left, top }));
      sheet.text('P', typesetter.place(address, { left: PAGE.left, top: top + words.height + 2 }));
      const left = PAGE.right - CODE_SIZE;
      sheet.figure(typesetter.spoken(alt), [left, top, PAGE.right, top + CODE_SIZE], () =>
        drawCode(sheet, url, left, top),
      );
    },
  };
}

function drawCode(sheet: LetterSheet, url: string, left: number, top: number): void {
  const { data, size } = QRCode.create(url, { errorCorrectionLevel: 'M' }).modules;
  const side = CODE_SIZE / size;
  const squares = [...data].flatMap((dark, index): [number, number][] =>
    dark === 1 ? [[left + (index % size) * side, top + Math.floor(index / size) * side]] : [],
  );
  sheet.drawSquares(squares, side, INK);
}
