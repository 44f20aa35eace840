import { DomainError, type Reason } from '../kernel/domain-error.js';
import type { OfferStatus } from '../offers/offer.js';
import type { Outcome } from '../offers/proposal.js';
import { HIT_CLASSES, type ImpactClass } from '../policies/impact-class.js';

/** What decides whether a customer can be sent an apology for an incident. */
export type ApologyFacts = {
  readonly outcome: Outcome;
  readonly class: ImpactClass;
  readonly standingOffer: OfferStatus | null;
  readonly isNewest: boolean;
};

/** Why a customer is not to be sent a letter that says sorry and offers nothing; empty when they may. */
export function apologyBlockers({ outcome, class: impactClass, standingOffer, isNewest }: ApologyFacts): Reason[] {
  const blockers: Reason[] = [];
  if (outcome !== 'nothing_owed') {
    blockers.push({ code: 'not_nothing_owed', message: `The proposal says ${outcome}.` });
  }
  if (!HIT_CLASSES.some((hit) => hit === impactClass)) {
    blockers.push({ code: 'not_hit', message: 'Nothing tells that this customer was hit.' });
  }
  if (standingOffer !== null) {
    blockers.push({ code: 'offer_stands', message: `An offer stands for this customer; it is ${standingOffer}.` });
  }
  if (!isNewest) {
    blockers.push({ code: 'assessment_superseded', message: 'A newer assessment of the incident is done.' });
  }
  return blockers;
}

/** Throws `apology_refused` (conflict) with every blocker. */
export function refuseApology(facts: ApologyFacts): void {
  const reasons = apologyBlockers(facts);
  if (reasons.length === 0) return;
  throw new DomainError('conflict', 'apology_refused', 'This customer is not to be sent an apology.', { reasons });
}
