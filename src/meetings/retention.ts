import type { InstantBounds } from '../platform/ingest/read-fields.js';

/** Meetings, sessions and attempts are kept for this many months; older ones are not taken in. */
export const retentionMonths = 120;

/** How far ahead of now something that has happened may lie: clocks differ, and zones are mistaken. */
const DAYS_AHEAD = 1;
const SCHEDULED_MONTHS_AHEAD = 24;
const DAY_SECONDS = 86_400;

/** The oldest instant that is kept, to the second: the same day and time, so many months before now (UTC). */
export function retentionLimit(now: Date): Date {
  return monthsFrom(now, -retentionMonths);
}

/** When something that has happened can have happened: from the retention limit to a day ahead of now. */
export function boundsOfThePast(now: Date): InstantBounds {
  return { earliest: secondsOf(retentionLimit(now)), latest: secondsOf(now) + DAYS_AHEAD * DAY_SECONDS };
}

/** When a meeting can be scheduled: from the retention limit to two years ahead of now. */
export function boundsOfASchedule(now: Date): InstantBounds {
  return { earliest: secondsOf(retentionLimit(now)), latest: secondsOf(monthsFrom(now, SCHEDULED_MONTHS_AHEAD)) };
}

/** A day that the month does not have becomes the month's last. */
function monthsFrom(instant: Date, months: number): Date {
  const moved = new Date(instant);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(instant.getUTCDate(), lastDay));
  return moved;
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
