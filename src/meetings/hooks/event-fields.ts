import { DomainError, type Reason } from '../../kernel/domain-error.js';

type Fields = Readonly<Record<string, unknown>>;

/** The parts of an event's JSON, read with every fault noted; a field may have two spellings. */
export class EventFields {
  private readonly reasons: Reason[] = [];

  /** The object at a name; an empty one, with the fault noted, when it is not there. */
  object(from: Fields, name: string, path = name): Fields {
    const value = from[name];
    if (isObject(value)) return value;
    this.fault(path, 'required', 'This object must be there.');
    return {};
  }

  /** A text of 1 to 200 characters, a number as its digits; '' with the fault noted. */
  text(from: Fields, names: readonly string[], path: string): string {
    const found = optionalText(from, names);
    if (found === null) this.fault(path, 'required', 'This must be text of 1 to 200 characters.');
    return found ?? '';
  }

  /** Seconds since 1970 of what `read` makes of a field; 0 with the fault noted. */
  instant(from: Fields, names: readonly string[], path: string, read: (raw: unknown) => number | null): number {
    const found = names.map((name) => read(from[name])).find((each) => each !== null);
    if (found === undefined) this.fault(path, 'invalid_instant', 'This is not an instant.');
    return found ?? 0;
  }

  word<T extends string>(raw: unknown, path: string, allowed: readonly T[], fallback: T): T {
    if (raw === undefined || raw === null || raw === '') return fallback;
    const word = allowed.find((each) => each === raw);
    if (word === undefined) this.fault(path, 'not_allowed', `This must be one of ${allowed.join(', ')}.`);
    return word ?? fallback;
  }

  fault(path: string, code: string, message: string): void {
    this.reasons.push({ path, code, message });
  }

  /** Throws `event_not_readable` with every fault. */
  finish(): void {
    if (this.reasons.length > 0) throw notReadable(this.reasons);
  }
}

export function notReadable(reasons: readonly Reason[] = []): DomainError {
  const message = 'This is not an event that can be read.';
  return new DomainError('invalid', 'event_not_readable', message, { reasons });
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a name, or an empty one. */
export function optionalObject(from: Fields, name: string): Fields {
  const value = from[name];
  return isObject(value) ? value : {};
}

/** The first of the names that holds text of 1 to 200 clean characters or a number; else null. */
export function optionalText(from: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = from[name];
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text === 'string' && text.trim() !== '' && text.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(text)) {
      return text;
    }
  }
  return null;
}

/** Whole seconds since 1970 from a number or digits in seconds; 0 and what is not a date means none. */
export function epochSeconds(raw: unknown): number | null {
  const number = typeof raw === 'string' && /^\d{1,12}$/.test(raw) ? Number(raw) : raw;
  // A number this large is in milliseconds, which is another field or another provider.
  if (typeof number !== 'number' || !(number > 0 && number < 1e11)) return null;
  return Math.floor(number);
}
