import type { Money } from '../kernel/money.js';
import type { HitClass, ImpactClass } from '../policies/impact-class.js';
import type { ContractStatus, PolicyVersion } from '../policies/policy.js';
import type { Words } from '../policies/policy-words.js';

/** The contract that was in force on the incident's day. */
export type ContractInForce = {
  readonly plan: string;
  readonly monthlyFee: Money;
  readonly status: ContractStatus;
  /** The policy that the contract names, or that the run was asked to use in its place. */
  readonly policyCode: string | null;
};

/** All that decides what one customer is offered for one incident. */
export type OfferFacts = {
  /** The incident's day in the customer's zone, `YYYY-MM-DD`. */
  readonly day: string;
  /** The heaviest class of the customer. */
  readonly class: ImpactClass;
  /** Seconds of the clock, each in the heaviest class that anyone of the customer then suffered. */
  readonly clockSeconds: Readonly<Record<HitClass, number>>;
  readonly contract: ContractInForce | null;
  readonly policy: Pick<PolicyVersion, 'id' | 'policyCode' | 'version' | 'rules'> | null;
  /** What the customer was granted for this incident already, in the contract's currency. */
  readonly grantedMinor: number;
};

export type LineCode =
  | 'fixed_amount'
  | 'percent_of_monthly_fee'
  | 'cap'
  | 'plan_not_in_policy'
  | 'plan_excluded'
  | 'status_excluded'
  | 'already_granted';

/** One step of the calculation, in words and numbers. Subtractions are negative; the lines add up to the total. */
export type OfferLine = {
  readonly code: LineCode;
  readonly text: Words;
  readonly inputs: Readonly<Record<string, string | number>>;
  readonly amountMinor: number;
};

export type ReasonCode =
  | 'no_data'
  | 'below_minimum_seconds'
  | 'class_not_in_policy'
  | 'no_monthly_fee'
  | 'amount_is_zero'
  | 'plan_not_in_policy'
  | 'plan_excluded'
  | 'status_excluded'
  | 'already_granted'
  | 'no_contract'
  | 'no_policy_in_force'
  | 'currency_not_in_policy';

/** Why there is no offer. `code` is stable, `text` is for people, `details` are the facts it rests on. */
export type ProposalReason = {
  readonly code: ReasonCode;
  readonly text: Words;
  readonly details: Readonly<Record<string, string | number>>;
};

export const OUTCOMES = ['offer', 'nothing_owed', 'refused'] as const;

/** `refused` means that it cannot be computed and that a person must look; `nothing_owed` that the answer is no. */
export type Outcome = (typeof OUTCOMES)[number];

/** What the policy makes of the facts. The lines add up to `total`, which is null when no currency is known. */
export type Proposal = {
  readonly outcome: Outcome;
  readonly lines: readonly OfferLine[];
  readonly total: Money | null;
  readonly reasons: readonly ProposalReason[];
};
