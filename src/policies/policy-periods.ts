import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from '../kernel/time-range.js';
import type { PolicyRules } from './policy.js';

type PeriodRules = Pick<PolicyRules, 'period' | 'zone' | 'cycleDay'>;

/** A period of a policy, and the months that its fees are made of, as days `[first, end)`. */
export type PolicyPeriod = TimeRange & {
  readonly months: readonly DayRange[];
  readonly previousMonths: readonly DayRange[];
  /** The twelve months before the period. */
  readonly yearMonths: readonly DayRange[];
  /** The instant twelve months before its end. */
  readonly yearStartAt: Date;
};

/** Days `[first, end)`, `YYYY-MM-DD`. */
export type DayRange = readonly [first: string, end: string];

const MONTHS_OF_YEAR = 12;

/**
 * The periods that a stretch of time touches, in order; at least that of its beginning. They begin at midnight in the
 * policy's zone, so October 2020 in Paris has 44,700 minutes. For policies that look at single meetings it is the month,
 * in which their caps count.
 */
export function periodsTouched(rules: PeriodRules, from: Date, to: Date): PolicyPeriod[] {
  const periods: PolicyPeriod[] = [];
  const length = monthsIn(rules);
  const last = new Date(Math.max(from.getTime(), to.getTime() - 1));
  for (let start = firstDay(rules, from); startOf(rules, start) <= last; start = start.add({ months: length })) {
    const end = start.add({ months: length });
    periods.push({
      startAt: startOf(rules, start),
      endAt: startOf(rules, end),
      months: monthsFrom(start, length),
      previousMonths: monthsFrom(start.subtract({ months: length }), length),
      yearMonths: monthsFrom(start.subtract({ months: MONTHS_OF_YEAR }), MONTHS_OF_YEAR),
      yearStartAt: startOf(rules, end.subtract({ months: MONTHS_OF_YEAR })),
    });
  }
  return periods;
}

function monthsIn({ period }: PeriodRules): number {
  return period === 'quarter' ? 3 : 1;
}

function firstDay({ period, zone, cycleDay = 1 }: PeriodRules, at: Date): Temporal.PlainDate {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  switch (period) {
    case 'calendar_month':
    case 'event':
      return day.with({ day: 1 });
    case 'quarter':
      return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 });
    case 'billing_cycle':
      return day.day >= cycleDay ? day.with({ day: cycleDay }) : day.subtract({ months: 1 }).with({ day: cycleDay });
    default:
      return period satisfies never;
  }
}

function startOf({ zone }: PeriodRules, day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(zone).epochMilliseconds);
}

function monthsFrom(start: Temporal.PlainDate, count: number): DayRange[] {
  return Array.from({ length: count }, (_none, index) => [
    start.add({ months: index }).toString(),
    start.add({ months: index + 1 }).toString(),
  ]);
}
