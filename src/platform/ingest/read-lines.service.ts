import { CsvError, type Parser, parse } from 'csv-parse';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../kernel/domain-error.js';
import { type CsvColumn, type CsvHeader, csvObject, readCsvHeader } from './csv-columns.js';
import { FileFault } from './file-fault.js';
import type { ImportFormat } from './import-format.js';
import { type ImportLine, LINE_LIMIT_BYTES, readableLine, unreadableLine } from './import-line.js';
import { NdjsonReader } from './ndjson-reader.js';
import { Utf8Gate } from './utf8-gate.js';

/** A source that gives nothing for this long is given up: it holds a connection to the database. */
const STALL_LIMIT_MS = 60_000;

/**
 * The lines of a file, in batches as they come, so that no more of it is in memory than one piece and one line. Throws
 * FileFault for a fault of the file, and DomainError `source_interrupted` or `source_stalled` when the bytes stop.
 */
export async function* readLines(
  source: AsyncIterable<Buffer>,
  format: ImportFormat,
  columns: readonly CsvColumn[],
): AsyncGenerator<ImportLine[]> {
  const text = readUtf8(source);
  if (format === 'csv') {
    yield* readCsv(text, columns);
    return;
  }
  const reader = new NdjsonReader();
  for await (const bytes of text) yield reader.push(bytes);
  yield reader.end();
}

async function* readUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gate = new Utf8Gate();
  for await (const chunk of guarded(source)) yield gate.push(chunk);
  yield gate.end();
}

/** The source's own errors, told apart from ours: a client that went away, a file that cannot be read. */
async function* guarded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextWithin(iterator, STALL_LIMIT_MS);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: the end of a stalled source would never come.
    iterator.return?.().catch(() => undefined);
  }
}

async function nextWithin(iterator: AsyncIterator<Buffer>, limitMs: number): Promise<IteratorResult<Buffer>> {
  const stop = new AbortController();
  const stalled = sleep(limitMs, 'stalled' as const, { signal: stop.signal, ref: false });
  stalled.catch(() => undefined);
  try {
    const next = await Promise.race([iterator.next(), stalled]);
    if (next !== 'stalled') return next;
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', 'source_interrupted', 'The file broke off before its end.', { cause });
  } finally {
    stop.abort();
  }
  throw new DomainError('invalid', 'source_stalled', `Nothing came for ${limitMs / 1000} s.`);
}

async function* readCsv(text: AsyncIterable<Buffer>, columns: readonly CsvColumn[]): AsyncGenerator<ImportLine[]> {
  const records = new CsvRecords(columns);
  for await (const bytes of text) yield await records.push(bytes);
  yield await records.end();
}

/** Feeds csv-parse and takes its records by `on_record`, which, unlike its stream, tells where each one begins. */
class CsvRecords {
  private header: CsvHeader | undefined;
  private lines: ImportLine[] = [];
  private nextLine = 1;
  private emptyLines = 0;
  private readonly parser: Parser;

  constructor(private readonly columns: readonly CsvColumn[]) {
    this.parser = parse({
      delimiter: ',',
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LINE_LIMIT_BYTES,
      on_record: (cells: string[], { empty_lines }): null => {
        this.take(cells, empty_lines);
        return null;
      },
    });
    // Each error also comes to the write that met it.
    this.parser.on('error', () => undefined);
    this.parser.resume();
  }

  async push(bytes: Buffer): Promise<ImportLine[]> {
    if (bytes.length === 0) return [];
    const error = await new Promise<Error | null | undefined>((resolve) => this.parser.write(bytes, resolve));
    if (error) throw this.fileFault(error);
    return this.taken();
  }

  async end(): Promise<ImportLine[]> {
    const error = await new Promise<Error | undefined>((resolve) => {
      this.parser.once('error', resolve).once('end', () => resolve(undefined));
      this.parser.end();
    });
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED' && this.header !== undefined) {
      const line = this.nextLine + this.parser.info.empty_lines - this.emptyLines;
      this.lines.push(unreadableLine(line, 'quote_not_closed', 'A quote is never closed; was the file cut off?'));
    } else if (error) throw this.fileFault(error);
    this.header ??= readCsvHeader([], this.columns);
    return this.taken();
  }

  private taken(): ImportLine[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  /** A record begins where the one before ended, blank lines apart; its own line breaks are in its quoted cells. */
  private take(cells: string[], emptyLines: number): void {
    const line = this.nextLine + emptyLines - this.emptyLines;
    this.emptyLines = emptyLines;
    this.nextLine = line + 1;
    for (const cell of cells) if (cell.includes('\n')) this.nextLine += cell.split('\n').length - 1;
    if (this.header === undefined) this.header = readCsvHeader(cells, this.columns);
    else this.lines.push(readRecord(line, this.header, cells));
  }

  private fileFault(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    const line = this.nextLine;
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      const message = `The record at line ${line} has over ${LINE_LIMIT_BYTES} bytes: is a quote in it never closed?`;
      return new FileFault('record_too_long', message, { details: { line } });
    }
    return new FileFault('invalid_csv', `Line ${line} is not CSV as RFC 4180 has it.`, { details: { line } });
  }
}

function readRecord(line: number, header: CsvHeader, cells: readonly string[]): ImportLine {
  if (cells.length === header.length) return readableLine(line, csvObject(header, cells));
  const message = `This has ${cells.length} fields, the header row ${header.length}; was the file cut off?`;
  return unreadableLine(line, 'wrong_number_of_fields', message);
}
