import { isUtf8 } from 'node:buffer';
import { FileFault } from './file-fault.js';

const HEAD_BYTES = 4;
const NEWLINE = 0x0a;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Lets UTF-8 through, cut between characters, without its byte order mark. Throws FileFault `encoding_not_utf8` for
 * UTF-16 (seen by its mark, or by the zero bytes beside its first letters) and for any byte that is not UTF-8, such as
 * Latin-1's, with the line it stands on.
 */
export class Utf8Gate {
  private head: Buffer | undefined = Buffer.alloc(0);
  private tail = Buffer.alloc(0);
  private linesPassed = 0;

  /** The next bytes of the file in, what may be read of them out. */
  push(chunk: Buffer): Buffer {
    if (this.head === undefined) return this.pass(chunk);
    this.head = Buffer.concat([this.head, chunk]);
    return this.head.length < HEAD_BYTES ? Buffer.alloc(0) : this.open(this.head);
  }

  /** The end of the file: the rest of a very short one, or a fault for half a character. */
  end(): Buffer {
    const rest = this.head === undefined ? Buffer.alloc(0) : this.open(this.head);
    if (this.tail.length > 0) throw notUtf8(this.linesPassed + 1);
    return rest;
  }

  private open(head: Buffer): Buffer {
    this.head = undefined;
    const hasMark = UTF16_MARKS.some((mark) => head.subarray(0, mark.length).equals(mark));
    if (hasMark || head.subarray(0, HEAD_BYTES).includes(0)) {
      throw new FileFault('encoding_not_utf8', 'The file is in UTF-16; save it as UTF-8 and send it again.');
    }
    return this.pass(head.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? head.subarray(UTF8_MARK.length) : head);
  }

  private pass(chunk: Buffer): Buffer {
    const bytes = this.tail.length > 0 ? Buffer.concat([this.tail, chunk]) : chunk;
    const whole = bytes.subarray(0, bytes.length - unfinishedBytes(bytes));
    if (!isUtf8(whole)) throw notUtf8(this.linesPassed + lineOfFault(whole));
    this.tail = Buffer.from(bytes.subarray(whole.length));
    this.linesPassed += countNewlines(whole);
    return whole;
  }
}

/** How many bytes at the end begin a character whose rest is still to come: 0 to 3. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** The line, from 1, of the first byte that is not UTF-8. */
function lineOfFault(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline === -1 || !isUtf8(bytes.subarray(start, newline))) return line;
    start = newline + 1;
  }
}

function notUtf8(line: number): FileFault {
  const message = `Line ${line} is not UTF-8 (Latin-1, perhaps); save the file as UTF-8 and send it again.`;
  return new FileFault('encoding_not_utf8', message, { details: { line } });
}
