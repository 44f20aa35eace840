import { UNTIL_MEETING_ENDS } from './act.js';
import type { CastMember } from './cast-meeting.js';
import { exposureOf, LOST_FROM, LOST_TO, sharedSeconds, type Span } from './outage-day.js';
import type { MeetingPlan } from './plan-meetings.js';

/** What an assessment must find for one person of one meeting; everybody who is hit has one. */
export type ExpectedImpact = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly class: 'unable_to_join' | 'media_loss' | 'interactivity_loss' | 'degraded';
  readonly confidence: 'observed' | 'inferred';
  readonly isFacilitator: boolean;
  readonly hasOpenSession: boolean;
  readonly blockedSeconds: number;
  /** The part of `blockedSeconds` that rests on inference. */
  readonly inferredSeconds: number;
  readonly mediaLostSeconds: number;
  readonly interactivityLostSeconds: number;
  readonly degradedSeconds: number;
  /** How it came about. */
  readonly personas: readonly string[];
};

/** A meeting of which an assessment must say that nobody knows. */
export type ExpectedUnknownMeeting = { readonly customerId: string; readonly meetingId: string };

/** A meeting as it was played: the plan, all who are in it, and its end when the source wrote one down. */
export type PlayedMeeting = {
  readonly customerId: string;
  readonly plan: MeetingPlan;
  readonly cast: readonly CastMember[];
  readonly actualEnd: number | null;
};

/** The impact of each person hit, each added up from what their persona says happened to them. */
export function expectedImpacts(meeting: PlayedMeeting): ExpectedImpact[] {
  const people = meeting.cast.filter(({ kind }) => kind !== 'bot');
  const lastKnown = lastKnownMoment(meeting, people);
  const shutOut = couldNotStart(meeting, people);
  return people.flatMap((person) => {
    const isShutOut = shutOut !== null && person.rosterRole !== null && person.act.attempts.length === 0;
    return expectedImpact(meeting, person, lastKnown, isShutOut ? [shutOut] : person.act.inferred) ?? [];
  });
}

function expectedImpact(
  meeting: PlayedMeeting,
  person: CastMember,
  lastKnown: number,
  inferred: readonly Span[],
): ExpectedImpact | null {
  const { act } = person;
  const { lost, degraded } = exposureOf(meeting.plan.components);
  const ending = meeting.actualEnd ?? lastKnown;
  const present = act.present.map(([from, to]): Span => [from, to === UNTIL_MEETING_ENDS ? ending : to]);
  const inferredSeconds = total(inferred, [[-Infinity, Infinity]]);
  const blockedSeconds = inferredSeconds + total(act.refused, [[-Infinity, lastKnown]]);
  const interactivityLostSeconds = total(present, lost);
  const degradedSeconds = total(present, degraded);
  if (blockedSeconds + interactivityLostSeconds + degradedSeconds === 0) return null;
  return {
    customerId: meeting.customerId,
    meetingId: meeting.plan.externalId,
    participantId: person.participantId,
    class: blockedSeconds > 0 ? 'unable_to_join' : interactivityLostSeconds > 0 ? 'interactivity_loss' : 'degraded',
    confidence: blockedSeconds > 0 && inferredSeconds === blockedSeconds ? 'inferred' : 'observed',
    isFacilitator: person.rosterRole === 'facilitator' || (person.shownRole === 'facilitator' && showsRole(person)),
    hasOpenSession: act.stays.some(({ leftAt }) => leftAt === null),
    blockedSeconds,
    inferredSeconds,
    mediaLostSeconds: 0,
    interactivityLostSeconds,
    degradedSeconds,
    personas: person.personas,
  };
}

/** Seconds of disjoint spans that lie in other disjoint spans. */
function total(spans: readonly Span[], within: readonly Span[]): number {
  let seconds = 0;
  for (const span of spans) for (const other of within) seconds += sharedSeconds(span, other);
  return seconds;
}

/** Sessions always carry a role; attempts do where the source logs admissions. */
function showsRole({ act }: CastMember): boolean {
  return act.stays.length > 0 || (act.scene.logsAdmissions && act.attempts.length > 0);
}

/** The latest of scheduled end, actual end, and last leave known. */
function lastKnownMoment({ plan, actualEnd }: PlayedMeeting, people: readonly CastMember[]): number {
  let latest = Math.max(plan.scheduledEnd, actualEnd ?? 0);
  for (const { act } of people) for (const { leftAt } of act.stays) latest = Math.max(latest, leftAt ?? 0);
  return latest;
}

/** When a meeting was due in the outage and nobody was ever in it: from its start to the end of outage or schedule. */
function couldNotStart({ plan }: PlayedMeeting, people: readonly CastMember[]): Span | null {
  const isDueInOutage = plan.scheduledStart >= LOST_FROM && plan.scheduledStart < LOST_TO;
  if (!isDueInOutage || !exposureOf(plan.components).atTheDoor || isCalledOffBy(plan, LOST_FROM)) return null;
  if (people.some(({ act }) => act.stays.length > 0)) return null;
  return [plan.scheduledStart, Math.min(plan.scheduledEnd, LOST_TO)];
}

function isCalledOffBy({ cancelledAt }: MeetingPlan, second: number): boolean {
  return cancelledAt !== null && cancelledAt < second;
}

/** True when the meeting stood in the time of a window that touches it and nothing tells what became of it. */
export function isExpectedUnknown(meeting: PlayedMeeting): boolean {
  const { plan } = meeting;
  const schedule: Span = [plan.scheduledStart, plan.scheduledEnd];
  const isInTime = exposureOf(plan.components).windows.some(
    (window) => sharedSeconds(schedule, window) > 0 && !isCalledOffBy(plan, window[0]),
  );
  if (!isInTime || plan.components.length === 0) return isInTime;
  const people = meeting.cast.filter(({ kind }) => kind !== 'bot');
  const isSilent = people.every(({ act }) => act.stays.length === 0 && act.attempts.length === 0);
  const isInferred = couldNotStart(meeting, people) !== null && people.some(({ rosterRole }) => rosterRole !== null);
  return isSilent && !isInferred;
}
