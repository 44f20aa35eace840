/** Rows added up per meeting and per customer. */
import { seconds, subtract, union } from './intervals.js';
import {
  HIT_CLASSES,
  type Confidence,
  type CountByClass,
  type HitClass,
  type OracleCustomer,
  type OracleMeeting,
  type OracleRow,
} from './oracle-types.js';

type MeetingIds = { readonly customerId: string; readonly meetingId: string };

/** The figures of a meeting from its rows; a meeting without rows is one that is `unknown`. */
export function meetingTotals({ customerId, meetingId }: MeetingIds, rows: readonly OracleRow[]): OracleMeeting {
  const blockedRows = rows.filter((row) => row.class === 'unable_to_join');
  const isInferred = blockedRows.length > 0 && blockedRows.every((row) => row.confidence === 'inferred');
  const sumOf = (secondsOf: (row: OracleRow) => number) => rows.reduce((sum, row) => sum + secondsOf(row), 0);
  return {
    customerId,
    meetingId,
    // "A meeting and a customer take the heaviest class below them."
    class: heaviestOf(rows.map((row) => row.class)) ?? 'unknown',
    confidence: isInferred ? 'inferred' : 'observed',
    people: countByClass((hitClass) => rows.filter((row) => row.class === hitClass).length),
    peopleInferred: blockedRows.filter((row) => row.confidence === 'inferred').length,
    blockedSeconds: sumOf((row) => row.blockedSeconds),
    inferredSeconds: sumOf((row) => row.inferredSeconds),
    mediaLostSeconds: sumOf((row) => row.mediaLostSeconds),
    interactivityLostSeconds: sumOf((row) => row.interactivityLostSeconds),
    degradedSeconds: sumOf((row) => row.degradedSeconds),
  };
}

/** The figures of a customer from its rows and from its meetings that were hit or are `unknown`. */
export function customerTotals(
  customerId: string,
  rows: readonly OracleRow[],
  meetings: readonly OracleMeeting[],
): OracleCustomer {
  const participantIds = [...new Set(rows.map((row) => row.participantId))];
  const people = participantIds.map((participantId) =>
    personTotals(rows.filter((row) => row.participantId === participantId)),
  );
  const clock = secondsByClass(rows);
  return {
    customerId,
    // "A meeting and a customer take the heaviest class below them."
    class: heaviestOf(rows.map((row) => row.class)) ?? 'unknown',
    // "people by class, each once, in their heaviest"
    people: countByClass((hitClass) => people.filter((person) => person.class === hitClass).length),
    peopleInferred: people.filter((person) => person.confidence === 'inferred').length,
    personSeconds: countByClass((hitClass) => people.reduce((sum, person) => sum + person.byClass[hitClass], 0)),
    personSecondsInferred: people.reduce((sum, person) => sum + person.inferred, 0),
    clockSeconds: clock.byClass,
    clockSecondsInferred: clock.inferred,
    // "meetings by class"
    meetings: {
      ...countByClass((hitClass) => meetings.filter((meeting) => meeting.class === hitClass).length),
      unknown: meetings.filter((meeting) => meeting.class === 'unknown').length,
    },
    // "and of each the part that rests on inference"
    meetingsInferred: meetings.filter((meeting) => meeting.confidence === 'inferred').length,
  };
}

/** "a person in two meetings is one person"; inferred when they were blocked and all of that, anywhere, is inferred. */
function personTotals(rows: readonly OracleRow[]): {
  class: HitClass;
  confidence: Confidence;
  byClass: CountByClass;
  inferred: number;
} {
  const blockedRows = rows.filter((row) => row.class === 'unable_to_join');
  const isInferred = blockedRows.length > 0 && blockedRows.every((row) => row.confidence === 'inferred');
  return {
    class: heaviestOf(rows.map((row) => row.class)) as HitClass,
    confidence: isInferred ? 'inferred' : 'observed',
    ...secondsByClass(rows),
  };
}

/**
 * "each second of a person, and each second of the clock, counts once, in the heaviest class then present": of a person
 * when the rows are theirs, of the clock when they are everybody's. A blocked second is inferred when no observed one
 * falls on it.
 */
function secondsByClass(rows: readonly OracleRow[]): { byClass: CountByClass; inferred: number } {
  const blocked = union(rows.flatMap((row) => row.blocked));
  const observed = union(rows.flatMap((row) => subtract(row.blocked, row.inferred)));
  const mediaLost = union(rows.flatMap((row) => row.mediaLost));
  const interactivityLost = union(rows.flatMap((row) => row.interactivityLost));
  const degraded = union(rows.flatMap((row) => row.degraded));
  return {
    byClass: {
      unable_to_join: seconds(blocked),
      media_loss: seconds(subtract(mediaLost, blocked)),
      interactivity_loss: seconds(subtract(interactivityLost, [...blocked, ...mediaLost])),
      degraded: seconds(subtract(degraded, [...blocked, ...mediaLost, ...interactivityLost])),
    },
    inferred: seconds(subtract(blocked, observed)),
  };
}

function heaviestOf(classes: readonly HitClass[]): HitClass | undefined {
  return HIT_CLASSES.find((hitClass) => classes.includes(hitClass));
}

function countByClass(count: (hitClass: HitClass) => number): CountByClass {
  return {
    unable_to_join: count('unable_to_join'),
    media_loss: count('media_loss'),
    interactivity_loss: count('interactivity_loss'),
    degraded: count('degraded'),
  };
}
