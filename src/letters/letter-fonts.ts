import * as fontkit from 'fontkit';
import { cutAlphabet, type Alphabet } from './letter-alphabet.js';
import { type ShapedWord, WordShaper } from './shape-word.js';

/** Words of a face whose shaping is kept, for all letters together: 10 MB at most, measured. */
const SHAPED_WORDS_LIMIT = 10_000;

/** Drawn where the font lacks a character: a hollow box, that nobody takes for a letter. */
export const MISSING_CHARACTER_MARK = '\u25a1';

/** One face, parsed once, that measures words and hands itself to pdfkit. */
export type LetterFont = {
  /** What pdfkit embeds. */
  readonly source: fontkit.Font;
  /**
   * The words shaped so far, kept from one letter to the next, as pdfkit keeps them within one letter: shaping anew is
   * a third of a letter's work.
   */
  readonly shapedWords: () => ShapedWords;
  /** One word, with the space after it if it has one. */
  readonly shapedWord: (word: string) => DrawnWord;
  /** The face cut down to what most letters need. */
  readonly alphabet: Alphabet;
  /** The width of one word, with the space after it if it has one, at a size of 1 point. */
  readonly advanceOf: (word: string) => number;
  /** False when the font has no glyph for a code point. */
  readonly hasGlyph: (codePoint: number) => boolean;
};

/** A shaped word, and how a page draws it when all its glyphs are of the alphabet and stand on the line; else null. */
export type DrawnWord = ShapedWord & { readonly drawn: string | null };
export type ShapedWords = Record<string, DrawnWord>;

export type LetterFonts = { readonly regular: LetterFont; readonly strong: LetterFont };

/** Makes a face from the bytes of a TTF. Throws RangeError when they are not one font. */
export function letterFont(ttf: Buffer): LetterFont {
  const font = fontkit.create(ttf);
  if (!('layout' in font)) throw new RangeError('not a single TrueType font');
  fixMeanings(font);
  const covered = new Set(font.characterSet);
  let shapedWords: ShapedWords = Object.create(null) as ShapedWords;
  let count = 0;
  const shaper = new WordShaper(font);
  const alphabet = cutAlphabet(font);
  const shapedWord = (word: string): DrawnWord => {
    const known = shapedWords[word];
    if (known !== undefined) return known;
    if (++count > SHAPED_WORDS_LIMIT) {
      shapedWords = Object.create(null) as ShapedWords;
      count = 1;
    }
    const shaped = shaper.shape(word);
    return (shapedWords[word] = { ...shaped, drawn: drawWord(shaped, alphabet) });
  };
  return {
    source: font,
    shapedWords: () => shapedWords,
    shapedWord,
    alphabet,
    advanceOf: (word) => shapedWord(word).advanceWidth / 1000,
    hasGlyph: (codePoint) => covered.has(codePoint),
  };
}

/** A text as a face can draw it, and the characters that it lacks, each once, in order of appearance. */
export type DrawableText = { readonly text: string; readonly missing: readonly string[] };

/**
 * Makes a text drawable: composed, without control, bidirectional or zero-width characters, whitespace runs as one
 * space, and with a box for each character that the face lacks. No-break spaces stay.
 */
export function drawableText(text: string, font: LetterFont): DrawableText {
  const missing = new Set<string>();
  let drawable = '';
  for (const character of plainText(text)) {
    if (font.hasGlyph(character.codePointAt(0) ?? 0)) drawable += character;
    else {
      missing.add(character);
      drawable += MISSING_CHARACTER_MARK;
    }
  }
  return { text: drawable, missing: [...missing] };
}

/** A text as one line of visible characters: what is safe in a title, in metadata and in alternative text. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\ufe00-\ufe0f]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/**
 * Fixes what each glyph means when text is copied out of a letter. fontkit keeps the first meaning that a glyph was
 * used with, so without this a no-break space in one letter would show in the bytes of the next. Ligatures mean their
 * letters, and a glyph of several characters (space and no-break space) the lowest.
 */
function fixMeanings(font: fontkit.Font): void {
  const codePoints = font.characterSet.toSorted((a, b) => a - b);
  for (const codePoint of codePoints.filter((point) => point >= 0xfb00 && point <= 0xfb06)) {
    font.layout(String.fromCodePoint(codePoint).normalize('NFKD'));
  }
  for (const codePoint of codePoints) font.glyphForCodePoint(codePoint);
}

/** The word as a part of a PDF array of text: glyphs in hexadecimal, between them how far the next moves back. */
function drawWord({ glyphs, positions }: ShapedWord, alphabet: Alphabet): string | null {
  let drawn = '<';
  for (const [index, { xAdvance, advanceWidth, xOffset, yOffset, yAdvance }] of positions.entries()) {
    const code = alphabet.codeOf(glyphs[index]?.id ?? 0);
    if (code === undefined || xOffset !== 0 || yOffset !== 0 || yAdvance !== 0) return null;
    const back = Math.round((advanceWidth - xAdvance) * 1e3) / 1e3;
    drawn += back === 0 ? code : `${code}> ${back} <`;
  }
  return `${drawn}>`.replaceAll(' <>', '');
}
