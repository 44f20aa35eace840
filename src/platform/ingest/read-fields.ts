import type { LineObject } from './import-line.js';
import type { LineFaults } from './line-faults.js';
import { readInstant } from './read-instant.js';

/** The longest id, and the longest name or other free text, in UTF-16 units. */
export const ID_LENGTH = 200;
export const NAME_LENGTH = 500;

const NOT_CLEAN = /[\p{Cc}\p{Cs}]/u;
const NOT_CLEAN_BUT_BREAKS = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const EMAIL_LENGTH = 254;
const EMAIL =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,10}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,10}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/** The instants that a field may hold, in seconds since 1970, both included. */
export type InstantBounds = { readonly earliest: number; readonly latest: number };

/** Names every field of an object that is not among `known`, `__proto__` and its like included. */
export function refuseUnknownFields(
  object: LineObject,
  known: ReadonlySet<string>,
  parent: string,
  faults: LineFaults,
): void {
  for (const key of Object.keys(object)) {
    if (!known.has(key)) faults.add(parent + key, 'unknown_field', 'There is no such field here.');
  }
}

/** A text of 1 to `limit` units without control characters; null, with the fault noted, for anything else. */
export function requiredText(raw: unknown, field: string, limit: number, faults: LineFaults): string | null {
  return isAbsent(raw) ? absent(field, faults) : readText(raw, field, limit, NOT_CLEAN, faults);
}

/** As `requiredText`, but null without a fault when the field is absent, null or blank. */
export function optionalText(raw: unknown, field: string, limit: number, faults: LineFaults): string | null {
  return isAbsent(raw) ? null : readText(raw, field, limit, NOT_CLEAN, faults);
}

/** As `optionalText`, for prose, which may hold line breaks and tabs. */
export function optionalProse(raw: unknown, field: string, limit: number, faults: LineFaults): string | null {
  return isAbsent(raw) ? null : readText(raw, field, limit, NOT_CLEAN_BUT_BREAKS, faults);
}

function readText(raw: unknown, field: string, limit: number, refused: RegExp, faults: LineFaults): string | null {
  if (typeof raw !== 'string') return fault(faults, field, 'not_text', 'This must be text.');
  if (raw.length > limit) return fault(faults, field, 'text_too_long', `This has at most ${limit} characters.`);
  if (refused.test(raw)) return fault(faults, field, 'text_not_clean', 'This holds control characters.');
  return raw;
}

/** One of the allowed words; null, with the fault noted, for anything else. */
export function requiredWord<T extends string>(
  raw: unknown,
  field: string,
  allowed: readonly T[],
  faults: LineFaults,
): T | null {
  return isAbsent(raw) ? absent(field, faults) : optionalWord(raw, field, allowed, faults);
}

/** As `requiredWord`, but null without a fault when the field is absent, null or blank. */
export function optionalWord<T extends string>(
  raw: unknown,
  field: string,
  allowed: readonly T[],
  faults: LineFaults,
): T | null {
  if (isAbsent(raw)) return null;
  const word = allowed.find((each) => each === raw);
  return word ?? fault(faults, field, 'not_allowed', `This must be one of ${allowed.join(', ')}.`);
}

/** True or false; null when the field is absent or null, and, with the fault noted, for anything else. */
export function optionalBoolean(raw: unknown, field: string, faults: LineFaults): boolean | null {
  if (isAbsent(raw)) return null;
  return typeof raw === 'boolean' ? raw : fault(faults, field, 'not_a_boolean', 'This must be true or false.');
}

/** A whole number from 0 to 2^53 - 1; null, with the fault noted, for anything else. */
export function requiredAmount(raw: unknown, field: string, faults: LineFaults): number | null {
  if (isAbsent(raw)) return absent(field, faults);
  if (typeof raw !== 'number') return fault(faults, field, 'not_a_number', 'This must be a number.');
  if (raw < 0) return fault(faults, field, 'amount_negative', 'An amount is not below 0.');
  if (raw > Number.MAX_SAFE_INTEGER) return fault(faults, field, 'amount_too_large', 'An amount is below 2^53.');
  if (!Number.isInteger(raw)) return fault(faults, field, 'amount_not_whole', 'An amount is in whole minor units.');
  return raw;
}

