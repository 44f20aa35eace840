import type { Capabilities } from './billing-system.js';

/** How long things may take, in milliseconds. Tests shorten them; the defaults are the promises of the guide. */
export type DeliveryTiming = {
  readonly pollMs: number;
  /** Whoever claims a delivery has it for so long; then it is anybody's. */
  readonly leaseMs: number;
  /** The limit of one exchange; well below the lease, so that no answer comes after it. */
  readonly timeoutMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How long an unknown outcome is left alone before it is looked up: the request may still be on its way. */
  readonly unknownMs: number;
};

export const DELIVERY_TIMING: DeliveryTiming = {
  pollMs: 500,
  leaseMs: 30_000,
  timeoutMs: 10_000,
  firstRetryMs: 1_000,
  longestRetryMs: 3_600_000,
  unknownMs: 5_000,
};

/** With the longest pause of an hour, about three days. */
export const MAX_TRIES = 80;
/** An outcome that stays unknown for so long goes to a person. */
export const UNKNOWN_LIMIT_MS = 24 * 3_600_000;

const HOUR_MS = 3_600_000;

/**
 * Whether to ask the billing system before sending: when the outcome of an earlier attempt is not known, when it has no
 * keys of its own, or when its key may have been forgotten.
 */
export function looksUpFirst(
  delivery: { readonly lookUpFirst: boolean; readonly firstSentAt: Date | null },
  { lookUp, idempotencyHours }: Capabilities,
  now: Date,
): boolean {
  if (!lookUp) return false;
  if (delivery.lookUpFirst || idempotencyHours === 0) return true;
  if (idempotencyHours === null || delivery.firstSentAt === null) return false;
  return now.getTime() - delivery.firstSentAt.getTime() >= idempotencyHours * HOUR_MS;
}

/**
 * The pause before try number `tries` + 1: doubled each time, half of it by chance so that many do not come back at
 * once, never shorter than the other side asks for, never longer than the cap (the other side's wish included).
 * `chance` is from 0 to 1.
 */
export function retryPauseMs(
  tries: number,
  chance: number,
  { firstRetryMs, longestRetryMs }: Pick<DeliveryTiming, 'firstRetryMs' | 'longestRetryMs'>,
  retryAfterMs = 0,
): number {
  const doubled = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(30, Math.max(0, tries - 1)));
  const jittered = doubled / 2 + (doubled / 2) * chance;
  return Math.round(Math.min(longestRetryMs, Math.max(jittered, retryAfterMs)));
}

/** The pause that a `Retry-After` header asks for (seconds, or a date), or undefined when it says nothing readable. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
