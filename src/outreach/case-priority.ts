import { type Money, toMajorText } from '../kernel/money.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { CaseStatus } from './outreach-case.js';

/** What makes a case urgent, as far as Amends knows it. `people` are those hit by the newest assessment. */
export type PriorityFacts = {
  readonly status: CaseStatus;
  readonly impactClass: ImpactClass;
  readonly stillAffected: boolean;
  readonly people: number;
  /** Null when no contract is in force. */
  readonly monthlyFee: Money | null;
  readonly claimCount: number;
  /** When we last reached the customer, or they us; null when never. */
  readonly lastTouchAt: Date | null;
  readonly createdAt: Date;
};

/** One part of a priority: what it comes from and how many points it gives. `value` is what was looked at. */
export type PriorityReason = {
  readonly code: 'class' | 'people' | 'contract_value' | 'claims' | 'silence';
  readonly points: number;
  readonly value: string | number;
};

/** The urgency of a case, 0 to 140, and the parts that it is the sum of. */
export type Priority = { readonly score: number; readonly reasons: readonly PriorityReason[] };

const CLASS_POINTS: Readonly<Record<ImpactClass, number>> = {
  unable_to_join: 40,
  media_loss: 30,
  interactivity_loss: 25,
  degraded: 10,
  unknown: 5,
  unaffected: 0,
};
const MAX_PEOPLE_POINTS = 25;
const MAX_VALUE_POINTS = 25;
const MAX_CLAIM_POINTS = 30;
const MAX_SILENCE_POINTS = 20;
const DAY_MS = 86_400_000;

/**
 * How urgent a case is. People and contract value count by their order of magnitude (10 points for ten times as many
 * people, 6 for ten times the monthly fee in major units, whatever the currency), claims 15 for the first and 5 for each
 * more, silence 2 for each full day. A customer that no longer is affected has no points for class and people. A resolved
 * case is not urgent at all.
 */
export function priorityOf(facts: PriorityFacts, now: Date): Priority {
  if (facts.status === 'resolved') return { score: 0, reasons: [] };
  const { claimCount, people, stillAffected } = facts;
  const days = Math.floor((now.getTime() - (facts.lastTouchAt ?? facts.createdAt).getTime()) / DAY_MS);
  const fee = facts.monthlyFee === null ? null : toMajorText(facts.monthlyFee);
  const parts: PriorityReason[] = [
    { code: 'class', points: stillAffected ? CLASS_POINTS[facts.impactClass] : 0, value: facts.impactClass },
    { code: 'people', points: stillAffected ? magnitude(people, 10, MAX_PEOPLE_POINTS) : 0, value: people },
    {
      code: 'contract_value',
      points: fee === null ? 0 : magnitude(Number(fee), 6, MAX_VALUE_POINTS),
      value: fee === null ? '' : `${fee} ${facts.monthlyFee?.currency}`,
    },
    {
      code: 'claims',
      points: claimCount <= 0 ? 0 : Math.min(MAX_CLAIM_POINTS, 10 + 5 * claimCount),
      value: claimCount,
    },
    { code: 'silence', points: Math.max(0, Math.min(MAX_SILENCE_POINTS, 2 * days)), value: Math.max(0, days) },
  ];
  const reasons = parts.filter(({ points }) => points > 0);
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function magnitude(value: number, pointsPerTenfold: number, limit: number): number {
  return Math.min(limit, Math.round(pointsPerTenfold * Math.log10(1 + Math.max(0, value))));
}
