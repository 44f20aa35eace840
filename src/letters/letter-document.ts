import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import PdfKit from 'pdfkit';
import { CompactFile } from './compact-file.js';
import type { Alphabet, EmbeddedFace } from './letter-alphabet.js';
import type { LetterFont, LetterFonts, ShapedWords } from './letter-fonts.js';
import type { TextStyle } from './letter-look.js';

/** An object of the file; ended, it is written. */
type FileObject = {
  data: Record<string, unknown>;
  write(chunk: Uint8Array): void;
  end(chunk?: Uint8Array): void;
  /** As others refer to it: `3 0 R`. */
  toString(): string;
};

/** A face within one document. Its cache of shaped words is made anew for each document unless it is given one. */
type DocumentFace = EmbeddedFace & {
  readonly id: string;
  readonly font: { readonly postscriptName: string; readonly italicAngle: number };
  readonly ascender: number;
  readonly descender: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly scale: number;
  readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
  layoutCache: ShapedWords;
  dictionary: FileObject;
  ref(): FileObject;
  embed(): void;
  readonly toUnicodeCmap: (this: CmapWriter) => unknown;
};

/** What pdfkit asks of a face for the table of what its glyphs mean. */
type CmapWriter = {
  readonly unicode: EmbeddedFace['unicode'];
  readonly document: { ref(): { end(text: string): void } };
};

/** What is the same in every letter: compressed once. */
type SharedStream = { readonly bytes: Buffer; readonly length: number };

let colorProfile: SharedStream | undefined;
const meanings = new WeakMap<Alphabet, SharedStream>();

/** Symbolic, as pdfkit marks every embedded font: its glyphs go by number and not by the name of a character. */
const SYMBOLIC = 4;

/**
 * pdfkit as a letter needs it: the same file, made with less work. The fonts and the colour profile are compressed once,
 * text is drawn from words that are kept, and the file is gathered in its compact form and not pushed through a stream in
 * pieces.
 */
export class LetterDocument extends PdfKit {
  /** The file's id: pdfkit derives it from the metadata alone, which a draft and its letter share. */
  declare _id: Uint8Array;
  declare private _font: DocumentFace;
  declare private _root: FileObject;
  declare private readonly _info: FileObject;
  /** One for each object that was begun. */
  declare private readonly _offsets: readonly unknown[];

  /** The file so far; the base class writes before a field of this one could be set. */
  declare private compact: CompactFile | undefined;
  declare private written: Buffer | undefined;
  /** What is drawn on the page so far. */
  declare private drawing: string | undefined;
  /** The colour of what is filled next; undefined when it is not known. */
  declare private fillInUse: unknown;
  private readonly faces: Readonly<Record<TextStyle['face'], DocumentFace>>;

  /** pdfkit copies this method into each document, so that only a field takes its place. */
  readonly _addColorOutputIntent = (): void => {
    colorProfile ??= readColorProfile();
    const name = pdfString('sRGB IEC61966-2.1');
    const profile = this.addShared(colorProfile, { N: 3 });
    const intent = this.object({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      Info: name,
      OutputConditionIdentifier: name,
      DestOutputProfile: profile,
    });
    intent.end();
    this._root.data['OutputIntents'] = [intent];
  };

  constructor(fonts: LetterFonts, options: PDFKit.PDFDocumentOptions) {
    super(options);
    this.faces = {
      regular: this.prepareFace('regular', fonts.regular),
      strong: this.prepareFace('strong', fonts.strong),
    };
    this.fonts = fonts;
  }

  private readonly fonts: LetterFonts;

  /** One line of text, its baseline at `y`. */
  drawLine(text: string, x: number, y: number, { face, size, color }: TextStyle): void {
    this.fillColor(color);
    const drawn = this.drawnWords(text, this.fonts[face]);
    if (drawn === null) {
      // Beyond the alphabet, or with marks above or below the line: pdfkit's own way.
      this.font(face, size);
      this.text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
      return;
    }
    const used = this.faces[face];
    const { fonts } = this.page as unknown as { fonts: Record<string, FileObject> };
    fonts[used.id] ??= used.ref();
    // The page is upside down, as pdfkit turns it; the text is turned back.
    this.addContent(`BT\n/${used.id} ${decimal(size)} Tf\n1 0 0 -1 ${decimal(x)} ${decimal(y)} Tm\n[${drawn}] TJ\nET`);
  }

  /** The whole file, once it was ended. */
  bytes(): Buffer {
    if (this.written === undefined) throw new Error('a document has bytes once it was ended');
    return this.written;
  }

  /** Lines come here measured and placed; pdfkit would measure each twice more, a third of the work of a letter. */
  override widthOfString(): number {
    return 0;
  }

  /** A colour that is set already is not set again. */
  override fillColor(color: PDFKit.Mixins.ColorValue, opacity?: number): this {
    if (opacity === undefined && this.fillInUse === color) return this;
    this.fillInUse = color;
    return super.fillColor(color, opacity);
  }

  override save(): this {
    this.fillInUse = undefined;
    return super.save();
  }

