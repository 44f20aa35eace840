import type { HitClass } from './impact-class.js';

/** A whole number of minor units for each currency that the policy pays in. */
export type AmountsByCurrency = Readonly<Record<string, number>>;

export const CONTRACT_STATUSES = ['active', 'trial', 'suspended'] as const;
export type ContractStatus = (typeof CONTRACT_STATUSES)[number];

export const POLICY_KINDS = ['sla', 'goodwill'] as const;
/** `sla` is owed under the contract and looks at its whole period; `goodwill` is a gesture for one incident. */
export type PolicyKind = (typeof POLICY_KINDS)[number];

export const PERIODS = ['calendar_month', 'quarter', 'billing_cycle', 'event'] as const;
/** Of what time the availability is worked out; an `event` is one meeting, from its scheduled start to its scheduled end. */
export type PeriodKind = (typeof PERIODS)[number];

export const BASES = ['service_minutes', 'clock_minutes', 'user_minutes', 'session_minutes', 'event_minutes'] as const;
/**
 * What counts as a minute of downtime:
 * - `service_minutes`: window time of the customer's components, whoever was there;
 * - `clock_minutes`: the clock while anyone of the customer was hit;
 * - `user_minutes`: each person's minutes, of all people times the minutes of the period;
 * - `session_minutes`: each person's minutes, of the minutes that people were in meetings or at their door;
 * - `event_minutes`: the clock of each meeting hit, of its scheduled minutes.
 */
export type Basis = (typeof BASES)[number];

export type Measure = {
  readonly basis: Basis;
  /** Only these components count; absent means all that the customer has. */
  readonly components?: readonly string[];
  /** Decimal strings from "0" to "1": how much of a minute counts that is lost, or degraded. Lost weighs no less. */
  readonly weights: { readonly lost: string; readonly degraded: string };
  /** Shorter pieces of downtime do not count. Only on `service_minutes` and `clock_minutes`. */
  readonly minConsecutiveMinutes: number;
  /** Minutes of the clock that are down in part: by their seconds, not at all, or as whole ones. */
  readonly partialMinutes: 'count' | 'drop' | 'ceil';
  /** Blocked time that rests on inference. */
  readonly inferred: 'full' | 'half' | 'none';
  /** What a class is paid for counts once the customer has suffered it, or a heavier one, for so many clock seconds. */
  readonly minimumSeconds: number;
};

/** What one thing earns: the same for everyone, or a share of the fee (a decimal string from "0" to "100"). */
export type Compensation = { readonly amounts: AmountsByCurrency } | { readonly percent: string };

export const PAID_PER = ['incident', 'day', 'person', 'meeting'] as const;
export type PaidPer = (typeof PAID_PER)[number];

export const IN_KIND_UNITS = ['days_of_service', 'meeting_vouchers', 'registrations'] as const;
export type InKindUnit = (typeof IN_KIND_UNITS)[number];

/** An availability in `[gte, lt)`, in per cent. Listed from the best to the worst; `gte` of the last is "0". */
export type Band = { readonly gte: string; readonly lt: string };
export type Tier = Band & { readonly percent: string };
/** A number of units, or as many as a part of the meeting's people (a decimal string), rounded half up. */
export type InKindTier = Band & ({ readonly quantity: number } | { readonly percentOfPeople: string });

export type Remedy =
  | { readonly type: 'tiers'; readonly tiers: readonly Tier[] }
  | {
      readonly type: 'linear';
      /** The fee of the time that was down, times this (a decimal string). */
      readonly multiplier: string;
      /** `affected_people`: times the part of the customer's people who were hit. */
      readonly ratio: 'none' | 'affected_people';
      /** Only when the availability is below this; absent means below "100". */
      readonly target?: string;
    }
  | {
      readonly type: 'step';
      readonly target: string;
      /** For each so many per cent below the target. */
      readonly per: string;
      readonly percent: string;
      /** `up` pays for a step that has begun. */
      readonly round: 'up' | 'down';
    }
  | {
      readonly type: 'fixed';
      readonly per: PaidPer;
      /** Exactly one of the two: the same whatever the class, or by class. */
      readonly each?: Compensation;
      readonly byClass?: Readonly<Partial<Record<HitClass, Compensation>>>;
      /** Only with `per: day`: days after so many full working days. */
      readonly afterWorkingDays?: number;
    }
  | {
      readonly type: 'in_kind';
      readonly unit: InKindUnit;
      /** Exactly one of the two: by availability, or by class for an incident. */
      readonly tiers?: readonly InKindTier[];
      readonly byClass?: Readonly<Partial<Record<HitClass, number>>>;
    };

export const FEE_BASES = ['monthly_fee', 'fees_of_period', 'fees_of_previous_period', 'fee_per_user'] as const;
/**
 * `monthly_fee` is that of the contract in force on the incident's day; the fees of a period are those of all contract
 * versions in it, by days; `fee_per_user` is the fee of the period divided by the people seen in it.
 */
