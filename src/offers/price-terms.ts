import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import { HIT_CLASSES, type HitClass } from '../policies/impact-class.js';
import type { Compensation, InKindUnit, PolicyKind, PolicyRules } from '../policies/policy.js';
import { type FeeVersion, feesOf } from './fees.js';
import type {
  ContractInForce,
  IncidentFacts,
  LineCode,
  LineInputs,
  OfferLine,
  PeriodFacts,
  PolicyFacts,
  ProposalReason,
} from './proposal.js';

/** What one policy is priced with. */
export type Terms = {
  readonly kind: PolicyKind;
  readonly mine: PolicyFacts;
  readonly rules: PolicyRules;
  readonly contract: ContractInForce;
  readonly currency: string;
  readonly fees: readonly FeeVersion[];
  readonly incident: IncidentFacts;
};

/** A line before the one rounding. `value` is exact: minor units of money, or, where `unit` says so, units in kind. */
export type DraftLine = {
  readonly code: LineCode;
  /** Worked out when they are read: whoever only adds up needs none of them. */
  readonly inputs: () => LineInputs;
  readonly value: Decimal;
  readonly unit: InKindUnit | null;
  readonly ranges?: () => NonNullable<OfferLine['ranges']>;
};

/** What something earns before limits: lines, or the reason why there are none. */
export type Gross =
  | { readonly lines: readonly DraftLine[]; readonly reason?: undefined }
  | { readonly lines?: undefined; readonly reason: ProposalReason };

/** The sum of lines; of money or of what is given in kind, which one policy never mixes. */
export function sumOf(lines: readonly DraftLine[]): Decimal {
  const [first, ...others] = lines;
  if (first === undefined) return ZERO;
  return others.reduce((sum, { value }) => sum.plus(value), first.value);
}

export const ZERO: Decimal = new Exact(0);
export const ONE: Decimal = new Exact(1);

/** Numbers that rules name: rules are few, customers are many. */
const NUMBERS = new Map<string, Decimal>();
const MAX_NUMBERS = 1000;

/** A decimal text of a rule as a number, read once. */
export function exactOf(text: string): Decimal {
  const known = NUMBERS.get(text);
  if (known !== undefined) return known;
  const read: Decimal = new Exact(text);
  if (NUMBERS.size < MAX_NUMBERS) NUMBERS.set(text, read);
  return read;
}

/** So many per cent of a value, exactly: to multiply is much cheaper than to divide by a hundred. */
export function percentOf(value: Decimal, percent: string): Decimal {
  return value.times(exactOf(`${percent}e-2`));
}

/** The fee that a policy takes its shares of, exactly, in minor units. */
export function feeOf(terms: Terms, period: PeriodFacts): Decimal {
  const { percent } = terms.rules.fee;
  const whole = wholeFee(terms, period);
  return percent === '100' ? whole : percentOf(whole, percent);
}

function wholeFee({ rules, contract, fees, mine }: Terms, period: PeriodFacts): Decimal {
  switch (rules.fee.base) {
    case 'monthly_fee':
      return new Exact(contract.monthlyFee.amountMinor);
    case 'fees_of_period':
      return feesOf(fees, period.months);
    case 'fees_of_previous_period':
      return feesOf(fees, period.previousMonths);
    case 'fee_per_user':
      return mine.users === 0 ? ZERO : feesOf(fees, period.months).div(mine.users);
    default:
      return rules.fee.base satisfies never;
  }
}

/** What a compensation comes to for one, exactly, in minor units. */
export function worthOf(earned: Compensation, fee: Decimal, currency: string): Decimal {
  return 'amounts' in earned ? new Exact(earned.amounts[currency] ?? 0) : percentOf(fee, earned.percent);
}

/** Seconds of the clock in a class or in a heavier one, with inferred time as the policy counts it. */
export function reachedSeconds({ rules }: Terms, incident: IncidentFacts, impactClass: HitClass): number {
  let all = 0;
  for (const name of HIT_CLASSES) {
    all += incident.clockSeconds[name];
    if (name === impactClass) break;
  }
  return Math.floor(all - incident.inferred.seconds * inferredLoss(rules));
}

const INFERRED_LOSS = { full: 0, half: 0.5, none: 1 } as const;

/** Which part of what is inferred does not count. */
export function inferredLoss({ measure }: PolicyRules): 0 | 0.5 | 1 {
  return INFERRED_LOSS[measure.inferred];
}
