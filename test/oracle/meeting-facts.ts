/** What is known of the meetings and their people, before any window is looked at. */
import { union, type Interval } from './intervals.js';
import type { Role, Scenario, ScenarioAttempt, ScenarioMeeting, ScenarioSession } from './oracle-types.js';

export type MeetingFacts = {
  readonly meeting: ScenarioMeeting;
  /** "Components missing or empty are components not known." */
  readonly components: readonly string[] | null;
  /** Empty when the schedule is not known. */
  readonly schedule: readonly Interval[];
  readonly isWithoutSessions: boolean;
  readonly isWithoutAttempts: boolean;
  /** Null when neither a scheduled end, nor an actual end, nor any leave is known. */
  readonly lastKnownAt: number | null;
  readonly participants: readonly ParticipantFacts[];
};

export type Stay = { readonly joinedAt: number; readonly endAt: number };

export type ParticipantFacts = {
  readonly participantId: string;
  readonly role: Role;
  readonly isOnRoster: boolean;
  readonly hasOpenSession: boolean;
  readonly stays: readonly Stay[];
  readonly present: readonly Interval[];
  readonly attempts: readonly ScenarioAttempt[];
  readonly entries: readonly number[];
};

type OfMeeting = { readonly customerId: string; readonly meetingId: string };
type MeetingData = { meeting: ScenarioMeeting; sessions: ScenarioSession[]; attempts: ScenarioAttempt[] };

/** The facts of every meeting, in order of customer and meeting. Throws RangeError for data of a meeting not listed. */
export function factsOfMeetings(scenario: Scenario): MeetingFacts[] {
  const keyOf = ({ customerId, meetingId }: OfMeeting) => JSON.stringify([customerId, meetingId]);
  const byKey = new Map<string, MeetingData>(
    scenario.meetings.map((meeting) => [keyOf(meeting), { meeting, sessions: [], attempts: [] }]),
  );
  const dataOf = (line: OfMeeting): MeetingData => {
    const data = byKey.get(keyOf(line));
    if (data === undefined) throw new RangeError(`no meeting ${keyOf(line)}`);
    return data;
  };
  for (const session of scenario.sessions) dataOf(session).sessions.push(session);
  for (const attempt of scenario.attempts) dataOf(attempt).attempts.push(attempt);
  return [...byKey.keys()].toSorted().map((key) => {
    const { meeting, sessions, attempts } = withoutBots(byKey.get(key) as MeetingData);
    return factsOf(meeting, sessions, attempts, scenario.assessedAt);
  });
}

/**
 * "A participant whose sessions in a meeting are all a bot's is left out of it whole, and bots count for nothing else
 * there." One with a session of another kind too is kept, with all their sessions.
 */
function withoutBots({ meeting, sessions, attempts }: MeetingData): MeetingData {
  const isBot = ({ participantId }: { participantId: string }) => {
    const own = sessions.filter((session) => session.participantId === participantId);
    return own.length > 0 && own.every((session) => session.kind === 'bot');
  };
  return {
    meeting: { ...meeting, roster: meeting.roster.filter((entry) => !isBot(entry)) },
    sessions: sessions.filter((session) => !isBot(session)),
    attempts: attempts.filter((attempt) => !isBot(attempt)),
  };
}

function factsOf(
  meeting: ScenarioMeeting,
  sessions: readonly ScenarioSession[],
  attempts: readonly ScenarioAttempt[],
  assessedAt: number,
): MeetingFacts {
  const lastKnownAt = lastKnownMoment(meeting, sessions);
  const participantIds = new Set([...sessions, ...attempts, ...meeting.roster].map((line) => line.participantId));
  return {
    meeting,
    components: meeting.components === null || meeting.components.length === 0 ? null : meeting.components,
    schedule: scheduleOf(meeting),
    isWithoutSessions: sessions.length === 0,
    isWithoutAttempts: attempts.length === 0,
    lastKnownAt,
    participants: [...participantIds]
      .toSorted()
      .map((participantId) => participantFacts(participantId, meeting, sessions, attempts, lastKnownAt, assessedAt)),
  };
}

/** "*Schedule* is from scheduled start to scheduled end, whatever the actual end." */
function scheduleOf({ scheduledStartAt, scheduledEndAt }: ScenarioMeeting): readonly Interval[] {
  return scheduledStartAt === null || scheduledEndAt === null ? [] : union([[scheduledStartAt, scheduledEndAt]]);
}

/** "the latest of its scheduled end, its actual end, and the last leave known in it". */
function lastKnownMoment(meeting: ScenarioMeeting, sessions: readonly ScenarioSession[]): number | null {
  const known = [meeting.scheduledEndAt, meeting.actualEndAt, ...sessions.map((session) => session.leftAt)];
  const instants = known.filter((instant) => instant !== null);
  return instants.length === 0 ? null : Math.max(...instants);
}

function participantFacts(
  participantId: string,
  meeting: ScenarioMeeting,
  allSessions: readonly ScenarioSession[],
  allAttempts: readonly ScenarioAttempt[],
  lastKnownAt: number | null,
  assessedAt: number,
): ParticipantFacts {
  const isOwn = (line: { participantId: string }) => line.participantId === participantId;
  const sessions = allSessions.filter(isOwn);
  const attempts = allAttempts.filter(isOwn);
  const rosterEntries = meeting.roster.filter(isOwn);
  const stays = sessions.map((session) => ({
    joinedAt: session.joinedAt,
    endAt: session.leftAt ?? endOfOpenSession(session.joinedAt, meeting, sessions, attempts, lastKnownAt, assessedAt),
  }));
  // "A person is a facilitator in a meeting when any of their sessions, attempts or roster entries there says so."
  const isFacilitator = [...sessions, ...attempts, ...rosterEntries].some((line) => line.role === 'facilitator');
  return {
    participantId,
    role: isFacilitator ? 'facilitator' : 'participant',
    isOnRoster: rosterEntries.length > 0,
    // "It is flagged."
    hasOpenSession: sessions.some((session) => session.leftAt === null),
    stays,
    // "present = the union of their sessions"; "A session of no length is an entry but no presence."
    present: union(stays.map((stay): Interval => [stay.joinedAt, stay.endAt])),
    attempts,
    // "entry = the start of a session, or an attempt with the outcome `admitted`"
    entries: [
      ...sessions.map((session) => session.joinedAt),
      ...attempts.filter((attempt) => attempt.outcome === 'admitted').map((attempt) => attempt.at),
    ],
  };
}

/**
 * "An open session (no `leftAt`) ends at the earliest of: that participant's next session or next attempt of any outcome
 * in the meeting; the meeting's actual end or, when unknown, its last known moment; the assessment's instant."
 * Next is strictly after `joinedAt`. A session whose earliest such instant lies before its start ends as it starts.
 */
function endOfOpenSession(
  joinedAt: number,
  meeting: ScenarioMeeting,
  ownSessions: readonly ScenarioSession[],
  ownAttempts: readonly ScenarioAttempt[],
  lastKnownAt: number | null,
  assessedAt: number,
): number {
  const bounds = [
    ...ownSessions.map((session) => session.joinedAt).filter((instant) => instant > joinedAt),
    ...ownAttempts.map((attempt) => attempt.at).filter((instant) => instant > joinedAt),
    meeting.actualEndAt ?? lastKnownAt ?? assessedAt,
    assessedAt,
  ];
  return Math.max(joinedAt, Math.min(...bounds));
}
