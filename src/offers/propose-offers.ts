import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import type { PolicyKind } from '../policies/policy.js';
import type { CompensatingOffer } from './compensated-time.sql.js';
import { inKindOf } from './in-kind.js';
import type { OfferStatus, Staleness } from './offer.js';
import type { OfferEntity } from './offer.entity.js';
import type { CustomerFacts, RunFacts } from './offer-facts.service.js';
import type { OfferShareEntity } from './offer-share.entity.js';
import type { MovableOffer } from './offers.sql.js';
import { factsHash, offerContentHash, priceOffer, snapshotOf } from './price-offer.js';
import type { GrantedShare, OfferFacts, Proposal } from './proposal.js';
import type { ProposalEntity } from './proposal.entity.js';
import type { Span } from './spans.js';
import { type ExistingOffer, type Reconciliation, reconcileOffer, stalenessOf } from './reconcile-offer.js';

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
  readonly takenBack: readonly MovableOffer[];
  /** What an approved offer is told of what is computed now; null takes back what it was told. */
  readonly marked?: { readonly offer: MovableOffer; readonly stale: Staleness | null };
  readonly draft?: OfferEntity;
  /** What of the draft falls to which kind of policy and period, and the time that it compensates. */
  readonly shares: readonly OfferShareEntity[];
  readonly compensates: readonly CompensatingOffer[];
  /** False for a customer whom nothing touched and who is owed nothing: there is nothing to say. */
  readonly isWorthKeeping: boolean;
};

const DAY_MS = 86_400_000;
const ENDED: readonly OfferStatus[] = ['declined', 'expired', 'withdrawn'];

/** The days, `YYYY-MM-DD`, that an instant can fall on anywhere in the world: zones are at most 14 hours off UTC. */
export function daysAround(instant: Date): string[] {
  return [-DAY_MS, 0, DAY_MS].map((ms) => new Date(instant.getTime() + ms).toISOString().slice(0, 10));
}

type Existing = MovableOffer & ExistingOffer;

/** What a customer has for the incident: the original that stands or last stood, its supplements, and what they gave. */
export type Standing = {
  readonly original?: Existing;
  /** The newest first. */
  readonly supplements: readonly (Existing & { readonly sequence: number })[];
  readonly granted: readonly GrantedShare[];
};

type Priced = { readonly facts: OfferFacts; readonly proposal: Proposal; readonly draft: OfferEntity | undefined };

type Outcome = Pick<Decision, 'reconciliation' | 'takenBack' | 'marked'> & { readonly made?: Priced };

/** What the customer has, but for an original that ended: then what is computed is proposed anew. */
export function withoutEnded(standing: Standing): Standing {
  const { original, ...others } = standing;
  return original === undefined || ENDED.includes(original.status) ? others : standing;
}

/** Prices one customer and compares the result with the offers that stand, or last stood. A draft gets `newOfferId`. */
export function decide(
  { row, facts: factsNow }: CustomerFacts,
  standing: Standing,
  run: Run,
  prepared: RunFacts,
  newOfferId: string,
): Decision {
  const { original, granted } = standing;
  const facts = factsNow();
  const isAnswerable = original?.status === 'sent' || original?.status === 'accepted';
  const price = (of: OfferFacts, sequence = 0): Priced => {
    const proposal = priceOffer(of);
    const key = { customerId: row.customerId, id: newOfferId, sequence };
    return { facts: of, proposal, draft: proposal.outcome === 'offer' ? draftOf(key, of, proposal, run) : undefined };
  };
  const whole = price(isAnswerable ? facts : lessOthers(facts, granted));
  const { reconciliation, takenBack, marked, made } = isAnswerable
    ? supplement(whole, standing, (sequence) => price(lessOthers(facts, granted), sequence))
    : replace(whole, standing, run);
  const draft = made?.draft;
  const isNew = reconciliation === 'created' || reconciliation === 'replaced';
  const isGone = reconciliation === 'withdrawn' || reconciliation === 'none';
  const standingId = isGone ? null : (original?.id ?? null);
  const { proposal } = whole;
  return {
    proposal: proposalOf(row.customerId, whole, isNew ? (draft?.id ?? null) : standingId, run),
    total: proposal.total,
    reconciliation,
    takenBack,
    ...(marked === undefined ? {} : { marked }),
    ...(made === undefined || draft === undefined
      ? { shares: [], compensates: [] }
      : {
          draft,
          shares: sharesOf(draft, made.proposal),
          compensates: compensatesOf(draft, facts, made.proposal, row.components, prepared),
        }),
    isWorthKeeping: row.class !== 'unaffected' || proposal.outcome === 'offer' || original !== undefined,
  };
}

