import { isTimeZone } from 'class-validator';
import { InvalidArgumentError } from 'commander';
import { isDayText } from '../platform/http/fields.js';

/** How a command names the incident that it is about. */
export const INCIDENT = '[incident]';
export const INCIDENT_HELP = 'id or reference of the incident; not needed when there is only one';

/** Reads an option that is a whole number of at most nine digits. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

/** Reads an option that is a day of the calendar. */
export function day(text: string): string {
  if (!isDayText(text)) throw new InvalidArgumentError('A day is needed, such as 2020-09-16.');
  return text;
}

/** Reads an option that is a time zone. */
export function timeZone(text: string): string {
  if (!isTimeZone(text)) throw new InvalidArgumentError('A time zone is needed, such as Europe/Paris.');
  return text;
}
