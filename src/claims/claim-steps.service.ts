import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Actor } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import { assertMayBecome, stateOf, transitionRefused } from './claim.js';
import type { Claim } from './claim.entity.js';
import { assertNamed, findNamed } from './claim-candidates.sql.js';
import { findClaimCustomer } from './claim-facts.sql.js';
import { ClaimMovesService, type ClaimReply } from './claim-moves.service.js';
import { MatchClaimsService, UNDECIDED } from './match-claims.service.js';
import { type RefusalCode, refusalText } from './refusal-words.js';

/** The steps of a claim that need no offer. Whoever calls has the claim locked. */
@Injectable()
export class ClaimStepsService {
  constructor(
    private readonly clock: Clock,
    private readonly moves: ClaimMovesService,
    private readonly matches: MatchClaimsService,
  ) {}

  /** Says whose a claim that is not decided is; it becomes one with the claim that is there already. */
  async match(
    tx: Tx,
    claim: Claim,
    { customerId, incidentId }: { readonly customerId?: string; readonly incidentId?: string },
    actor: Actor,
  ): Promise<Claim> {
    if (claim.status !== 'unmatched' && claim.status !== 'open') throw transitionRefused(claim.status, 'open', DECIDED);
    const asked = [customerId ?? null, incidentId ?? null] as const;
    const found = await findNamed(tx, ...asked);
    assertNamed(...asked, found);
    if (found.customerId === null || found.incidentId === null) throw new Error('both are named');
    return this.matches.settle(tx, claim, { customerId: found.customerId, incidentId: found.incidentId }, actor);
  }

  /** Refuses it; a customer that is known hears of it in its language, by the contact on record. */
  async refuse(
    tx: Tx,
    found: Claim,
    { reasons = [], note }: { readonly reasons?: readonly RefusalCode[]; readonly note: string | null },
    actor: Actor,
  ): Promise<Claim> {
    const claim = await this.check(tx, found, actor);
    assertMayBecome(stateOf(claim), 'refused');
    const codes = [...new Set(reasons)];
    const refused = await this.decided(tx, { ...claim, status: 'refused', refusalCodes: codes }, actor, note);
    const { customerId } = claim;
    const customer = customerId === null ? undefined : await findClaimCustomer(tx, customerId, this.clock.now());
    const reply: ClaimReply | undefined =
      customer === undefined ? undefined : { kind: 'refusal', text: refusalText(customer.locale, codes, note) };
    return this.moves.save(tx, refused, { event: 'refused', actor, details: { reasons: codes }, reply });
  }

  /** Makes a decided claim one that is to be decided again, keeps why, and judges it anew. */
  async reopen(tx: Tx, claim: Claim, { note }: { readonly note: string | null }, actor: Actor): Promise<Claim> {
    const to = claim.status === 'refused' && claim.customerId === null ? 'unmatched' : 'open';
    const { status: from } = claim;
    if (from !== 'accepted' && from !== 'refused') throw transitionRefused(from, to, NOT_DECIDED);
    const open: Claim = { ...claim, ...UNDECIDED, status: to, decisionNote: note };
    const judged = { ...open, ...(await this.matches.judgementOf(tx, open)) };
    return this.moves.save(tx, judged, { event: 'reopened', actor, details: { from } });
  }

  /** Looks again at what an undecided claim rests on. */
  async check(tx: Tx, claim: Claim, actor: Actor): Promise<Claim> {
    if (claim.status === 'unmatched') return this.matches.match(tx, claim, actor);
    return claim.status === 'open' ? this.matches.rejudge(tx, claim, actor) : claim;
  }

  /** The claim with who decided it, and judged as it is then. */
  async decided(tx: Tx, claim: Claim, actor: Actor, note: string | null): Promise<Claim> {
    const decided = { ...claim, decisionNote: note, decidedBy: actor.id, decidedAt: this.clock.now() };
    return { ...decided, ...(await this.matches.judgementOf(tx, decided)) };
  }
}

const DECIDED = [{ code: 'decided', message: 'It is decided, or became one with another.' }];
const NOT_DECIDED = [{ code: 'not_decided', message: 'It is not decided.' }];
