import type { Money } from '../kernel/money.js';

/** A suspended contract is in force, but its customer is in arrears; a trial pays nothing yet. */
export type ContractStatus = 'active' | 'trial' | 'suspended';

export const CONTRACT_STATUSES: readonly ContractStatus[] = ['active', 'trial', 'suspended'];

/**
 * One version of a customer's contract. `from` and `to` are days as YYYY-MM-DD in the customer's time zone: it is in
 * force on `from` and no more on `to`.
 */
export type Contract = {
  readonly plan: string;
  readonly monthlyFee: Money;
  readonly policyCode: string | null;
  readonly status: ContractStatus;
  readonly from: string;
  readonly to: string | null;
};