function proposalOf(
  customerId: string,
  { facts, proposal }: Priced,
  offerId: string | null,
  { assessmentId, incidentId, actor, now }: Run,
): Readonly<ProposalEntity> {
  const { outcome, reasons, lines, total } = proposal;
  return {
    customerId,
    assessmentId,
    incidentId,
    outcome,
    reasons,
    lines,
    amountMinor: total?.amountMinor ?? 0,
    currency: total?.currency ?? null,
    policyVersionId: leadingPolicy(facts, proposal),
    offerId,
    inputHash: factsHash(facts),
    createdBy: actor.id,
    createdAt: now,
  };
}

/** What becomes of an original that nobody can have answered, and of supplements to one that ended. */
function replace(whole: Priced, { original, supplements }: Standing, run: Run): Outcome {
  const { draft } = whole;
  const reconciliation = reconcileOffer(original, draft?.contentHash);
  const open = supplements.filter(({ status }) => status === 'draft');
  const isTaken = reconciliation === 'replaced' || reconciliation === 'withdrawn';
  const takenBack = isTaken && original !== undefined ? [original, ...open] : open;
  if (original?.status === 'approved') {
    const { amountMinor = 0, currency = '', contentHash = '', lines = [] } = draft ?? {};
    const computed = draft === undefined ? null : { amountMinor, currency, inKind: inKindOf(lines), contentHash };
    const stale = stalenessOf(original, computed, run);
    const isKept = stale === null || stale.kept !== null;
    const marked = stale === original.stale ? undefined : { offer: original, stale };
    return { reconciliation: isKept ? 'kept' : 'stale', takenBack, ...(marked === undefined ? {} : { marked }) };
  }
  const isNew = reconciliation === 'created' || reconciliation === 'replaced';
  return { reconciliation, takenBack, ...(isNew ? { made: whole } : {}) };
}

/**
 * An offer that the customer has is never lowered, and stays as it is: what is owed beyond all that was given becomes a
 * draft of its own. What is given in kind is not supplemented, for units cannot be told apart by what they are for.
 */
function supplement(
  { draft: whole }: Priced,
  { original, supplements }: Standing,
  priceRest: (sequence: number) => Priced,
): Outcome {
  const open = supplements.find(({ status }) => status === 'draft');
  const last = open ?? supplements.find(({ status }) => ENDED.includes(status));
  const rest = priceRest(open?.sequence ?? 1 + (supplements[0]?.sequence ?? 0));
  const isOther = whole !== undefined && whole.contentHash !== original?.computedHash;
  const isMore = (rest.proposal.total?.amountMinor ?? 0) > 0 && rest.proposal.shares.every(({ unit }) => unit === null);
  const found = reconcileOffer(last, isOther && isMore ? rest.draft?.contentHash : undefined);
  const takenBack = open !== undefined && (found === 'replaced' || found === 'withdrawn') ? [open] : [];
  if (found !== 'created' && found !== 'replaced') return { reconciliation: 'kept', takenBack };
  return { reconciliation: 'supplemented', takenBack, made: rest };
}

function lessOthers(facts: OfferFacts, granted: readonly GrantedShare[]): OfferFacts {
  if (granted.length === 0) return facts;
  const grantedMinor = granted.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { ...facts, grantedMinor, grantedShares: granted };
}

/** The decision when somebody has moved the draft since it was read: it is left alone, and no other is made. */
export function leaveAlone({ proposal, total, takenBack }: Decision): Decision {
  return {
    proposal: { ...proposal, offerId: takenBack[0]?.id ?? null },
    total,
    reconciliation: 'kept',
    takenBack: [],
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
  { customerId, id, sequence }: Pick<OfferEntity, 'customerId' | 'id' | 'sequence'>,
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
    sequence,
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
