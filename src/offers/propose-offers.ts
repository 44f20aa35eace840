import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import type { PolicyKind } from '../policies/policy.js';
import type { CompensatingOffer } from './compensated-time.sql.js';
import type { OfferEntity } from './offer.entity.js';
import type { CustomerFacts, RunFacts } from './offer-facts.service.js';
import type { OfferShareEntity } from './offer-share.entity.js';
import type { MovableOffer } from './offers.sql.js';
import { factsHash, offerContentHash, priceOffer, snapshotOf } from './price-offer.js';
import type { OfferFacts, Proposal } from './proposal.js';
import type { ProposalEntity } from './proposal.entity.js';
import type { Span } from './spans.js';
import { type ExistingOffer, type Reconciliation, reconcileOffer } from './reconcile-offer.js';

/** Who runs it, over which assessment, when. */
export type Run = {
  readonly assessmentId: string;
  readonly incidentId: string;
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
  /** What of the draft falls to which kind of policy and period, and the time that it compensates. */
  readonly shares: readonly OfferShareEntity[];
  readonly compensates: readonly CompensatingOffer[];
  /** False for a customer whom nothing touched and who is owed nothing: there is nothing to say. */
  readonly isWorthKeeping: boolean;
};

const DAY_MS = 86_400_000;

/** The days, `YYYY-MM-DD`, that an instant can fall on anywhere in the world: zones are at most 14 hours off UTC. */
export function daysAround(instant: Date): string[] {
  return [-DAY_MS, 0, DAY_MS].map((ms) => new Date(instant.getTime() + ms).toISOString().slice(0, 10));
}

/** Prices one customer and compares the result with the offer that stands, or last stood. A draft gets `newOfferId`. */
export function decide(
  { row, facts }: CustomerFacts,
  existing: (MovableOffer & ExistingOffer) | undefined,
  run: Run,
  prepared: RunFacts,
  newOfferId: string,
): Decision {
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
      policyVersionId: leadingPolicy(facts, proposal),
      offerId: isNew ? (draft?.id ?? null) : standing,
      inputHash: factsHash(facts),
      createdBy: run.actor.id,
      createdAt: run.now,
    },
    total: proposal.total,
    reconciliation,
    ...(reconciliation === 'replaced' || reconciliation === 'withdrawn' ? { takenBack: existing } : {}),
    ...(isNew ? { draft } : {}),
    shares: isNew && draft !== undefined ? sharesOf(draft, proposal) : [],
    compensates: isNew && draft !== undefined ? compensatesOf(draft, facts, proposal, row.components, prepared) : [],
    isWorthKeeping: row.class !== 'unaffected' || proposal.outcome === 'offer' || existing !== undefined,
  };
}

/** The decision when somebody has moved the draft since it was read: it is left alone, and no other is made. */
export function leaveAlone({ proposal, total, takenBack }: Decision): Decision {
  return {
    proposal: { ...proposal, offerId: takenBack?.id ?? null },
    total,
    reconciliation: 'kept',
    shares: [],
    compensates: [],
    isWorthKeeping: true,
  };
}

/** The version that an offer is said to be by: of the policy that gives most, the SLA's where they give alike. */
function leadingPolicy(facts: OfferFacts, { shares }: Proposal): string | null {
  const given = (kind: PolicyKind): number =>
    shares
      .filter((share) => share.kind === kind)
      .reduce((sum, { amountMinor, quantity }) => sum + amountMinor + quantity, 0);
  const { sla, goodwill } = facts.policies;
  if (sla === undefined || goodwill === undefined) return (sla ?? goodwill)?.policy.id ?? null;
  const isGoodwill = shares.length === 0 || given('goodwill') > given('sla');
  return (isGoodwill ? goodwill : sla).policy.id;
}

function sharesOf({ customerId, id: offerId }: OfferEntity, { shares }: Proposal): OfferShareEntity[] {
  return shares.map(({ periodStartAt, periodEndAt, ...share }) => ({
    customerId,
    offerId,
    ...share,
    periodStartAt: new Date(periodStartAt),
    periodEndAt: new Date(periodEndAt),
  }));
}

function compensatesOf(
  { customerId, id: offerId }: OfferEntity,
  facts: OfferFacts,
  { shares }: Proposal,
  components: readonly string[] | null,
  prepared: RunFacts,
): CompensatingOffer[] {
  const kinds = [...new Set(shares.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const version = prepared.run.versions.find(({ id }) => id === facts.policies[kind]?.policy.id);
    if (version === undefined || version.rules.measure.basis !== 'service_minutes') {
      return { customerId, offerId, kind, lost: null, degraded: null };
    }
    const own = prepared
      .periodsOf(version)
      .map((period) => prepared.serviceTime(period).ownTime(components, version.rules));
    const [lost, degraded] = [own.flatMap((each) => each.lost), own.flatMap((each) => each.degraded)];
    return { customerId, offerId, kind, lost: multirangeOf(lost), degraded: multirangeOf(degraded) };
  });
}

function multirangeOf(spans: readonly Span[]): string {
  const instant = (second: number): string => new Date(second * 1000).toISOString();
  return `{${spans.map(([start, end]) => `[${instant(start)},${instant(end)})`).join(',')}}`;
}

function draftOf(
  { customerId, id }: Pick<OfferEntity, 'customerId' | 'id'>,
  facts: OfferFacts,
  proposal: Proposal,
  run: Run,
): OfferEntity | undefined {
  const { lines, total } = proposal;
  const policyVersionId = leadingPolicy(facts, proposal);
  if (policyVersionId === null || total === null) return undefined;
  const { incidentId, assessmentId, now } = run;
  const hash = offerContentHash({ customerId, incidentId, policyVersionId, lines, amount: total });
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
    inputs: snapshotOf(facts),
    contentHash: hash,
    computedHash: hash,
    edition: 1,
    stale: null,
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
