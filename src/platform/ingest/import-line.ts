import type { LineFault } from './line-faults.js';

/** The fields of a line as JSON has them. */
export type LineObject = Readonly<Record<string, unknown>>;

/**
 * One line of a file, whatever its format: its fields, or the fault that kept them from being read. `line` is the
 * physical line on which it begins, counted from 1, so that a person finds it in an editor.
 */
export type ImportLine =
  | { readonly line: number; readonly value: LineObject; readonly fault: undefined }
  | { readonly line: number; readonly value: undefined; readonly fault: LineFault };

/** A line is refused, or for CSV its file, beyond this many bytes: nothing longer is ever held in memory. */
export const LINE_LIMIT_BYTES = 512 * 1024;

export function readableLine(line: number, value: LineObject): ImportLine {
  return { line, value, fault: undefined };
}

export function unreadableLine(line: number, code: string, message: string): ImportLine {
  return { line, value: undefined, fault: { field: '', code, message } };
}
