import type { NamedPerson } from './people.js';

export const ATTENDANCE_KINDS = [
  'zoom_csv',
  'zoom_json',
  'teams_report',
  'teams_list',
  'teams_json',
  'meet_csv',
] as const;
export type AttendanceKind = (typeof ATTENDANCE_KINDS)[number];

/** A meeting as a file names it; everything may be missing. `start` and `end` are as written. */
export type WrittenMeeting = {
  /** The platform's id of this meeting, and of this occurrence as far as it tells; null when it names none. */
  readonly id: string | null;
  readonly topic: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly hostEmail: string | null;
};

/** One stay as written; `left` is null where the file says none, so that it stays open. */
export type WrittenStay = {
  readonly line: number;
  readonly meeting: number;
  readonly person: NamedPerson;
  readonly joined: string;
  readonly left: string | null;
  readonly isFacilitator: boolean;
};

/** Why a row makes no stay. `refused`: it should have and cannot; `ignored`: another row says it, or it is no presence. */
export type RowNote = {
  readonly line: number;
  readonly verdict: 'refused' | 'ignored';
  readonly code: string;
  readonly message: string;
};

/** An attendance file as its rows tell it, before zone, dates and customer are known. */
export type AttendanceFile = {
  readonly kind: AttendanceKind;
  readonly meetings: readonly WrittenMeeting[];
  readonly stays: readonly WrittenStay[];
  readonly notes: readonly RowNote[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
};

export function refusedRow(line: number, code: string, message: string): RowNote {
  return { line, verdict: 'refused', code, message };
}

export function ignoredRow(line: number, code: string, message: string): RowNote {
  return { line, verdict: 'ignored', code, message };
}
