import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import type { Limit } from '../policies/policy.js';
import { feesOf } from './fees.js';
import { type DraftLine, feeOf, percentOf, sumOf, type Terms, ZERO } from './price-terms.js';
import type { Grant, LineCode, LineInputs, PeriodFacts } from './proposal.js';

/** Lines and what they add up to, while limits are put to them. */
type Running = { readonly lines: DraftLine[]; sum: Decimal; readonly terms: Terms; readonly period: PeriodFacts };

/** The lines of a period with their floor, minimum, grants and caps; what is left to give of the incident's cap. */
export type Limited = {
  readonly lines: readonly DraftLine[];
  readonly sum: Decimal;
  readonly incidentLeft: Decimal | null;
  /** The most that all offers may give in the period; null without a cap. */
  readonly periodCap: Decimal | null;
};

/**
 * Puts the limits of a policy to what one period earns, each as a line: raised to the floor, nothing below the minimum,
 * less what the period already granted where the remedy looks at all of it, never above a cap. A cap that others have
 * used says who. Caps are cut down to whole units, so that no rounding passes them.
 */
export function applyLimits(
  terms: Terms,
  period: PeriodFacts,
  gross: readonly DraftLine[],
  { incidentLeft, lessGranted }: { readonly incidentLeft: Decimal | null; readonly lessGranted: boolean },
): Limited {
  const running: Running = { lines: [...gross], sum: sumOf(gross), terms, period };
  const { caps } = terms.rules;
  raiseToFloor(running);
  dropBelowMinimum(running);
  if (lessGranted) takeGranted(running);
  if (caps.onePerPeriod === true) oneInPeriod(running);
  if (incidentLeft !== null) takeAbove(running, 'cap_incident', incidentLeft, []);
  const periodCap = limitOf(caps.period, terms, period, () => feeOf(terms, period));
  // What was granted in the period has its own lines already where all of the period is looked at.
  if (periodCap !== null) takeAbove(running, 'cap_period', periodCap, period.granted);
  const yearCap = limitOf(caps.rollingYear, terms, period, () => feesOf(terms.fees, period.yearMonths));
  if (yearCap !== null) takeAbove(running, 'cap_rolling_year', yearCap, period.grantedInYear);
  const { lines, sum } = running;
  return { lines, sum, incidentLeft: incidentLeft === null ? null : incidentLeft.minus(sum), periodCap };
}

/** The lowest of what a limit says, in whole units; null when it says nothing about what the policy gives. */
export function limitOf(
  limit: Limit | undefined,
  terms: Terms,
  _period: PeriodFacts,
  fee: () => Decimal,
): Decimal | null {
  if (limit === undefined) return null;
  if (terms.rules.remedy.type === 'in_kind') return limit.quantity === undefined ? null : new Exact(limit.quantity);
  const said = [
    ...(limit.amounts === undefined ? [] : [new Exact(limit.amounts[terms.currency] ?? 0)]),
    ...(limit.percent === undefined ? [] : [percentOf(fee(), limit.percent).floor()]),
  ];
  return said.length === 0 ? null : Exact.min(...said);
}

function add(running: Running, code: LineCode, value: Decimal, inputs: () => LineInputs): void {
  const { lines, terms } = running;
  const unit = lines[0]?.unit ?? null;
  const written = (): LineInputs => ({ ...inputs(), ...(unit === null ? { currency: terms.currency } : { unit }) });
  lines.push({ code, value, unit, inputs: written });
  running.sum = running.sum.plus(value);
}

function raiseToFloor(running: Running): void {
  const { floor } = running.terms.rules;
  const { sum } = running;
  const least = floor?.[running.terms.currency];
  if (least === undefined || sum.lte(0) || sum.gte(least)) return;
  add(running, 'floor', new Exact(least).minus(sum), () => ({ floorMinor: least }));
}

function dropBelowMinimum(running: Running): void {
  const { minimum } = running.terms.rules;
  const { sum } = running;
  const least = minimum?.[running.terms.currency];
  if (least === undefined || sum.lte(0) || sum.gte(least)) return;
  add(running, 'minimum', sum.negated(), () => ({ minimumMinor: least }));
}

function takeGranted(running: Running): void {
  const inKind = running.terms.rules.remedy.type === 'in_kind';
  for (const grant of running.period.granted) {
    const granted = inKind ? grant.quantity : grant.amountMinor;
    const taken = Exact.min(running.sum, granted);
    if (taken.lte(0)) continue;
    add(running, 'already_granted', taken.negated(), () => ({
      offerIds: grant.offerId,
      granted,
      periodStartAt: running.period.startAt,
      periodEndAt: running.period.endAt,
    }));
  }
}

function oneInPeriod(running: Running): void {
  const others = running.period.granted;
  if (others.length === 0 || running.sum.lte(0)) return;
  const offerIds = (): string => others.map(({ offerId }) => offerId).join(' ');
  add(running, 'cap_one_per_period', running.sum.negated(), () => ({ offerIds: offerIds() }));
}

function takeAbove(running: Running, code: LineCode, cap: Decimal, consumers: readonly Grant[]): void {
  const inKind = running.terms.rules.remedy.type === 'in_kind';
  const used = consumers.filter(({ amountMinor, quantity }) => (inKind ? quantity : amountMinor) > 0);
  const consumed = used.reduce((sum, grant) => sum + (inKind ? grant.quantity : grant.amountMinor), 0);
  const rest = consumed === 0 ? cap : Exact.max(ZERO, cap.minus(consumed));
  const { sum } = running;
  if (sum.lte(rest)) return;
  add(running, code, rest.minus(sum), () => ({
    cap: cap.toNumber(),
    consumed,
    ...(used.length === 0 ? {} : { offerIds: used.map(({ offerId }) => offerId).join(' ') }),
  }));
}
