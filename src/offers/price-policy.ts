import type { Decimal } from 'decimal.js';
import { amountsOf } from '../policies/policy-conflicts.js';
import { looksAtPeriod, type PolicyKind, type PolicyRules } from '../policies/policy.js';
import { Exact } from '../kernel/money.js';
import { applyLimits, limitOf } from './apply-limits.js';
import { incidentGross } from './price-incident.js';
import { periodGross } from './price-period.js';
import { type DraftLine, feeOf, type Gross, sumOf, type Terms, ZERO } from './price-terms.js';
import type {
  Compensated,
  ContractInForce,
  LineInputs,
  OfferFacts,
  PeriodFacts,
  PolicyFacts,
  ProposalReason,
} from './proposal.js';
import {
  alreadyCompensated,
  amountIsZero,
  capReached,
  currencyNotInPolicy,
  feesInSeveralCurrencies,
  noData,
  noMonthlyFee,
} from './proposal-reasons.js';

/** What one policy earns in one period. The lines never add up to less than nothing. */
export type PricedPeriod = {
  readonly period: PeriodFacts;
  readonly lines: readonly DraftLine[];
  /** Of the lines. */
  readonly sum: Decimal;
  readonly periodCap: Decimal | null;
};

/** The same with one line more. */
export function withLine(priced: PricedPeriod, line: DraftLine): PricedPeriod {
  const { period, lines, sum, periodCap } = priced;
  return { period, lines: [...lines, line], sum: sum.plus(line.value), periodCap };
}

/** What one policy makes of the facts, before it is combined with another and before anyone is left out. */
export type PricedPolicy = {
  readonly kind: PolicyKind;
  readonly mine: PolicyFacts;
  readonly periods: readonly PricedPeriod[];
  /** Why it earns nothing; empty when it earns something. */
  readonly reasons: readonly ProposalReason[];
  /** True when it cannot be worked out. */
  readonly refused: boolean;
};

/** Prices a customer's incident by one policy. */
export function pricePolicy(
  facts: OfferFacts,
  kind: PolicyKind,
  mine: PolicyFacts,
  contract: ContractInForce,
): PricedPolicy {
  const { rules, policyCode } = mine.policy;
  const { currency } = contract.monthlyFee;
  const terms: Terms = { kind, mine, rules, contract, currency, fees: facts.fees, incident: facts.incident };
  const none = { kind, mine, periods: [] };
  const lived = facts.class !== 'unknown' && facts.class !== 'unaffected';
  if (rules.measure.basis !== 'service_minutes' && !lived) return { ...none, reasons: [noData()], refused: false };
  if (lacksCurrency(rules, currency)) {
    return { ...none, reasons: [currencyNotInPolicy(currency, policyCode)], refused: true };
  }
  if (needsFees(rules) && !facts.feesInOneCurrency) {
    return { ...none, reasons: [feesInSeveralCurrencies(currency)], refused: true };
  }
  return priceTerms(terms);
}

function priceTerms(terms: Terms): PricedPolicy {
  const { rules, mine, kind } = terms;
  const whole = looksAtPeriod(rules.remedy);
  const [first] = mine.periods;
  const isAddedUp = rules.remedy.type === 'linear' && rules.remedy.ratio === 'affected_people';
  const periods: PricedPeriod[] = [];
  const reasons: ProposalReason[] = [];
  let incidentLeft = first === undefined ? null : limitOf(rules.caps.incident, terms, first, () => feeOf(terms, first));
  for (const period of whole ? mine.periods : mine.periods.slice(0, 1)) {
    const gross = whole ? periodGross(terms, period) : lessCompensated(terms, period);
    if (gross.lines === undefined) {
      reasons.push(gross.reason);
      continue;
    }
    const limited = applyLimits(terms, period, gross.lines, { incidentLeft, lessGranted: whole && !isAddedUp });
    ({ incidentLeft } = limited);
    const { lines, sum, periodCap } = limited;
    periods.push({ period, lines, sum, periodCap });
    if (sum.lte(0)) reasons.push(reasonOf(terms, period, lines));
  }
  const earns = periods.some(({ sum }) => sum.gt(0));
  return { kind, mine, periods, reasons: earns ? [] : reasons, refused: false };
}

