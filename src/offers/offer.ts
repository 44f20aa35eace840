import { DomainError } from '../kernel/domain-error.js';
import type { InKind } from './proposal.js';

export const OFFER_STATUSES = ['draft', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** Offers that stand: a customer has at most one of them for an incident and a sequence. */
export const LIVE_STATUSES = ['draft', 'approved', 'sent', 'accepted'] as const satisfies readonly OfferStatus[];

const NEXT: Readonly<Record<OfferStatus, readonly OfferStatus[]>> = {
  draft: ['approved', 'withdrawn'],
  approved: ['sent', 'withdrawn', 'expired', 'draft'],
  sent: ['accepted', 'declined', 'expired', 'withdrawn'],
  accepted: [],
  declined: [],
  expired: [],
  withdrawn: [],
};

const NEEDS_REASON: readonly OfferStatus[] = ['withdrawn', 'draft'];

export const STALE_REASONS = ['amount_changed', 'lines_changed', 'nothing_owed_any_more'] as const;

/**
 * That an approved offer is not what a newer assessment or policy makes of it. It is not sent before somebody approves
 * it anew or keeps it as it is. Kept as JSON; instants are RFC 3339.
 */
export type Staleness = {
  readonly reasons: readonly (typeof STALE_REASONS)[number][];
  readonly at: string;
  readonly assessmentId: string;
  /** What would be offered now; null for nothing. */
  readonly proposed: {
    readonly amountMinor: number;
    readonly currency: string;
    /** What would be given in kind, beside its amount or in place of one. */
    readonly inKind: readonly InKind[];
    readonly contentHash: string;
  } | null;
  /** Who decided that it stands as it is; null while it asks. */
  readonly kept: { readonly by: string; readonly at: string; readonly reason: string } | null;
};

/** What the rules below look at. `validUntil` is the first instant at which the offer no longer stands. */
export type OfferState = {
  readonly status: OfferStatus;
  readonly validUntil: Date | null;
  readonly version: number;
  readonly stale?: Staleness | null;
};

/** What a move is made with. */
export type Move = { readonly now: Date; readonly reason?: string | null };

export type BlockerCode =
  | 'status_final'
  | 'not_next'
  | 'not_approved'
  | 'letter_not_sent'
  | 'reason_required'
  | 'validity_over'
  | 'validity_not_over'
  | 'stale'
  | 'person_required'
  | 'role_may_not_approve'
  | 'above_approval_limit'
  | 'own_edit'
  | 'approved_by_you'
  | 'second_approval_needed'
  | 'budget_exceeded';

/** One thing that keeps an offer from a status. */
export type OfferBlocker = { readonly to: OfferStatus; readonly code: BlockerCode; readonly message: string };

const MESSAGES: Readonly<Record<BlockerCode, string>> = {
  status_final: 'Its status is final.',
  not_next: 'That status does not follow its status.',
  not_approved: 'It is not approved.',
  letter_not_sent: 'Its letter has not been sent.',
  reason_required: 'A reason must be given.',
  validity_over: 'It is no longer valid.',
  validity_not_over: 'It is still valid.',
  stale: 'A newer assessment or policy makes something else of it: approve it anew, or keep it and say why.',
  person_required: 'Only a person who signed in may approve an offer.',
  role_may_not_approve: 'None of your roles may approve offers of its policy.',
  above_approval_limit: 'It is more than your roles may approve.',
  own_edit: 'You changed its amount: somebody else must approve it.',
  approved_by_you: 'You have approved it: a second person must.',
  second_approval_needed: 'Its amount needs the approval of a second person.',
  budget_exceeded: 'The budget of its policy for the incident has not enough left.',
};

/** The status at an instant: an approved or sent offer that is past its validity has expired, whoever wrote it down. */
export function statusAt({ status, validUntil }: Omit<OfferState, 'version'>, now: Date): OfferStatus {
  const canExpire = NEXT[status].includes('expired');
  return canExpire && validUntil !== null && validUntil <= now ? 'expired' : status;
}

/** The statuses that can follow, given time and a reason. */
export function nextStatuses(offer: OfferState, now: Date): readonly OfferStatus[] {
  return NEXT[statusAt(offer, now)];
}

/** What keeps an offer from a status, all at once; empty exactly when the move is allowed. */
export function blockersOf(offer: OfferState, to: OfferStatus, { now, reason }: Move): readonly OfferBlocker[] {
  const codes: BlockerCode[] = [];
  const from = statusAt(offer, now);
  const isOverdue = from !== offer.status;
  if (isOverdue && to === 'expired') return [];
  if (from === 'expired') codes.push('validity_over');
  else if (NEXT[from].length === 0) codes.push('status_final');
  else if (!NEXT[from].includes(to)) codes.push(...missingSteps(from, to));
  else if (to === 'expired') codes.push('validity_not_over');
  else if (to === 'sent' && asks(offer)) codes.push('stale');
  else if (NEEDS_REASON.includes(to) && (reason ?? '').trim() === '') codes.push('reason_required');
  return codes.map((code) => blocker(to, code));
}

/** A blocker in its usual words, or in others that say more. */
export function blocker(to: OfferStatus, code: BlockerCode, message: string = MESSAGES[code]): OfferBlocker {
  return { to, code, message };
}

/** True while somebody must say what becomes of a stale offer. */
export function asks({ stale }: Pick<OfferState, 'stale'>): boolean {
  return stale !== undefined && stale !== null && stale.kept === null;
}

/**
 * What keeps an offer that is not settled from what may follow, and from being sent and accepted at last. A reason is
 * still to be given, so `reason_required` tells a client to ask for one.
 */
export function blockers(offer: OfferState, now: Date): readonly OfferBlocker[] {
  const from = statusAt(offer, now);
  if (from === 'expired') return blockersOf(offer, 'accepted', { now });
  if (NEXT[from].length === 0) return [];
  const ahead = OFFER_STATUSES.filter((to) => NEXT[from].includes(to) || to === 'sent' || to === 'accepted');
  return ahead.filter((to) => to !== from).flatMap((to) => blockersOf(offer, to, { now }));
}

/** The offer in another status, one version on. Throws `offer_transition_refused` (conflict) with every blocker. */
export function moveTo<Offer extends OfferState>(offer: Offer, to: OfferStatus, move: Move): Offer {
  assertMayMove(offer, to, move);
  return { ...offer, status: to, version: offer.version + 1 };
}

/** Throws what `moveTo` throws, with `others` that are in the way beside the rules of the status. */
export function assertMayMove(
  offer: OfferState,
  to: OfferStatus,
  move: Move,
  others: readonly OfferBlocker[] = [],
): void {
  const found = [...blockersOf(offer, to, move), ...others];
  if (found.length === 0) return;
  const from = statusAt(offer, move.now);
  throw new DomainError('conflict', 'offer_transition_refused', `An offer that is ${from} cannot become ${to}.`, {
    reasons: found.map(({ code, message }) => ({ code, message })),
    details: { from, to, reasons: found.map(({ code }) => code) },
  });
}

function missingSteps(from: OfferStatus, to: OfferStatus): BlockerCode[] {
  const isAnswer = to === 'accepted' || to === 'declined';
  const steps: BlockerCode[] = [];
  if (from === 'draft' && (to === 'sent' || isAnswer)) steps.push('not_approved');
  if (from !== 'sent' && isAnswer) steps.push('letter_not_sent');
  return steps.length === 0 ? ['not_next'] : steps;
}
