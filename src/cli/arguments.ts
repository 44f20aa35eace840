import { InvalidArgumentError } from 'commander';

/** How a command names the incident that it is about. */
export const INCIDENT = '[incident]';
export const INCIDENT_HELP = 'id or reference of the incident; not needed when there is only one';

/** Reads an option that is a whole number of at most nine digits. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}
