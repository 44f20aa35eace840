/** One reason why a line was refused. `field` is the path into the line with dots, '' when the line itself is wrong. */
export type LineFault = { readonly field: string; readonly code: string; readonly message: string };

const FAULTS_PER_LINE = 100;
const FIELD_LENGTH = 200;
const MESSAGE_LENGTH = 500;

/** The faults of one line: all of them up to 100, as text that any store and any screen can take. */
export class LineFaults {
  readonly found: LineFault[] = [];

  add(field: string, code: string, message: string): void {
    if (this.found.length >= FAULTS_PER_LINE) return;
    this.found.push({ field: cleanText(field, FIELD_LENGTH), code, message: cleanText(message, MESSAGE_LENGTH) });
  }
}

/** Text from a line as it may be shown again: control characters and halves of characters replaced, cut to a length. */
export function cleanText(text: string, length: number): string {
  const cut = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return cut.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}');
}
