import { toMajorText } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { type AmountsByCurrency, type ApproverRole, APPROVER_ROLES, type PolicyRules } from '../policies/policy.js';
import { blocker, type OfferBlocker, type OfferStatus } from './offer.js';

/** An approval that stands: of the content that the offer has now. `at` is RFC 3339. */
export type Approval = { readonly by: string; readonly at: string; readonly hash: string };

/** What one of the policies that an offer is by says of approvals, and how far its budget for the incident is used. */
export type ApprovalTerms = Pick<PolicyRules, 'approvalLimits' | 'fourEyesAbove' | 'budgetPerIncident'> & {
  readonly policyCode: string;
  /** The part of the offer that is by this policy. */
  readonly shareMinor: number;
  /** What the approved offers of the incident come to under this policy, in the offer's currency. */
  readonly usedMinor: number;
};

/** All that decides who may approve an offer. */
export type ApprovalCase = {
  readonly status: OfferStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly approvals: readonly Approval[];
  /** Whoever changed its amount by hand. An offer as it was computed has nobody. */
  readonly editors: readonly string[];
  readonly terms: readonly ApprovalTerms[];
};

/** Who approves where a policy does not say. */
const USUAL_APPROVERS: readonly ApproverRole[] = ['manager', 'administrator'];

/** How many people must approve an offer: two above the four-eyes amount of any policy that it is by, else one. */
export function approvalsNeeded({ amountMinor, currency, terms }: ApprovalCase): number {
  return terms.some(({ fourEyesAbove }) => fourEyesAbove !== undefined && amountMinor > of(fourEyesAbove, currency))
    ? 2
    : 1;
}

/**
 * What keeps somebody from approving a draft, all at once. The whole amount is held against each policy's limits, so that
 * an offer by two policies is not the way around them; a budget is used by what is given under its policy. Without an
 * actor, only what keeps everybody from it. Amends itself has no limit, but is not two people.
 */
export function approvalBlockers(offer: ApprovalCase, actor?: Actor): readonly OfferBlocker[] {
  const found = budgetBlockers(offer);
  if (actor === undefined) return found;
  if (actor.kind !== 'person' && actor.kind !== 'system') return [blocker('approved', 'person_required'), ...found];
  const own: OfferBlocker[] = [];
  if (actor.kind === 'person') own.push(...offer.terms.flatMap((terms) => limitBlockers(offer, terms, actor)));
  if (offer.editors.includes(actor.id)) own.push(blocker('approved', 'own_edit'));
  if (offer.approvals.some(({ by }) => by === actor.id)) own.push(blocker('approved', 'approved_by_you'));
  return [...own, ...found];
}

/** What a draft with one approval of two lacks before it can be sent and accepted. */
export function secondApprovalBlockers(offer: ApprovalCase): readonly OfferBlocker[] {
  const isHalf = offer.status === 'draft' && offer.approvals.length > 0 && approvalsNeeded(offer) === 2;
  return isHalf ? (['sent', 'accepted'] as const).map((to) => blocker(to, 'second_approval_needed')) : [];
}

function limitBlockers(
  { amountMinor, currency }: ApprovalCase,
  { policyCode, approvalLimits }: ApprovalTerms,
  { roles }: Actor,
): OfferBlocker[] {
  const may = APPROVER_ROLES.filter(
    (role) =>
      roles.includes(role) &&
      (approvalLimits === undefined ? USUAL_APPROVERS.includes(role) : approvalLimits[role] !== undefined),
  );
  if (may.length === 0) return [blocker('approved', 'role_may_not_approve')];
  if (approvalLimits === undefined) return [];
  const limitMinor = Math.max(...may.map((role) => of(approvalLimits[role], currency)));
  if (amountMinor <= limitMinor) return [];
  const limit = toMajorText({ amountMinor: limitMinor, currency });
  const message = `The policy ${policyCode} lets your roles approve up to ${limit} ${currency}.`;
  return [blocker('approved', 'above_approval_limit', message)];
}

function budgetBlockers({ currency, terms }: ApprovalCase): OfferBlocker[] {
  return terms.flatMap(({ policyCode, budgetPerIncident, shareMinor, usedMinor }) => {
    if (budgetPerIncident === undefined || shareMinor === 0) return [];
    const leftMinor = of(budgetPerIncident, currency) - usedMinor;
    if (shareMinor <= leftMinor) return [];
    const left = toMajorText({ amountMinor: Math.max(leftMinor, 0), currency });
    const message = `The budget of the policy ${policyCode} for this incident has ${left} ${currency} left.`;
    return [blocker('approved', 'budget_exceeded', message)];
  });
}

/** A currency that a policy does not name has nothing. */
function of(amounts: AmountsByCurrency | undefined, currency: string): number {
  return amounts?.[currency] ?? 0;
}
