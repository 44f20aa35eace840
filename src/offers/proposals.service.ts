import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { PoliciesService } from '../policies/policies.service.js';
import { byCustomer, groupByCustomer } from './by-customer.js';
import { insertCompensatedTime } from './compensated-time.sql.js';
import { inKindOf, sumInKind } from './in-kind.js';
import type { Staleness } from './offer.js';
import type { OfferEntity } from './offer.entity.js';
import { OfferFactsService, type RunFacts } from './offer-facts.service.js';
import { OfferMovesService } from './offer-moves.service.js';
import { lockOffersOfIncident, type MovableOffer, type OfferChange } from './offers.sql.js';
import {
  daysAround,
  decide,
  type Decision,
  leaveAlone,
  type Run,
  type Standing,
  withoutEnded,
} from './propose-offers.js';
import { type InKind, OUTCOMES, type Outcome, type ProposalReason } from './proposal.js';
import {
  type AssessmentRow,
  findAssessment,
  findExistingOffers,
  findGrantedShares,
  findOrphans,
  findSupplements,
  insertDrafts,
  insertShares,
  listProposals,
  markStale,
  type ProposalRow,
  upsertProposals,
} from './proposals.sql.js';
import { keepRun } from './proposal-runs.sql.js';
import { RECONCILIATIONS, type Reconciliation, REPLACED, stalenessOf } from './reconcile-offer.js';
import { totalsByCurrency } from './totals-by-currency.js';

/** What a run came to: proposals by outcome, what became of the offers, and the sum of what is proposed. */
export type ProposeResult = {
  readonly assessmentId: string;
  readonly incidentId: string;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly offers: Readonly<Record<Reconciliation, number>>;
  readonly totals: readonly Money[];
  /** What is proposed in kind, beside the money. */
  readonly inKind: readonly InKind[];
};

/** A proposal as it is shown; `total` is null when no contract was in force, so that no currency is known. */
export type ShownProposal = Omit<ProposalRow, 'amountMinor' | 'currency'> & {
  readonly total: Money | null;
  /** True while a period that it rests on is not over: more downtime may still raise it. */
  readonly provisional: boolean;
};

/** What one customer is proposed: the offer that stands for it, or why there is none. */
export type ProposedForOne = {
  readonly outcome: Outcome;
  readonly offerId: string | null;
  readonly reasons: readonly ProposalReason[];
};

