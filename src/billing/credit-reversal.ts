import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';

export const REVERSAL_STATUSES = ['requested', 'approved', 'refused'] as const;
export type ReversalStatus = (typeof REVERSAL_STATUSES)[number];

/** In minor units of any currency that the company has named no limit for: above it two persons are needed. */
export const DEFAULT_REVERSAL_LIMIT = 10_000;

/** The reference under which a reversal is known outside: a fixed function of its id. */
export function reversalReference(reversalId: string): string {
  return `amends-${reversalId}`;
}

/** Whether a reversal of this amount needs a second person. */
export function needsFourEyes(amount: Money, limits: Readonly<Record<string, number>>): boolean {
  return amount.amountMinor > (limits[amount.currency] ?? DEFAULT_REVERSAL_LIMIT);
}

/**
 * How much to take back: what is asked for, or all that is left. Throws `reversal_currency_differs` and
 * `reversal_above_rest` (unprocessable).
 */
export function reversalAmount(
  credit: { readonly amountMinor: number; readonly reversedMinor: number; readonly currency: string },
  asked: Money | undefined,
): Money {
  const left = credit.amountMinor - credit.reversedMinor;
  if (asked === undefined) return { amountMinor: left, currency: credit.currency };
  if (asked.currency !== credit.currency) {
    const message = `The credit is in ${credit.currency}.`;
    const reasons = [{ path: 'amount.currency', code: 'reversal_currency_differs', message }];
    throw new DomainError('unprocessable', 'reversal_currency_differs', message, { reasons });
  }
  if (asked.amountMinor > left) {
    const message = `Only ${left} of ${credit.amountMinor} minor units are left to take back.`;
    const reasons = [{ path: 'amount.amountMinor', code: 'reversal_above_rest', message }];
    throw new DomainError('unprocessable', 'reversal_above_rest', message, { reasons, details: { leftMinor: left } });
  }
  return asked;
}

/** What stands in the way of an actor's agreeing to a reversal. */
export function approvalBlockers(
  reversal: { readonly status: ReversalStatus; readonly requestedBy: string },
  actor: Actor,
): readonly { readonly code: string; readonly message: string }[] {
  const blockers: { code: string; message: string }[] = [];
  if (reversal.status !== 'requested') blockers.push({ code: 'decided', message: `It is ${reversal.status} already.` });
  if (actor.kind !== 'person') blockers.push({ code: 'person_needed', message: 'Only a person can agree to it.' });
  if (actor.id === reversal.requestedBy) {
    blockers.push({ code: 'second_person_needed', message: 'Whoever asked for it cannot agree to it.' });
  }
  return blockers;
}