export type FeeBase = (typeof FEE_BASES)[number];

/** The most that may be given; where several are said, the lowest. */
export type Limit = {
  readonly amounts?: AmountsByCurrency;
  /** Of the fee, or, over twelve months, of the fees of the twelve months before the period. */
  readonly percent?: string;
  /** Units of what is given in kind. */
  readonly quantity?: number;
};

export type Caps = {
  readonly incident?: Limit;
  readonly period?: Limit;
  readonly rollingYear?: Limit;
  /** Only one offer in a period. */
  readonly onePerPeriod?: boolean;
};

export const CLAIM_NEEDS = ['ticket', 'written_request', 'dates_and_times', 'evidence', 'account_paid_up'] as const;
export const DEADLINE_FROM = ['incident', 'period_end', 'next_period_end'] as const;
export type Deadline = {
  readonly days: number;
  readonly from: (typeof DEADLINE_FROM)[number];
  readonly businessDays: boolean;
};
export type ClaimRules = {
  /** Whether the customer must ask. */
  readonly required: boolean;
  readonly deadline?: Deadline;
  readonly needs: readonly (typeof CLAIM_NEEDS)[number][];
};

/** What only a person can judge; shown, and never worked out. */
export const JUDGED_EXCLUSIONS = [
  'scheduled_maintenance',
  'force_majeure',
  'customer_side',
  'third_party',
  'upstream_dependency',
  'beta',
  'feature_slowness',
  'overdue_account',
] as const;

export type Exclusions = {
  readonly plans: readonly string[];
  readonly statuses: readonly ContractStatus[];
  /** Downtime of these components does not count. Only on `service_minutes`. */
  readonly components: readonly string[];
  readonly judged: readonly (typeof JUDGED_EXCLUSIONS)[number][];
};

export const NATURES = ['credit', 'refund', 'extension'] as const;
/** `credit` goes to billing; what is paid back or extends the service is a fulfilment that a person marks as done. */
export type Nature = (typeof NATURES)[number];

export const TAX_TREATMENTS = ['price_reduction', 'price_reduction_net_of_tax', 'indemnity'] as const;
/** Finance says it; it is never inferred. */
export type TaxTreatment = (typeof TAX_TREATMENTS)[number];

export const COMBINATIONS = ['larger', 'sum', 'top_up'] as const;
export const APPROVER_ROLES = ['agent', 'manager', 'finance', 'administrator'] as const;
export type ApproverRole = (typeof APPROVER_ROLES)[number];

/** The rules of a policy, as data: complete, for `validatePolicy` fills in what was left out before they are stored. */
export type PolicyRules = {
  readonly kind: PolicyKind;
  /** The IANA zone in which the policy's periods and days begin. */
  readonly zone: string;
  readonly period: PeriodKind;
  /** Only with `billing_cycle`: the day of the month, 1 to 28, on which a cycle begins. */
  readonly cycleDay?: number;
  /** The plans that the policy is for; absent means every plan. */
  readonly plans?: readonly string[];
  readonly measure: Measure;
  readonly remedy: Remedy;
  readonly fee: {
    readonly base: FeeBase;
    /** The part of the fee that is for the service concerned. */
    readonly percent: string;
  };
  readonly caps: Caps;
  /** Less than this is not given at all. */
  readonly minimum?: AmountsByCurrency;
  /** What is given is raised to this. */
  readonly floor?: AmountsByCurrency;
  readonly claim: ClaimRules;
  readonly exclusions: Exclusions;
  readonly nature: Nature;
  readonly taxTreatment: TaxTreatment;
  /** Nothing may be added to it: a goodwill that would be added up is then only topped up. */
  readonly soleRemedy: boolean;
  /** How goodwill stands beside an SLA that pays for the same incident. */
  readonly combination: (typeof COMBINATIONS)[number];
  /** The most that all approved offers of one incident may come to under this policy. */
  readonly budgetPerIncident?: AmountsByCurrency;
  /** An offer stands to the end of this many days after the day it was sent, in the customer's zone. */
  readonly validityDays: number;
  /** What each role may approve; a role that is not named may approve nothing. Absent: no limit of the policy's own. */
  readonly approvalLimits?: Readonly<Partial<Record<ApproverRole, AmountsByCurrency>>>;
  /** Offers of more than this need two people. */
  readonly fourEyesAbove?: AmountsByCurrency;
  readonly acceptance: 'required' | 'automatic';
};

/** Rules as they stand in a version, which is in force on the days `[from, to)`; `to` is null while it is open. */
export type PolicyVersion = {
  readonly id: string;
  readonly policyCode: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  readonly rules: PolicyRules;
};

/** True for a remedy that is worked out from the availability of a whole period, and not from the incident alone. */
export function looksAtPeriod(remedy: Remedy): boolean {
  if (remedy.type === 'in_kind') return remedy.tiers !== undefined;
  return remedy.type !== 'fixed';
}
