import * as fontkit from 'fontkit';

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
  /** The width of one word, with the space after it if it has one, at a size of 1 point. */
  readonly advanceOf: (word: string) => number;
  /** False when the font has no glyph for a code point. */
  readonly hasGlyph: (codePoint: number) => boolean;
};

/** A shaped word in the units of a PDF font, 1,000 to the em. */
type ShapedWord = {
  readonly glyphs: readonly fontkit.Glyph[];
  readonly positions: readonly (fontkit.GlyphPosition & { readonly advanceWidth: number })[];
  readonly advanceWidth: number;
};
export type ShapedWords = Record<string, ShapedWord>;

export type LetterFonts = { readonly regular: LetterFont; readonly strong: LetterFont };

/** Makes a face from the bytes of a TTF. Throws RangeError when they are not one font. */
export function letterFont(ttf: Buffer): LetterFont {
  const font = fontkit.create(ttf);
  if (!('layout' in font)) throw new RangeError('not a single TrueType font');
  fixMeanings(font);
  const covered = new Set(font.characterSet);
  let shapedWords: ShapedWords = Object.create(null) as ShapedWords;
  let count = 0;
  const shapedWord = (word: string): ShapedWord => {
    const known = shapedWords[word];
    if (known !== undefined) return known;
    if (++count > SHAPED_WORDS_LIMIT) {
      shapedWords = Object.create(null) as ShapedWords;
      count = 1;
    }
    return (shapedWords[word] = shape(font, word));
  };
  return {
    source: font,
    shapedWords: () => shapedWords,
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

function shape(font: fontkit.Font, word: string): ShapedWord {
  const { glyphs, positions, advanceWidth } = font.layout(word);
  const scale = 1000 / font.unitsPerEm;
  return {
    glyphs,
    positions: positions.map(({ xAdvance, yAdvance, xOffset, yOffset }, index) => ({
      xAdvance: xAdvance * scale,
      yAdvance: yAdvance * scale,
      xOffset: xOffset * scale,
      yOffset: yOffset * scale,
      advanceWidth: (glyphs[index]?.advanceWidth ?? 0) * scale,
    })),
    advanceWidth: advanceWidth * scale,
  };
}
