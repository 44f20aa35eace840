import { randomInt } from 'node:crypto';
import type { Reason } from '../../kernel/domain-error.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './auth-library.js';

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 5;
/** Characters that are left when the words that others know are taken out. */
const MIN_OWN_LENGTH = 10;

/** A password of 125 random bits that can be read out: `k7m2p-…`. */
export function makePassword(): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** What is wrong with a password that somebody chose. `known` are words that others know of the person. */
export function passwordFaults(password: string, known: readonly string[], path: string): Reason[] {
  const faults: Reason[] = [];
  const fault = (code: string, message: string): void => void faults.push({ path, code, message });
  const { length } = password;
  if (length < MIN_PASSWORD_LENGTH) fault('too_short', `A password has ${MIN_PASSWORD_LENGTH} characters at least.`);
  if (length > MAX_PASSWORD_LENGTH) fault('too_long', `A password has ${MAX_PASSWORD_LENGTH} characters at most.`);
  const lower = password.toLowerCase();
  const words = [...known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)), 'amends', 'password'];
  const own = words.filter((word) => word.length > 3).reduce((rest, word) => rest.replaceAll(word, ''), lower);
  if (own !== lower && own.length < MIN_OWN_LENGTH) {
    fault('too_easy', 'A password is not made of your name, your address or the name of this product.');
  }
  if (new Set(lower).size < 6) fault('too_easy', 'A password has more than a few different characters.');
  return faults;
}
