import { createHash } from 'node:crypto';
import type { Reason } from '../../kernel/domain-error.js';
import type { LineObject } from '../../platform/ingest/import-line.js';
import {
  type AttendanceFile,
  refusedRow,
  type RowNote,
  type WrittenMeeting,
  type WrittenStay,
} from './attendance-file.js';
import { dayOrder, instantsOf, readWrittenTime, type TimeAnswers, type WrittenTime } from './local-times.js';
import { kindOf, participantId } from './people.js';

/** What a file cannot say and a person gives, once for an import or kept with its source. */
export type AttendanceAnswers = TimeAnswers & {
  readonly customerId?: string;
  readonly components?: readonly string[];
  readonly meetingId?: string;
  readonly start?: string;
  readonly end?: string;
};

/** Meetings by their external ids, with the start of their schedule. */
export type KnownMeetings = ReadonlyMap<string, Date | null>;

/** A line of an import, and the row of the file that it stands for. */
export type AttendanceLine = { readonly line: number; readonly value: LineObject };

/** A file as lines of meetings and of sessions, with what became of the other rows; or what has to be given first. */
export type ResolvedAttendance =
  | { readonly questions: readonly Reason[] }
  | {
      readonly meetings: readonly AttendanceLine[];
      readonly sessions: readonly AttendanceLine[];
      readonly notes: readonly RowNote[];
    };

/** The ids under which the meetings of a file are kept; null for one that the file does not tell from others. */
export function meetingIds({ kind, meetings }: AttendanceFile, answers: AttendanceAnswers): (string | null)[] {
  return meetings.map(({ id, topic, start }) => {
    if (answers.meetingId !== undefined && meetings.length === 1) return answers.meetingId;
    const [platform] = kind.split('_');
    const begin = start ?? (meetings.length === 1 ? (answers.start ?? null) : null);
    // A recurring meeting keeps its number: the start tells its occurrences apart. A uuid of Zoom's API is one already.
    if (id !== null && (begin !== null || kind.endsWith('_json'))) {
      return `${platform}:${id}${kind.endsWith('_json') || begin === null ? '' : `@${begin.replaceAll(/[^\dAPM]+/gi, '-')}`}`.slice(
        0,
        200,
      );
    }
    if (id !== null || topic === null || start === null) return null;
    return `${platform}:${createHash('sha256').update(`${topic}\0${start}`).digest('base64url').slice(0, 24)}`;
  });
}

/**
 * Brings a file to lines. `known` are its meetings that are here already by a line of their own, with the start of their
 * schedule: schedule and components stand. Every question that is open is asked at once.
 */
export function resolveAttendance(
  file: AttendanceFile,
  answers: AttendanceAnswers,
  known: KnownMeetings,
): ResolvedAttendance {
  const ids = meetingIds(file, answers);
  const written = writtenTimes(file, answers);
  const order = dayOrder([...written.values()]);
  const questions = openQuestions(file, ids, answers, known, written, order);
  if (questions.length > 0) return { questions };
  const isDayFirst = order === 'open' ? answers.dayFirst === true : order === 'day';
  const at: Instants = (text) => {
    const time = written.get(text);
    return time === undefined ? ['time_not_readable'] : instantsOf(time, isDayFirst ? 'day' : 'month', answers);
  };
  const customerId = answers.customerId ?? '';
  const notes: RowNote[] = [...file.notes];
  const starts = file.meetings.map((meeting, index) => {
    const start = meeting.start ?? answers.start;
    const own = start === undefined ? undefined : pick(at(start));
    return own instanceof Date ? own : (known.get(ids[index] ?? '') ?? null);
  });
  const sessions = file.stays.flatMap((stay) => {
    const meeting = { id: ids[stay.meeting] ?? '', customerId, startAt: starts[stay.meeting] ?? null };
    return sessionLine(stay, meeting, at, notes);
  });
  const firstLines = new Map(file.stays.toReversed().map(({ meeting, line }) => [meeting, line]));
  const meetings = file.meetings.flatMap((meeting, index) => {
    const id = ids[index] ?? '';
    if (known.has(id)) return [];
    const line = firstLines.get(index) ?? 1;
    return [{ line, value: meetingValue(meeting, id, answers, at) }];
  });
  return { meetings, sessions, notes };
}

function writtenTimes(
  { meetings, stays }: AttendanceFile,
  { start, end }: AttendanceAnswers,
): Map<string, WrittenTime> {
  const texts = [
    ...meetings.flatMap((meeting) => [meeting.start ?? start, meeting.end ?? end]),
    ...stays.flatMap(({ joined, left }) => [joined, left]),
  ].filter((text) => typeof text === 'string');
  return new Map(
    texts.flatMap((text) => {
      const time = readWrittenTime(text);
      return time === null ? [] : [[text, time] as const];
    }),
  );
}

const QUESTIONS = {
  customer_needed: ['customer', 'Give the customer whose meeting it was.'],
  meeting_needed: ['meeting', 'The file does not name its meeting; give the id to keep it under.'],
  components_needed: ['components', 'Give the components that the meeting used.'],
  time_zone_needed: ['timezone', 'The file names no zone; give the one it was exported in, such as Europe/Paris.'],
  day_first_needed: ['dayFirst', 'Its dates can be read with the day first or the month first; say which.'],
  dates_contradict_each_other: ['dayFirst', 'Some of its dates have the day first, others the month.'],
  day_first_contradicts_file: ['dayFirst', 'Its dates show that they are the other way round.'],
  date_needed: ['date', 'Its times have no date; give the day on which it began, such as 2020-09-16.'],
  start_needed: ['start', 'The file does not say when the meeting was to start; give it.'],
  end_needed: ['end', 'The file does not say when the meeting was to end; give it.'],
} as const;

