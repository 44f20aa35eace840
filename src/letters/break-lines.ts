import type { LetterFont } from './letter-fonts.js';

/** A word that never breaks, with its width at a size of 1 point, alone and with the space after it. */
type Word = { readonly text: string; readonly alone: number; readonly spaced: number };

/** A text cut at its ordinary spaces, measured once for any size and any width. */
export type MeasuredText = readonly Word[];

/** Measures a drawable text. What a no-break space holds together is one word. */
export function measureText(text: string, font: LetterFont): MeasuredText {
  const words = text.split(' ').filter((word) => word !== '');
  return words.map((word, index) => (index < words.length - 1 ? measureSpaced(word, font) : measureLast(word, font)));
}

/** The width of a text on one line, in points. */
export function lineWidth(words: MeasuredText, size: number): number {
  return size * words.reduce((sum, word, index) => sum + (index < words.length - 1 ? word.spaced : word.alone), 0);
}

/**
 * Breaks a text into lines no wider than `width` points. Lines break at ordinary spaces only; a word wider than the
 * line is cut between characters. An empty text has no line.
 */
export function breakLines(words: MeasuredText, font: LetterFont, size: number, width: number): readonly string[] {
  const room = width / size;
  const lines: string[] = [];
  let line = '';
  let spaced = 0;
  for (const word of words.some(({ alone }) => alone > room) ? cutWords(words, font, room) : words) {
    if (line !== '' && spaced + word.alone > room) {
      lines.push(line);
      line = '';
      spaced = 0;
    }
    line = line === '' ? word.text : `${line} ${word.text}`;
    spaced += word.spaced;
  }
  return line === '' ? lines : [...lines, line];
}

/** The words in pieces that fit; each piece has at least one character, however narrow the line. */
function cutWords(words: MeasuredText, font: LetterFont, room: number): MeasuredText {
  return words.flatMap((word) => {
    if (word.alone <= room) return [word];
    const pieces = [''];
    for (const character of word.text) {
      const longer = pieces.at(-1) + character;
      if (longer !== character && font.advanceOf(longer) > room) pieces.push(character);
      else pieces[pieces.length - 1] = longer;
    }
    return pieces.map((piece) => measureLast(piece, font));
  });
}

/** Shaping is dear, so each word is shaped as it will mostly be drawn: the last alone, the others with their space. */
function measureSpaced(text: string, font: LetterFont): Word {
  const spaced = font.advanceOf(`${text} `);
  return { text, alone: spaced - font.advanceOf(' '), spaced };
}

function measureLast(text: string, font: LetterFont): Word {
  const alone = font.advanceOf(text);
  return { text, alone, spaced: alone + font.advanceOf(' ') };
}
