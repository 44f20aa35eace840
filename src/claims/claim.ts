import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';

/**
 * Where a claim stands. `unmatched`: nobody knows yet whose or of which incident it is; `merged`: it was another coming of
 * a claim that was there already, which goes on in its place.
 */
export const CLAIM_STATUSES = ['unmatched', 'open', 'accepted', 'refused', 'merged'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/**
 * What Amends says of a claim: `known` (an offer is on its way already), `impact_found` (hit, and not yet offered
 * anything), `no_trace`, `outside_deadline`, `product_not_covered`, `not_assessed` (no assessment has looked yet).
 */
export const CLAIM_VERDICTS = [
  'known',
  'impact_found',
  'no_trace',
  'outside_deadline',
  'product_not_covered',
  'not_assessed',
] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

export const CLAIM_ACTIONS = ['accept', 'refuse', 'match', 'reopen', 'check'] as const;
export type ClaimAction = (typeof CLAIM_ACTIONS)[number];

/** By which way it came: the public form, or somebody of ours who entered it. */
export const CLAIM_CHANNELS = ['form', 'desk'] as const;
export type ClaimChannel = (typeof CLAIM_CHANNELS)[number];

/** One coming of a claim, in the claimant's own words and numbers. */
export type SaidClaim = {
  readonly name: string;
  readonly email: string;
  /** The company that they say they are of. */
  readonly company: string | null;
  /** The meeting that they name: its id, a link or a title. */
  readonly meeting: string | null;
  /** `YYYY-MM-DD`, where they are. */
  readonly day: string | null;
  /** About when, `HH:MM`, where they are. */
  readonly time: string | null;
  readonly text: string;
  /** Their own reference. */
  readonly reference: string | null;
  readonly claimedMinutes: number | null;
  /** How much of the month, as a decimal string in per cent. */
  readonly claimedPercent: string | null;
  readonly claimedAmount: Money | null;
};

const NEXT: Readonly<Record<ClaimStatus, readonly ClaimStatus[]>> = {
  unmatched: ['open', 'refused'],
  open: ['accepted', 'refused'],
  accepted: ['open'],
  refused: ['open'],
  merged: [],
};

/** What a claim's rules look at. */
export type ClaimState = {
  readonly status: ClaimStatus;
  readonly verdict: ClaimVerdict | null;
  /** True when the customer is known, so that it is not `unmatched` once it is reopened. */
  readonly isMatched: boolean;
};

/** The state of a claim as it is kept. */
export function stateOf(claim: {
  readonly status: ClaimStatus;
  readonly verdict: ClaimVerdict | null;
  readonly customerId: string | null;
}): ClaimState {
  return { status: claim.status, verdict: claim.verdict, isMatched: claim.customerId !== null };
}

export type ClaimBlockerCode =
  | 'not_matched'
  | 'not_assessed'
  | 'no_trace'
  | 'outside_deadline'
  | 'product_not_covered'
  | 'nothing_owed'
  | 'status_final'
  | 'not_next';

/** One thing that keeps a claim from a status. */
export type ClaimBlocker = { readonly to: ClaimStatus; readonly code: ClaimBlockerCode; readonly message: string };

const MESSAGES: Readonly<Record<ClaimBlockerCode, string>> = {
  not_matched: 'Nobody has said yet whose it is and of which incident.',
  not_assessed: 'No assessment of the incident is done yet.',
  no_trace: 'The data has no trace of an impact.',
  outside_deadline: 'It came after the last day on which the policy lets one claim.',
  product_not_covered: 'No policy covers the contract or the product.',
  nothing_owed: 'The policies give nothing for it.',
  status_final: 'Its status is final.',
  not_next: 'That status does not follow its status.',
};

/** The statuses that can follow. A refused one that nobody ever matched is unmatched again. */
export function nextStatuses({ status, isMatched }: ClaimState): readonly ClaimStatus[] {
  return status === 'refused' && !isMatched ? ['unmatched'] : NEXT[status];
}

/** What keeps a claim from being accepted, which is the only status that facts can be against; empty when nothing does. */
export function claimBlockers(claim: ClaimState): readonly ClaimBlocker[] {
  if (claim.status === 'unmatched') return [blocker('accepted', 'not_matched')];
  if (claim.status !== 'open') return [];
  const { verdict } = claim;
  if (verdict === 'known' || verdict === 'impact_found') return [];
  return [blocker('accepted', verdict ?? 'not_assessed')];
}

/** A blocker in its words, or in others that say more. */
export function blocker(to: ClaimStatus, code: ClaimBlockerCode, message: string = MESSAGES[code]): ClaimBlocker {
  return { to, code, message };
}

/** Throws `claim_transition_refused` (conflict) with everything that keeps a claim from a status. */
export function assertMayBecome(claim: ClaimState, to: ClaimStatus): void {
  const next = nextStatuses(claim);
  const found: ClaimBlocker[] = claimBlockers(claim).filter((each) => each.to === to);
  if (found.length === 0 && !next.includes(to))
    found.push(blocker(to, next.length === 0 ? 'status_final' : 'not_next'));
  if (found.length > 0) throw transitionRefused(claim.status, to, found);
}

/** The refusal of a move, with its reasons. */
export function transitionRefused(
  from: ClaimStatus,
  to: ClaimStatus,
  reasons: readonly { readonly code: string; readonly message: string }[],
): DomainError {
  return new DomainError('conflict', 'claim_transition_refused', `A claim that is ${from} cannot become ${to}.`, {
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    details: { from, to },
  });
}
