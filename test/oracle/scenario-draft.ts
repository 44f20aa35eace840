/**
 * A scenario before its instants are fixed. Instants are drawn as distances from edges of windows, so that a draft stays
 * near the edges however it shrinks. What is built keeps: no two windows of one component overlap for one capability;
 * sessions last 31 days at most; no leave before its join; sessions unique by (customer, meeting, participant, joinedAt,
 * sessionId), attempts by (customer, meeting, participant, at, outcome), roster entries by participant; a schedule known
 * whole or not at all; no edge of a window at or after the assessment while a window is open.
 */
import {
  CAPABILITIES,
  type AttemptOutcome,
  type CapabilityStates,
  type Role,
  type RosterEntry,
  type Scenario,
  type ScenarioAttempt,
  type ScenarioMeeting,
  type ScenarioSession,
  type ScenarioWindow,
  type SessionKind,
} from './oracle-types.js';

const LONGEST_SESSION_SECONDS = 31 * 86_400;

/** Even edges are starts of windows, odd ones ends; the last two are the assessment's instant. */
export type InstantDraft = { readonly edge: number; readonly offsetSeconds: number };

export type WindowDraft = {
  readonly component: string;
  readonly from: 'anchor' | 'start of the last' | 'end of the last';
  readonly offsetSeconds: number;
  readonly lengthSeconds: number;
  readonly isOpen: boolean;
  readonly capabilities: CapabilityStates;
};

export type SessionDraft = {
  readonly participantId: string;
  readonly role: Role;
  readonly kind: SessionKind;
  readonly joined: InstantDraft;
  readonly left: InstantDraft | 'none' | 'at once';
  /** Moves the join this far back. */
  readonly longerSeconds: number;
  readonly sessionId: string | null;
};

export type AttemptDraft = {
  readonly participantId: string;
  readonly role: Role | null;
  readonly at: InstantDraft;
  readonly outcome: AttemptOutcome;
};

export type MeetingDraft = {
  readonly customer: number;
  readonly isStub: boolean;
  readonly scheduledStart: InstantDraft | null;
  readonly scheduledSeconds: number;
  readonly actualEnd: InstantDraft | null;
  readonly cancelled: InstantDraft | null;
  readonly components: readonly string[] | null;
  readonly roster: readonly RosterEntry[];
  readonly sessions: readonly SessionDraft[];
  readonly attempts: readonly AttemptDraft[];
};

export type ScenarioDraft = {
  readonly anchorAt: number;
  /** The first always stands; a later one loses each capability for which it would overlap an earlier one. */
  readonly windows: readonly WindowDraft[];
  /** At least 1. */
  readonly assessedAfterSeconds: number;
  /** Where the assessment is instead when no window is open. */
  readonly assessedEarly: InstantDraft | null;
  readonly meetings: readonly MeetingDraft[];
};

type Resolve = (instant: InstantDraft) => number;

/** The scenario of a draft. */
export function buildScenario(draft: ScenarioDraft): Scenario {
  const windows = buildWindows(draft.windows, draft.anchorAt);
  const assessedAt = assessmentOf(draft, windows);
  const edges = [...windows.flatMap((window) => [window.startAt, window.endAt ?? assessedAt]), assessedAt, assessedAt];
  const resolve: Resolve = ({ edge, offsetSeconds }) => (edges[edge % edges.length] as number) + offsetSeconds;
  const meetings = draft.meetings.map((meetingDraft, index) => {
    const ids = idsOf(draft.meetings, index);
    return {
      meeting: buildMeeting(meetingDraft, ids, resolve),
      sessions: buildSessions(meetingDraft.sessions, ids, resolve),
      attempts: buildAttempts(meetingDraft.attempts, ids, resolve),
    };
  });
  return {
    assessedAt,
    windows,
    meetings: meetings.map(({ meeting }) => meeting),
    sessions: meetings.flatMap(({ sessions }) => sessions),
    attempts: meetings.flatMap(({ attempts }) => attempts),
  };
}

/** Meetings are numbered within their customer, so that two customers use the same meeting ids. */
function idsOf(meetings: readonly MeetingDraft[], index: number) {
  const customer = (meetings[index] as MeetingDraft).customer;
  const number = meetings.slice(0, index).filter((meeting) => meeting.customer === customer).length;
  return { customerId: `c${customer + 1}`, meetingId: `m${number + 1}` };
}

