import { DomainError, type Reason } from '../../kernel/domain-error.js';

export const JSON_DEPTH_LIMIT = 32;
/** In one object. The whole body is bounded by its bytes and by `TOTAL_KEYS_LIMIT`. */
export const JSON_KEYS_LIMIT = 1000;
const TOTAL_KEYS_LIMIT = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Names that reach an object's prototype when code copies a body without care. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of a JSON body. Throws `body_not_json`; or `body_not_safe` with every fault: nested over 32 deep, an object of
 * over 1000 keys, a key that reaches for a prototype, a number that JavaScript cannot hold, a NUL that PostgreSQL cannot.
 */
export function readJson(bytes: Buffer): unknown {
  requireShape(bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new DomainError('invalid', 'body_not_json', 'The body is not JSON in UTF-8.');
  }
  const reasons: Reason[] = [];
  findFaults(value, '', reasons);
  if (reasons.length > 0) throw unsafe(reasons);
  return value;
}

/** Depth and keys are counted on the bytes, before anything is built from them. */
function requireShape(bytes: Buffer): void {
  let depth = 0;
  let keys = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COLON) keys += 1;
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    if (depth > JSON_DEPTH_LIMIT) {
      throw unsafe([{ code: 'too_deep', message: `At most ${JSON_DEPTH_LIMIT} levels are allowed.` }]);
    }
  }
  if (keys > TOTAL_KEYS_LIMIT) {
    throw unsafe([{ code: 'too_many_keys', message: `At most ${TOTAL_KEYS_LIMIT} keys are allowed in all.` }]);
  }
}

function findFaults(value: unknown, path: string, reasons: Reason[]): void {
  const add = (code: string, message: string): number => reasons.push({ path, code, message });
  if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
    add('number_too_large', `Numbers go up to ${Number.MAX_SAFE_INTEGER}.`);
  } else if (typeof value === 'string' && value.includes('\0')) {
    add('nul_not_allowed', 'Text must not hold the character U+0000.');
  } else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    if (!Array.isArray(value) && keys.length > JSON_KEYS_LIMIT) {
      add('too_many_keys', `At most ${JSON_KEYS_LIMIT} keys are allowed in one object.`);
      return;
    }
    for (const key of keys) {
      const at = path === '' ? key : `${path}.${key}`;
      if (FORBIDDEN_KEYS.has(key) || key.includes('\0')) {
        reasons.push({ path: at, code: 'key_not_allowed', message: 'A key of this name is never allowed.' });
      } else findFaults((value as Record<string, unknown>)[key], at, reasons);
    }
  }
}

function unsafe(reasons: readonly Reason[]): DomainError {
  return new DomainError('invalid', 'body_not_safe', reasons.map((reason) => reason.message).join(' '), {
    reasons: reasons.slice(0, 100),
  });
}
