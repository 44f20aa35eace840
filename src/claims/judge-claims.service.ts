import { Injectable } from '@nestjs/common';
import { contractsInForce } from '../customers/customers.sql.js';
import { Clock } from '../kernel/clock.js';
import { inKindOf } from '../offers/in-kind.js';
import { statusAt } from '../offers/offer.js';
import { daysAround } from '../offers/propose-offers.js';
import type { Tx } from '../platform/database/database.js';
import { choosePolicies } from '../policies/choose-policy.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { ClaimVerdict } from './claim.js';
import {
  type ClaimCustomer,
  type ClaimGround,
  findClaimCustomer,
  findClaimGround,
  findClaimOffer,
  findClaimProposal,
  findCompleteness,
  findImpact,
  findMeeting,
} from './claim-facts.sql.js';
import { type ClaimEvidence, coverageGaps, deadlineOf, type OfferEvidence, verdictOf } from './claim-verdict.js';

/** Whose claim is judged, of which incident and meeting, and when it first came. */
export type ClaimToJudge = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly meeting: string | null;
  readonly arrivedAt: Date;
};

export type Judgement = { readonly verdict: ClaimVerdict; readonly evidence: ClaimEvidence };

/** Reads what a verdict rests on, as it stands now. */
@Injectable()
export class JudgeClaimsService {
  constructor(
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
  ) {}

  async judge(tx: Tx, claim: ClaimToJudge): Promise<Judgement> {
    const { customerId, incidentId, meeting, arrivedAt } = claim;
    const ground = await findClaimGround(tx, incidentId, this.clock.now());
    const at = ground.startAt ?? arrivedAt;
    const customer = await findClaimCustomer(tx, customerId, at);
    if (customer === undefined) throw new Error(`customer ${customerId} is gone`);
    const { assessment, startAt, endAt } = ground;
    const span = startAt === null || endAt === null ? null : { startAt, endAt };
    const assessmentId = assessment?.id ?? null;
    const proposal = assessmentId === null ? undefined : await findClaimProposal(tx, assessmentId, customerId);
    const known = span === null ? undefined : await findCompleteness(tx, customerId, assessmentId, span);
    const evidence: ClaimEvidence = asStored({
      assessment,
      incident: span,
      impact: (assessmentId === null ? undefined : await findImpact(tx, assessmentId, customerId)) ?? null,
      meetingNamed: meeting,
      meeting:
        meeting === null
          ? null
          : ((await findMeeting(tx, { customerId, meeting, assessmentId }, ground.components)) ?? null),
      offer: await this.offerOf(tx, customerId, incidentId),
      proposal:
        proposal === undefined
          ? null
          : {
              outcome: proposal.outcome,
              reasons: proposal.reasons,
              inKind: proposal.outcome === 'offer' ? inKindOf(proposal.lines) : [],
              total:
                proposal.currency === null ? null : { amountMinor: proposal.amountMinor, currency: proposal.currency },
            },
      ...(await this.termsOf(tx, customerId, customer, ground, at)),
      completeness: known === undefined ? null : { ...known, gaps: ground.gaps },
    });
    return { verdict: verdictOf(evidence, arrivedAt), evidence };
  }

  private async termsOf(
    tx: Tx,
    customerId: string,
    { components: own, day }: ClaimCustomer,
    { components: hit, startAt, endAt }: ClaimGround,
    at: Date,
  ): Promise<Pick<ClaimEvidence, 'notCovered' | 'deadline'>> {
    const contract = (await contractsInForce(tx, at, [customerId])).get(customerId);
    const versions = await this.policies.inForce(tx, daysAround(at));
    const chosen = contract === undefined ? {} : choosePolicies(versions, contract, day);
    const span = startAt === null || endAt === null ? null : { startAt, endAt };
    return { notCovered: coverageGaps(contract, chosen, own, hit), deadline: deadlineOf(chosen, span) };
  }

  private async offerOf(tx: Tx, customerId: string, incidentId: string): Promise<OfferEvidence | null> {
    const found = await findClaimOffer(tx, customerId, incidentId);
    if (found === undefined) return null;
    const { amountMinor, currency, sentAt, validUntil, ...offer } = found;
    return {
      ...offer,
      status: statusAt(found, this.clock.now()),
      amount: { amountMinor, currency },
      sentAt: sentAt?.toISOString() ?? null,
      validUntil: validUntil?.toISOString() ?? null,
    };
  }
}

/** As JSON keeps it, so that what is new can be compared with what is stored. */
function asStored(evidence: unknown): ClaimEvidence {
  return JSON.parse(JSON.stringify(evidence)) as ClaimEvidence;
}
