import { Inject, Injectable } from '@nestjs/common';
import { LINK_KEY } from '../platform/env/link-key.js';
import type { Tx } from '../platform/database/database.js';
import { isTokenOf, linkToken, offerIdOf } from './offer-link.js';
import { findSentOffer, type SentOffer } from './offer-links.sql.js';

/** Where the customer's page of an offer is, below the public address: `/o/{token}`. */
export const LINK_PATH = '/o/';

/** Links to the customer's own page: made for the customer's copies alone, and read when one comes back. */
@Injectable()
export class OfferLinksService {
  constructor(@Inject(LINK_KEY) private readonly key: string) {}

  /** The token of an offer that was sent; undefined for one that was not. */
  async tokenOf(tx: Tx, offerId: string): Promise<string | undefined> {
    const offer = await findSentOffer(tx, offerId);
    return offer === undefined ? undefined : linkToken(this.key, termsOf(offer));
  }

  /**
   * The offer that a token opens now: one that waits for its answer or has had it, within its validity. Undefined for
   * anything else, without a word why: what is guessed, foreign, withdrawn or over is all the same.
   */
  async open(tx: Tx, token: string, now: Date): Promise<SentOffer | undefined> {
    const id = offerIdOf(token);
    const offer = id === undefined ? undefined : await findSentOffer(tx, id);
    if (offer === undefined || !isTokenOf(this.key, token, termsOf(offer))) return undefined;
    const isOver = offer.validUntil === null || offer.validUntil <= now;
    return !isOver && ['sent', 'accepted', 'declined'].includes(offer.status) ? offer : undefined;
  }
}

function termsOf({ id: offerId, sentVersion: version, contentHash }: SentOffer) {
  return { offerId, version, contentHash };
}