/** Whole seconds since 1970 of an RFC 3339 instant within the bounds; null, with the fault noted, for anything else. */
export function requiredInstant(raw: unknown, field: string, bounds: InstantBounds, faults: LineFaults): number | null {
  return isAbsent(raw) ? absent(field, faults) : optionalInstant(raw, field, bounds, faults);
}

/** As `requiredInstant`, but null without a fault when the field is absent, null or blank. */
export function optionalInstant(raw: unknown, field: string, bounds: InstantBounds, faults: LineFaults): number | null {
  if (isAbsent(raw)) return null;
  if (typeof raw !== 'string') return fault(faults, field, 'not_text', 'This must be text.');
  const seconds = readInstant(raw);
  if (seconds === 'instant_without_offset') {
    return fault(faults, field, seconds, 'An instant ends in Z or in its offset, such as +02:00.');
  }
  if (seconds === 'invalid_instant') {
    return fault(faults, field, seconds, 'This is not an instant such as 2020-09-16T14:49:00+02:00.');
  }
  if (seconds < bounds.earliest) {
    return fault(faults, field, 'instant_too_old', `This is before ${isoOf(bounds.earliest)}, the oldest kept.`);
  }
  if (seconds > bounds.latest) {
    return fault(faults, field, 'instant_in_future', `This is after ${isoOf(bounds.latest)}, the latest taken.`);
  }
  return seconds;
}

/**
 * Exactly one e-mail address in ASCII; null, with the fault noted, for anything else: no display name, no list, no
 * quoted part, nothing that could become a second header.
 */
export function requiredEmail(raw: unknown, field: string, faults: LineFaults): string | null {
  const text = requiredText(raw, field, EMAIL_LENGTH, faults);
  if (text === null || EMAIL.test(text)) return text;
  return fault(faults, field, 'invalid_email', 'This is not one e-mail address.');
}

/** Short texts, sorted, each once; null when absent or empty, and, with every fault noted, for anything else. */
export function optionalTextSet(raw: unknown, field: string, limit: number, faults: LineFaults): string[] | null {
  if (isAbsent(raw)) return null;
  if (!Array.isArray(raw)) return fault(faults, field, 'not_a_list', 'This must be a list.');
  const texts = raw.map((item: unknown, index) => requiredText(item, `${field}.${index}`, limit, faults));
  const known = texts.filter((text) => text !== null);
  return known.length === 0 ? null : [...new Set(known)].toSorted();
}

/** A nested object with known fields only; null, with the fault noted, when it is absent or no object. */
export function requiredObject(
  raw: unknown,
  field: string,
  known: ReadonlySet<string>,
  faults: LineFaults,
): LineObject | null {
  return isAbsent(raw) ? absent(field, faults) : optionalObject(raw, field, known, faults);
}

/** As `requiredObject`, but null without a fault when the field is absent or null. */
export function optionalObject(
  raw: unknown,
  field: string,
  known: ReadonlySet<string>,
  faults: LineFaults,
): LineObject | null {
  if (isAbsent(raw)) return null;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return fault(faults, field, 'not_an_object', 'This must be an object.');
  }
  refuseUnknownFields(raw as LineObject, known, `${field}.`, faults);
  return raw as LineObject;
}

/** Each item of a list read as an object with known fields; null when absent and, with the fault noted, when no list. */
export function optionalObjects<T>(
  raw: unknown,
  field: string,
  known: ReadonlySet<string>,
  faults: LineFaults,
  read: (item: LineObject, path: string) => T,
): T[] | null {
  if (isAbsent(raw)) return null;
  if (!Array.isArray(raw)) return fault(faults, field, 'not_a_list', 'This must be a list.');
  const items: T[] = [];
  for (const [index, item] of raw.entries()) {
    const path = `${field}.${index}`;
    const object = requiredObject(item, path, known, faults);
    if (object !== null) items.push(read(object, `${path}.`));
  }
  return items;
}

function isAbsent(raw: unknown): boolean {
  return raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
}

function absent(field: string, faults: LineFaults): null {
  return fault(faults, field, 'required', 'This must be there.');
}

function fault(faults: LineFaults, field: string, code: string, message: string): null {
  faults.add(field, code, message);
  return null;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
