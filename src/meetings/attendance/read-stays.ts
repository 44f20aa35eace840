import {
  type AttendanceFile,
  type AttendanceKind,
  ignoredRow,
  refusedRow,
  type RowNote,
  type WrittenMeeting,
  type WrittenStay,
} from './attendance-file.js';
import { type Field, fieldOf, fieldPlaces, type FieldPlaces, isFacilitatorRole } from './headings.js';
import { isNamedHost } from './people.js';
import { type TableRow, withWholeTimes } from './read-table.js';
import { daysBetween, readWrittenTime } from './local-times.js';
import { readDurationSeconds } from './written-duration.js';

export type StayTable = { readonly places: FieldPlaces; readonly line: number; readonly rows: readonly TableRow[] };

const YES = /^(?:yes|oui|s[ií]|ja|sim|true)$/i;

/**
 * A file with a row for each stay. Where one table tells stays and another sums them up (Teams' sections 3 and 2), only the
 * stays count; where there is only the sum, as always in Meet, a row counts when its duration shows that it hides no gap.
 */
export function readStays(all: readonly TableRow[], tables: readonly StayTable[]): AttendanceFile {
  const exact = tables.filter(({ places }) => places.has('joined'));
  const used = exact.length > 0 ? exact.slice(-1) : tables.slice(-1);
  const notes: RowNote[] = tables
    .filter((table) => !used.includes(table))
    .flatMap(({ rows }) => rows.filter(({ cells }) => cells.filter((cell) => cell !== '').length > 2))
    .map(({ line }) => ignoredRow(line, 'summary_row', 'A later section tells the stays that this row sums up.'));
  const [table] = used;
  if (table === undefined) throw new Error('a file of stays has a table of them');
  const kind = kindOf(tables);
  const head = writtenHead(all, Math.min(...tables.map(({ line }) => line)));
  const meetings = new MeetingsOfRows(head);
  const stays: WrittenStay[] = [];
  for (const row of table.rows) {
    const cell = (field: Field): string => row.cells[table.places.get(field) ?? -1] ?? '';
    const stay = stayOf(row, cell, { hasStays: exact.length > 0, kind });
    if (stay === null) continue;
    if ('verdict' in stay) notes.push(stay);
    else stays.push({ ...stay, meeting: meetings.placeOf(cell) });
  }
  const found = meetings.found.length === 0 ? [head] : meetings.found;
  return { kind, meetings: found, stays: withHosts(stays, found), notes, warnings: [] };
}

function kindOf(tables: readonly StayTable[]): AttendanceKind {
  const has = (field: Field): boolean => tables.some(({ places }) => places.has(field));
  if (has('firstName') && has('lastName')) return 'meet_csv';
  return has('role') || has('firstJoined') || has('accountId') ? 'teams_report' : 'zoom_csv';
}

type Stay = Omit<WrittenStay, 'meeting'>;

/** The stay of a row, why it has none, or null for a row of another kind, such as a section's title. */
function stayOf(
  { line, cells }: TableRow,
  cell: (field: Field) => string,
  { hasStays, kind }: { readonly hasStays: boolean; readonly kind: AttendanceKind },
): Stay | RowNote | null {
  const name = cell('name') || `${cell('firstName')} ${cell('lastName')}`.trim();
  const joined = cell(hasStays ? 'joined' : 'firstJoined');
  const left = cell(hasStays ? 'left' : 'lastLeft');
  if (cells.filter((each) => each !== '').length < 2) return null;
  if (YES.test(cell('inWaitingRoom'))) {
    return ignoredRow(line, 'in_waiting_room', 'This time was spent in the waiting room, not in the meeting.');
  }
  if (joined === '') return refusedRow(line, 'no_join_time', 'This row has no time of joining.');
  if ((!hasStays || kind === 'meet_csv') && !isUnbroken(joined, left, cell('duration'))) {
    const message = `First join and last leave hide a gap, or the duration cannot be read${kind === 'meet_csv' ? '' : '; export the activities, too'}.`;
    return refusedRow(line, 'stay_may_have_gaps', message);
  }
  return {
    line,
    person: { name, email: cell('email'), account: cell('accountId') },
    joined,
    left: left === '' ? null : left,
    isFacilitator: isFacilitatorRole(cell('role')) || isNamedHost(name),
  };
}

const ROUNDING_SECONDS = 60;
const DAY_SECONDS = 86_400;

/** True when the time between two written ones is as long as the written duration: nothing is hidden in it. */
function isUnbroken(joined: string, left: string, duration: string): boolean {
  const [from, to, seconds] = [readWrittenTime(joined), readWrittenTime(left), readDurationSeconds(duration)];
  if (from === null || to === null || seconds === null) return false;
  const clock = (time: typeof from): number => time.hour * 3600 + time.minute * 60 + time.second;
  const span = clock(to) - clock(from);
  return daysBetween(from, to).some((days) => Math.abs(days * DAY_SECONDS + span - seconds) <= ROUNDING_SECONDS);
}

/** What stands above the first table: two rows of headings and values, or a heading and its value on each line. */
function writtenHead(all: readonly TableRow[], firstLine: number): WrittenMeeting {
  const above = all.filter(({ line }) => line < firstLine);
  const found = new Map<Field, string>();
  for (const [index, { line, cells }] of above.entries()) {
    const places = fieldPlaces(cells);
    const values = above[index + 1]?.cells ?? [];
    const [heading = '', value = ''] = withWholeTimes({ line, cells }, 2).cells;
    const own = fieldOf(heading);
    // A title and a value on one line, as Teams writes them, beside a row of headings over a row of values, as Zoom does.
    if (places.size > 1) for (const [field, place] of places) found.set(field, values[place] ?? '');
    else if (own !== undefined && value !== '' && !found.has(own)) found.set(own, value);
  }
  return writtenMeeting((field) => found.get(field) ?? '');
}

function writtenMeeting(cell: (field: Field) => string): WrittenMeeting {
  const orNull = (text: string): string | null => (text === '' ? null : text);
  return {
    id: orNull(cell('meetingId').replaceAll(/\s/g, '')),
    topic: orNull(cell('topic')),
    start: orNull(cell('start')),
    end: orNull(cell('end')),
    hostEmail: orNull(cell('hostEmail') || (cell('email').includes('@') ? cell('email') : '')),
  };
}

/** The meetings of a file's rows: the one that a row's own columns name, else the one above the table. */
class MeetingsOfRows {
  readonly found: WrittenMeeting[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly head: WrittenMeeting) {}

  /** The place of a row's meeting among those found. */
  placeOf(cell: (field: Field) => string): number {
    const own = writtenMeeting((field) => (field === 'email' ? '' : cell(field)));
    const meeting = own.id === null && own.topic === null && own.start === null ? this.head : own;
    const key = JSON.stringify([meeting.id, meeting.start, meeting.id === null ? meeting.topic : null]);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.found.length);
    return this.found.push(meeting) - 1;
  }
}

/** Whoever has the host's address moderates. */
function withHosts(stays: readonly WrittenStay[], meetings: readonly WrittenMeeting[]): WrittenStay[] {
  return stays.map((stay) => {
    const host = meetings[stay.meeting]?.hostEmail?.toLowerCase();
    const isHost = host !== undefined && stay.person.email.toLowerCase() === host;
    return isHost ? { ...stay, isFacilitator: true } : stay;
  });
}
