import type { LineFault } from '../../platform/ingest/line-faults.js';
import type { RowNote } from './attendance-file.js';
import type { AttendanceLine } from './resolve-attendance.js';

/** What becomes of a row: a new stay, a longer one, one that is known as it is, or none, and why. Names are not in it. */
export type RowVerdict = {
  readonly line: number;
  readonly verdict: 'new' | 'changes' | 'known' | 'refused' | 'ignored';
  readonly code: string | null;
  readonly message: string | null;
  readonly meetingId: string | null;
  readonly participantId: string | null;
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
};

/** The verdict of every row of a file, by line. `storedLeave` is undefined for a session that is not stored. */
export function rowVerdicts(
  sessions: readonly AttendanceLine[],
  notes: readonly RowNote[],
  faultsOf: (line: AttendanceLine) => readonly LineFault[],
  storedLeave: (line: AttendanceLine) => Date | null | undefined,
): RowVerdict[] {
  const told = sessions.map((session): RowVerdict => {
    const [fault] = faultsOf(session);
    const base = { line: session.line, code: fault?.code ?? null, message: fault?.message ?? null, ...shown(session) };
    if (fault !== undefined) return { ...base, verdict: 'refused' };
    const stored = storedLeave(session);
    if (stored === undefined) return { ...base, verdict: 'new' };
    const leftAt = base.leftAt === null ? null : new Date(base.leftAt);
    const isLonger = leftAt !== null && (stored === null || leftAt > stored);
    return { ...base, verdict: isLonger ? 'changes' : 'known' };
  });
  const others = notes.map((note): RowVerdict => ({ ...note, ...NOTHING }));
  return [...told, ...others].toSorted((a, b) => a.line - b.line);
}

const NOTHING = { meetingId: null, participantId: null, joinedAt: null, leftAt: null };

function shown({ value }: AttendanceLine): Pick<RowVerdict, 'meetingId' | 'participantId' | 'joinedAt' | 'leftAt'> {
  const textOf = (key: string): string | null => {
    const text = value[key];
    return typeof text === 'string' ? text : null;
  };
  return {
    meetingId: textOf('meetingId'),
    participantId: textOf('participantId'),
    joinedAt: textOf('joinedAt'),
    leftAt: textOf('leftAt'),
  };
}
