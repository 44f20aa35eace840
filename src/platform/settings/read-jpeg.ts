import { BrokenPicture, type Picture } from './picture.js';

/** Frames that every reader of PDF can show: baseline, extended and progressive. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Other frames: lossless, hierarchical, arithmetic. C4, C8 and CC are no frames. */
const isOtherFrame = (marker: number) => marker > 0xc2 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * A JPEG by its segments: a frame, a scan and an end must be there. Its pixels are not unpacked, for a letter holds the
 * file as it is. Throws BrokenPicture, and as `check` does for its sides.
 */
export function readJpeg(file: Buffer, check: (width: number, height: number) => void): Picture {
  const frame = findFrame(file);
  const [height, width, components] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame.readUInt8(5)];
  check(width, height);
  if (frame.readUInt8(0) !== 8 || (components !== 1 && components !== 3)) {
    throw new BrokenPicture('logo_variant_not_supported', 'Save it in grey or RGB, with 8 bits a colour.');
  }
  return { mediaType: 'image/jpeg', width, height, colors: components, pixels: null };
}

/** The frame's header, once the scan and the end after it are found. */
function findFrame(file: Buffer): Buffer {
  let frame: Buffer | undefined;
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) break;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length) break;
    if (isOtherFrame(marker)) {
      throw new BrokenPicture('logo_variant_not_supported', 'Save it as a baseline or progressive JPEG.');
    }
    if (FRAMES.includes(marker) && end - at >= 10) frame = file.subarray(at + 4, end);
    if (marker === 0xda) {
      if (frame !== undefined && file.lastIndexOf(END) >= end) return frame;
      break;
    }
    at = end;
  }
  throw new BrokenPicture('logo_broken', 'This JPEG is cut off or damaged.');
}

const END = Buffer.from([0xff, 0xd9]);
