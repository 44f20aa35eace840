import { Temporal } from 'temporal-polyfill';

/**
 * The first instant at which an offer no longer stands: midnight, in the customer's zone, after the day that is
 * `validityDays` days after the day of sending. So a day is whole, whatever the clocks do in between.
 */
export function validUntil(sentAt: Date, validityDays: number, zone: string): Date {
  const sentOn = Temporal.Instant.fromEpochMilliseconds(sentAt.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const end = sentOn.add({ days: validityDays + 1 }).toZonedDateTime(zone);
  return new Date(end.epochMilliseconds);
}