/** The incident's own lines, less what other offers have compensated: each said, with the offer that did. */
function lessCompensated(terms: Terms, period: PeriodFacts): Gross {
  const { compensated, rest } = terms.mine;
  const gross = incidentGross(terms, terms.incident, period);
  if (gross.lines === undefined || compensated.length === 0) return gross;
  if (rest === null) {
    const taken = compensatedLine(terms, compensated, sumOf(gross.lines).negated(), gross.lines);
    return { lines: [...gross.lines, taken] };
  }
  const left = incidentGross(terms, rest, period);
  const taken = (left.lines === undefined ? ZERO : sumOf(left.lines)).minus(sumOf(gross.lines));
  const isTaken = !taken.isZero() || compensated.some(({ takenSeconds }) => takenSeconds > 0);
  const lines = isTaken ? [...gross.lines, compensatedLine(terms, compensated, taken, gross.lines)] : [...gross.lines];
  for (const { offerId, upgradedSeconds, upgradedMinor } of compensated) {
    const sum = sumOf(lines);
    if (upgradedSeconds === 0 || sum.lte(0) || lines[0]?.unit !== null) continue;
    const paid = new Exact(upgradedMinor);
    const inputs = (): LineInputs => ({ offerIds: offerId, seconds: upgradedSeconds, currency: terms.currency });
    lines.push({ code: 'upgrade', inputs, value: (paid.gt(sum) ? sum : paid).negated(), unit: null });
  }
  return { lines };
}

function compensatedLine(
  { currency }: Terms,
  compensated: readonly Compensated[],
  value: Decimal,
  lines: readonly DraftLine[],
): DraftLine {
  const taken = compensated.filter(({ takenSeconds }) => takenSeconds > 0);
  const seconds = taken.reduce((sum, { takenSeconds }) => sum + takenSeconds, 0);
  const offerIds = taken.map(({ offerId }) => offerId).join(' ');
  const inputs = (): LineInputs => ({ offerIds, seconds, currency });
  return { code: 'already_compensated', inputs, value, unit: lines[0]?.unit ?? null };
}

function reasonOf(terms: Terms, period: PeriodFacts, lines: readonly DraftLine[]): ProposalReason {
  const last = lines.findLast(({ value }) => value.lt(0));
  const isFree = feeOf(terms, period).isZero();
  if (last === undefined) return isFree && usesFee(lines) ? noMonthlyFee() : amountIsZero();
  if (COMPENSATED_CODES.has(last.code)) return alreadyCompensated(last);
  const byFee = last.code.startsWith('cap_') && isFree;
  return byFee ? noMonthlyFee() : capReached(last);
}

const COMPENSATED_CODES: ReadonlySet<string> = new Set(['already_compensated', 'upgrade']);

function usesFee(lines: readonly DraftLine[]): boolean {
  return lines.some(({ inputs }) => inputs()['feeMinor'] !== undefined);
}

/** The currencies that rules name, worked out once for the rules of a run; null when they name none. */
const CURRENCIES = new WeakMap<PolicyRules, ReadonlySet<string> | null>();

function lacksCurrency(rules: PolicyRules, currency: string): boolean {
  let named = CURRENCIES.get(rules);
  if (named === undefined) {
    const [amounts] = [...amountsOf(rules).values()].filter((each) => Object.keys(each).length > 0);
    named = amounts === undefined ? null : new Set(Object.keys(amounts));
    CURRENCIES.set(rules, named);
  }
  return named !== null && !named.has(currency);
}

/** True for rules that look at the fees of more than the contract in force on the day. */
export function needsFees({ fee, caps }: PolicyRules): boolean {
  return fee.base !== 'monthly_fee' || caps.rollingYear?.percent !== undefined;
}