const BATCH = 1000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** From the impacts of an assessment to proposals and draft offers. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly moves: OfferMovesService,
    private readonly facts: OfferFactsService,
  ) {}

  /**
   * Computes a proposal for every customer of an assessment and brings the drafts of the incident in line, all in one
   * transaction; see `reconcileOffer` for what becomes of the offers that are there. `policyCode` takes the place of
   * the policy of every contract. Throws `assessment_not_found`, `assessment_not_done`, `assessment_superseded`,
   * `policy_not_found`, `total_too_large`.
   */
  propose(assessmentId: string, request: { readonly policyCode?: string }, actor: Actor): Promise<ProposeResult> {
    return this.database.transaction(async (tx) => {
      const { incidentId } = await requireAssessment(tx, assessmentId);
      await lockOffersOfIncident(tx, incidentId);
      const assessment = await requireAssessment(tx, assessmentId);
      if (request.policyCode !== undefined) await this.policies.mustExist(tx, request.policyCode);
      const now = this.clock.now();
      await this.moves.expireOverdue(tx, now, null, incidentId);
      const tally = new Tally();
      const run = { assessmentId, incidentId, actor, now };
      const prepared = await this.prepare(tx, assessment, run, request.policyCode ?? null);
      if (prepared !== undefined) await this.proposeAll(tx, run, prepared, tally);
      const orphans = await findOrphans(tx, incidentId, assessmentId, 'draft');
      tally.add('withdrawn', (await this.takeBack(tx, orphans, actor, now)).size);
      const approved = await findOrphans(tx, incidentId, assessmentId, 'approved');
      const notes = approved.map((offer) => ({ offer, stale: stalenessOf(offer, null, { assessmentId, now }) }));
      tally.add('stale', notes.filter(({ stale }) => stale?.kept === null).length);
      const changed = notes.filter(({ offer, stale }) => offer.stale !== stale);
      await this.mark(tx, changed, actor, now);
      const result = tally.result(assessmentId, incidentId);
      const policyCode = request.policyCode ?? null;
      await keepRun(tx, { incidentId, assessmentId, policyCode, createdBy: actor.id, createdAt: now });
      await this.moves.tellProposed(tx, actor, result);
      return result;
    });
  }

  /**
   * The same for one customer alone, in the transaction of whoever asks for it: the offer that stands for them, or a new
   * draft, of one that ended too. It goes through everything that any offer goes through. Throws as `propose` does.
   */
  async proposeForOne(tx: Tx, assessmentId: string, customerId: string, actor: Actor): Promise<ProposedForOne> {
    const { incidentId } = await requireAssessment(tx, assessmentId);
    await lockOffersOfIncident(tx, incidentId);
    const assessment = await requireAssessment(tx, assessmentId);
    const now = this.clock.now();
    await this.moves.expireOverdue(tx, now, null, incidentId);
    const run = { assessmentId, incidentId, actor, now };
    const prepared = await this.prepare(tx, assessment, run, null);
    const page = { after: BEFORE_ALL, limit: 1, lock: true, only: customerId };
    const [customer] = prepared === undefined ? [] : await this.facts.readBatch(tx, prepared, page);
    if (prepared === undefined || customer === undefined)
      return { outcome: 'nothing_owed', offerId: null, reasons: [] };
    const standing = withoutEnded((await readStanding(tx, incidentId, [customerId]))(customerId));
    const [decision] = await this.carryOut(tx, [decide(customer, standing, run, prepared, newId())], run);
    if (decision === undefined) throw new Error('what is carried out is one decision');
    const tally = new Tally();
    tally.count(decision);
    await this.moves.tellProposed(tx, actor, tally.result(assessmentId, incidentId));
    const { outcome, offerId, reasons } = decision.proposal;
    return { outcome, offerId, reasons };
  }

  /** What each customer of an assessment gets, or why nothing, by external id. */
  async list(
    filter: { readonly assessmentId: string; readonly outcome?: Outcome; readonly customerId?: string },
    query: ListQuery,
  ): Promise<Page<ShownProposal>> {
    const page = await listProposals(this.database.tx, filter, query);
    return { ...page, items: page.items.map(shown) };
  }

  /** Undefined for an assessment without a window: nobody was hit. */
  private async prepare(
    tx: Tx,
    { startsAt, endsAt }: AssessmentRow,
    { assessmentId, incidentId, now }: Run,
    askedPolicyCode: string | null,
  ): Promise<RunFacts | undefined> {
    if (startsAt === null || endsAt === null) return undefined;
    const versions = await this.policies.inForce(tx, daysAround(startsAt));
    return this.facts.prepare(tx, { assessmentId, incidentId, startsAt, endsAt, versions, askedPolicyCode, now });
  }

  private async proposeAll(tx: Tx, run: Run, prepared: RunFacts, tally: Tally): Promise<void> {
    for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
      const customers = await this.facts.readBatch(tx, prepared, { after, limit: BATCH, lock: true });
      const customerIds = customers.map(({ row }) => row.customerId);
      const standing = await readStanding(tx, run.incidentId, customerIds);
      const decisions = customers.map((customer) =>
        decide(customer, standing(customer.row.customerId), run, prepared, newId()),
      );
      const kept = decisions.filter(({ isWorthKeeping }) => isWorthKeeping);
      for (const decision of await this.carryOut(tx, kept, run)) tally.count(decision);
      after = customers.length < BATCH ? undefined : customerIds.at(-1);
    }
  }

  private async carryOut(tx: Tx, wanted: readonly Decision[], { assessmentId, actor, now }: Run): Promise<Decision[]> {
    const toTakeBack = wanted.flatMap(({ takenBack }) => takenBack);
    const gone = await this.takeBack(tx, toTakeBack, actor, now);
    const decisions = wanted.map((decision) =>
      decision.takenBack.every(({ id }) => gone.has(id)) ? decision : leaveAlone(decision),
    );
    await this.mark(
      tx,
      decisions.flatMap(({ marked }) => marked ?? []),
      actor,
      now,
    );
    const drafts = decisions.flatMap(({ draft }) => draft ?? []);
    await insertDrafts(tx, drafts);
    const shares = decisions.flatMap((decision) => decision.shares);
    await insertShares(tx, shares);
    const compensates = decisions.flatMap((decision) => decision.compensates);
    await insertCompensatedTime(tx, assessmentId, compensates, now);
    await this.moves.record(tx, actor, drafts.map(beginning));
    await upsertProposals(
      tx,
      decisions.map(({ proposal }) => proposal),
    );
    return decisions;
  }

  private async mark(
    tx: Tx,
    notes: readonly { readonly offer: MovableOffer; readonly stale: Staleness | null }[],
    actor: Actor,
    now: Date,
  ): Promise<void> {
    if (notes.length === 0) return;
    const marked = await markStale(tx, notes, now);
    this.moves.noteStale(
      tx,
      actor,
      notes.filter(({ offer }) => marked.has(offer.id)),
    );
  }

  private takeBack(tx: Tx, drafts: readonly MovableOffer[], actor: Actor, now: Date): Promise<ReadonlySet<string>> {
    return this.moves.moveAll(tx, drafts, { to: 'withdrawn', actor, now, reason: REPLACED });
  }
}