  override restore(): this {
    this.fillInUse = undefined;
    return super.restore();
  }

  override addPage(options?: PDFKit.PDFDocumentOptions): this {
    this.fillInUse = undefined;
    return super.addPage(options) as this;
  }

  /** A page is drawn into one string, that becomes bytes once. */
  override addContent(drawing: unknown): this {
    this.drawing = `${this.drawing ?? ''}${String(drawing)}\n`;
    return this;
  }

  override flushPages(): void {
    const page = this.page as unknown as { write(chunk: Uint8Array): void } | null;
    if (page !== null && this.drawing) page.write(Buffer.from(this.drawing, 'latin1'));
    this.drawing = '';
    super.flushPages();
  }

  /** In place of pdfkit's stream. */
  _write(data: Uint8Array | string): void {
    this.compact ??= new CompactFile();
    this.compact.write(data);
  }

  /** In place of pdfkit's own table of objects, once the last of them is written. */
  _finalize(): void {
    const end = { root: String(this._root), info: String(this._info), id: this._id };
    this.written = this.compact?.finish(this._offsets.length, end);
  }

  /** pdfkit writes metadata into XML as it is; a customer may be called `Smith & Sons`. */
  override endMetadata(): void {
    const info = this.info;
    this.info = { ...info };
    for (const key of ['Title', 'Author', 'Subject', 'Creator', 'Producer'] as const) {
      this.info[key] = escapeXml(info[key] ?? '');
    }
    super.endMetadata();
    this.info = info;
  }

  private prepareFace(name: string, font: LetterFont): DocumentFace {
    // pdfkit takes a font that fontkit has parsed; its type definitions do not say so yet.
    this.registerFont(name, font.source as unknown as Buffer);
    this.font(name);
    const face = this._font;
    face.layoutCache = font.shapedWords();
    font.alphabet.begin(face);
    const embedCut = face.embed.bind(face);
    face.embed = () => {
      if (face.subset.glyphs.length > font.alphabet.size) embedCut();
      else this.embedAlphabet(face, font);
    };
    return face;
  }

  /** What pdfkit's `embed` writes, with the font file and the meanings of its glyphs as they were made once. */
  private embedAlphabet(face: DocumentFace, { alphabet }: LetterFont): void {
    const { bbox, scale } = face;
    const name = `${SUBSET_TAG}+${face.font.postscriptName}`;
    const descriptor = this.object({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: SYMBOLIC,
      FontBBox: [bbox.minX * scale, bbox.minY * scale, bbox.maxX * scale, bbox.maxY * scale],
      ItalicAngle: face.font.italicAngle,
      Ascent: face.ascender,
      Descent: face.descender,
      CapHeight: face.capHeight,
      XHeight: face.xHeight,
      StemV: 0,
      FontFile2: this.addShared(alphabet.file, { Length1: alphabet.file.length }),
    });
    descriptor.end();
    const descendant = this.object({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: pdfString('Adobe'), Ordering: pdfString('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      W: [0, alphabet.widths],
      CIDToGIDMap: 'Identity',
    });
    descendant.end();
    face.dictionary.data = {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: this.addShared(meaningsOf(face, alphabet), {}),
    };
    face.dictionary.end();
  }

  private drawnWords(text: string, font: LetterFont): string | null {
    let drawn = '';
    for (let from = 0; from < text.length;) {
      const space = text.indexOf(' ', from);
      const until = space === -1 ? text.length : space + 1;
      const word = font.shapedWord(text.slice(from, until)).drawn;
      if (word === null) return null;
      drawn += word;
      from = until;
    }
    return drawn;
  }

  private addShared({ bytes }: SharedStream, data: Record<string, unknown>): FileObject {
    const object = this.object({ ...data, Filter: 'FlateDecode' });
    object.end(bytes);
    return object;
  }

  private object(data: Record<string, unknown>): FileObject {
    return this.ref(data);
  }
}

/** The mark of a font that is cut, six letters; ours is always the same cut. */
const SUBSET_TAG = 'AMENDS';

/** The table of what the glyphs of the alphabet mean, as pdfkit writes it. */
function meaningsOf({ toUnicodeCmap, unicode }: DocumentFace, alphabet: Alphabet): SharedStream {
  const known = meanings.get(alphabet);
  if (known !== undefined) return known;
  let written = Buffer.alloc(0);
  const end = (text: string) => (written = Buffer.from(`${text}\n`, 'latin1'));
  toUnicodeCmap.call({ unicode, document: { ref: () => ({ end }) } });
  const stream = { bytes: deflateSync(written, { level: 9 }), length: written.length };
  meanings.set(alphabet, stream);
  return stream;
}

function readColorProfile(): SharedStream {
  const folder = dirname(createRequire(import.meta.url).resolve('pdfkit'));
  const profile = readFileSync(join(folder, 'data', 'sRGB_IEC61966_2_1.icc'));
  return { bytes: deflateSync(profile, { level: 9 }), length: profile.length };
}

/** pdfkit writes a primitive string as a name, and an object as a text. */
function pdfString(text: string): object {
  return Object(text) as object;
}

function decimal(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
