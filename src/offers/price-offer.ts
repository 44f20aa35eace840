import { money, type Money } from '../kernel/money.js';
import { contentHash } from '../policies/content-hash.js';
import { type Earned, priceGoodwill } from './price-goodwill.js';
import type { ContractInForce, OfferFacts, OfferLine, Proposal } from './proposal.js';
import {
  alreadyGranted,
  amountIsZero,
  noContract,
  noData,
  noPolicyInForce,
  planExcluded,
  planNotInPolicy,
  type ReasonOf,
  statusExcluded,
} from './proposal-reasons.js';

/**
 * What one customer is offered for one incident, with every step as a line. Refused when it cannot be computed (no
 * contract, no policy in force, no amount in the contract's currency); nothing owed when the answer is no, and then
 * with all the reasons. Depends on nothing but the facts, and not on the order in which they are listed.
 */
export function priceOffer(facts: OfferFacts): Proposal {
  const { contract, policy } = facts;
  const total = contract === null ? null : money(0, contract.monthlyFee.currency);
  if (facts.class === 'unknown') return { outcome: 'nothing_owed', lines: [], total, reasons: [noData()] };
  if (contract === null) return { outcome: 'refused', lines: [], total, reasons: [noContract(facts)] };
  if (policy === null) {
    return { outcome: 'refused', lines: [], total, reasons: [noPolicyInForce(contract, facts.day)] };
  }
  const earned = priceByKind(contract, policy, facts);
  const leftOut = exclusions(contract, policy);
  if (leftOut.length > 0) return withExclusions(earned, leftOut, contract.monthlyFee.currency);
  switch (earned.type) {
    case 'nothing':
      return { outcome: 'nothing_owed', lines: [], total, reasons: [earned.reason] };
    case 'refused':
      return { outcome: 'refused', lines: [], total, reasons: [earned.reason] };
    case 'lines':
      return lessGranted(earned, facts.grantedMinor, contract.monthlyFee.currency);
    default:
      return earned satisfies never;
  }
}

/**
 * The SHA-256 of what an offer says: to whom, for which incident, by which version of the policy, its lines and its
 * amount. Offers of one hash are the same offer, whichever assessment they were computed from.
 */
export function offerContentHash(offer: {
  readonly customerId: string;
  readonly incidentId: string;
  readonly policyVersionId: string;
  readonly lines: readonly OfferLine[];
  readonly amount: Money;
}): string {
  const { customerId, incidentId, policyVersionId, lines, amount } = offer;
  return contentHash({ customerId, incidentId, policyVersionId, lines, amount });
}

/** The SHA-256 of the facts, so that a later look can tell whether anything that decides has changed. */
export function factsHash(facts: OfferFacts): string {
  const { policy, ...others } = facts;
  return contentHash({ ...others, policyVersionId: policy?.id ?? null });
}

function priceByKind(contract: ContractInForce, policy: NonNullable<OfferFacts['policy']>, facts: OfferFacts): Earned {
  const { rules, policyCode } = policy;
  switch (rules.kind) {
    case 'goodwill':
      return priceGoodwill(rules, policyCode, contract.monthlyFee, facts);
    default:
      return rules.kind satisfies never;
  }
}

function exclusions(
  contract: ContractInForce,
  { policyCode, rules }: NonNullable<OfferFacts['policy']>,
): ExclusionReason[] {
  const reasons: ExclusionReason[] = [];
  if (rules.plans !== undefined && !rules.plans.includes(contract.plan))
    reasons.push(planNotInPolicy(contract, policyCode));
  if (rules.excludedPlans?.includes(contract.plan)) reasons.push(planExcluded(contract, policyCode));
  if (rules.excludedStatuses?.includes(contract.status)) reasons.push(statusExcluded(contract, policyCode));
  return reasons;
}

type ExclusionReason = ReasonOf<'plan_not_in_policy' | 'plan_excluded' | 'status_excluded'>;

/** Shows what it would have come to, and takes it away, so that "why nothing?" is answered in numbers too. */
function withExclusions(earned: Earned, leftOut: readonly ExclusionReason[], currency: string): Proposal {
  const other = earned.type === 'nothing' ? [earned.reason] : [];
  const lines = earned.type === 'lines' ? earned.lines : [];
  const wouldBe = sumOf(lines);
  const [first] = leftOut;
  const subtraction: OfferLine[] =
    first === undefined || wouldBe === 0
      ? []
      : [{ code: first.code, text: first.text, inputs: first.details, amountMinor: -wouldBe }];
  return {
    outcome: 'nothing_owed',
    lines: [...lines, ...subtraction],
    total: money(0, currency),
    reasons: [...leftOut, ...other],
  };
}

function lessGranted(
  { lines, zero }: Extract<Earned, { type: 'lines' }>,
  grantedMinor: number,
  currency: string,
): Proposal {
  const owedMinor = sumOf(lines);
  const restMinor = Math.max(0, owedMinor - grantedMinor);
  const { text, details } = alreadyGranted(grantedMinor);
  const all: readonly OfferLine[] =
    restMinor === owedMinor
      ? lines
      : [...lines, { code: 'already_granted', text, inputs: details, amountMinor: restMinor - owedMinor }];
  const total = money(restMinor, currency);
  if (restMinor > 0) return { outcome: 'offer', lines: all, total, reasons: [] };
  const reason = owedMinor > 0 ? alreadyGranted(grantedMinor) : (zero ?? amountIsZero());
  return { outcome: 'nothing_owed', lines: all, total, reasons: [reason] };
}

function sumOf(lines: readonly OfferLine[]): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}
