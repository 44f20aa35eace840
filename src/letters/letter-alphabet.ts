import { deflateSync } from 'node:zlib';
import type * as fontkit from 'fontkit';

/**
 * What nearly every letter in English or French is written with. A letter that needs no more carries a font file that was
 * cut and compressed once; one that does has its own cut, with these and its own characters.
 */
const CHARACTERS =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|' +
  '£§©«»°·ÀÂÄÅÆÇÈÉÊËÎÏÑÓÔÖØÙÛÜßàâäåæçèéêëíîïñóôöøùûüÿŒœ–—‘’“”…€−□\u00a0\u202f';

/** Pairs that may be drawn as one glyph. */
const LIGATURES = ['fi', 'fl', 'ff', 'ffi', 'ffl', 'fj', 'ft', 'tt'];

/** pdfkit's own face within one document, as far as its cut goes. */
export type EmbeddedFace = {
  subset: { glyphs: number[]; mapping: Record<number, number> };
  widths: number[];
  unicode: (readonly number[])[];
};

/** One face cut down to the alphabet; glyph numbers in the cut are positions in `glyphs`. */
export type Alphabet = {
  readonly size: number;
  /** The number of a glyph in the cut as four hexadecimal digits; undefined outside the alphabet. */
  readonly codeOf: (glyphId: number) => string | undefined;
  /** Makes a document's face begin with the alphabet; what it needs beyond is numbered after it. */
  readonly begin: (face: EmbeddedFace) => void;
  readonly widths: readonly number[];
  /** The font file, compressed, and its length before. */
  readonly file: { readonly bytes: Buffer; readonly length: number };
};

type Cut = EmbeddedFace['subset'] & { includeGlyph(glyphId: number): number; encode(): Uint8Array };

/** Cuts a face down to the alphabet. Takes some 50 ms. */
export function cutAlphabet(font: fontkit.Font): Alphabet {
  // fontkit's type definitions know less of a cut than it has.
  const cut = font.createSubset() as unknown as Cut;
  for (const text of [...CHARACTERS.split(''), ...LIGATURES]) {
    for (const glyph of font.layout(text).glyphs) cut.includeGlyph(glyph.id);
  }
  const ttf = cut.encode();
  const glyphs = [...cut.glyphs];
  const mapping = { ...cut.mapping };
  const parsed = glyphs.map((id) => font.getGlyph(id));
  const widths = parsed.map((glyph) => (glyph.advanceWidth * 1000) / font.unitsPerEm);
  const unicode = parsed.map(({ codePoints }, index) => (index === 0 || codePoints.length === 0 ? [0] : codePoints));
  const codes = new Map(glyphs.map((id, index) => [id, index.toString(16).padStart(4, '0')]));
  return {
    size: glyphs.length,
    codeOf: (glyphId) => codes.get(glyphId),
    begin: (face) => {
      face.subset.glyphs = [...glyphs];
      face.subset.mapping = { ...mapping };
      face.widths = [...widths];
      face.unicode = [...unicode];
    },
    widths,
    file: { bytes: deflateSync(ttf, { level: 9 }), length: ttf.length },
  };
}
