import { createHash } from 'node:crypto';
import { networkOf } from '../limits/rate-limit.js';

/** Failures are counted so long from the first one on. */
export const WINDOW_SECONDS = 15 * 60;

/** One counter of failures, and how many are too many. */
export type Counter = { readonly key: string; readonly limit: number };

const LIMIT_OF_PAIR = 5;
const LIMIT_OF_NETWORK = 50;

/**
 * What counts against somebody who tries to sign in: few failures with one address of e-mail from one network, more from
 * one network. Nothing counts against the e-mail address alone, so that nobody can lock somebody else out from elsewhere.
 */
export function countersOf(email: string, ip: string): readonly Counter[] {
  const network = networkOf(ip);
  return [
    { key: hashed('pair', email.toLowerCase(), network), limit: LIMIT_OF_PAIR },
    { key: hashed('network', network), limit: LIMIT_OF_NETWORK },
  ];
}

function hashed(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
