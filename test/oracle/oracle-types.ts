/** Plain data in and out of the oracle. Every instant is in epoch seconds, every range is `[start, end)`. */
import type { Interval } from './intervals.js';

export type Capability = 'join' | 'interact' | 'moderate' | 'view' | 'media';
export type CapabilityState = 'lost' | 'degraded';
export type CapabilityStates = Readonly<Partial<Record<Capability, CapabilityState>>>;
export type Role = 'participant' | 'facilitator';
export type SessionKind = 'person' | 'room' | 'dial_in' | 'bot';
export type AttemptOutcome = 'admitted' | 'refused' | 'error' | 'timeout';

export const CAPABILITIES: readonly Capability[] = ['join', 'interact', 'moderate', 'view', 'media'];

/** A live outage window. Two of one component never overlap for one capability; `endAt` is null while it lasts. */
export type ScenarioWindow = {
  readonly component: string;
  readonly startAt: number;
  readonly endAt: number | null;
  readonly capabilities: CapabilityStates;
};

export type RosterEntry = { readonly participantId: string; readonly role: Role };

/** One is known by (customerId, meetingId): two customers may use the same meeting id. */
export type ScenarioMeeting = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly scheduledStartAt: number | null;
  readonly scheduledEndAt: number | null;
  readonly actualEndAt: number | null;
  readonly cancelledAt: number | null;
  readonly components: readonly string[] | null;
  readonly roster: readonly RosterEntry[];
  /** For the loader only: a stub is an ordinary meeting of which nothing is known. */
  readonly isStub: boolean;
};

/** `leftAt` is null when no leave is known, `sessionId` when the source names none. */
export type ScenarioSession = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly role: Role;
  readonly kind: SessionKind;
  readonly joinedAt: number;
  readonly leftAt: number | null;
  readonly sessionId: string | null;
};

/** `role` is null when the source names none. */
export type ScenarioAttempt = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly role: Role | null;
  readonly at: number;
  readonly outcome: AttemptOutcome;
};

export type Scenario = {
  readonly assessedAt: number;
  readonly windows: readonly ScenarioWindow[];
  readonly meetings: readonly ScenarioMeeting[];
  readonly sessions: readonly ScenarioSession[];
  readonly attempts: readonly ScenarioAttempt[];
};

export type HitClass = 'unable_to_join' | 'media_loss' | 'interactivity_loss' | 'degraded';
export type ImpactClass = HitClass | 'unknown' | 'unaffected';
export type Confidence = 'observed' | 'inferred';

/** Heaviest first. */
export const HIT_CLASSES: readonly HitClass[] = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'];

/** One participant of one meeting who was hit. The ranges are disjoint, in order, and do not touch within one list. */
export type OracleRow = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly participantId: string;
  readonly class: HitClass;
  readonly confidence: Confidence;
  readonly isFacilitator: boolean;
  readonly hasOpenSession: boolean;
  readonly borderline: boolean;
  /** Observed and inferred together. */
  readonly blockedSeconds: number;
  readonly inferredSeconds: number;
  readonly mediaLostSeconds: number;
  readonly interactivityLostSeconds: number;
  readonly degradedSeconds: number;
  readonly blocked: readonly Interval[];
  /** The inferred part of `blocked`. */
  readonly inferred: readonly Interval[];
  readonly mediaLost: readonly Interval[];
  readonly interactivityLost: readonly Interval[];
  readonly degraded: readonly Interval[];
};

export type CountByClass = Readonly<Record<HitClass, number>>;

/** One meeting that was hit, or is `unknown`. Seconds are the sums of its rows. */
export type OracleMeeting = {
  readonly customerId: string;
  readonly meetingId: string;
  readonly class: HitClass | 'unknown';
  readonly confidence: Confidence;
  readonly people: CountByClass;
  /** Of `people.unable_to_join`, those whose row rests on inference. */
  readonly peopleInferred: number;
  readonly blockedSeconds: number;
  readonly inferredSeconds: number;
  readonly mediaLostSeconds: number;
  readonly interactivityLostSeconds: number;
  readonly degradedSeconds: number;
};

/** One customer with a meeting that was hit, or is `unknown`. Each `…Inferred` is a part of its `unable_to_join`. */
export type OracleCustomer = {
  readonly customerId: string;
  readonly class: HitClass | 'unknown';
  readonly people: CountByClass;
  readonly peopleInferred: number;
  readonly personSeconds: CountByClass;
  readonly personSecondsInferred: number;
  readonly clockSeconds: CountByClass;
  readonly clockSecondsInferred: number;
  readonly meetings: CountByClass & { readonly unknown: number };
  readonly meetingsInferred: number;
};

/** Each list in the order of its ids. */
export type OracleResult = {
  readonly rows: readonly OracleRow[];
  readonly meetings: readonly OracleMeeting[];
  readonly customers: readonly OracleCustomer[];
  readonly provisional: boolean;
};
