import QRCode from 'qrcode';
import type { Block } from './letter-block.js';
import { CONTENT_WIDTH, INK, PAGE, type Density } from './letter-look.js';
import type { LetterSheet } from './letter-sheet.js';
import type { Typesetter } from './typesetter.js';
import type { LetterWords } from './word-letter.js';

/** 23 mm: some half a millimetre for a square, which any phone reads. */
const CODE_SIZE = 64;
const GAP = 16;
const LINE_GAP = 2;

/** How to answer, with the address of the customer's page, and beside it as a QR code. */
export function onlineBlock(
  answer: string,
  { text, url, alt }: NonNullable<LetterWords['online']>,
  density: Density,
  typesetter: Typesetter,
): Block {
  const width = CONTENT_WIDTH - CODE_SIZE - GAP;
  const texts = [
    typesetter.set(answer, density.body, width),
    typesetter.set(text, density.body, width),
    typesetter.set(url, density.small, width),
  ];
  const height = texts.reduce((sum, each) => sum + each.height, LINE_GAP * (texts.length - 1));
  return {
    height: Math.max(CODE_SIZE, height),
    gap: density.paragraphGap,
    draw: (sheet, top) => {
      let y = top;
      for (const each of texts) {
        sheet.text('P', typesetter.place(each, { left: PAGE.left, top: y }));
        y += each.height + LINE_GAP;
      }
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
