/**
 * What an assessment must find, told slowly: the definition of an impact followed sentence by sentence over plain lists
 * of intervals. The SQL is held against it; it is not made from the SQL.
 */
import { customerTotals, meetingTotals } from './impact-totals.js';
import { contains, overlaps, seconds, type Interval } from './intervals.js';
import { factsOfMeetings, type MeetingFacts } from './meeting-facts.js';
import type { OracleResult, OracleRow, Scenario } from './oracle-types.js';
import { classOf, isIgnoredBy, sufferedBy } from './participant-impact.js';
import { canonicalWindows, shiftedWindows, timelineOf, type CanonicalWindow, type Timeline } from './window-states.js';

/** `shifted` are those of every shift of an edge; they are worked out when somebody is hit, and then once. */
type Timelines = { readonly asTheyStand: Timeline; readonly shifted: () => readonly Timeline[] };

/** Assesses the scenario. Throws RangeError for a session or an attempt of a meeting that is not listed. */
export function assess(scenario: Scenario): OracleResult {
  const windows = canonicalWindows(scenario.windows, scenario.assessedAt);
  const timelines = timelinesByComponents(windows);
  const meetings = factsOfMeetings(scenario).map((facts) => {
    const rows = facts.components === null ? [] : rowsOf(facts, timelines(facts.components));
    return { facts, rows, isUnknown: isUnknown(facts, windows, rows) };
  });
  const shown = meetings.filter(({ rows, isUnknown }) => rows.length > 0 || isUnknown);
  const rows = shown.flatMap((meeting) => meeting.rows);
  const totals = shown.map((meeting) => meetingTotals(meeting.facts.meeting, meeting.rows));
  const customerIds = [...new Set(totals.map((meeting) => meeting.customerId))];
  return {
    rows,
    meetings: totals,
    customers: customerIds.map((customerId) =>
      customerTotals(
        customerId,
        rows.filter((row) => row.customerId === customerId),
        totals.filter((meeting) => meeting.customerId === customerId),
      ),
    ),
    // "A window without an end ends at the assessment's instant; the run is then provisional"
    provisional: scenario.windows.some((window) => window.endAt === null),
  };
}

/** "A window touches a meeting when the meeting uses the window's component." */
function touches(window: CanonicalWindow, components: readonly string[]): boolean {
  return components.includes(window.component);
}

/** Timelines are the same for all meetings with the same components, so each is worked out once. */
function timelinesByComponents(windows: readonly CanonicalWindow[]): (components: readonly string[]) => Timelines {
  const known = new Map<string, Timelines>();
  return (components) => {
    const key = JSON.stringify([...new Set(components)].toSorted());
    const timelines = known.get(key) ?? timelinesOf(windows.filter((window) => touches(window, components)));
    known.set(key, timelines);
    return timelines;
  };
}

function timelinesOf(touching: readonly CanonicalWindow[]): Timelines {
  let shifted: readonly Timeline[] | undefined;
  return {
    asTheyStand: timelineOf(touching),
    shifted: () => (shifted ??= shiftedWindows(touching).map((variant) => timelineOf(variant))),
  };
}

/** "Whoever is hit is stored". */
function rowsOf(facts: MeetingFacts, { asTheyStand, shifted }: Timelines): OracleRow[] {
  return facts.participants.flatMap((person) => {
    const suffered = sufferedBy(person, facts, asTheyStand);
    const hitClass = classOf(suffered);
    if (hitClass === null) return [];
    const blockedSeconds = seconds(suffered.blocked);
    const inferredSeconds = seconds(suffered.inferred);
    return {
      customerId: facts.meeting.customerId,
      meetingId: facts.meeting.meetingId,
      participantId: person.participantId,
      class: hitClass,
      // "A row's confidence is `inferred` when all of its blocked time is inferred"
      confidence: blockedSeconds > 0 && inferredSeconds === blockedSeconds ? 'inferred' : 'observed',
      isFacilitator: person.role === 'facilitator',
      hasOpenSession: person.hasOpenSession,
      // "a row that a shift of 60 s at a window's edge would put into another class is flagged `borderline`"
      borderline: shifted().some((timeline) => classOf(sufferedBy(person, facts, timeline)) !== hitClass),
      blockedSeconds,
      inferredSeconds,
      mediaLostSeconds: seconds(suffered.mediaLost),
      interactivityLostSeconds: seconds(suffered.interactivityLost),
      degradedSeconds: seconds(suffered.degraded),
      ...suffered,
    };
  });
}

/**
 * "A meeting whose schedule overlaps a window that touches it, with no session and no attempt of anyone, and to which
 * (ii) does not apply, is `unknown`, as is a meeting in that time whose components are not known". In that time: by its
 * schedule, by presence in it, or by an attempt.
 */
function isUnknown(facts: MeetingFacts, windows: readonly CanonicalWindow[], rows: readonly OracleRow[]): boolean {
  const { components } = facts;
  const during = windows
    .filter((window) => components === null || touches(window, components))
    // "A meeting cancelled before a … window starts is ignored by it"; "Cancelling speaks to … `unknown`"
    .filter((window) => !isIgnoredBy(window.startAt, facts))
    .map((window): Interval => [window.startAt, window.endAt]);
  const isScheduledThen = overlaps(facts.schedule, during);
  if (components !== null) {
    return isScheduledThen && facts.isWithoutSessions && facts.isWithoutAttempts && rows.length === 0;
  }
  return (
    isScheduledThen ||
    facts.participants.some(
      (person) =>
        overlaps(person.present, during) ||
        person.attempts.some((attempt) => during.some((window) => contains(window, attempt.at))),
    )
  );
}
