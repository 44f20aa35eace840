import type { LetterLogo } from '../platform/settings/logo.sql.js';
import type { LetterDocument } from './letter-document.js';

/** Where a picture stands, in points from the left upper corner of the page. */
export type PictureBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** What pdfkit has and its type definitions do not know. */
type Drawable = {
  ref(data: Record<string, unknown>): { end(bytes: Uint8Array): void };
  readonly page: { readonly xobjects: Record<string, unknown> };
  addContent(drawing: string): unknown;
};

/** PNG rows stand in a PDF with the filters of their rows. */
const PNG_PREDICTOR = 15;

/**
 * Draws a picture that is packed as a PDF wants it. pdfkit's own way unpacks and packs it anew for every letter, and, where
 * it is see-through, not before the letter is done.
 */
export function drawPicture(
  document: LetterDocument,
  { width, height, colors, packed, bytes }: LetterLogo,
  { left, top, ...box }: PictureBox,
): void {
  const drawable = document as unknown as Drawable;
  const rows = { Filter: 'FlateDecode', DecodeParms: { Predictor: PNG_PREDICTOR, Colors: colors, Columns: width } };
  const image = drawable.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ColorSpace: colors === 1 ? 'DeviceGray' : 'DeviceRGB',
    BitsPerComponent: 8,
    ...(packed === 'jpeg' ? { Filter: 'DCTDecode' } : rows),
  });
  image.end(Buffer.from(bytes));
  drawable.page.xobjects['Logo'] = image;
  // The page is upside down, as pdfkit turns it; the picture is turned back.
  const place = [box.width, 0, 0, -box.height, left, top + box.height].map((value) => Math.round(value * 1e4) / 1e4);
  drawable.addContent(`q\n${place.join(' ')} cm\n/Logo Do\nQ`);
}
