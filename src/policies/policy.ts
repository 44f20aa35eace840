import type { HitClass } from './impact-class.js';

/** A whole number of minor units for each currency that the policy pays in. */
export type AmountsByCurrency = Readonly<Record<string, number>>;

/** What one class of impact earns: the same for everyone, or a share of the contract's monthly fee. */
export type Compensation =
  | { readonly type: 'fixed'; readonly amounts: AmountsByCurrency }
  | {
      readonly type: 'percent_of_monthly_fee';
      /** A decimal string from "0" to "100", with a point. */
      readonly percent: string;
    };

/** The most that one offer may come to; where both are given, the lower one. */
export type Cap = {
  readonly amounts?: AmountsByCurrency;
  /** A decimal string from "0" to "100", with a point. */
  readonly percentOfMonthlyFee?: string;
};

export const CONTRACT_STATUSES = ['active', 'trial', 'suspended'] as const;
export type ContractStatus = (typeof CONTRACT_STATUSES)[number];

/** What the rules of every kind of policy say: for whom they are, and how long an offer made by them stands. */
export type RulesForAnyKind = {
  /** The IANA zone in which the policy's months begin. */
  readonly zone: string;
  /** The plans that the policy is for; absent means every plan. */
  readonly plans?: readonly string[];
  /** Plans that earn nothing. */
  readonly excludedPlans?: readonly string[];
  /** Contracts that earn nothing. */
  readonly excludedStatuses?: readonly ContractStatus[];
  /** An offer stands to the end of this many days after the day it was sent, in the customer's zone. */
  readonly validityDays: number;
};

/** A gesture by class of impact, owed under no contract. A class without an amount earns nothing by itself. */
export type GoodwillRules = RulesForAnyKind & {
  readonly kind: 'goodwill';
  readonly amountByClass: Readonly<Partial<Record<HitClass, Compensation>>>;
  /** A class counts once the customer has suffered it, or a heavier one, for so many seconds of the clock. */
  readonly minimumSeconds: number;
  readonly cap?: Cap;
};

/** The rules of a policy, as data. A new kind joins this union, and the compiler names every place that must know it. */
export type PolicyRules = GoodwillRules;
export type PolicyKind = PolicyRules['kind'];

/** Rules as they stand in a version, which is in force on the days `[from, to)`; `to` is null while it is open. */
export type PolicyVersion = {
  readonly id: string;
  readonly policyCode: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  readonly rules: PolicyRules;
};

/** True when a version is in force on a day. Days are `YYYY-MM-DD`, whose order as text is their order in time. */
export function isInForce(version: Pick<PolicyVersion, 'from' | 'to'>, day: string): boolean {
  return version.from <= day && (version.to === null || day < version.to);
}

/**
 * The version that speaks for a contract on a day: of the policy that the contract names, else of the first policy (by
 * code) that lists the plan, else of the first for every plan. Undefined when there is none in force. A policy that is
 * named is taken even if it is not for the plan: pricing then says so.
 */
export function choosePolicyVersion(
  versions: readonly PolicyVersion[],
  contract: { readonly plan: string; readonly policyCode: string | null },
  day: string,
): PolicyVersion | undefined {
  const inForce = versions
    .filter((version) => isInForce(version, day))
    .toSorted((a, b) => (a.policyCode < b.policyCode ? -1 : 1));
  if (contract.policyCode !== null) return inForce.find(({ policyCode }) => policyCode === contract.policyCode);
  return (
    inForce.find(({ rules }) => rules.plans?.includes(contract.plan)) ??
    inForce.find(({ rules }) => rules.plans === undefined)
  );
}
