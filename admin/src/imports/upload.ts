import type { Schemas } from '../api/client.js';
import { ApiProblem, problemOf } from '../api/problem.js';

/** What a file can hold, attendance apart: each has lines of one shape. */
export const LINE_KINDS = ['customers', 'contacts', 'meetings', 'sessions', 'join-attempts', 'participants'] as const;
export type FileKind = (typeof LINE_KINDS)[number] | 'attendance';

/** What an attendance file may not say by itself, as it is typed; empty is not said. */
export type Answers = {
  readonly source: string;
  readonly timezone: string;
  readonly dayFirst: string;
  readonly customer: string;
  readonly components: string;
  readonly meeting: string;
  readonly date: string;
  readonly start: string;
  readonly end: string;
};

export const NO_ANSWERS: Answers = {
  source: '',
  timezone: '',
  dayFirst: '',
  customer: '',
  components: '',
  meeting: '',
  date: '',
  start: '',
  end: '',
};

/** What a file probably holds, by its name; the reader can say otherwise. */
export function guessKind(name: string): FileKind {
  const lower = name.toLowerCase();
  const found = LINE_KINDS.find((kind) => lower.includes(kind) || lower.includes(kind.replace('-', '_')));
  return found ?? (/\.(ndjson|jsonl)(\.gz)?$/.test(lower) ? 'meetings' : 'attendance');
}

/** Says what would become of each row of an attendance file; nothing is kept. Throws `ApiProblem`. */
export function look(file: File, answers: Answers): Promise<Schemas['AttendancePreview']> {
  return send(addressOf('attendance', file, answers, true), typeOf(file), file) as Promise<
    Schemas['AttendancePreview']
  >;
}

/** Imports a file; `told` hears how much of it is sent, from 0 to 1. Throws `ApiProblem`. */
export function importFile(
  file: File,
  kind: FileKind,
  answers: Answers,
  told: (share: number) => void,
): Promise<Schemas['ImportReceipt']> {
  return send(addressOf(kind, file, answers, false), typeOf(file), file, told) as Promise<Schemas['ImportReceipt']>;
}

function addressOf(kind: FileKind, file: File, answers: Answers, preview: boolean): string {
  const said = kind === 'attendance' ? Object.entries(answers).filter(([, value]) => value.trim() !== '') : [];
  const query = new URLSearchParams([...said, ['sourceName', file.name], ...(preview ? [['preview', 'true']] : [])]);
  return `/api/v1/imports/${kind}?${query.toString()}`;
}

function typeOf({ name }: File): string {
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'application/x-ndjson';
  return /\.json$/i.test(name) ? 'application/json' : 'text/csv';
}

/** A file as it is; `fetch` cannot tell how much of a body is sent. */
function send(address: string, type: string, file: File, told?: (share: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('content-type', type);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) told?.(loaded / total);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else reject(problemOf(request.status, request.response));
    });
    request.addEventListener('error', () => {
      reject(new ApiProblem(0, 'no_answer', 'The service does not answer.'));
    });
    request.send(file);
  });
}