class Tally {
  private readonly outcomes = Object.fromEntries(OUTCOMES.map((name) => [name, 0])) as Record<Outcome, number>;
  private readonly offers = Object.fromEntries(RECONCILIATIONS.map((name) => [name, 0])) as Record<
    Reconciliation,
    number
  >;
  private totals: Money[] = [];
  private inKind: readonly InKind[] = [];

  count({ proposal, reconciliation, total }: Decision): void {
    this.outcomes[proposal.outcome] += 1;
    this.add(reconciliation, 1);
    if (proposal.outcome !== 'offer' || total === null) return;
    this.totals = totalsByCurrency([...this.totals, total]);
    this.inKind = sumInKind([...this.inKind, ...inKindOf(proposal.lines)]);
  }

  add(reconciliation: Reconciliation, count: number): void {
    this.offers[reconciliation] += count;
  }

  result(assessmentId: string, incidentId: string): ProposeResult {
    return {
      assessmentId,
      incidentId,
      outcomes: this.outcomes,
      offers: this.offers,
      totals: this.totals,
      inKind: this.inKind,
    };
  }
}

/** What each of these customers has for an incident. */
async function readStanding(
  tx: Tx,
  incidentId: string,
  customerIds: readonly string[],
): Promise<(customerId: string) => Standing> {
  const existing = await findExistingOffers(tx, incidentId, customerIds);
  const supplements = await findSupplements(tx, incidentId, customerIds);
  const granted = await findGrantedShares(tx, incidentId, customerIds);
  const original = byCustomer(existing);
  const supplementsOf = groupByCustomer(supplements);
  const grantedTo = groupByCustomer(granted);
  return (customerId) => ({
    original: original.get(customerId),
    supplements: supplementsOf.get(customerId) ?? [],
    granted: (grantedTo.get(customerId) ?? []).map(({ kind, periodStartAt, amountMinor, offerId }) => {
      return { kind, periodStartAt, amountMinor, offerId };
    }),
  });
}

async function requireAssessment(tx: Tx, id: string): Promise<AssessmentRow> {
  const assessment = isId(id) ? await findAssessment(tx, id) : undefined;
  if (assessment === undefined) throw notFound('assessment', id);
  const { status, revision, latestDoneRevision } = assessment;
  if (status !== 'done') {
    const message = `Offers come from an assessment that is done; this one is ${status}.`;
    throw new DomainError('conflict', 'assessment_not_done', message, { details: { status } });
  }
  if (latestDoneRevision !== null && latestDoneRevision > revision) {
    const message = `Revision ${latestDoneRevision} of the assessment is done; offers come from the newest.`;
    throw new DomainError('conflict', 'assessment_superseded', message, { details: { revision, latestDoneRevision } });
  }
  return assessment;
}

function beginning({ customerId, id, incidentId, version, createdBy, createdAt }: OfferEntity): OfferChange {
  return {
    customerId,
    offerId: id,
    incidentId,
    version,
    from: null,
    to: 'draft',
    actor: createdBy,
    reason: null,
    at: createdAt,
  };
}

function shown({ amountMinor, currency, ...others }: ProposalRow): ShownProposal {
  const provisional = others.lines.some(({ code }) => code === 'provisional');
  return { ...others, total: currency === null ? null : { amountMinor, currency }, provisional };
}
