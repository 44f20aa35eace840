import { Temporal } from 'temporal-polyfill';

/** When the company works: `days` are 1 (Monday) to 7, times are HH:MM in its zone, holidays are YYYY-MM-DD. */
export type WorkCalendar = {
  readonly zone: string;
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly holidays: readonly string[];
};

/** Further back nobody looks: a calendar without working time would otherwise have no answer. */
const MAX_DAYS_BACK = 1000;

/** True on a day on which the company works. */
export function isWorkingDay(day: Temporal.PlainDate, { days, holidays }: WorkCalendar): boolean {
  return days.includes(day.dayOfWeek) && !holidays.includes(day.toString());
}

/**
 * The latest instant since which at least `hours` working hours have passed at `now`: what lies untouched since then or
 * longer has waited that long. Hours are those of the clock on the wall, so a day of 23 or 25 hours changes nothing but
 * its night. Undefined when the calendar has not that many hours within about three years.
 */
export function workingHoursBefore(now: Date, hours: number, calendar: WorkCalendar): Date | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(calendar.zone);
  let missing = hours * 3_600_000;
  for (let back = 0; back <= MAX_DAYS_BACK; back += 1) {
    const day = local.toPlainDate().subtract({ days: back });
    if (!isWorkingDay(day, calendar)) continue;
    const from = instantOf(day, calendar.from, calendar.zone);
    const to = Math.min(instantOf(day, calendar.to, calendar.zone), now.getTime());
    if (to <= from) continue;
    if (to - from >= missing) return new Date(to - missing);
    missing -= to - from;
  }
  return undefined;
}

/** The local day and whether the time of day has come, for what happens once a working day. */
export function workingDayAfter(now: Date, time: string, calendar: WorkCalendar): string | undefined {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(calendar.zone).toPlainDate();
  if (!isWorkingDay(day, calendar) || instantOf(day, time, calendar.zone) > now.getTime()) return undefined;
  return day.toString();
}

function instantOf(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
