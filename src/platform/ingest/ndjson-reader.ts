import { type ImportLine, LINE_LIMIT_BYTES, type LineObject, readableLine, unreadableLine } from './import-line.js';

const NEWLINE = 0x0a;
const BYTES_PER_UNIT = 3;

/**
 * Reads NDJSON from UTF-8 in pieces of any size. Blank lines count as lines but give nothing. A line over 512 KiB is
 * refused without being kept; one that is not a JSON object is refused.
 */
export class NdjsonReader {
  private line = 0;
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  /** The lines that end in this piece. */
  push(bytes: Buffer): ImportLine[] {
    const lines: ImportLine[] = [];
    const first = bytes.indexOf(NEWLINE);
    if (first === -1) {
      this.keep(bytes);
      return lines;
    }
    this.keep(bytes.subarray(0, first));
    this.finishPending(lines);
    const last = bytes.lastIndexOf(NEWLINE);
    if (last > first) {
      for (const text of bytes.toString('utf8', first + 1, last).split('\n')) this.read(text, lines);
    }
    this.keep(bytes.subarray(last + 1));
    return lines;
  }

  /** The last line, when no newline ends it. */
  end(): ImportLine[] {
    const lines: ImportLine[] = [];
    if (this.pendingBytes > 0) this.finishPending(lines);
    return lines;
  }

  private keep(bytes: Buffer): void {
    this.pendingBytes += bytes.length;
    if (this.pendingBytes > LINE_LIMIT_BYTES) this.pending = [];
    else if (bytes.length > 0) this.pending.push(bytes);
  }

  private finishPending(lines: ImportLine[]): void {
    const text = this.pending.length === 1 ? String(this.pending[0]) : Buffer.concat(this.pending).toString('utf8');
    const isTooLong = this.pendingBytes > LINE_LIMIT_BYTES;
    this.pending = [];
    this.pendingBytes = 0;
    if (isTooLong) this.refuseLong(lines);
    else this.read(text, lines);
  }

  private read(text: string, lines: ImportLine[]): void {
    if (text.length * BYTES_PER_UNIT > LINE_LIMIT_BYTES && Buffer.byteLength(text) > LINE_LIMIT_BYTES) {
      this.refuseLong(lines);
      return;
    }
    this.line += 1;
    if (!text.startsWith('{') && text.trim() === '') return;
    lines.push(parseLine(this.line, text));
  }

  private refuseLong(lines: ImportLine[]): void {
    this.line += 1;
    lines.push(unreadableLine(this.line, 'line_too_long', `A line has at most ${LINE_LIMIT_BYTES} bytes.`));
  }
}

function parseLine(line: number, text: string): ImportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadableLine(line, 'invalid_json', 'This is not JSON; was the line cut off?');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return readableLine(line, value as LineObject);
  return unreadableLine(line, 'not_an_object', 'A line is one JSON object.');
}
