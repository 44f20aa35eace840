import type { PlayedMeeting } from './expect-impacts.js';
import type { JoinAttemptLine, MeetingLine, RosterLine, SessionLine } from './ingest-lines.js';
import { instantText } from './outage-day.js';

/** The import line of a meeting. */
export function meetingLine({ customerId, plan, cast, actualEnd }: PlayedMeeting): MeetingLine {
  const roster = cast.flatMap(({ participantId, rosterRole }): RosterLine[] =>
    rosterRole === null ? [] : [{ participantId, role: rosterRole }],
  );
  return {
    externalId: plan.externalId,
    customerId,
    title: plan.title,
    scheduledStart: instantText(plan.scheduledStart),
    scheduledEnd: instantText(plan.scheduledEnd),
    ...(actualEnd !== null && { actualEnd: instantText(actualEnd) }),
    ...(plan.cancelledAt !== null && { cancelledAt: instantText(plan.cancelledAt) }),
    components: plan.components,
    ...(plan.isRosterKnown && { roster }),
  };
}

/** The import lines of its sessions. A person's own session needs no kind. */
export function sessionLines({ customerId, plan, cast }: PlayedMeeting): SessionLine[] {
  return cast.flatMap(({ participantId, shownRole, kind, act }) =>
    act.stays.map(({ joinedAt, leftAt, sessionId }) => ({
      customerId,
      meetingId: plan.externalId,
      participantId,
      role: shownRole,
      ...(kind !== 'person' && { kind }),
      joinedAt: instantText(joinedAt),
      ...(leftAt !== null && { leftAt: instantText(leftAt) }),
      ...(sessionId !== undefined && { sessionId }),
    })),
  );
}

/** The import lines of its attempts; those that succeed are among them where the source logs admissions. */
export function joinAttemptLines({ customerId, plan, cast }: PlayedMeeting): JoinAttemptLine[] {
  return cast.flatMap(({ participantId, shownRole, act }) =>
    act.attempts.map(({ at, outcome }) => ({
      customerId,
      meetingId: plan.externalId,
      participantId,
      ...(plan.logsAdmissions && { role: shownRole }),
      at: instantText(at),
      outcome,
    })),
  );
}
