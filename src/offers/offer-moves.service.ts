import { Injectable } from '@nestjs/common';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import type { OfferStatus } from './offer.js';
import type { OfferAnswer } from './offer-answer.js';
import { findOverdue, insertTransitions, type MovableOffer, moveOffers, type OfferChange } from './offers.sql.js';

/** How a set of offers is moved. The caller has made sure that each of them may be. */
export type SetMove = {
  readonly to: OfferStatus;
  readonly actor: Actor;
  readonly now: Date;
  readonly reason: string | null;
  readonly answer?: OfferAnswer;
};

/** Keeps the moves of offers, and tells whoever comes later, in the transaction that makes them. */
@Injectable()
export class OfferMovesService {
  constructor(private readonly outbox: OutboxService) {}

  /**
   * Moves offers as they were read, and gives the ids of those moved; one that somebody else has moved since is left as
   * it is now.
   */
  async moveAll(tx: Tx, offers: readonly MovableOffer[], move: SetMove): Promise<ReadonlySet<string>> {
    if (offers.length === 0) return new Set();
    const { to, actor, now: at, reason } = move;
    const moved = await moveOffers(tx, offers, to, move);
    await this.record(
      tx,
      offers
        .filter(({ id }) => moved.has(id))
        .map(({ customerId, id: offerId, incidentId, version, status: from }) => ({
          customerId,
          offerId,
          incidentId,
          version: version + 1,
          from,
          to,
          actor: actor.id,
          reason,
          at,
        })),
    );
    return moved;
  }

  /** Keeps moves that were made, and tells of each, other than of a beginning, of which `offers.proposed` tells. */
  async record(tx: Tx, changes: readonly OfferChange[]): Promise<void> {
    if (changes.length === 0) return;
    await insertTransitions(tx, changes);
    for (const { version, ...payload } of changes) {
      if (payload.from === null) continue;
      const dedupKey = `offer.changed:${payload.offerId}:${version}`;
      await this.outbox.append(tx, { topic: 'offer.changed', dedupKey, payload });
    }
  }

  /** Marks offers that have expired, at most `limit` (null: all), of one incident when given; gives how many it found. */
  async expireOverdue(tx: Tx, now: Date, limit: number | null, incidentId?: string): Promise<number> {
    const overdue = await findOverdue(tx, now, limit, incidentId);
    await this.moveAll(tx, overdue, { to: 'expired', actor: SYSTEM, now, reason: null });
    return overdue.length;
  }
}
