import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import { HIT_CLASSES } from '../policies/impact-class.js';
import type { Band, InKindTier, PolicyRules, Remedy } from '../policies/policy.js';
import { availability, type Downtime, downtimeMinutes, shownAvailability } from './measure-downtime.js';
import { type DraftLine, feeOf, type Gross, HUNDREDTH, type Terms } from './price-terms.js';
import type { EventFacts, LineInputs, OfferLine, PeriodFacts } from './proposal.js';
import { commitmentKept } from './proposal-reasons.js';

/** What was measured of a period, or of one meeting. */
type Measured = {
  readonly minutes: Decimal;
  readonly seconds: number;
  readonly uptime: Decimal;
  /** The availability as people read it. */
  readonly shown: string;
};

const MAX_RANGES = 50;

/**
 * What a remedy earns for a whole period, whatever incident caused its downtime. Availabilities are compared unrounded,
 * and rounded only where they are shown. Where single meetings are looked at, each has its own, and they add up.
 */
export function periodGross(terms: Terms, period: PeriodFacts): Gross {
  const { rules } = terms;
  if (rules.period === 'event') return eventsGross(terms, period);
  const measured = measure(terms, period.downtime, period.seconds);
  const line = lineOf(terms, period, measured, 1);
  if (line === undefined) return { reason: commitmentKept(inputsOf(terms, period, measured)) };
  return { lines: [{ ...line, ranges: rangesOf(period.downtime) }] };
}

function eventsGross(terms: Terms, period: PeriodFacts): Gross {
  const lines = period.events.flatMap((event) => {
    const line = lineOf(terms, period, measure(terms, event.downtime, event.seconds), event.people);
    return line === undefined ? [] : [line];
  });
  if (lines.length > 0) return { lines };
  const [longest] = period.events
    .map((event: EventFacts) => measure(terms, event.downtime, event.seconds))
    .toSorted((a, b) => a.uptime.cmp(b.uptime));
  const none = { minutes: new Exact(0), seconds: 0, uptime: new Exact(100), shown: '100' };
  return { reason: commitmentKept(inputsOf(terms, period, longest ?? none)) };
}

/** Customers of the same components share their downtime: it is measured once for the rules of a run. */
const MEASURED = new WeakMap<Downtime, WeakMap<PolicyRules, Measured>>();

function measure({ rules }: Terms, downtime: Downtime, seconds: number): Measured {
  const byRules = MEASURED.get(downtime) ?? new WeakMap<PolicyRules, Measured>();
  MEASURED.set(downtime, byRules);
  const known = byRules.get(rules);
  if (known?.seconds === seconds) return known;
  const minutes = downtimeMinutes(rules.measure, downtime);
  const uptime = availability(minutes, seconds);
  const measured = { minutes, seconds, uptime, shown: shownAvailability(uptime, edgesOf(rules.remedy)) };
  byRules.set(rules, measured);
  return measured;
}

function lineOf(terms: Terms, period: PeriodFacts, measured: Measured, people: number): DraftLine | undefined {
  const { remedy } = terms.rules;
  const common = inputsOf(terms, period, measured);
  const fee = feeOf(terms, period);
  const money = { feeMinor: fee.toString(), feeBase: terms.rules.fee.base, currency: terms.currency };
  switch (remedy.type) {
    case 'tiers': {
      const tier = bandOf(remedy.tiers, measured.uptime);
      if (tier === undefined) return undefined;
      const inputs = { ...common, ...money, percent: tier.percent, gte: tier.gte, lt: tier.lt };
      return { code: 'tier', inputs, value: fee.times(tier.percent).times(HUNDREDTH), unit: null };
    }
    case 'step':
      return stepLine(remedy, fee, measured, { ...common, ...money });
    case 'linear':
      return linearLine(terms, remedy, period, fee, { ...common, ...money }, measured);
    case 'in_kind': {
      const tier = bandOf(remedy.tiers ?? [], measured.uptime);
      if (tier === undefined) return undefined;
      const inputs = { ...common, unit: remedy.unit, gte: tier.gte, lt: tier.lt };
      return { code: 'in_kind', inputs, value: quantityOf(tier, people), unit: remedy.unit };
    }
    case 'fixed':
      throw new Error('a fixed amount looks at the incident');
    default:
      return remedy satisfies never;
  }
}

