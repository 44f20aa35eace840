import type { Money } from '../kernel/money.js';
import type { HitClass, ImpactClass } from '../policies/impact-class.js';
import type {
  ContractStatus,
  InKindUnit,
  Nature,
  PolicyKind,
  PolicyVersion,
  TaxTreatment,
} from '../policies/policy.js';
import type { DayRange } from '../policies/policy-periods.js';
import type { Words } from '../policies/policy-words.js';
import type { FeeVersion } from './fees.js';
import type { Downtime } from './measure-downtime.js';

/** The contract that was in force on the incident's day. */
export type ContractInForce = {
  readonly plan: string;
  readonly monthlyFee: Money;
  readonly status: ContractStatus;
  /** The policy that the contract names, or that the run was asked to use in its place. */
  readonly policyCode: string | null;
};

/** What an incident did to one customer. A person or a meeting counts once, in its heaviest class. */
export type IncidentFacts = {
  /** Seconds of the clock, each in the heaviest class that anyone of the customer then suffered. */
  readonly clockSeconds: Readonly<Record<HitClass, number>>;
  /** The part of `clockSeconds.unable_to_join`, and of the people and meetings there, that rests on inference alone. */
  readonly inferred: { readonly seconds: number; readonly people: number; readonly meetings: number };
  readonly people: Readonly<Record<HitClass, number>>;
  readonly meetings: Readonly<Record<HitClass, number>>;
};

/** What another offer that stands gave the customer. `quantity` is in units of what is given in kind. */
export type Grant = { readonly offerId: string; readonly amountMinor: number; readonly quantity: number };

/** Time that another offer has compensated: as heavy or heavier, or more lightly, and what it paid for those seconds. */
export type Compensated = {
  readonly offerId: string;
  /** Seconds of people that count no more. */
  readonly takenSeconds: number;
  /** Seconds of people that were compensated in a lighter class than they now have. */
  readonly upgradedSeconds: number;
  /** The part of the other offer that is for the upgraded seconds: a decimal string of minor units. */
  readonly upgradedMinor: string;
};

/** A meeting that was hit, for policies that look at single meetings. */
export type EventFacts = { readonly seconds: number; readonly downtime: Downtime; readonly people: number };

/** One period that the incident touches. Instants are RFC 3339 in UTC. */
export type PeriodFacts = {
  readonly startAt: string;
  readonly endAt: string;
  readonly isOver: boolean;
  /** What the availability is measured against: seconds of the period, of its people, or of their sessions. */
  readonly seconds: number;
  /** All downtime of the period, of whatever incident. */
  readonly downtime: Downtime;
  /** The part of it that other incidents had caused without this one. */
  readonly otherDowntime: Downtime;
  readonly events: readonly EventFacts[];
  readonly months: readonly DayRange[];
  readonly previousMonths: readonly DayRange[];
  readonly yearMonths: readonly DayRange[];
  /** By other offers, for this kind of policy, in the period, and in the twelve months that end with it. */
  readonly granted: readonly Grant[];
  readonly grantedInYear: readonly Grant[];
};

/** All that one policy needs to know. */
export type PolicyFacts = {
  readonly policy: Pick<PolicyVersion, 'id' | 'policyCode' | 'version' | 'rules'>;
  readonly periods: readonly PeriodFacts[];
  /** The incident without what other offers have compensated; null when that is nothing. */
  readonly rest: IncidentFacts | null;
  readonly compensated: readonly Compensated[];
  /** Calendar days, in the policy's zone, that the customer's components were down, for policies that pay by the day. */
  readonly daysDown: readonly string[];
  /** People of the customer seen in the period; 0 when the policy does not ask. */
  readonly users: number;
};

