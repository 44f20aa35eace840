import { registerDecorator, type ValidationOptions } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';

/** What can be wrong with the text of an instant; both are codes of reasons. */
export type InstantFault = 'instant_without_offset' | 'invalid_instant';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i;

const MESSAGE: Readonly<Record<InstantFault, string>> = {
  instant_without_offset: 'says no offset from UTC: write 2020-09-16T14:49:00+02:00 or 2020-09-16T12:49:00Z',
  invalid_instant: 'is not an instant of RFC 3339, such as 2020-09-16T14:49:00+02:00 or 2020-09-16T12:49:00Z',
};

/**
 * The instant of an RFC 3339 text with its offset, cut to the whole second. The day must exist in the calendar, there is
 * no second 60, and the instant lies in the years 1 to 9999 in UTC, which every reader of it can write. Throws
 * `instant_without_offset` or `invalid_instant`.
 */
export function parseInstant(text: string): Date {
  const read = readInstant(text);
  if (read instanceof Date) return read;
  throw new DomainError('invalid', read, `"${text.slice(0, 60)}" ${MESSAGE[read]}.`);
}

/** The property is a text that `parseInstant` reads. Of the two faults, the reason names the one at hand. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    register(target, property, options, 'instantWithoutOffset', 'instant_without_offset');
    register(target, property, options, 'invalidInstant', 'invalid_instant');
  };
}

function register(
  target: object,
  property: string | symbol,
  options: ValidationOptions | undefined,
  name: string,
  fault: InstantFault,
): void {
  registerDecorator({
    name,
    target: target.constructor,
    propertyName: String(property),
    options: { message: `$property ${MESSAGE[fault]}`, ...options },
    validator: { validate: (value: unknown) => readInstant(value) !== fault },
  });
}

function readInstant(text: unknown): Date | InstantFault {
  const parts = typeof text === 'string' ? INSTANT.exec(text) : null;
  if (parts === null) return 'invalid_instant';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || second > 59 || !isDay(year, month, day)) return 'invalid_instant';
  if (parts[7] === undefined) return 'instant_without_offset';
  const offsetMinutes = readOffset(parts[7]);
  if (offsetMinutes === undefined) return 'invalid_instant';
  const instant = midnight(year, month, day);
  instant.setUTCHours(hour, minute - offsetMinutes, second);
  const yearInUtc = instant.getUTCFullYear();
  return yearInUtc >= 1 && yearInUtc <= 9999 ? instant : 'invalid_instant';
}

/** Minutes east of UTC, or undefined when no clock can show it. */
function readOffset(text: string): number | undefined {
  if (text.length === 1) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function isDay(year: number, month: number, day: number): boolean {
  const date = midnight(year, month, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Date.UTC would read the years 0 to 99 as 1900 to 1999. */
function midnight(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
