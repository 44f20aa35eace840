/** What one participant of one meeting suffered under one timeline. */
import { contains, intersect, overlaps, seconds, subtract, union, type Interval } from './intervals.js';
import type { MeetingFacts, ParticipantFacts } from './meeting-facts.js';
import type { HitClass } from './oracle-types.js';
import type { Stretch, Timeline } from './window-states.js';

export type Suffered = {
  readonly blocked: readonly Interval[];
  readonly inferred: readonly Interval[];
  readonly mediaLost: readonly Interval[];
  readonly interactivityLost: readonly Interval[];
  readonly degraded: readonly Interval[];
};

/** All that one participant suffered. `inferred` is the inferred part of `blocked`. */
export function sufferedBy(person: ParticipantFacts, facts: MeetingFacts, timeline: Timeline): Suffered {
  const { present } = person;
  const observed = blockedObserved(person, facts, timeline);
  const inferred = blockedInferred(person, facts, timeline, observed);
  // "media lost = present ∩ times when `media` or `view` is lost"
  const mediaLost = intersect(present, timeline.mediaLost);
  // "interactivity lost = present ∩ times when `interact` is lost (for a facilitator, `interact` or `moderate`), less
  // media lost"
  const interactivityLost = subtract(intersect(present, timeline.interactivityLost[person.role]), mediaLost);
  // "degraded = present ∩ times when `media`, `view`, `interact` (for a facilitator, `moderate` too) is degraded, less
  // the two above"
  const degraded = subtract(intersect(present, timeline.degraded[person.role]), [...mediaLost, ...interactivityLost]);
  return { blocked: union([...observed, ...inferred]), inferred, mediaLost, interactivityLost, degraded };
}

/**
 * "Class, heaviest first: `unable_to_join` (blocked for any time at all) > `media_loss` > `interactivity_loss` >
 * `degraded` > …". Null when nothing at all was suffered.
 */
export function classOf(suffered: Suffered): HitClass | null {
  if (seconds(suffered.blocked) > 0) return 'unable_to_join';
  if (seconds(suffered.mediaLost) > 0) return 'media_loss';
  if (seconds(suffered.interactivityLost) > 0) return 'interactivity_loss';
  if (seconds(suffered.degraded) > 0) return 'degraded';
  return null;
}

/** "A meeting cancelled before a stretch or window starts is ignored by it; one cancelled inside it counts as scheduled." */
export function isIgnoredBy(startAt: number, facts: MeetingFacts): boolean {
  return facts.meeting.cancelledAt !== null && facts.meeting.cancelledAt < startAt;
}

/** "Cancelling speaks to attempts, inference and `unknown`; presence counts as it was." */
function stretchesThatCount(stretches: readonly Stretch[], facts: MeetingFacts): Stretch[] {
  return stretches.filter((stretch) => !isIgnoredBy(stretch.during[0], facts));
}

function blockedObserved(person: ParticipantFacts, facts: MeetingFacts, timeline: Timeline): Interval[] {
  const failures = person.attempts.filter((attempt) => attempt.outcome !== 'admitted').map((attempt) => attempt.at);
  const blocked: Interval[] = [];
  for (const failedAt of failures) {
    // "An entry in the very second of a refusal ends it at once."
    const nextEntries = person.entries.filter((entry) => entry >= failedAt);
    const nextAttempts = person.attempts.map((attempt) => attempt.at).filter((at) => at > failedAt);
    const lastKnown = facts.lastKnownAt === null ? [] : [facts.lastKnownAt];
    // "for every failed attempt at `t` in a `lost` stretch, `[t, min(next entry, stretch end, last known moment))`"
    for (const { during } of stretchesThatCount(timeline.lostStretches, facts)) {
      if (!contains(during, failedAt)) continue;
      blocked.push([failedAt, Math.min(...nextEntries, during[1], ...lastKnown)]);
    }
    // "in a `degraded` stretch, `[t, min(next entry or next attempt, t + 5 min, stretch end, last known moment))`"
    for (const { during } of stretchesThatCount(timeline.degradedStretches, facts)) {
      if (!contains(during, failedAt)) continue;
      blocked.push([failedAt, Math.min(...nextEntries, ...nextAttempts, failedAt + 5 * 60, during[1], ...lastKnown)]);
    }
  }
  // "the union, less **present** (who is inside on another device is not at the door)"
  return subtract(blocked, person.present);
}

/** "only in a `lost` stretch in which the participant has no attempt of any outcome, and less the observed part and present" */
function blockedInferred(
  person: ParticipantFacts,
  facts: MeetingFacts,
  timeline: Timeline,
  observed: readonly Interval[],
): Interval[] {
  const inferred = stretchesThatCount(timeline.lostStretches, facts)
    .filter((stretch) => stretch.isInferenceAllowed)
    .map((stretch) => stretch.during)
    .filter((stretch) => !person.attempts.some((attempt) => contains(stretch, attempt.at)))
    .flatMap((stretch) => [
      ...cameLate(stretch, person, facts),
      ...couldNotStart(stretch, person, facts),
      ...thrownOut(stretch, person),
    ]);
  return subtract(inferred, [...observed, ...person.present]);
}

/**
 * "(i) *came late*: no session before or in the stretch, the first session starts in `[stretch end, stretch end +
 * 15 min)`, and the schedule overlaps the stretch: `[max(stretch start, scheduled start), stretch end)`".
 */
function cameLate(stretch: Interval, person: ParticipantFacts, facts: MeetingFacts): Interval[] {
  const [start, end] = stretch;
  const { scheduledStartAt } = facts.meeting;
  if (person.stays.length === 0 || scheduledStartAt === null) return [];
  const firstJoinedAt = Math.min(...person.stays.map((stay) => stay.joinedAt));
  if (!contains([end, end + 15 * 60], firstJoinedAt)) return [];
  if (!overlaps(facts.schedule, [stretch])) return [];
  return [[Math.max(start, scheduledStartAt), end]];
}

/**
 * "(ii) *could not start*: the schedule starts in the stretch, nobody has any session in that meeting at all, and the
 * participant is on the roster: stretch ∩ schedule".
 */
function couldNotStart(stretch: Interval, person: ParticipantFacts, facts: MeetingFacts): Interval[] {
  const { scheduledStartAt } = facts.meeting;
  if (scheduledStartAt === null || !contains(stretch, scheduledStartAt)) return [];
  if (!facts.isWithoutSessions || !person.isOnRoster) return [];
  return intersect([stretch], facts.schedule);
}

/**
 * "(iii) *thrown out*: a session ends in the stretch or at most 2 min before it, and their next one starts in `[stretch
 * end, stretch end + 15 min)`: `[max(that leave, stretch start), stretch end)`". "For (iii) a session has also ended
 * where its end was worked out." The next one is the first that starts strictly after the leave.
 */
function thrownOut([start, end]: Interval, person: ParticipantFacts): Interval[] {
  return person.stays
    .map((stay) => stay.endAt)
    .filter((leftAt) => contains([start - 2 * 60, end], leftAt))
    .filter((leftAt) => {
      const laterJoins = person.stays.map((stay) => stay.joinedAt).filter((joinedAt) => joinedAt > leftAt);
      return laterJoins.length > 0 && contains([end, end + 15 * 60], Math.min(...laterJoins));
    })
    .map((leftAt): Interval => [Math.max(leftAt, start), end]);
}
