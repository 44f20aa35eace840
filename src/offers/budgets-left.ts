import type { ApprovalFacts, BudgetUse } from './approvals.sql.js';

/** How far the budget of a policy for an incident is used, in one currency; without a budget the last two are null. */
export type BudgetLeft = {
  readonly incidentId: string;
  readonly policyCode: string;
  readonly currency: string;
  /** All offers that stand, approved or not. */
  readonly offeredMinor: number;
  /** Those that are approved, sent or accepted. */
  readonly approvedMinor: number;
  readonly budgetMinor: number | null;
  readonly leftMinor: number | null;
};

/** What budgets have left once some drafts beside are approved too. */
export function budgetsLeft(
  uses: readonly BudgetUse[],
  drafts: readonly Pick<ApprovalFacts, 'incidentId' | 'currency' | 'terms'>[] = [],
): BudgetLeft[] {
  return uses.map(({ budget, usedMinor, ...use }) => {
    const more = drafts
      .filter(({ incidentId, currency }) => incidentId === use.incidentId && currency === use.currency)
      .flatMap(({ terms }) => terms)
      .filter(({ policyCode }) => policyCode === use.policyCode)
      .reduce((sum, { shareMinor }) => sum + shareMinor, 0);
    const approvedMinor = usedMinor + more;
    const budgetMinor = budget?.[use.currency] ?? null;
    const leftMinor = budgetMinor === null ? null : Math.max(budgetMinor - approvedMinor, 0);
    return { ...use, approvedMinor, budgetMinor, leftMinor };
  });
}
