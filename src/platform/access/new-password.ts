import { randomInt } from 'node:crypto';
import type { Reason } from '../../kernel/domain-error.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
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
  const words = [...known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)), 'amends'];
  if (isMadeOf(words, lower)) {
    fault('too_easy', 'A password is not made of your name, your address or the name of this product.');
  }
  if (isMadeOf(COMMON_PASSWORDS, lower)) {
    fault('too_common', 'A password is not made of those that everybody tries first.');
  }
  if (new Set(lower).size < 6) fault('too_easy', 'A password has more than a few different characters.');
  return faults;
}

/** Whether words of four letters at least stand in the password, and too little is left without them. */
function isMadeOf(words: readonly string[], password: string): boolean {
  const own = words.filter((word) => word.length > 3).reduce((rest, word) => rest.replaceAll(word, ''), password);
  return own !== password && own.length < MIN_OWN_LENGTH;
}
