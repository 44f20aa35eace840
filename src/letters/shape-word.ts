import type * as fontkit from 'fontkit';

export type ShapedPosition = fontkit.GlyphPosition & { readonly advanceWidth: number };

/** A shaped word in the units of a PDF font, 1,000 to the em. */
export type ShapedWord = {
  readonly glyphs: readonly fontkit.Glyph[];
  readonly positions: readonly ShapedPosition[];
  readonly advanceWidth: number;
};

type Single = { readonly glyph: fontkit.Glyph; readonly position: ShapedPosition };

/** Latin letters, figures and the punctuation of Western languages: no character here changes by its neighbours' neighbours. */
const LATIN = /^[\u0020-\u024f\u2010-\u2044\u20ac\u2212]+$/;

/**
 * Shapes words. Asking the font costs 0.3 ms a word, and each letter has new ones: names, references, amounts. So a Latin
 * word is put together from its pairs, each asked for once; where a pair is more than two glyphs side by side (a ligature,
 * a mark), or in another script, the font is asked for the word.
 */
export class WordShaper {
  private readonly singles = new Map<string, Single | null>();
  private readonly pairs = new Map<string, ShapedPosition | null>();

  constructor(private readonly font: fontkit.Font) {}

  shape(word: string): ShapedWord {
    return (LATIN.test(word) ? this.fromPairs(word) : null) ?? shape(this.font, word);
  }

  private fromPairs(word: string): ShapedWord | null {
    const found: Single[] = [];
    for (const character of word) {
      const each = this.single(character);
      if (each === null) return null;
      found.push(each);
    }
    const positions: ShapedPosition[] = [];
    for (const [index, one] of found.entries()) {
      const other = found[index + 1];
      const placed = other === undefined ? one.position : this.pair(one, other, word.slice(index, index + 2));
      if (placed === null) return null;
      positions.push(placed);
    }
    const advanceWidth = positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    return { glyphs: found.map(({ glyph }) => glyph), positions, advanceWidth };
  }

  private single(character: string): Single | null {
    const known = this.singles.get(character);
    if (known !== undefined) return known;
    const { glyphs, positions } = shape(this.font, character);
    const [glyph, position] = [glyphs[0], positions[0]];
    const isSimple = glyph !== undefined && position !== undefined && glyphs.length === 1 && isInPlace(position);
    const found = isSimple ? { glyph, position } : null;
    this.singles.set(character, found);
    return found;
  }

  /** Where the first of two stands before the second; null when they are not simply side by side. */
  private pair(one: Single, other: Single, text: string): ShapedPosition | null {
    const known = this.pairs.get(text);
    if (known !== undefined) return known;
    const { glyphs, positions } = shape(this.font, text);
    const [first, second] = positions;
    const isSame = glyphs.length === 2 && glyphs[0]?.id === one.glyph.id && glyphs[1]?.id === other.glyph.id;
    const areInPlace = positions.every(isInPlace) && second?.xAdvance === other.position.xAdvance;
    const found = isSame && areInPlace && first !== undefined ? first : null;
    this.pairs.set(text, found);
    return found;
  }
}

function isInPlace({ xOffset, yOffset, yAdvance }: ShapedPosition): boolean {
  return xOffset === 0 && yOffset === 0 && yAdvance === 0;
}

/** Shapes a word by the font's own rules. */
export function shape(font: fontkit.Font, word: string): ShapedWord {
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
