/** Why a text is not an instant. */
export type InstantFault = 'invalid_instant' | 'instant_without_offset';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LOCAL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const OFFSET_LENGTH = 6;

/**
 * Reads RFC 3339 (`2020-09-16T14:49:00+02:00`) as whole seconds since 1970, fractions cut off. Only real dates of the
 * years 1000 to 9999 and real times of day are instants, so no leap second; one that names no offset is told apart.
 * Runs for every line of an import: digits are read one by one, without a pattern.
 */
export function readInstant(text: string): number | InstantFault {
  const seconds = localSeconds(text);
  const at = Number.isNaN(seconds) ? -1 : endOfFraction(text);
  const offset = at === -1 ? Number.NaN : offsetSeconds(text, at);
  if (!Number.isNaN(offset)) return seconds - offset;
  return LOCAL.test(text) ? 'instant_without_offset' : 'invalid_instant';
}

/** True for a real date of the years 1000 to 9999 as `2020-09-16`. */
export function isDate(text: string): boolean {
  return text.length === 10 && !Number.isNaN(dateSeconds(text));
}

/** NaN unless the text begins with a real date. */
function dateSeconds(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (text[4] !== '-' || text[7] !== '-' || !(year >= 1000 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  return day <= daysInMonth(year, month) ? Date.UTC(year, month - 1, day) / 1000 : Number.NaN;
}

/** NaN unless the text begins with a real date, a T and a time of day to the second. */
function localSeconds(text: string): number {
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const isTime = (text[10] === 'T' || text[10] === 't') && text[13] === ':' && text[16] === ':';
  if (!isTime || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  return dateSeconds(text) + hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second;
}

/** Where the fraction of a second that may begin at 19 ends; -1 when a point has no digit behind it. */
function endOfFraction(text: string): number {
  if (text[19] !== '.') return 19;
  let at = 20;
  while (at < text.length && digits(text, at, at + 1) >= 0) at += 1;
  return at === 20 ? -1 : at;
}

/** The offset that ends the text, in seconds east; NaN when there is none. */
function offsetSeconds(text: string, at: number): number {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : Number.NaN;
  if ((sign !== '+' && sign !== '-') || text.length !== at + OFFSET_LENGTH || text[at + 3] !== ':') return Number.NaN;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const seconds = hours * HOUR_SECONDS + minutes * MINUTE_SECONDS;
  return sign === '+' ? seconds : -seconds;
}

/** The number that the digits of `[from, to)` make; NaN when one is no digit or is not there. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeapYear ? 29 : (DAYS[month - 1] as number);
}
