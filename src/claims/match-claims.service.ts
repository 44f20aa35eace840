import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import type { ClaimCandidates, Claim } from './claim.entity.js';
import type { ClaimArrival } from './claim-arrival.entity.js';
import { findCustomers, findIncidents } from './claim-candidates.sql.js';
import { ClaimMovesService, type ClaimPlace } from './claim-moves.service.js';
import {
  arrivalsOf,
  findSameUnmatched,
  lockClaim,
  lockClaimOf,
  lockClaimThatCounts,
  lockComing,
  moveArrivals,
} from './claims.sql.js';
import { JudgeClaimsService } from './judge-claims.service.js';
import { chooseCustomer, chooseIncident, companyDomain } from './match-claim.js';

/** Finds out whose a claim is, and makes one of claims that are the same. Whoever calls has the claim locked. */
@Injectable()
export class MatchClaimsService {
  constructor(
    private readonly moves: ClaimMovesService,
    private readonly judges: JudgeClaimsService,
  ) {}

  /** Looks for the customer and the incident of an unmatched claim; gives the claim that it is then, itself or another. */
  async match(tx: Tx, claim: Claim, actor: Actor): Promise<Claim> {
    const [first] = await arrivalsOf(tx, claim.id);
    if (first === undefined) throw new Error(`claim ${claim.id} never came`);
    const { customer, incident, candidates } = await this.candidatesOf(tx, first);
    if (customer !== undefined && incident !== undefined) {
      return this.settle(tx, { ...claim, candidates }, { customerId: customer.id, incidentId: incident.id }, actor);
    }
    await lockComing(tx, first.email.toLowerCase());
    const sameId = await findSameUnmatched(tx, claim, first);
    if (sameId !== undefined) return this.merge(tx, claim, await lockClaim(tx, sameId), actor);
    if (isDeepStrictEqual(claim.candidates, candidates)) return claim;
    return this.moves.saveQuietly(tx, { ...claim, candidates });
  }

  /** Says whose a claim is: it is judged, or becomes one with the claim that is there already. */
  async settle(tx: Tx, claim: Claim, place: Required<Matched>, actor: Actor): Promise<Claim> {
    const { customerId, incidentId } = place;
    await lockClaimOf(tx, customerId, incidentId);
    const standing = await lockClaimThatCounts(tx, customerId, incidentId);
    if (standing !== undefined && standing.id !== claim.id) return this.merge(tx, claim, standing, actor);
    const settled: Claim = { ...claim, ...place, status: 'open' };
    const judged = { ...settled, ...(await this.judgementOf(tx, settled)) };
    const movedFrom = movedPlace(claim, place);
    const event = claim.customerId === null ? 'came' : 'moved';
    return this.moves.save(tx, judged, { event, actor, details: { matched: true }, movedFrom });
  }

  /** Judges an open claim anew, and tells its case when the verdict is another one. */
  async rejudge(tx: Tx, claim: Claim, actor: Actor): Promise<Claim> {
    const judged = await this.judgementOf(tx, claim);
    if (judged.verdict === claim.verdict && isDeepStrictEqual(judged.evidence, claim.evidence)) return claim;
    const updated = { ...claim, ...judged };
    if (judged.verdict === claim.verdict) return this.moves.saveQuietly(tx, updated);
    return this.moves.save(tx, updated, { event: 'verdict_changed', actor, details: { from: claim.verdict } });
  }

  /** The claim as it is once it is judged; one without a customer and an incident stays as it is. */
  async judgementOf(tx: Tx, claim: Claim): Promise<Pick<Claim, 'verdict' | 'evidence'>> {
    const { id, customerId, incidentId, arrivedAt } = claim;
    if (customerId === null || incidentId === null) return { verdict: null, evidence: null };
    const arrivals = await arrivalsOf(tx, id);
    const meeting = arrivals.findLast((arrival) => arrival.meeting !== null)?.meeting ?? null;
    return this.judges.judge(tx, { customerId, incidentId, meeting, arrivedAt });
  }

  private async merge(tx: Tx, claim: Claim, into: Claim, actor: Actor): Promise<Claim> {
    await moveArrivals(tx, claim.id, into.id);
    const movedFrom = movedPlace(claim, into);
    const gone: Claim = {
      ...claim,
      status: 'merged',
      mergedInto: into.id,
      customerId: null,
      incidentId: null,
      decidedAt: null,
      decidedBy: null,
    };
    await this.moves.save(tx, gone, { event: 'merged', actor, details: { into: into.id }, movedFrom });
    const isOpenAgain = into.status === 'refused';
    const kept: Claim = {
      ...into,
      arrivedAt: claim.arrivedAt < into.arrivedAt ? claim.arrivedAt : into.arrivedAt,
      ...(isOpenAgain ? UNDECIDED : {}),
      ...(isOpenAgain ? { status: into.customerId === null ? 'unmatched' : 'open' } : {}),
    };
    const judged = kept.status === 'open' ? { ...kept, ...(await this.judgementOf(tx, kept)) } : kept;
    return this.moves.save(tx, judged, { event: 'came_again', actor, details: { merged: claim.id } });
  }

  private async candidatesOf(tx: Tx, said: ClaimArrival) {
    const { email, company, meeting, day, time, namedCustomerId, namedIncidentId } = said;
    const signs = { email, company, meeting, domain: companyDomain(email), namedCustomerId };
    const { chosen: customer, candidates: customers } = chooseCustomer(await findCustomers(tx, signs));
    const moment = { meeting, day, time, customerId: customer?.id ?? null, namedIncidentId };
    const { chosen: incident, candidates: incidents } = chooseIncident(await findIncidents(tx, moment));
    const candidates: ClaimCandidates = { customers, incidents };
    return { customer, incident, candidates };
  }
}

type Matched = { readonly customerId: string; readonly incidentId: string };

/** What a claim has before it is decided, or once it is to be decided again. */
export const UNDECIDED: Pick<Claim, 'offerId' | 'refusalCodes' | 'decisionNote' | 'decidedBy' | 'decidedAt'> = {
  offerId: null,
  refusalCodes: [],
  decisionNote: null,
  decidedBy: null,
  decidedAt: null,
};

/** Where a claim was when it is not there any more; undefined when it was nowhere, or is still there. */
function movedPlace({ customerId, incidentId }: ClaimPlace, to: ClaimPlace): ClaimPlace | undefined {
  if (customerId === null || (customerId === to.customerId && incidentId === to.incidentId)) return undefined;
  return { customerId, incidentId };
}
