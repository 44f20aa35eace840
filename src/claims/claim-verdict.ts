import type { Money } from '../kernel/money.js';
import type { OfferStatus } from '../offers/offer.js';
import type { InKind, Outcome, ProposalReason } from '../offers/proposal.js';
import type { ChosenPolicies } from '../policies/choose-policy.js';
import { claimDueAt } from '../policies/claim-deadline.js';
import type { HitClass, ImpactClass } from '../policies/impact-class.js';
import { type Deadline, POLICY_KINDS } from '../policies/policy.js';
import type { ClaimVerdict } from './claim.js';

/** What the newest assessment says of the customer; seconds are of the clock and of people, whatever their class. */
export type ImpactEvidence = {
  readonly class: HitClass | 'unknown';
  readonly people: number;
  readonly meetings: number;
  readonly clockSeconds: number;
  readonly personSeconds: number;
  /** The part of the clock's seconds that rests on inference. */
  readonly inferredSeconds: number;
};

/** The meeting that the claimant names, if the customer has it. */
export type MeetingEvidence = {
  readonly externalId: string;
  readonly title: string | null;
  readonly scheduledStart: string | null;
  readonly scheduledEnd: string | null;
  /** What the newest assessment says of it. */
  readonly class: ImpactClass;
  readonly people: number;
  /** The longest that any of its people was hit. */
  readonly seconds: number;
  /** Whether it used a component that failed while it was on; null when its components are not known. */
  readonly touched: boolean | null;
};

/** An offer that the customer has for the incident, as it stands now. Instants here and below are RFC 3339. */
export type OfferEvidence = {
  readonly id: string;
  readonly status: OfferStatus;
  readonly amount: Money;
  /** What it gives in kind, beside its amount or in place of one. */
  readonly inKind: readonly InKind[];
  readonly sentAt: string | null;
  readonly validUntil: string | null;
};

/** How much is known of the customer around the incident, and what is missing. */
export type CompletenessEvidence = {
  /** Meetings scheduled, sessions and attempts in the time of the windows. */
  readonly meetings: number;
  readonly sessions: number;
  readonly attempts: number;
  readonly failedAttempts: number;
  /** Meetings of which nothing is known although they were scheduled then. */
  readonly meetingsWithoutData: number;
  /** Seconds in which no data came of anybody while the customer had meetings. */
  readonly gapSeconds: number;
  readonly gaps: readonly { readonly startAt: string; readonly endAt: string }[];
};

export const COVERAGE_CODES = [
  'no_contract',
  'no_policy_in_force',
  'plan_not_in_policy',
  'plan_excluded',
  'status_excluded',
  'component_not_in_contract',
] as const;
/** Why nothing covers a customer. */
export type CoverageCode = (typeof COVERAGE_CODES)[number];

export type DeadlineEvidence = Deadline & { readonly policyCode: string; readonly dueAt: string };

/** All that a verdict rests on, as it is kept and shown. */
export type ClaimEvidence = {
  readonly assessment: { readonly id: string; readonly revision: number; readonly provisional: boolean } | null;
  /** From the first window's beginning to the last one's end; null without a window. */
  readonly incident: { readonly startAt: string; readonly endAt: string } | null;
  readonly impact: ImpactEvidence | null;
  /** Null when none is named, or the customer has no meeting of this name; see `meetingNamed`. */
  readonly meeting: MeetingEvidence | null;
  readonly meetingNamed: string | null;
  /** The offer that stands, else the last one that stood. */
  readonly offer: OfferEvidence | null;
  readonly proposal: {
    readonly outcome: Outcome;
    readonly total: Money | null;
    readonly inKind: readonly InKind[];
    readonly reasons: readonly ProposalReason[];
  } | null;
  /** Empty when a policy covers the customer. */
  readonly notCovered: readonly CoverageCode[];
  /** The latest of the deadlines of the policies that cover the customer; null when one of them has none. */
  readonly deadline: DeadlineEvidence | null;
  readonly completeness: CompletenessEvidence | null;
};

const ON_ITS_WAY: readonly OfferStatus[] = ['approved', 'sent', 'accepted'];

/**
 * What is said of a claim that first came at an instant. An offer on its way answers it whatever else holds; then who is
 * not covered, and who comes too late, get nothing for it; then what happened decides.
 */
export function verdictOf(evidence: ClaimEvidence, arrivedAt: Date): ClaimVerdict {
  const { offer, notCovered, deadline, assessment, impact } = evidence;
  if (offer !== null && ON_ITS_WAY.includes(offer.status)) return 'known';
  if (notCovered.length > 0) return 'product_not_covered';
  if (deadline !== null && arrivedAt >= new Date(deadline.dueAt)) return 'outside_deadline';
  if (assessment === null) return 'not_assessed';
  return impact === null || impact.class === 'unknown' ? 'no_trace' : 'impact_found';
}

/** The contract on the incident's day, as far as it says who is covered. */
export type CoveredContract = { readonly plan: string; readonly status: 'active' | 'trial' | 'suspended' };

/**
 * Why none of the policies that speak for a contract covers it; empty as soon as one does. `own` are the components that
 * the customer has (null for all), `hit` those of the incident's windows.
 */
export function coverageGaps(
  contract: CoveredContract | undefined,
  policies: ChosenPolicies,
  own: readonly string[] | null,
  hit: readonly string[],
): CoverageCode[] {
  if (contract === undefined) return ['no_contract'];
  if (own !== null && hit.length > 0 && !hit.some((key) => own.includes(key))) return ['component_not_in_contract'];
  const chosen = POLICY_KINDS.flatMap((kind) => policies[kind] ?? []);
  if (chosen.length === 0) return ['no_policy_in_force'];
  const gaps = chosen.map(({ rules: { plans, exclusions } }): CoverageCode[] => [
    ...(plans !== undefined && !plans.includes(contract.plan) ? (['plan_not_in_policy'] as const) : []),
    ...(exclusions.plans.includes(contract.plan) ? (['plan_excluded'] as const) : []),
    ...(exclusions.statuses.includes(contract.status) ? (['status_excluded'] as const) : []),
  ]);
  return gaps.some((each) => each.length === 0) ? [] : [...new Set(gaps.flat())];
}

/** The last moment that the policies of a contract leave; null when one of them sets none. */
export function deadlineOf(
  policies: ChosenPolicies,
  incident: { readonly startAt: Date; readonly endAt: Date } | null,
): DeadlineEvidence | null {
  const chosen = POLICY_KINDS.flatMap((kind) => policies[kind] ?? []);
  if (incident === null || chosen.length === 0) return null;
  const deadlines = chosen.flatMap(({ policyCode, rules }) => {
    const { deadline } = rules.claim;
    return deadline === undefined
      ? []
      : [{ ...deadline, policyCode, dueAt: claimDueAt(rules, deadline, incident).toISOString() }];
  });
  if (deadlines.length < chosen.length) return null;
  return deadlines.toSorted((a, b) => (a.dueAt < b.dueAt ? 1 : -1))[0] ?? null;
}
