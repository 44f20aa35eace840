import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from '../kernel/time-range.js';
import { periodsTouched } from './policy-periods.js';
import type { Deadline, PolicyRules } from './policy.js';

type DatedRules = Pick<PolicyRules, 'period' | 'zone' | 'cycleDay'>;

/**
 * The first instant at which a claim for an incident is too late: midnight, in the policy's zone, after the last day on
 * which one may come. Days are counted from the day on which the incident ended, or the last day of the period in which
 * it ended (or of the next one); business days are Monday to Friday, holidays not known.
 */
export function claimDueAt(rules: DatedRules, deadline: Deadline, incident: TimeRange): Date {
  const first = startOfCount(rules, deadline, incident);
  const last = deadline.businessDays ? afterBusinessDays(first, deadline.days) : first.add({ days: deadline.days });
  return new Date(last.add({ days: 1 }).toZonedDateTime(rules.zone).epochMilliseconds);
}

function startOfCount(rules: DatedRules, { from }: Deadline, { startAt, endAt }: TimeRange): Temporal.PlainDate {
  const dayOf = (at: Date): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(rules.zone).toPlainDate();
  // The end of a range is not in it: what ends at midnight ended the day before.
  const lastMoment = new Date(Math.max(startAt.getTime(), endAt.getTime() - 1));
  if (from === 'incident') return dayOf(lastMoment);
  const [period] = periodsTouched(rules, lastMoment, lastMoment);
  if (period === undefined) throw new Error('an instant is in a period');
  if (from === 'period_end') return dayOf(period.endAt).subtract({ days: 1 });
  const [next] = periodsTouched(rules, period.endAt, period.endAt);
  return dayOf(next?.endAt ?? period.endAt).subtract({ days: 1 });
}

const FRIDAY = 5;

function afterBusinessDays(first: Temporal.PlainDate, days: number): Temporal.PlainDate {
  let day = first;
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= FRIDAY) left -= 1;
  }
  return day;
}
