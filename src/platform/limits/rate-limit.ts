import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** So many in a row, refilled at `perMinute`. */
export type RateLimit = {
  /** What is limited, e.g. `claim`; limits of one name share their buckets. */
  readonly name: string;
  readonly perMinute: number;
  readonly burst: number;
  /**
   * How many a process takes at once from the shared bucket to spend by itself: 1 is exact, more spares the database. What
   * a process took and did not spend is lost to the others.
   */
  readonly lease?: number;
};

/** Per sender, for everything: far above what people and well-behaved machines do. */
export const GENERAL_LIMIT: RateLimit = { name: 'general', perMinute: 60_000, burst: 10_000, lease: 500 };

/** Per API key, wherever it calls from: 200 requests a second on the long run. */
export const KEY_LIMIT: RateLimit = { name: 'key', perMinute: 12_000, burst: 6000, lease: 100 };

/** Lines of the audit trail about who was not let in, per actor, or per sender of whom nothing is known. */
export const DENIAL_LIMIT: RateLimit = { name: 'denial', perMinute: 10, burst: 100 };

/**
 * Who is counted, without keeping who it is: a digest. IPv6 counts by /64, for one machine has all of it.
 */
export function bucketOf(limit: RateLimit, subject: string): string {
  return `${limit.name}:${createHash('sha256').update(networkOf(subject)).digest('base64url').slice(0, 22)}`;
}

/** How long it takes for one of the limit to come back, in milliseconds. */
export function refillMs({ perMinute }: RateLimit): number {
  return 60_000 / perMinute;
}

/** The /64 of an IPv6 address, for one machine has all of it; anything else is itself. */
export function networkOf(subject: string): string {
  return isIPv6(subject) ? network64(subject) : subject;
}

function network64(address: string): string {
  if (address.includes('.')) return address.replace(/^.*:/, ''); // an IPv4 address in IPv6 clothes
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
