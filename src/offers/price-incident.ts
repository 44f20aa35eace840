import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import { HIT_CLASSES, type HitClass } from '../policies/impact-class.js';
import type { Compensation, Remedy } from '../policies/policy.js';
import {
  type DraftLine,
  feeOf,
  type Gross,
  inferredLoss,
  ONE,
  reachedSeconds,
  type Terms,
  worthOf,
} from './price-terms.js';
import type { IncidentFacts, LineInputs, PeriodFacts } from './proposal.js';
import { belowMinimumSeconds, classNotInPolicy } from './proposal-reasons.js';

type Fixed = Extract<Remedy, { type: 'fixed' }>;
type InKindRemedy = Extract<Remedy, { type: 'in_kind' }>;

/**
 * What a remedy that looks at the incident alone earns for it. A class is reached when the customer suffered it, or a
 * heavier one, for the minimum of seconds: whoever reaches a class reaches every lighter one, and the best paid of those
 * reached counts (the heaviest, in any policy that pays more for more). More harm never earns less, whatever the amounts.
 */
export function incidentGross(terms: Terms, incident: IncidentFacts, period: PeriodFacts): Gross {
  const { remedy, measure } = terms.rules;
  if (remedy.type !== 'fixed' && remedy.type !== 'in_kind') throw new Error(`${remedy.type} looks at a period`);
  if (remedy.type === 'fixed' && measure.basis === 'service_minutes') return serviceGross(terms, remedy, period);
  const reached = HIT_CLASSES.filter((name) => reachedSeconds(terms, incident, name) >= measure.minimumSeconds);
  const [heaviest] = reached;
  if (heaviest === undefined) {
    const reason = belowMinimumSeconds(reachedSeconds(terms, incident, 'degraded'), measure.minimumSeconds);
    return { reason };
  }
  if (remedy.type === 'in_kind') return inKindGross(terms, remedy, incident, reached);
  if (remedy.byClass === undefined) return { lines: flatLines(terms, remedy, incident, period) };
  const paid = reached.filter((name) => remedy.byClass?.[name] !== undefined);
  if (paid.length === 0) return { reason: classNotInPolicy(heaviest, terms.mine.policy.policyCode) };
  return {
    lines:
      remedy.per === 'person' || remedy.per === 'meeting'
        ? linesByClass(terms, remedy.byClass, remedy.per, incident, period)
        : [bestOfReached(terms, remedy.byClass, paid, incident, period)],
  };
}

function serviceGross(terms: Terms, remedy: Fixed, period: PeriodFacts): Gross {
  const { each } = remedy;
  if (each === undefined) throw new Error('classes need clock_minutes');
  const days = terms.mine.daysDown.slice();
  const waited = remedy.afterWorkingDays === undefined ? days : daysAfter(days, remedy.afterWorkingDays);
  const count = remedy.per === 'day' ? waited.length : countOf(terms, remedy.per, terms.incident);
  const isDown = days.length > 0;
  return isDown && new Exact(count).gt(0)
    ? { lines: [lineFor(terms, each, new Exact(count), feeOf(terms, period), { per: remedy.per })] }
    : { reason: belowMinimumSeconds(0, terms.rules.measure.minimumSeconds) };
}

/** The days that follow so many full working days after the first day; Saturdays and Sundays do not work. */
function daysAfter(days: readonly string[], workingDays: number): readonly string[] {
  const [first] = days;
  if (first === undefined) return [];
  const day = new Date(`${first}T00:00:00Z`);
  for (let left = workingDays; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) left -= 1;
  }
  return days.filter((each) => each > day.toISOString().slice(0, 10));
}

function flatLines(terms: Terms, remedy: Fixed, incident: IncidentFacts, period: PeriodFacts): DraftLine[] {
  if (remedy.each === undefined) return [];
  const seconds = reachedSeconds(terms, incident, 'degraded');
  const count = countOf(terms, remedy.per, incident);
  return [lineFor(terms, remedy.each, count, feeOf(terms, period), { per: remedy.per, seconds })];
}

