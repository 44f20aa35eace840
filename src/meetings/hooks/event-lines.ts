import type { LineObject } from '../../platform/ingest/import-line.js';
import { type AttemptOutcome, SESSION_KINDS } from '../participant.js';
import type { MeetingFacts, StayFacts } from './meeting-events.sql.js';
import type { Stay } from './stays.js';

/** A line of meetings as a file has it; null while the events do not say when it was, or which components it used. */
export function meetingLine(facts: MeetingFacts, customerId: string): LineObject | null {
  const { meeting, title, start, end, endedAt, components } = facts;
  if (start === null || end === null || components === null) return null;
  return {
    externalId: meeting,
    customerId,
    title,
    scheduledStart: isoOf(start),
    scheduledEnd: isoOf(end),
    actualEnd: endedAt === null ? null : isoOf(endedAt),
    components,
  };
}

/** A line of sessions. Of several roles and kinds the stronger holds, as when files tell a session twice. */
export function sessionLine(stay: StayFacts & Stay, customerId: string): LineObject {
  const { meeting, participant, connection, kinds, joinedAt, leftAt } = stay;
  return {
    customerId,
    meetingId: meeting,
    participantId: participant,
    sessionId: connection,
    role: roleOf(stay),
    kind: SESSION_KINDS.find((kind) => kinds.includes(kind)) ?? 'person',
    joinedAt: isoOf(joinedAt),
    leftAt: leftAt === null ? null : isoOf(leftAt),
  };
}

/** A line of join attempts. */
export function attemptLine(
  attempt: StayFacts & { readonly at: number; readonly outcome: AttemptOutcome },
  customerId: string,
): LineObject {
  const { meeting, participant, at, outcome } = attempt;
  return {
    customerId,
    meetingId: meeting,
    participantId: participant,
    role: roleOf(attempt),
    at: isoOf(at),
    outcome,
  };
}

function roleOf({ roles }: StayFacts): 'facilitator' | 'participant' {
  return roles.includes('facilitator') ? 'facilitator' : 'participant';
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
