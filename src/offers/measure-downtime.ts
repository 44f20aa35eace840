import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import type { Measure } from '../policies/policy.js';
import { lessSpans, type Span, spanSeconds, unionSpans } from './spans.js';

/**
 * Downtime as it was, before a policy weighs it: pieces of time (each list a union), or seconds where people are added
 * up. `degraded` leaves out what is lost; `inferred` is the part of what is lost that rests on inference alone.
 */
export type Downtime =
  | {
      readonly type: 'spans';
      readonly lost: readonly Span[];
      readonly inferred: readonly Span[];
      readonly degraded: readonly Span[];
    }
  | { readonly type: 'seconds'; readonly lost: number; readonly inferred: number; readonly degraded: number };

const MINUTE = 60;

/**
 * Minutes of downtime, exactly, as a policy counts them. It goes by sets of seconds and of minutes of the clock, so more
 * downtime never counts for less: a piece shorter than the minimum is left out; a minute that is down in part counts by
 * its seconds, not at all, or as a whole one. Inferred time by half is half-way between with it and without it.
 */
export function downtimeMinutes(measure: Measure, downtime: Downtime): Decimal {
  switch (measure.inferred) {
    case 'full':
      return weighed(measure, downtime);
    case 'none':
      return weighed(measure, withoutInferred(downtime));
    case 'half':
      return weighed(measure, downtime)
        .plus(weighed(measure, withoutInferred(downtime)))
        .div(2);
    default:
      return measure.inferred satisfies never;
  }
}

function withoutInferred(downtime: Downtime): Downtime {
  return downtime.type === 'seconds'
    ? { ...downtime, lost: downtime.lost - downtime.inferred, inferred: 0 }
    : { ...downtime, lost: lessSpans(downtime.lost, downtime.inferred), inferred: [] };
}

function weighed(measure: Measure, downtime: Downtime): Decimal {
  const { lost, degraded } = downtime.type === 'seconds' ? downtime : countedSeconds(measure, downtime);
  const seconds = new Exact(measure.weights.lost).times(lost).plus(new Exact(measure.weights.degraded).times(degraded));
  return seconds.div(MINUTE);
}

function countedSeconds(
  { minConsecutiveMinutes, partialMinutes, weights }: Measure,
  downtime: Extract<Downtime, { type: 'spans' }>,
): { lost: number; degraded: number } {
  // What weighs nothing is not down, and neither lengthens a piece nor fills a minute.
  const degraded = Number(weights.degraded) > 0 ? downtime.degraded : [];
  const down = unionSpans([...downtime.lost, ...degraded]);
  const short = down.filter(([start, end]) => end - start < minConsecutiveMinutes * MINUTE);
  const all = wholeMinutes(lessSpans(down, short), partialMinutes);
  const lost = wholeMinutes(lessSpans(downtime.lost, short), partialMinutes);
  return { lost: spanSeconds(lost), degraded: spanSeconds(lessSpans(all, lost)) };
}

function wholeMinutes(spans: readonly Span[], partial: Measure['partialMinutes']): Span[] {
  const floor = (second: number): number => Math.floor(second / MINUTE) * MINUTE;
  const ceil = (second: number): number => Math.ceil(second / MINUTE) * MINUTE;
  switch (partial) {
    case 'count':
      return [...spans];
    case 'drop':
      return unionSpans(spans.map(([start, end]) => [ceil(start), floor(end)]));
    case 'ceil':
      return unionSpans(spans.map(([start, end]) => [floor(start), ceil(end)]));
    default:
      return partial satisfies never;
  }
}

/** The availability in per cent, exactly (60 digits where it does not end). */
export function availability(minutes: Decimal, periodSeconds: number): Decimal {
  if (periodSeconds <= 0) return new Exact(100);
  const up = new Exact(periodSeconds).minus(minutes.times(MINUTE));
  return Exact.max(0, up.times(100).div(periodSeconds));
}

/** The availability as people read it: two decimals, or more where two would hide which side of an edge it is on. */
export function shownAvailability(exact: Decimal, edges: readonly string[]): string {
  for (let digits = 2; digits < 12; digits += 1) {
    const shown = exact.toDecimalPlaces(digits, Exact.ROUND_HALF_UP);
    const isTrue = ['100', ...edges].every((edge) => shown.cmp(edge) === exact.cmp(edge));
    if (isTrue) return shown.toFixed(2).length > shown.toString().length ? shown.toFixed(2) : shown.toString();
  }
  return exact.toString();
}