/** All that decides what one customer is offered for one incident. */
export type OfferFacts = {
  /** The incident's day in the customer's zone, `YYYY-MM-DD`. */
  readonly day: string;
  /** The heaviest class of the customer. */
  readonly class: ImpactClass;
  readonly incident: IncidentFacts;
  readonly contract: ContractInForce | null;
  /** Versions of the contract's fee, for the policies that look at the fees of a period; in order. */
  readonly fees: readonly FeeVersion[];
  /** False when the fees of the period were in several currencies. */
  readonly feesInOneCurrency: boolean;
  readonly policies: Readonly<Partial<Record<PolicyKind, PolicyFacts>>>;
  /** What the customer was granted for this incident already, in the contract's currency. */
  readonly grantedMinor: number;
  /** Where that was granted, and by which offers; left out where nothing was. */
  readonly grantedShares?: readonly GrantedShare[];
};

/** What offers for the same incident gave for one kind of policy and period, as RFC 3339 in UTC. */
export type GrantedShare = {
  readonly kind: PolicyKind;
  readonly periodStartAt: string;
  readonly amountMinor: number;
  readonly offerId: string;
};

export const LINE_CODES = [
  'fixed_amount',
  'percent_of_fee',
  'tier',
  'linear',
  'step',
  'in_kind',
  'floor',
  'minimum',
  'already_compensated',
  'upgrade',
  'already_granted',
  'cap_incident',
  'cap_period',
  'cap_rolling_year',
  'cap_one_per_period',
  'not_combined',
  'plan_not_in_policy',
  'plan_excluded',
  'status_excluded',
  'provisional',
  'adjusted',
] as const;
export type LineCode = (typeof LINE_CODES)[number];

export type LineInputs = Readonly<Record<string, string | number>>;

/** Units that are given, or, where negative, taken away again. */
export type InKind = { readonly unit: InKindUnit; readonly quantity: number };

/**
 * One step of the calculation, in words and numbers. Subtractions are negative; the lines add up to the total. The first
 * six codes give, the others take away or explain. `inputs` holds what the amount was worked out from.
 */
export type OfferLine = {
  readonly code: LineCode;
  readonly text: Words;
  readonly inputs: LineInputs;
  readonly amountMinor: number;
  readonly kind: PolicyKind;
  readonly nature: Nature;
  readonly taxTreatment: TaxTreatment;
  readonly inKind?: InKind;
  /** The pieces of downtime that were counted, where they are those of a period. */
  readonly ranges?: readonly { readonly startAt: string; readonly endAt: string }[];
};

/** What falls to one kind of policy and one period; the shares of an offer add up to it. */
export type OfferShare = {
  readonly kind: PolicyKind;
  readonly policyVersionId: string;
  readonly periodStartAt: string;
  readonly periodEndAt: string;
  readonly amountMinor: number;
  readonly unit: InKindUnit | null;
  readonly quantity: number;
  /** The most that all offers of this kind may give in the period; null without a cap. */
  readonly periodCapMinor: number | null;
};

export type ReasonCode =
  | 'no_data'
  | 'below_minimum_seconds'
  | 'class_not_in_policy'
  | 'commitment_kept'
  | 'no_monthly_fee'
  | 'amount_is_zero'
  | 'below_minimum'
  | 'cap_reached'
  | 'already_compensated'
  | 'plan_not_in_policy'
  | 'plan_excluded'
  | 'status_excluded'
  | 'already_granted'
  | 'no_contract'
  | 'no_policy_in_force'
  | 'currency_not_in_policy'
  | 'fees_in_several_currencies'
  | 'amount_too_large';

/** Why there is no offer. `code` is stable, `text` is for people, `details` are the facts it rests on. */
export type ProposalReason = { readonly code: ReasonCode; readonly text: Words; readonly details: LineInputs };

export const OUTCOMES = ['offer', 'nothing_owed', 'refused'] as const;

/** `refused` means that it cannot be computed and that a person must look; `nothing_owed` that the answer is no. */
export type Outcome = (typeof OUTCOMES)[number];

/** What the policies make of the facts. The lines add up to `total`, which is null when no currency is known. */
export type Proposal = {
  readonly outcome: Outcome;
  readonly lines: readonly OfferLine[];
  readonly shares: readonly OfferShare[];
  readonly total: Money | null;
  readonly reasons: readonly ProposalReason[];
  /** True while a period that the offer rests on is not over: more downtime may still raise it. */
  readonly provisional: boolean;
};
