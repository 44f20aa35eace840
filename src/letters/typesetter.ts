import { breakLines, lineWidth, measureText, type MeasuredText } from './break-lines.js';
import { frenchSpaces } from './french-spaces.js';
import type { LetterLocale } from './letter-content.js';
import { drawableText, plainText, type LetterFonts } from './letter-fonts.js';
import type { TextStyle } from './letter-look.js';
import type { PlacedLine } from './letter-sheet.js';

/** Lines of one style that have no place yet. */
export type SetText = { readonly lines: readonly string[]; readonly style: TextStyle; readonly height: number };

/** Turns texts into lines that the fonts can draw, and remembers each character that they cannot. */
export class Typesetter {
  private readonly missing = new Set<string>();
  /** A letter is set at several densities until it fits; its words are measured once. */
  private readonly measured = new Map<string, MeasuredText>();

  constructor(
    private readonly fonts: LetterFonts,
    private readonly locale: LetterLocale,
  ) {}

  /** The characters that no face has, in order of appearance. */
  get missingCharacters(): readonly string[] {
    return [...this.missing];
  }

  /** A text as lines of at most `width` points. */
  set(text: string, style: TextStyle, width: number): SetText {
    const lines = breakLines(this.measure(text, style), this.fonts[style.face], style.size, width);
    return { lines, style, height: lines.length * style.leading };
  }

  /** A text that is not drawn: metadata, alternative text. */
  spoken(text: string): string {
    return plainText(this.spaced(text));
  }

  /** The width of a text on one line, in points. */
  widthOf(text: string, style: TextStyle): number {
    return lineWidth(this.measure(text, style), style.size);
  }

  /** Lines with their places, the first from `top` on; `right` sets them flush right at that x. */
  place({ lines, style }: SetText, at: { left: number; top: number; right?: number }): readonly PlacedLine[] {
    return lines.map((text, index) => ({
      text,
      style,
      x: at.right === undefined ? at.left : at.right - this.widthOf(text, style),
      y: at.top + index * style.leading + baselineOf(style),
    }));
  }

  private measure(text: string, { face }: TextStyle): MeasuredText {
    const key = `${face} ${text}`;
    const known = this.measured.get(key);
    if (known !== undefined) return known;
    const drawable = drawableText(this.spaced(text), this.fonts[face]);
    for (const character of drawable.missing) this.missing.add(character);
    const words = measureText(drawable.text, this.fonts[face]);
    this.measured.set(key, words);
    return words;
  }

  private spaced(text: string): string {
    return this.locale === 'fr' ? frenchSpaces(text) : text;
  }
}

/** From the top of a line to its baseline: the capitals stand in the middle of the leading. */
function baselineOf({ size, leading }: TextStyle): number {
  return leading / 2 + size * 0.33;
}
