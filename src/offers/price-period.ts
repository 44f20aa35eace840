import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import { HIT_CLASSES } from '../policies/impact-class.js';
import type { Band, InKindTier, PolicyRules, Remedy } from '../policies/policy.js';
import { availability, type Downtime, downtimeMinutes, shownAvailability } from './measure-downtime.js';
import { type DraftLine, exactOf, feeOf, type Gross, ONE, percentOf, type Terms, ZERO } from './price-terms.js';
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
  // By name: to spread a line costs as much as to work it out.
  const { code, inputs, value, unit } = line;
  return { lines: [{ code, inputs, value, unit, ranges: () => rangesOf(period.downtime) }] };
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
  const none = { minutes: ZERO, seconds: 0, uptime: new Exact(100), shown: '100' };
  return { reason: commitmentKept(inputsOf(terms, period, longest ?? none)) };
}

/** Customers of the same components share their downtime: it is measured once for the rules of a run. */
const MEASURED = new WeakMap<Downtime, WeakMap<PolicyRules, Measured>>();

function measure({ rules }: Terms, downtime: Downtime, seconds: number): Measured {
  let byRules = MEASURED.get(downtime);
  if (byRules === undefined) {
    byRules = new WeakMap();
    MEASURED.set(downtime, byRules);
  }
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
  const fee = feeOf(terms, period);
  const common = (): LineInputs => inputsOf(terms, period, measured);
  const withFee = (): LineInputs => ({
    ...common(),
    feeMinor: fee.toString(),
    feeBase: terms.rules.fee.base,
    currency: terms.currency,
  });
  switch (remedy.type) {
    case 'tiers': {
      const tier = bandOf(remedy.tiers, measured.uptime);
      if (tier === undefined) return undefined;
      const { percent, gte, lt } = tier;
      const inputs = (): LineInputs => ({ ...withFee(), percent, gte, lt });
      return { code: 'tier', inputs, value: percentOf(fee, percent), unit: null };
    }
    case 'step':
      return stepLine(remedy, fee, measured, withFee);
    case 'linear':
      return linearLine(terms, remedy, period, fee, withFee, measured);
    case 'in_kind': {
      const tier = bandOf(remedy.tiers ?? [], measured.uptime);
      if (tier === undefined) return undefined;
      const inputs = (): LineInputs => ({ ...common(), unit: remedy.unit, gte: tier.gte, lt: tier.lt });
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
  common: () => LineInputs,
): DraftLine | undefined {
  const missing = exactOf(remedy.target).minus(uptime);
  if (missing.lte(0)) return undefined;
  const steps = missing
    .div(remedy.per)
    .toDecimalPlaces(0, remedy.round === 'up' ? Exact.ROUND_CEIL : Exact.ROUND_FLOOR);
  const { per, percent, target } = remedy;
  const inputs = (): LineInputs => ({ ...common(), steps: steps.toNumber(), per, percent, target });
  return { code: 'step', inputs, value: percentOf(fee, percent).times(steps), unit: null };
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
  common: () => LineInputs,
  measured: Measured,
): DraftLine | undefined {
  if (measured.minutes.isZero() || measured.uptime.gte(exactOf(remedy.target ?? '100'))) return undefined;
  const isRatio = remedy.ratio === 'affected_people';
  const ratio = isRatio ? affectedRatio(terms) : ONE;
  const { minutes, part } = ownPart(terms, measured, isRatio ? period.otherDowntime : null);
  const { multiplier } = remedy;
  const inputs = (): LineInputs => ({
    ...common(),
    minutes: minutes.toString(),
    multiplier,
    ratio: ratio.toString(),
  });
  const whole = multiplier === '1' ? fee : fee.times(exactOf(multiplier));
  return { code: 'linear', inputs, value: (isRatio ? whole.times(ratio) : whole).times(part), unit: null };
}

type OwnPart = { readonly minutes: Decimal; readonly part: Decimal };

/** As `MEASURED`: what customers share is divided once. */
const OWN_PARTS = new WeakMap<Measured, WeakMap<Downtime, OwnPart>>();
const NOTHING: Downtime = { type: 'seconds', lost: 0, inferred: 0, degraded: 0 };

/** The minutes that are left without those of other incidents, and the part of the time that they are. */
function ownPart({ rules }: Terms, measured: Measured, others: Downtime | null): OwnPart {
  let known = OWN_PARTS.get(measured);
  if (known === undefined) {
    known = new WeakMap();
    OWN_PARTS.set(measured, known);
  }
  const found = known.get(others ?? NOTHING);
  if (found !== undefined) return found;
  const { minutes: all, seconds } = measured;
  const minutes = others === null ? all : all.minus(downtimeMinutes(rules.measure, others));
  const own = { minutes, part: minutes.times(60).div(seconds) };
  known.set(others ?? NOTHING, own);
  return own;
}

function affectedRatio({ incident, mine }: Terms): Decimal {
  const hit = HIT_CLASSES.reduce((sum, name) => sum + incident.people[name], 0);
  if (mine.users === 0) return ZERO;
  return hit >= mine.users ? ONE : new Exact(hit).div(mine.users);
}

function bandOf<T extends Band>(bands: readonly T[], uptime: Decimal): T | undefined {
  return bands.find(({ gte, lt }) => uptime.gte(exactOf(gte)) && uptime.lt(exactOf(lt)));
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
