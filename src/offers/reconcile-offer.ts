import type { OfferStatus, Staleness } from './offer.js';

/** The reason that a draft is withdrawn with when a new computation takes its place. */
export const REPLACED = 'replaced';

/**
 * What stands, or last stood, for one customer and incident. `computedHash` is that of what was worked out, whatever a
 * person made of it; `endReason` is that of its last transition.
 */
export type ExistingOffer = {
  readonly status: OfferStatus;
  readonly computedHash: string;
  readonly endReason: string | null;
  readonly stale: Staleness | null;
};

/**
 * What a computation does to what is there:
 * - `created`: a draft where there was none; `replaced`: a draft in the place of one with another content;
 * - `withdrawn`: a draft is taken back, because nothing is offered any more;
 * - `unchanged`: a draft says the same already; `kept`: the offer is approved, sent or accepted, and never touched;
 * - `stale`: it is approved and not sent, and is not what is computed now: a person must look;
 * - `supplemented`: it is sent or accepted, and a draft of its own adds what more is owed;
 * - `ended`: this very offer was declined, expired, or withdrawn by a person, and does not come back by itself;
 * - `none`: nothing is offered, and nothing was.
 */
export const RECONCILIATIONS = [
  'created',
  'replaced',
  'withdrawn',
  'unchanged',
  'kept',
  'stale',
  'supplemented',
  'ended',
  'none',
] as const;
export type Reconciliation = (typeof RECONCILIATIONS)[number];

/** Compares what is there with the content hash of what is computed now; undefined means that nothing is offered. */
export function reconcileOffer(existing: ExistingOffer | undefined, contentHash: string | undefined): Reconciliation {
  if (existing === undefined) return contentHash === undefined ? 'none' : 'created';
  const isSame = existing.computedHash === contentHash;
  switch (existing.status) {
    case 'draft':
      if (contentHash === undefined) return 'withdrawn';
      return isSame ? 'unchanged' : 'replaced';
    case 'approved':
      return isSame ? 'kept' : 'stale';
    case 'sent':
    case 'accepted':
      return 'kept';
    case 'declined':
    case 'expired':
    case 'withdrawn':
      if (contentHash === undefined) return 'none';
      return isSame && existing.endReason !== REPLACED ? 'ended' : 'created';
    default:
      return existing.status satisfies never;
  }
}

/**
 * What an approved offer is told: what is computed now, when it is something else, or null for nothing to tell. A note of
 * the same computation stays as it is, with what a person decided.
 */
export function stalenessOf(
  existing: ExistingOffer & { readonly amountMinor: number },
  computed: Staleness['proposed'],
  at: { readonly assessmentId: string; readonly now: Date },
): Staleness | null {
  if (existing.computedHash === computed?.contentHash) return null;
  const known = existing.stale;
  if (known !== null && (known.proposed?.contentHash ?? null) === (computed?.contentHash ?? null)) return known;
  const isOther = computed !== null && computed.amountMinor !== existing.amountMinor;
  const reason = computed === null ? 'nothing_owed_any_more' : isOther ? 'amount_changed' : 'lines_changed';
  const { assessmentId, now } = at;
  return { reasons: [reason], at: now.toISOString(), assessmentId, proposed: computed, kept: null };
}