function countOf({ rules }: Terms, per: Fixed['per'], incident: IncidentFacts): Decimal {
  if (per !== 'person' && per !== 'meeting') return ONE;
  const counts = per === 'person' ? incident.people : incident.meetings;
  const all = HIT_CLASSES.reduce((sum, name) => sum + counts[name], 0);
  return new Exact(all).minus(new Exact(inferredOf(per, incident)).times(inferredLoss(rules)));
}

function inferredOf(per: 'person' | 'meeting', { inferred }: IncidentFacts): number {
  return per === 'person' ? inferred.people : inferred.meetings;
}

type ByClass = NonNullable<Fixed['byClass']>;

function bestOfReached(
  terms: Terms,
  byClass: ByClass,
  paid: readonly HitClass[],
  incident: IncidentFacts,
  period: PeriodFacts,
): DraftLine {
  const fee = feeOf(terms, period);
  const worth = (name: HitClass): Decimal => worthOf(byClass[name] as Compensation, fee, terms.currency);
  const best = paid.reduce((found, name) => (worth(name).gt(worth(found)) ? name : found));
  const seconds = reachedSeconds(terms, incident, best);
  return lineFor(terms, byClass[best] as Compensation, ONE, fee, {
    class: best,
    orWorse: seconds > incident.clockSeconds[best] ? 1 : 0,
    seconds,
    minimumSeconds: terms.rules.measure.minimumSeconds,
  });
}

/** A line for each class of people or meetings; a heavier class that has no amount takes the best of the lighter ones. */
function linesByClass(
  terms: Terms,
  byClass: ByClass,
  per: 'person' | 'meeting',
  incident: IncidentFacts,
  period: PeriodFacts,
): DraftLine[] {
  const fee = feeOf(terms, period);
  const counts = per === 'person' ? incident.people : incident.meetings;
  return HIT_CLASSES.flatMap((impactClass, index) => {
    const lighter = HIT_CLASSES.slice(index).flatMap((name) => byClass[name] ?? []);
    const uncounted = impactClass === 'unable_to_join' ? inferredOf(per, incident) * inferredLoss(terms.rules) : 0;
    const count = new Exact(counts[impactClass]).minus(uncounted);
    if (lighter.length === 0 || count.lte(0)) return [];
    const best = lighter.reduce((a, b) =>
      worthOf(b, fee, terms.currency).gt(worthOf(a, fee, terms.currency)) ? b : a,
    );
    return [lineFor(terms, best, count, fee, { class: impactClass, per })];
  });
}

function lineFor(terms: Terms, earned: Compensation, count: Decimal, fee: Decimal, inputs: LineInputs): DraftLine {
  const one = worthOf(earned, fee, terms.currency);
  const value = count === ONE ? one : one.times(count);
  const common = (): LineInputs => ({ ...inputs, count: count.toString(), currency: terms.currency });
  if ('amounts' in earned) {
    const given = (): LineInputs => ({ ...common(), eachMinor: one.toNumber() });
    return { code: 'fixed_amount', inputs: given, value, unit: null };
  }
  const { percent } = earned;
  const given = (): LineInputs => ({
    ...common(),
    percent,
    feeMinor: fee.toString(),
    feeBase: terms.rules.fee.base,
  });
  return { code: 'percent_of_fee', inputs: given, value, unit: null };
}

function inKindGross(
  terms: Terms,
  { byClass = {}, unit }: InKindRemedy,
  incident: IncidentFacts,
  reached: readonly HitClass[],
): Gross {
  const paid = reached.filter((name) => byClass[name] !== undefined);
  const [heaviest = 'degraded'] = reached;
  if (paid.length === 0) return { reason: classNotInPolicy(heaviest, terms.mine.policy.policyCode) };
  const best = paid.reduce((found, name) => ((byClass[name] ?? 0) > (byClass[found] ?? 0) ? name : found));
  const seconds = reachedSeconds(terms, incident, best);
  const inputs = { class: best, seconds, orWorse: seconds > incident.clockSeconds[best] ? 1 : 0, unit };
  return { lines: [{ code: 'in_kind', inputs: () => inputs, value: new Exact(byClass[best] ?? 0), unit }] };
}
