import { row, type Tx } from '../platform/database/database.js';
import type { StoredAnswer } from './offer-answer.js';
import type { OfferStatus } from './offer.js';

/** An offer that was sent, as its link needs to know it. */
export type SentOffer = {
  readonly id: string;
  readonly customerId: string;
  readonly incidentId: string;
  readonly status: OfferStatus;
  readonly validUntil: Date | null;
  readonly contentHash: string;
  readonly answer: StoredAnswer | null;
  readonly answeredAt: Date | null;
  /** The version that sending made: an offer is sent once. */
  readonly sentVersion: number;
};

/** The offer, or undefined when there is none or it was never sent. */
export function findSentOffer(tx: Tx, id: string): Promise<SentOffer | undefined> {
  return row<SentOffer>(
    tx,
    `select o.id, o.customer_id as "customerId", o.incident_id as "incidentId", o.status, o.valid_until as "validUntil",
            o.content_hash as "contentHash", o.answer, o.answered_at as "answeredAt", t.version as "sentVersion"
       from offer o join offer_transition t on t.customer_id = o.customer_id and t.offer_id = o.id and t.to_status = 'sent'
      where o.id = $1`,
    [id],
  );
}
