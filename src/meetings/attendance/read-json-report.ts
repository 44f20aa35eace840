import { FileFault } from '../../platform/ingest/file-fault.js';
import { type AttendanceFile, ignoredRow, refusedRow, type RowNote, type WrittenStay } from './attendance-file.js';
import { isFacilitatorRole } from './headings.js';

type Json = Readonly<Record<string, unknown>>;

/** Zoom's participants report and Graph's attendance report. Durations are not read: sources disagree on their unit. */
export function readAttendanceJson(text: string): AttendanceFile {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new FileFault('invalid_json', 'The file begins as JSON and is none.');
  }
  const root = objectOf(body);
  if (Array.isArray(root['participants'])) return readZoom(root, root['participants'] as unknown[]);
  // Graph gives the report with its records in it, or the records alone as a list.
  const records = [root['attendanceRecords'], root['value']].find((list) => isListOfRecords(list));
  if (records !== undefined) return readGraph(root, records as unknown[]);
  throw new FileFault(
    'not_an_attendance_file',
    'This JSON has neither participants (Zoom) nor attendanceRecords (Teams).',
  );
}

/** `id` and `participant_user_id` are empty for guests since 2023; `user_id` changes from meeting to meeting. */
function readZoom(root: Json, participants: readonly unknown[]): AttendanceFile {
  const stays: WrittenStay[] = [];
  const notes: RowNote[] = [];
  for (const [index, raw] of participants.entries()) {
    const line = index + 1;
    const { status, ...participant } = objectOf(raw);
    const [joined, left] = [textOf(participant['join_time']), textOf(participant['leave_time'])];
    if (status === 'in_waiting_room') notes.push(ignoredRow(line, 'in_waiting_room', 'Spent in the waiting room.'));
    else if (joined === '') notes.push(refusedRow(line, 'no_join_time', 'This participant has no join_time.'));
    else {
      const ids = ['registrant_id', 'participant_user_id', 'id'].map((key) => textOf(participant[key]));
      const account = ids.find((id) => id !== '') ?? '';
      const name = textOf(participant['name']) || textOf(participant['user_name']);
      const person = { name, email: textOf(participant['user_email']) || textOf(participant['email']), account };
      stays.push({ line, meeting: 0, person, joined, left: left === '' ? null : left, isFacilitator: false });
    }
  }
  const id = textOf(root['uuid']) || textOf(root['id']) || null;
  const meeting = {
    id,
    topic: textOf(root['topic']) || null,
    start: textOf(root['start_time']) || null,
    end: textOf(root['end_time']) || null,
    hostEmail: null,
  };
  const more = textOf(root['next_page_token']) !== '';
  const warnings = more
    ? [{ code: 'more_pages', message: 'This is one page of several; import the others, too.' }]
    : [];
  return { kind: 'zoom_json', meetings: [meeting], stays, notes, warnings };
}

function readGraph(root: Json, records: readonly unknown[]): AttendanceFile {
  const stays: WrittenStay[] = [];
  const notes: RowNote[] = [];
  for (const [index, raw] of records.entries()) {
    const line = index + 1;
    const record = objectOf(raw);
    const identity = objectOf(record['identity']);
    const person = {
      name: textOf(identity['displayName']),
      email: textOf(record['emailAddress']),
      account: textOf(identity['id']),
    };
    const intervals = Array.isArray(record['attendanceIntervals']) ? (record['attendanceIntervals'] as unknown[]) : [];
    const own = intervals.map(objectOf).filter((interval) => textOf(interval['joinDateTime']) !== '');
    if (own.length === 0) notes.push(refusedRow(line, 'no_join_time', 'Teams kept no times of this participant.'));
    for (const interval of own) {
      const [joined, left] = [textOf(interval['joinDateTime']), textOf(interval['leaveDateTime'])];
      const isFacilitator = isFacilitatorRole(textOf(record['role']));
      stays.push({ line, meeting: 0, person, joined, left: left === '' ? null : left, isFacilitator });
    }
  }
  const [start, end] = [textOf(root['meetingStartDateTime']), textOf(root['meetingEndDateTime'])];
  const meeting = {
    id: textOf(root['id']) || null,
    topic: null,
    start: start || null,
    end: end || null,
    hostEmail: null,
  };
  return { kind: 'teams_json', meetings: [meeting], stays, notes, warnings: [] };
}

function isListOfRecords(raw: unknown): boolean {
  return Array.isArray(raw) && raw.every((each) => Array.isArray(objectOf(each)['attendanceIntervals']));
}

function objectOf(raw: unknown): Json {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Json) : {};
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw.trim() : typeof raw === 'number' ? String(raw) : '';
}
