import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { approvalBlockers, approvalsNeeded } from './approval.js';
import {
  type ApprovalFacts,
  budgetKey,
  findBudgetKeys,
  insertApprovals,
  lockBudgets,
  readApprovalFacts,
  touchDrafts,
} from './approvals.sql.js';
import { assertMayMove, blockersOf, type OfferBlocker } from './offer.js';
import { OfferMovesService } from './offer-moves.service.js';
import { type MoveRequest, type OfferDetail, OffersService } from './offers.service.js';
import { lockOffer, type MovableOffer, seenContent } from './offers.sql.js';
import { assertMayApprove } from './who-decides.js';

/** Who approves, having seen which version, and which content. */
export type ApproveRequest = MoveRequest & { readonly contentHash?: string };

/** What an approval of each offer would do: approve it, be the first of two, or be refused. */
export type ApprovalVerdict = {
  readonly offer: MovableOffer;
  readonly blockers: readonly OfferBlocker[];
  readonly isLast: boolean;
};

/** Approvals, in the limits of policies, by as many people as they ask for, within their budgets. */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly offers: OffersService,
    private readonly moves: OfferMovesService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Approves a draft, or is the first of two approvals, after which it is a draft still. Throws `offer_not_found`,
   * `person_required`, `content_changed` with the difference from what was seen, `version_changed`,
   * `offer_transition_refused` with every reason.
   */
  approve(id: string, request: ApproveRequest): Promise<OfferDetail> {
    const { actor, expectedVersion, contentHash } = request;
    assertMayApprove(actor);
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      await lockBudgets(tx, isId(id) ? await findBudgetKeys(tx, [id]) : []);
      const offer = await lockOffer(tx, id);
      if (contentHash !== undefined && contentHash !== offer.contentHash)
        throw await contentChanged(tx, id, contentHash);
      assertVersion(offer.version, expectedVersion);
      const [verdict] = await this.decide(tx, [offer], actor, now);
      if (verdict !== undefined) assertMayMove(offer, 'approved', { now }, verdict.blockers);
      await this.carryOut(tx, verdict === undefined ? [] : [verdict], actor, now);
      return this.offers.detail(tx, id, actor);
    });
  }

  /**
   * Says for each offer what an approval would do, one after the other: what one uses of a budget, the next has no more.
   * The caller holds the budgets' locks. The blockers are those beside the rules of the status.
   */
  async decide(tx: Tx, offers: readonly MovableOffer[], actor: Actor, now: Date): Promise<ApprovalVerdict[]> {
    const facts = await readApprovalFacts(
      tx,
      offers.map(({ id }) => id),
      now,
    );
    const used = new Map<string, number>();
    return offers.flatMap((offer) => {
      const mine = facts.get(offer.id);
      if (mine === undefined) return [];
      const as = {
        ...mine,
        terms: mine.terms.map((each) => ({ ...each, usedMinor: each.usedMinor + more(mine, each) })),
      };
      const isDraft = blockersOf(offer, 'approved', { now }).length === 0;
      const blockers = isDraft ? approvalBlockers(as, actor) : [];
      const isLast = mine.approvals.length + 1 >= approvalsNeeded(as);
      if (isDraft && blockers.length === 0 && isLast) use(mine);
      return [{ offer, blockers, isLast }];
    });

    function more(of: ApprovalFacts, { policyCode }: { readonly policyCode: string }): number {
      return used.get(budgetKey({ ...of, policyCode })) ?? 0;
    }
    function use(of: ApprovalFacts): void {
      for (const { policyCode, shareMinor } of of.terms) {
        const key = budgetKey({ ...of, policyCode });
        used.set(key, (used.get(key) ?? 0) + shareMinor);
      }
    }
  }

  /** Keeps approvals that nothing is in the way of; gives the ids of the offers that nobody had moved in the meantime. */
  async carryOut(tx: Tx, verdicts: readonly ApprovalVerdict[], actor: Actor, now: Date): Promise<ReadonlySet<string>> {
    const last = verdicts.filter(({ isLast }) => isLast).map(({ offer }) => offer);
    const first = verdicts.filter(({ isLast }) => !isLast).map(({ offer }) => offer);
    const approved = await this.moves.moveAll(tx, last, { to: 'approved', actor, now, reason: null });
    const signed = await touchDrafts(tx, first, now);
    const done = new Set([...approved, ...signed]);
    await insertApprovals(
      tx,
      verdicts
        .filter(({ offer }) => done.has(offer.id))
        .map(({ offer: { customerId, id: offerId, edition, contentHash } }) => {
          return { customerId, offerId, edition, person: actor.id, contentHash, at: now };
        }),
    );
    this.audit.appendAll(
      tx,
      first
        .filter(({ id }) => signed.has(id))
        .map(({ customerId, id, incidentId, version, contentHash }) => ({
          actor,
          action: 'offer.approval_given',
          subject: { kind: 'offer', id },
          customerId,
          details: { incidentId, version: version + 1, contentHash },
        })),
    );
    return done;
  }
}

/** The refusal of an approval of something else than what the offer is now, with what has changed. */
async function contentChanged(tx: Tx, id: string, seenHash: string): Promise<DomainError> {
  const { now, seenMinor, edits } = await seenContent(tx, id, seenHash);
  const { amountMinor, currency, contentHash } = now;
  return new DomainError('conflict', 'content_changed', 'The offer is not what you saw: look at it again.', {
    reasons: [{ path: 'contentHash', code: 'content_changed', message: 'This is not the content of the offer.' }],
    details: {
      seen: { contentHash: seenHash, amount: seenMinor === null ? null : { amountMinor: seenMinor, currency } },
      current: { contentHash, amount: { amountMinor, currency } },
      differenceMinor: seenMinor === null ? null : amountMinor - seenMinor,
      edits,
    },
  });
}
