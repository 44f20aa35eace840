import { DomainError, type Reason } from '../../kernel/domain-error.js';
import { BrokenPicture, type Picture } from './picture.js';
import { readJpeg } from './read-jpeg.js';
import { readPng } from './read-png.js';

/** A logo is in every letter, and letters are many. */
export const MAX_LOGO_BYTES = 100_000;
/** What it may take of the 60 kB that a letter has at most: one of 60 lines, with the customer's page in it, has 42 without. */
export const MAX_LOGO_BYTES_IN_LETTER = 15_000;
/** At 300 dots an inch this is 10 cm; a letterhead has 6. */
const MAX_SIDE = 1200;
const MIN_SIDE = 16;

/** Throws `logo_refused` (unprocessable) with every reason: no picture, a broken one, too large, too heavy for a letter, or of a kind that letters cannot show. */
export function readLogo(file: Buffer): Picture {
  const kind = kindOf(file);
  const reasons: Reason[] = [];
  if (file.length > MAX_LOGO_BYTES) {
    reasons.push({ code: 'logo_too_large', message: `A logo has at most ${MAX_LOGO_BYTES / 1000} kB.` });
  }
  if (kind === null) {
    reasons.push({ code: 'logo_not_an_image', message: 'This is neither a PNG nor a JPEG.' });
    throw refused(reasons);
  }
  try {
    const logo = kind === 'png' ? readPng(file, refuseSides) : readJpeg(file, refuseSides);
    reasons.push(...weightReasons((logo.pixels ?? file).length));
    if (reasons.length === 0) return logo;
  } catch (error) {
    if (error instanceof BrokenPicture) reasons.push({ code: error.code, message: error.message });
    else if (error instanceof DomainError) reasons.push(...error.reasons);
    else throw error;
  }
  throw refused(reasons);
}

function weightReasons(bytes: number): Reason[] {
  if (bytes <= MAX_LOGO_BYTES_IN_LETTER) return [];
  const [most, has] = [MAX_LOGO_BYTES_IN_LETTER / 1000, Math.ceil(bytes / 1000)];
  const advice = 'make it smaller (600 by 150 pixels are plenty) or use fewer colours.';
  return [
    { code: 'logo_too_heavy', message: `A logo takes at most ${most} kB of a letter, this one ${has} kB: ${advice}` },
  ];
}

/** By the first bytes, whatever the file calls itself. */
function kindOf(file: Buffer): 'png' | 'jpeg' | null {
  if (file.subarray(0, 8).equals(PNG_MAGIC)) return 'png';
  return file.subarray(0, 3).equals(JPEG_MAGIC) ? 'jpeg' : null;
}

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_MAGIC = Buffer.from([0xff, 0xd8, 0xff]);

/** Before a pixel is unpacked: what is small as a file may be a gigabyte as pixels. */
function refuseSides(width: number, height: number): void {
  if (width > MAX_SIDE || height > MAX_SIDE) {
    const message = `A logo is at most ${MAX_SIDE} by ${MAX_SIDE} pixels, this one ${width} by ${height}.`;
    throw refused([{ code: 'logo_too_many_pixels', message }]);
  }
  if (width < MIN_SIDE || height < MIN_SIDE) {
    const message = `A logo is at least ${MIN_SIDE} by ${MIN_SIDE} pixels, this one ${width} by ${height}.`;
    throw refused([{ code: 'logo_too_few_pixels', message }]);
  }
}

function refused(reasons: readonly Reason[]): DomainError {
  return new DomainError('unprocessable', 'logo_refused', 'This cannot be the logo.', { reasons });
}
