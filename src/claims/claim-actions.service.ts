import { Injectable } from '@nestjs/common';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { LIVE_STATUSES, type OfferStatus } from '../offers/offer.js';
import { ProposalsService } from '../offers/proposals.service.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { assertMayBecome, type ClaimAction, stateOf, transitionRefused } from './claim.js';
import type { Claim } from './claim.entity.js';
import { ClaimMovesService, type ClaimReply } from './claim-moves.service.js';
import { ClaimStepsService } from './claim-steps.service.js';
import { type ClaimDetail, ClaimsService } from './claims.service.js';
import { lockClaim } from './claims.sql.js';
import type { RefusalCode } from './refusal-words.js';

/** What is done with a claim. `customerId` (external) and `incidentId` are for `match`, `reasons` for `refuse`. */
export type ClaimActionRequest = {
  readonly action: ClaimAction;
  readonly customerId?: string;
  readonly incidentId?: string;
  readonly reasons?: readonly RefusalCode[];
  readonly note: string | null;
};

type Context = { readonly actor: Actor; readonly expectedVersion?: number };

/** What an agent does with one claim. */
@Injectable()
export class ClaimActionsService {
  constructor(
    private readonly database: Database,
    private readonly claims: ClaimsService,
    private readonly proposals: ProposalsService,
    private readonly moves: ClaimMovesService,
    private readonly steps: ClaimStepsService,
  ) {}

  /**
   * Matches, accepts, refuses, reopens or checks a claim, and shows it, or the one that it became one with. Throws
   * `claim_not_found`, `version_changed`, `claim_not_valid` with every fault of the input, `claim_transition_refused` with
   * everything that is in the way.
   */
  run(id: string, request: ClaimActionRequest, { actor, expectedVersion }: Context): Promise<ClaimDetail> {
    assertComplete(request);
    return this.database.transaction(async (tx) => {
      const claim = await lockClaim(tx, id);
      assertVersion(claim.version, expectedVersion);
      const done = await this.act(tx, claim, request, actor);
      return this.claims.detail(tx, done.id);
    });
  }

  private act(tx: Tx, claim: Claim, request: ClaimActionRequest, actor: Actor): Promise<Claim> {
    switch (request.action) {
      case 'match':
        return this.steps.match(tx, claim, request, actor);
      case 'accept':
        return this.accept(tx, claim, request, actor);
      case 'refuse':
        return this.steps.refuse(tx, claim, request, actor);
      case 'reopen':
        return this.steps.reopen(tx, claim, request, actor);
      case 'check':
        return this.steps.check(tx, claim, actor);
      default:
        return request.action satisfies never;
    }
  }

  /** Accepts it into the offer that stands; when none does, into one that is proposed as any other is. */
  private async accept(tx: Tx, found: Claim, { note }: ClaimActionRequest, actor: Actor): Promise<Claim> {
    const claim = await this.steps.check(tx, found, actor);
    assertMayBecome(stateOf(claim), 'accepted');
    const { customerId, evidence } = claim;
    if (customerId === null) throw new Error('an open claim has a customer');
    const offer = evidence?.offer ?? null;
    const isStanding = offer !== null && (LIVE_STATUSES as readonly OfferStatus[]).includes(offer.status);
    const offerId = isStanding ? offer.id : await this.propose(tx, claim, customerId, actor);
    const decided = await this.steps.decided(tx, { ...claim, status: 'accepted', offerId }, actor, note);
    // What was sent answers the claim; what is not yet sent will, when it is.
    const reply: ClaimReply | undefined =
      isStanding && offer.status === 'sent' ? { kind: 'offer', offerId } : undefined;
    return this.moves.save(tx, decided, { event: 'accepted', actor, details: { offerId }, reply });
  }

  private async propose(tx: Tx, claim: Claim, customerId: string, actor: Actor): Promise<string> {
    const assessmentId = claim.evidence?.assessment?.id;
    if (assessmentId === undefined) throw new Error('what hit a customer was found by an assessment');
    const { outcome, offerId, reasons } = await this.proposals.proposeForOne(tx, assessmentId, customerId, actor);
    if (outcome === 'offer' && offerId !== null) return offerId;
    const said = reasons.map(({ code, text }) => ({ code, message: text.en }));
    const nothing = { code: 'nothing_owed', message: 'The policies give nothing for it.' };
    throw transitionRefused('open', 'accepted', [nothing, ...said]);
  }
}

function assertComplete({ action, customerId, incidentId, reasons, note }: ClaimActionRequest): void {
  const faults: Reason[] = [];
  const need = (path: string, value: unknown): void => {
    if (value === undefined) faults.push({ path, code: 'required', message: 'This is needed here.' });
  };
  if (action === 'match') {
    need('customerId', customerId);
    need('incidentId', incidentId);
  }
  if (action === 'refuse') {
    need('reasons', reasons);
    if (reasons?.includes('other') === true && note === null) need('note', undefined);
  }
  if (action === 'reopen' && note === null) need('note', undefined);
  if (faults.length > 0)
    throw new DomainError('invalid', 'claim_not_valid', 'Something is missing.', { reasons: faults });
}
