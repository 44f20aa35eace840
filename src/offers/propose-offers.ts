import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { choosePolicyVersion, type PolicyVersion } from '../policies/policy.js';
import type { OfferEntity } from './offer.entity.js';
import type { MovableOffer } from './offers.sql.js';
import { factsHash, offerContentHash, priceOffer } from './price-offer.js';
import type { ContractInForce, OfferFacts, Proposal } from './proposal.js';
import type { ProposalEntity } from './proposal.entity.js';
import type { FactsRow } from './proposals.sql.js';
import { type ExistingOffer, type Reconciliation, reconcileOffer } from './reconcile-offer.js';

/** One run over the customers of an assessment. */
export type Run = {
  readonly assessmentId: string;
  readonly incidentId: string;
  /** All versions in force on any customer's day of the incident. */
  readonly versions: readonly PolicyVersion[];
  /** The policy asked for in place of every contract's own, or null. */
  readonly askedPolicyCode: string | null;
  readonly actor: Actor;
  readonly now: Date;
};

/** What is to be done for one customer: keep the proposal, take back a draft, make one. */
export type Decision = {
  readonly proposal: Readonly<ProposalEntity>;
  readonly total: Money | null;
  readonly reconciliation: Reconciliation;
  readonly takenBack?: MovableOffer;
  readonly draft?: OfferEntity;
};

const DAY_MS = 86_400_000;

/** The days, `YYYY-MM-DD`, that an instant can fall on anywhere in the world: zones are at most 14 hours off UTC. */
export function daysAround(instant: Date): string[] {
  return [-DAY_MS, 0, DAY_MS].map((ms) => new Date(instant.getTime() + ms).toISOString().slice(0, 10));
}

/** Prices one customer and compares the result with the offer that stands, or last stood. A draft gets `newOfferId`. */
export function decide(
  row: FactsRow,
  ownContract: ContractInForce | undefined,
  existing: (MovableOffer & ExistingOffer) | undefined,
  run: Run,
  newOfferId: string,
): Decision {
  const facts = factsOf(row, ownContract, run);
  const proposal = priceOffer(facts);
  const draft =
    proposal.outcome === 'offer'
      ? draftOf({ customerId: row.customerId, id: newOfferId }, facts, proposal, run)
      : undefined;
  const reconciliation = reconcileOffer(existing, draft?.contentHash);
  const isNew = reconciliation === 'created' || reconciliation === 'replaced';
  const standing = reconciliation === 'withdrawn' || reconciliation === 'none' ? null : (existing?.id ?? null);
  return {
    proposal: {
      customerId: row.customerId,
      assessmentId: run.assessmentId,
      incidentId: run.incidentId,
      outcome: proposal.outcome,
      reasons: proposal.reasons,
      lines: proposal.lines,
      amountMinor: proposal.total?.amountMinor ?? 0,
      currency: proposal.total?.currency ?? null,
      policyVersionId: facts.policy?.id ?? null,
      offerId: isNew ? (draft?.id ?? null) : standing,
      inputHash: factsHash(facts),
      createdBy: run.actor.id,
      createdAt: run.now,
    },
    total: proposal.total,
    reconciliation,
    ...(reconciliation === 'replaced' || reconciliation === 'withdrawn' ? { takenBack: existing } : {}),
    ...(isNew ? { draft } : {}),
  };
}

/** The decision when somebody has moved the draft since it was read: it is left alone, and no other is made. */
export function leaveAlone({ proposal, total, takenBack }: Decision): Decision {
  return { proposal: { ...proposal, offerId: takenBack?.id ?? null }, total, reconciliation: 'kept' };
}

function factsOf(
  row: FactsRow,
  ownContract: ContractInForce | undefined,
  { versions, askedPolicyCode }: Run,
): OfferFacts {
  const contract = contractOf(ownContract, askedPolicyCode);
  const policy = contract === null ? undefined : choosePolicyVersion(versions, contract, row.day);
  const { day, class: heaviest, unable_to_join, media_loss, interactivity_loss, degraded } = row;
  return {
    day,
    class: heaviest,
    clockSeconds: { unable_to_join, media_loss, interactivity_loss, degraded },
    contract,
    policy: policy ?? null,
    grantedMinor: 0,
  };
}

/** Only what decides: a contract that was merely prolonged gives the same facts. */
function contractOf(own: ContractInForce | undefined, askedPolicyCode: string | null): ContractInForce | null {
  if (own === undefined) return null;
  const { plan, monthlyFee, status, policyCode } = own;
  return { plan, monthlyFee, status, policyCode: askedPolicyCode ?? policyCode };
}

function draftOf(
  { customerId, id }: Pick<OfferEntity, 'customerId' | 'id'>,
  facts: OfferFacts,
  proposal: Proposal,
  run: Run,
): OfferEntity | undefined {
  const { lines, total } = proposal;
  if (facts.policy === null || total === null) return undefined;
  const { incidentId, assessmentId, now } = run;
  const policyVersionId = facts.policy.id;
  return {
    customerId,
    id,
    incidentId,
    assessmentId,
    policyVersionId,
    sequence: 0,
    status: 'draft',
    ...total,
    lines,
    contentHash: offerContentHash({ customerId, incidentId, policyVersionId, lines, amount: total }),
    validUntil: null,
    approvedBy: null,
    approvedAt: null,
    sentAt: null,
    answeredAt: null,
    answer: null,
    version: 1,
    createdBy: run.actor.id,
    createdAt: now,
    updatedAt: now,
  };
}
