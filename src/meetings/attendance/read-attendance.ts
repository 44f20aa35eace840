import { FileFault } from '../../platform/ingest/file-fault.js';
import type { AttendanceFile } from './attendance-file.js';
import { decodeText } from './decode-text.js';
import { fieldPlaces, type FieldPlaces } from './headings.js';
import { readAttendanceJson } from './read-json-report.js';
import { readList } from './read-list.js';
import { readStays, type StayTable } from './read-stays.js';
import { readTable, type TableRow, withWholeTimes } from './read-table.js';

/**
 * Reads an attendance file of Zoom (CSV in all its variants, API JSON), Teams (report, list, Graph JSON) or Google Meet,
 * told apart by what is in it and never by its name. Throws FileFault: `encoding_not_known`, `not_an_attendance_file`,
 * `no_join_times` for an export with one row a person and no times.
 */
export function readAttendance(bytes: Buffer): AttendanceFile {
  const text = decodeText(bytes);
  if (/^\s*[[{]/.test(text)) return readAttendanceJson(text);
  const rows = readTable(text);
  const tables = tablesOf(rows);
  const lists = tables.filter(({ places }) => places.has('action') && places.has('timestamp') && hasName(places));
  if (lists[0] !== undefined) return readList(lists[0]);
  const stays = tables.filter(({ places }) => hasName(places) && (places.has('joined') || places.has('firstJoined')));
  if (stays.length > 0) return readStays(rows, stays);
  if (tables.some(({ places }) => hasName(places) && (places.has('totalDuration') || places.has('duration'))))
    throw noTimes();
  const message = 'This is no attendance file of Zoom, Teams or Google Meet: no heading row of theirs is in it.';
  throw new FileFault('not_an_attendance_file', message);
}

function hasName(places: FieldPlaces): boolean {
  return places.has('name') || places.has('firstName') || places.has('lastName') || places.has('email');
}

const MIN_HEADINGS = 2;

/** A heading row and the rows below it, up to the next heading row. */
function tablesOf(rows: readonly TableRow[]): StayTable[] {
  const tables: { places: FieldPlaces; line: number; width: number; rows: TableRow[] }[] = [];
  for (const row of rows) {
    const places = fieldPlaces(row.cells);
    const last = tables.at(-1);
    // A row of a person may hold a word that is a heading, such as a role, but never two.
    if (places.size >= MIN_HEADINGS && isHeadingRow(row, places)) {
      tables.push({ places, line: row.line, width: row.cells.length, rows: [] });
    } else last?.rows.push(withWholeTimes(row, last.width));
  }
  return tables;
}

function isHeadingRow({ cells }: TableRow, places: FieldPlaces): boolean {
  const filled = cells.filter((cell) => cell !== '').length;
  return places.size >= filled / 2 || places.has('joined') || places.has('firstJoined') || places.has('timestamp');
}

function noTimes(): FileFault {
  const message =
    'This export has one row a person with a total duration and no times, so it cannot say who was there when. Export it again with the join and leave times (in Zoom: clear "Show unique users").';
  return new FileFault('no_join_times', message);
}
