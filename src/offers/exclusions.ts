import { type PricedPolicy, withLine } from './price-policy.js';
import type { DraftLine } from './price-terms.js';
import type { ContractInForce, ProposalReason } from './proposal.js';
import { planExcluded, planNotInPolicy, type ReasonOf, statusExcluded } from './proposal-reasons.js';

type ExclusionReason = ReasonOf<'plan_not_in_policy' | 'plan_excluded' | 'status_excluded'>;

/**
 * Leaves out whom a policy is not for: shows what it would have come to and takes it away, so that "why nothing?" is
 * answered in numbers too. `reasons` is empty when nobody is left out.
 */
export function exclusionsOf(
  policy: PricedPolicy,
  contract: ContractInForce,
): { readonly policy: PricedPolicy; readonly reasons: readonly ProposalReason[] } {
  const reasons = reasonsOf(policy, contract);
  const [first] = reasons;
  if (first === undefined) return { policy, reasons };
  const periods = policy.periods.map((priced) => {
    const { sum } = priced;
    if (sum.lte(0)) return priced;
    const { unit = null, inputs } = priced.lines[0] ?? {};
    const line: DraftLine = {
      code: first.code,
      inputs: () => ({ ...first.details, currency: inputs?.()['currency'] ?? '' }),
      value: sum.negated(),
      unit,
    };
    return withLine(priced, line);
  });
  const others = policy.refused ? [] : policy.reasons;
  return { policy: { ...policy, periods, reasons: others }, reasons };
}

function reasonsOf({ mine }: PricedPolicy, contract: ContractInForce): ExclusionReason[] {
  const { rules, policyCode } = mine.policy;
  const reasons: ExclusionReason[] = [];
  if (rules.plans !== undefined && !rules.plans.includes(contract.plan))
    reasons.push(planNotInPolicy(contract, policyCode));
  if (rules.exclusions.plans.includes(contract.plan)) reasons.push(planExcluded(contract, policyCode));
  if (rules.exclusions.statuses.includes(contract.status)) reasons.push(statusExcluded(contract, policyCode));
  return reasons;
}
