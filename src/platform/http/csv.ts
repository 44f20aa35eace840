import type { Options } from 'csv-stringify';

export const CSV_SEPARATORS = { comma: ',', semicolon: ';' } as const;
export type CsvSeparator = keyof typeof CSV_SEPARATORS;

/** How a file of lines is to be read: a byte order mark is for Excel, as is the semicolon in much of Europe. */
export type CsvStyle = { readonly bom: boolean; readonly separator?: CsvSeparator };

/**
 * How every CSV file is written (RFC 4180, UTF-8, CRLF, a heading). A text that a spreadsheet would take for a formula
 * gets an apostrophe in front. With `bom`, Excel reads the accents right; other programs read the first heading wrong.
 */
export function csvFormat(columns: readonly string[], { bom, separator = 'comma' }: CsvStyle): Options {
  return {
    header: true,
    columns: [...columns],
    delimiter: CSV_SEPARATORS[separator],
    record_delimiter: 'windows',
    escape_formulas: true,
    bom,
  };
}
