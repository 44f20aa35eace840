export type ImportFormat = 'ndjson' | 'csv';

const FORMAT_OF_TYPE: Readonly<Record<string, ImportFormat>> = {
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'text/csv': 'csv',
};

const FORMAT_OF_ENDING: Readonly<Record<string, ImportFormat>> = { ndjson: 'ndjson', jsonl: 'ndjson', csv: 'csv' };

/** The format that a Content-Type names, its parameters aside; undefined for any other type. */
export function formatOfContentType(contentType: string | undefined): ImportFormat | undefined {
  const [essence = ''] = (contentType ?? '').split(';');
  const key = essence.trim().toLowerCase();
  return Object.hasOwn(FORMAT_OF_TYPE, key) ? FORMAT_OF_TYPE[key] : undefined;
}

/** The format that the end of a file's name says: .ndjson and .jsonl, or .csv; undefined for any other name. */
export function formatOfFileName(name: string): ImportFormat | undefined {
  const [, ending = ''] = /\.([^./\\]+)$/.exec(name) ?? [];
  const key = ending.toLowerCase();
  return Object.hasOwn(FORMAT_OF_ENDING, key) ? FORMAT_OF_ENDING[key] : undefined;
}
