import { createHash } from 'node:crypto';

/**
 * JSON without spaces, in which the order of an object's keys is always the same and absent values are left out: equal
 * contents give equal texts, however they were put together. Instants are written as `toISOString`. Throws TypeError
 * for what JSON cannot hold: a function, a symbol, a bigint, a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => ordered(item ?? null));
  if (typeof value === 'object' && value !== null) {
    // Without a prototype, so that even the key __proto__ is a key like any other.
    const fields = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value).toSorted()) {
      const field: unknown = (value as Record<string, unknown>)[key];
      if (field !== undefined) fields[key] = ordered(field);
    }
    return fields;
  }
  const isJson =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value));
  if (!isJson) throw new TypeError(`not a JSON value: ${typeof value}`);
  return value;
}

/** The SHA-256 of the canonical JSON, in lower-case hexadecimal. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
