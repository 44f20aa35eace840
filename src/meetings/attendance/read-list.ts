import { type AttendanceFile, ignoredRow, refusedRow, type RowNote, type WrittenStay } from './attendance-file.js';
import { actionOf, type Field } from './headings.js';
import type { StayTable } from './read-stays.js';

type Open = { readonly line: number; readonly joined: string; readonly name: string; readonly email: string };

/** "Joined before": already in when whoever made the list came; when they joined it does not say. */
const BEFORE = /\b(?:before|avant|antes|zuvor|vorher|prima|eerder)\b/i;

/**
 * The old attendance list of Teams: a row for each joining and leaving. A leave ends the oldest stay of the person that is
 * still open, so that two devices make two stays; who has not left when the list was taken stays open.
 */
export function readList({ places, rows }: StayTable): AttendanceFile {
  const stays: WrittenStay[] = [];
  const notes: RowNote[] = [];
  const open = new Map<string, Open[]>();
  const keep = ({ line, joined, name, email }: Open, left: string | null): number =>
    stays.push({ line, meeting: 0, person: { name, email, account: '' }, joined, left, isFacilitator: false });
  for (const { line, cells } of rows) {
    const cell = (field: Field): string => cells[places.get(field) ?? -1] ?? '';
    const [name, email, at] = [cell('name'), cell('email'), cell('timestamp')];
    if (name === '' && at === '') continue;
    const action = actionOf(cell('action'));
    const key = email === '' ? name : email.toLowerCase();
    const own = open.get(key) ?? [];
    if (action === undefined)
      notes.push(refusedRow(line, 'action_unknown', `"${cell('action')}" is neither joined nor left.`));
    else if (at === '') notes.push(refusedRow(line, 'no_join_time', 'This row has no time.'));
    else if (action === 'joined') open.set(key, [...own, { line, joined: at, name, email }]);
    else {
      const [oldest, ...others] = own;
      open.set(key, others);
      if (oldest === undefined)
        notes.push(refusedRow(line, 'left_without_joining', 'The list does not say when they joined.'));
      else {
        keep(oldest, at);
        notes.push(ignoredRow(line, 'leave_of_a_stay', `This ends the stay of line ${oldest.line}.`));
      }
    }
  }
  for (const each of [...open.values()].flat()) keep(each, null);
  const before = rows.filter(({ cells }) => BEFORE.test(cells[places.get('action') ?? -1] ?? '')).length;
  const message = `Of ${before} people the list says only that they had joined before; they count from the time that it gives.`;
  const warnings = before > 0 ? [{ code: 'joined_before', message }] : [];
  const meeting = { id: null, topic: null, start: null, end: null, hostEmail: null };
  const inOrder = stays.toSorted((a, b) => a.line - b.line);
  return { kind: 'teams_list', meetings: [meeting], stays: inOrder, notes, warnings };
}