const SPLIT = 'The file holds several meetings and does not say of each when it was to be: split it, a file for each.';
const OF_SEVERAL: Partial<Record<keyof typeof QUESTIONS, string>> = {
  meeting_needed: SPLIT,
  start_needed: SPLIT,
  end_needed: SPLIT,
};

function openQuestions(
  { meetings }: AttendanceFile,
  ids: readonly (string | null)[],
  answers: AttendanceAnswers,
  known: KnownMeetings,
  written: ReadonlyMap<string, WrittenTime>,
  order: ReturnType<typeof dayOrder>,
): Reason[] {
  const times = [...written.values()];
  const fresh = meetings.filter((_, index) => !known.has(ids[index] ?? ''));
  const { dayFirst } = answers;
  // One start or end cannot be that of several meetings.
  const lacks = (end: 'start' | 'end'): boolean =>
    fresh.some((meeting) => meeting[end] === null && (answers[end] === undefined || meetings.length > 1));
  const open: Readonly<Record<keyof typeof QUESTIONS, boolean>> = {
    customer_needed: answers.customerId === undefined,
    meeting_needed: ids.includes(null),
    components_needed: fresh.length > 0 && (answers.components ?? []).length === 0,
    time_zone_needed: answers.timeZone === undefined && times.some(({ offset }) => offset === null),
    day_first_needed: order === 'open' && dayFirst === undefined,
    dates_contradict_each_other: order === 'contradictory',
    day_first_contradicts_file: (order === 'day' && dayFirst === false) || (order === 'month' && dayFirst === true),
    date_needed: answers.date === undefined && times.some(({ date }) => date === null),
    start_needed: lacks('start'),
    end_needed: lacks('end'),
  };
  return (Object.entries(QUESTIONS) as [keyof typeof QUESTIONS, readonly [string, string]][])
    .filter(([code]) => open[code])
    .map(([code, [path, message]]) => ({
      path,
      code,
      message: meetings.length > 1 ? (OF_SEVERAL[code] ?? message) : message,
    }));
}

/** The instants that a written text may be, or a fault of it. */
type Instants = (text: string) => readonly (Date | string)[];

/** The first instant that fits; where none does, the first. */
function pick(found: readonly (Date | string)[], fits: (at: Date) => boolean = () => true): Date | string {
  return found.find((at) => at instanceof Date && fits(at)) ?? found[0] ?? 'time_not_readable';
}

/** Nobody joins longer before a meeting: a time without a date that would is one after midnight. */
const EARLIEST_JOIN_MS = 12 * 3_600_000;

function sessionLine(
  { line, person, joined, left, isFacilitator }: WrittenStay,
  {
    id: meetingId,
    customerId,
    startAt,
  }: { readonly id: string; readonly customerId: string; readonly startAt: Date | null },
  at: Instants,
  notes: RowNote[],
): AttendanceLine[] {
  const participant = participantId(customerId, person);
  const earliestMs = (startAt?.getTime() ?? -Infinity) - EARLIEST_JOIN_MS;
  const joinedAt = pick(at(joined), (instant) => instant.getTime() >= earliestMs);
  const leftAt =
    left === null ? null : pick(at(left), (instant) => typeof joinedAt === 'string' || instant >= joinedAt);
  if (participant === null) notes.push(refusedRow(line, 'nobody_named', 'This row names nobody.'));
  const refuse = (time: string, code: string): void => {
    notes.push(refusedRow(line, code, `"${time.slice(0, 60)}" is no time that can be read without guessing.`));
  };
  if (typeof joinedAt === 'string') refuse(joined, joinedAt);
  if (typeof leftAt === 'string') refuse(left ?? '', leftAt);
  if (participant === null || typeof joinedAt === 'string' || typeof leftAt === 'string') return [];
  const value = {
    customerId,
    meetingId,
    participantId: participant,
    role: isFacilitator ? 'facilitator' : 'participant',
    kind: kindOf(person.name),
    joinedAt: joinedAt.toISOString(),
    ...(leftAt === null ? {} : { leftAt: leftAt.toISOString() }),
  };
  return [{ line, value }];
}

function meetingValue(
  meeting: WrittenMeeting,
  externalId: string,
  answers: AttendanceAnswers,
  at: Instants,
): LineObject {
  const start = meeting.start ?? answers.start;
  const end = meeting.end ?? answers.end;
  const startAt = start === undefined ? undefined : pick(at(start));
  const endAt =
    end === undefined ? undefined : pick(at(end), (instant) => !(startAt instanceof Date) || instant > startAt);
  // What is no time stays as it was written, for the line's own check to refuse.
  const isoOf = (instant: Date | string | undefined, text: string | undefined): string | undefined =>
    instant instanceof Date ? instant.toISOString() : text;
  return {
    externalId,
    customerId: answers.customerId,
    title: meeting.topic ?? undefined,
    scheduledStart: isoOf(startAt, start),
    scheduledEnd: isoOf(endAt, end),
    components: answers.components,
  };
}
