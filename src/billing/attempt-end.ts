import type { Entry, FoundEntry, SendAnswer } from './billing-system.js';
import type { FinishedAttempt } from './attempts.sql.js';
import { type DeliveryTiming, MAX_TRIES, retryPauseMs, UNKNOWN_LIMIT_MS } from './next-attempt.js';

/** How an attempt went: the answer to what was sent, what a look-up found, or why nothing was done. */
export type AttemptEnd =
  | SendAnswer
  | { readonly outcome: 'found'; readonly found: FoundEntry }
  | {
      readonly outcome: 'look_up_failed';
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  | { readonly outcome: 'released'; readonly code: string; readonly message: string; readonly afterMs: number }
  | {
      readonly outcome: 'parked';
      readonly code: string;
      readonly message: string;
      /** Something stands there under our reference. */
      readonly mayBeThere: boolean;
    };

/** The claimed delivery, as far as its end depends on it. */
export type EndedAttempt = {
  readonly customerId: string;
  readonly id: string;
  readonly attempt: number;
  readonly tries: number;
  /** The outcome of an earlier attempt is still open. */
  readonly lookUpFirst: boolean;
  readonly firstSentAt: Date | null;
  readonly unknownSince: Date | null;
  readonly claimedAt: Date;
};

/**
 * How a delivery stands after an attempt. Only an unknown outcome is looked up first; what the billing system refuses,
 * what stays unknown for a day and what was tried too often goes to a person. `chance` is from 0 to 1.
 */
export function endAttempt(
  claimed: EndedAttempt,
  end: AttemptEnd,
  now: Date,
  timing: DeliveryTiming,
  chance: number,
): FinishedAttempt {
  const { tries } = claimed;
  const before = asBefore(claimed, end, now);
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  const pause = (retryAfterMs?: number): number => retryPauseMs(tries, chance, timing, retryAfterMs);
  switch (end.outcome) {
    case 'taken':
      return taken(before, end.status, end.externalId, claimed.claimedAt);
    case 'found':
      return end.found.status === 'voided'
        ? { ...before, status: 'parked', code: 'reversed_elsewhere', message: VOIDED, lookUpFirst: true }
        : taken(before, end.found.status, end.found.externalId, claimed.claimedAt);
    case 'not_taken':
      return tries >= MAX_TRIES
        ? { ...before, status: 'parked', code: 'tries_used_up' }
        : { ...before, nextAttemptAt: after(pause(end.retryAfterMs)) };
    case 'look_up_failed':
      // It says nothing new: without an attempt whose outcome is open the delivery just waits.
      return claimed.lookUpFirst
        ? stillUnknown(before, claimed, now, after(pause(end.retryAfterMs)))
        : { ...before, nextAttemptAt: after(pause(end.retryAfterMs)) };
    case 'unknown':
      return stillUnknown(before, claimed, now, after(Math.max(timing.unknownMs, pause(end.retryAfterMs))));
    case 'refused':
    case 'gone':
      return { ...before, status: 'parked' };
    case 'parked':
      return { ...before, status: 'parked', lookUpFirst: end.mayBeThere || claimed.lookUpFirst };
    case 'released':
  }
  return { ...before, nextAttemptAt: after(end.afterMs), isNoTry: true };
}

/** As it stood before the attempt, with what the log says of it: nothing of the attempt can have had an effect. */
function asBefore(claimed: EndedAttempt, end: AttemptEnd, now: Date): FinishedAttempt {
  const { customerId, id, attempt, lookUpFirst, firstSentAt } = claimed;
  return {
    customerId,
    id,
    attempt,
    status: lookUpFirst ? 'unknown' : 'waiting',
    outcome: end.outcome,
    code: 'code' in end ? (end.code ?? null) : null,
    message: 'message' in end ? (end.message?.slice(0, 2000) ?? null) : null,
    httpStatus: 'httpStatus' in end ? (end.httpStatus ?? null) : null,
    externalId: null,
    lookUpFirst,
    nextAttemptAt: null,
    firstSentAt,
    unknownSince: lookUpFirst ? (claimed.unknownSince ?? now) : null,
    confirmedAt: null,
    isNoTry: false,
  };
}

function stillUnknown(before: FinishedAttempt, claimed: EndedAttempt, now: Date, nextAttemptAt: Date): FinishedAttempt {
  const unknownSince = claimed.unknownSince ?? now;
  const firstSentAt = claimed.firstSentAt ?? claimed.claimedAt;
  const unknown = { ...before, lookUpFirst: true, unknownSince, firstSentAt } as const;
  const isTooLong = now.getTime() - unknownSince.getTime() >= UNKNOWN_LIMIT_MS || claimed.tries >= MAX_TRIES;
  return isTooLong
    ? { ...unknown, status: 'parked', code: 'unknown_too_long' }
    : { ...unknown, status: 'unknown', nextAttemptAt };
}

const VOIDED = 'It stood there and was taken back there.';

function taken(
  before: FinishedAttempt,
  status: 'submitted' | 'confirmed' | 'applied',
  externalId: string,
  claimedAt: Date,
): FinishedAttempt {
  return {
    ...before,
    status,
    externalId,
    code: null,
    message: null,
    lookUpFirst: false,
    unknownSince: null,
    firstSentAt: before.firstSentAt ?? claimedAt,
    confirmedAt: status === 'submitted' ? null : claimedAt,
  };
}

/**
 * What a look-up says: the entry that is there; that nothing is; or why a person has to look, when there is more than one
 * or what is there is not what we sent.
 */
export function readLookUp(entry: Entry, found: readonly FoundEntry[]): AttemptEnd | 'absent' {
  const [first, ...more] = found;
  if (first === undefined) return 'absent';
  if (more.length > 0) {
    const ids = found.map(({ externalId }) => externalId).join(', ');
    return {
      outcome: 'parked',
      code: 'found_twice',
      message: `It stands there more than once: ${ids}.`,
      mayBeThere: true,
    };
  }
  const isSame = first.amountMinor === entry.amountMinor && first.currency === entry.currency;
  if (isSame) return { outcome: 'found', found: first };
  const message = `It stands there as ${first.amountMinor} ${first.currency} (${first.externalId}).`;
  return { outcome: 'parked', code: 'found_otherwise', message, mayBeThere: true };
}