function stepLine(
  remedy: Extract<Remedy, { type: 'step' }>,
  fee: Decimal,
  { uptime }: Measured,
  common: LineInputs,
): DraftLine | undefined {
  const missing = new Exact(remedy.target).minus(uptime);
  if (missing.lte(0)) return undefined;
  const steps = missing
    .div(remedy.per)
    .toDecimalPlaces(0, remedy.round === 'up' ? Exact.ROUND_CEIL : Exact.ROUND_FLOOR);
  const inputs = {
    ...common,
    steps: steps.toNumber(),
    per: remedy.per,
    percent: remedy.percent,
    target: remedy.target,
  };
  return { code: 'step', inputs, value: fee.times(remedy.percent).times(steps).times(HUNDREDTH), unit: null };
}

/**
 * The fee of the time that was down. With a ratio, only this incident's own time counts, times the part of the people
 * whom it hit: another incident has hit others.
 */
function linearLine(
  terms: Terms,
  remedy: Extract<Remedy, { type: 'linear' }>,
  period: PeriodFacts,
  fee: Decimal,
  common: LineInputs,
  measured: Measured,
): DraftLine | undefined {
  if (measured.minutes.isZero() || measured.uptime.gte(remedy.target ?? '100')) return undefined;
  const ratio = remedy.ratio === 'affected_people' ? affectedRatio(terms) : new Exact(1);
  const others = downtimeMinutes(terms.rules.measure, period.otherDowntime);
  const minutes = remedy.ratio === 'affected_people' ? measured.minutes.minus(others) : measured.minutes;
  const part = minutes.times(60).div(measured.seconds);
  const inputs = { ...common, minutes: minutes.toString(), multiplier: remedy.multiplier, ratio: ratio.toString() };
  return { code: 'linear', inputs, value: fee.times(remedy.multiplier).times(ratio).times(part), unit: null };
}

function affectedRatio({ incident, mine }: Terms): Decimal {
  const hit = HIT_CLASSES.reduce((sum, name) => sum + incident.people[name], 0);
  return mine.users === 0 ? new Exact(0) : new Exact(Math.min(hit, mine.users)).div(mine.users);
}

function bandOf<T extends Band>(bands: readonly T[], uptime: Decimal): T | undefined {
  return bands.find(({ gte, lt }) => uptime.gte(gte) && uptime.lt(lt));
}

function quantityOf(tier: InKindTier, people: number): Decimal {
  if ('quantity' in tier) return new Exact(tier.quantity);
  return new Exact(people).times(tier.percentOfPeople).div(100).toDecimalPlaces(0, Exact.ROUND_HALF_UP);
}

function inputsOf({ rules }: Terms, period: PeriodFacts, { minutes, seconds, shown }: Measured): LineInputs {
  return {
    availability: shown,
    minutes: minutes.toString(),
    periodMinutes: new Exact(seconds).div(60).toString(),
    basis: rules.measure.basis,
    period: rules.period,
    periodStartAt: period.startAt,
    periodEndAt: period.endAt,
    zone: rules.zone,
    target: edgesOf(rules.remedy)[0] ?? '100',
  };
}

function edgesOf(remedy: Remedy): readonly string[] {
  switch (remedy.type) {
    case 'tiers':
      return remedy.tiers.map(({ lt }) => lt);
    case 'in_kind':
      return (remedy.tiers ?? []).map(({ lt }) => lt);
    case 'step':
      return [remedy.target];
    case 'linear':
      return [remedy.target ?? '100'];
    case 'fixed':
      return [];
    default:
      return remedy satisfies never;
  }
}

/** The longest pieces, when there are very many: a line is read by people. */
function rangesOf(downtime: Downtime): NonNullable<OfferLine['ranges']> {
  if (downtime.type === 'seconds') return [];
  const pieces = [...downtime.lost, ...downtime.degraded].toSorted(
    (a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0],
  );
  return pieces
    .slice(0, MAX_RANGES)
    .toSorted((a, b) => a[0] - b[0])
    .map(([start, end]) => ({
      startAt: new Date(start * 1000).toISOString(),
      endAt: new Date(end * 1000).toISOString(),
    }));
}