function buildWindows(drafts: readonly WindowDraft[], anchorAt: number): ScenarioWindow[] {
  const windows: ScenarioWindow[] = [];
  for (const draft of drafts) {
    const last = windows.at(-1);
    const origins = {
      anchor: anchorAt,
      'start of the last': last?.startAt ?? anchorAt,
      'end of the last': last?.endAt ?? anchorAt,
    };
    const startAt = origins[draft.from] + draft.offsetSeconds;
    const window = { component: draft.component, startAt, endAt: draft.isOpen ? null : startAt + draft.lengthSeconds };
    const capabilities = Object.fromEntries(
      CAPABILITIES.filter(
        (capability) => !windows.some((other) => other.capabilities[capability] && isSameComponentThen(other, window)),
      ).flatMap((capability) => (draft.capabilities[capability] ? [[capability, draft.capabilities[capability]]] : [])),
    );
    if (Object.keys(capabilities).length > 0) windows.push({ ...window, capabilities });
  }
  return windows;
}

type WindowPlace = Omit<ScenarioWindow, 'capabilities'>;

function isSameComponentThen(left: WindowPlace, right: WindowPlace): boolean {
  return (
    left.component === right.component &&
    left.startAt < (right.endAt ?? Infinity) &&
    right.startAt < (left.endAt ?? Infinity)
  );
}

function assessmentOf(draft: ScenarioDraft, windows: readonly ScenarioWindow[]): number {
  const edges = windows.flatMap((window) => [window.startAt, window.endAt ?? window.startAt]);
  const isAnyOpen = windows.some((window) => window.endAt === null);
  if (isAnyOpen || draft.assessedEarly === null) return Math.max(...edges) + draft.assessedAfterSeconds;
  return (edges[draft.assessedEarly.edge % edges.length] as number) + draft.assessedEarly.offsetSeconds;
}

type MeetingIds = { readonly customerId: string; readonly meetingId: string };

function buildMeeting(draft: MeetingDraft, ids: MeetingIds, resolve: Resolve): ScenarioMeeting {
  if (draft.isStub) {
    const unknown = { scheduledStartAt: null, scheduledEndAt: null, actualEndAt: null, cancelledAt: null };
    return { ...ids, ...unknown, components: null, roster: [], isStub: true };
  }
  const scheduledStartAt = draft.scheduledStart && resolve(draft.scheduledStart);
  return {
    ...ids,
    scheduledStartAt,
    scheduledEndAt: scheduledStartAt === null ? null : scheduledStartAt + draft.scheduledSeconds,
    actualEndAt: draft.actualEnd && resolve(draft.actualEnd),
    cancelledAt: draft.cancelled && resolve(draft.cancelled),
    components: draft.components,
    roster: draft.roster,
    isStub: false,
  };
}

function buildSessions(drafts: readonly SessionDraft[], ids: MeetingIds, resolve: Resolve): ScenarioSession[] {
  const sessions = drafts.map(({ joined, left, longerSeconds, ...draft }): ScenarioSession => {
    const one = resolve(joined);
    const other = typeof left === 'string' ? one : resolve(left);
    const joinedAt = Math.min(one, other) - longerSeconds;
    const leftAt = left === 'at once' ? joinedAt : Math.min(Math.max(one, other), joinedAt + LONGEST_SESSION_SECONDS);
    return { ...ids, ...draft, joinedAt, leftAt: left === 'none' ? null : leftAt };
  });
  return uniqueBy(sessions, ({ participantId, joinedAt, sessionId }) => [participantId, joinedAt, sessionId]);
}

function buildAttempts(drafts: readonly AttemptDraft[], ids: MeetingIds, resolve: Resolve): ScenarioAttempt[] {
  const attempts = drafts.map((draft): ScenarioAttempt => ({ ...ids, ...draft, at: resolve(draft.at) }));
  return uniqueBy(attempts, ({ participantId, at, outcome }) => [participantId, at, outcome]);
}

function uniqueBy<Line>(lines: readonly Line[], keyOf: (line: Line) => readonly unknown[]): Line[] {
  return [...new Map(lines.map((line) => [JSON.stringify(keyOf(line)), line])).values()];
}
