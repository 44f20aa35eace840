import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import type { AuditDeed } from '../platform/audit/audit-entry.js';
import { AuditService } from '../platform/audit/audit.service.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { releaseCompensatedTime } from './compensated-time.sql.js';
import type { CreditEntity } from './credit.entity.js';
import { LIVE_STATUSES, type OfferStatus, type Staleness } from './offer.js';
import type { OfferAnswer } from './offer-answer.js';
import type { ProposeResult } from './proposals.service.js';
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
  constructor(
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
  ) {}

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
      actor,
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

  /**
   * Keeps moves that somebody made, gives back the time that offers compensated which no longer stand, and tells of each,
   * other than of a beginning, of which `offers.proposed` tells.
   */
  async record(tx: Tx, actor: Actor, changes: readonly OfferChange[]): Promise<void> {
    if (changes.length === 0) return;
    await insertTransitions(tx, changes);
    const ended = changes.filter(({ to }) => !(LIVE_STATUSES as readonly OfferStatus[]).includes(to));
    await releaseCompensatedTime(tx, ended, changes[0]?.at ?? new Date(0));
    this.audit.appendAll(
      tx,
      changes.map((change) => deedOf(change, actor)),
    );
    await this.outbox.appendAll(
      tx,
      changes
        .filter(({ from }) => from !== null)
        .map(({ version, ...payload }) => ({
          topic: 'offer.changed',
          dedupKey: `offer.changed:${payload.offerId}:${version}`,
          payload,
        })),
    );
  }

  /** Tells that all proposals of an assessment were made anew. */
  async tellProposed(tx: Tx, actor: Actor, run: ProposeResult): Promise<void> {
    const { assessmentId, incidentId, outcomes, totals } = run;
    const dedupKey = `offers.proposed:${assessmentId}:${newId()}`;
    await this.outbox.append(tx, { topic: 'offers.proposed', dedupKey, payload: { assessmentId, incidentId } });
    const subject = { kind: 'assessment', id: assessmentId };
    this.audit.append(tx, { actor, action: 'offers.proposed', subject, details: { incidentId, outcomes, totals } });
  }

  /** Notes that approved offers are not what is computed now, or are so again. */
  noteStale(
    tx: Tx,
    actor: Actor,
    notes: readonly { readonly offer: MovableOffer; readonly stale: Staleness | null }[],
  ): void {
    this.audit.appendAll(
      tx,
      notes.map(({ offer: { customerId, id, incidentId, version }, stale }) => ({
        actor,
        action: stale === null ? 'offer.not_stale' : 'offer.stale',
        subject: { kind: 'offer', id },
        customerId,
        details: { incidentId, version: version + 1, reasons: stale?.reasons ?? [], proposed: stale?.proposed ?? null },
      })),
    );
  }

  /** Notes the credit that an acceptance wrote. */
  noteCredit(
    tx: Tx,
    actor: Actor,
    credit: Pick<CreditEntity, 'customerId' | 'id' | 'offerId' | 'amountMinor' | 'currency'>,
  ): void {
    const { customerId, id, ...details } = credit;
    this.audit.append(tx, { actor, action: 'credit.created', subject: { kind: 'credit', id }, customerId, details });
  }

  /** Marks offers that have expired, at most `limit` (null: all), of one incident when given; gives how many it found. */
  async expireOverdue(tx: Tx, now: Date, limit: number | null, incidentId?: string): Promise<number> {
    const overdue = await findOverdue(tx, now, limit, incidentId);
    await this.moveAll(tx, overdue, { to: 'expired', actor: SYSTEM, now, reason: null });
    return overdue.length;
  }
}

function deedOf({ customerId, offerId, incidentId, version, from, to, reason }: OfferChange, actor: Actor): AuditDeed {
  return {
    actor,
    action: `offer.${nameOf(from, to)}`,
    subject: { kind: 'offer', id: offerId },
    customerId,
    details: { incidentId, version, from, reason },
  };
}

function nameOf(from: OfferStatus | null, to: OfferStatus): Exclude<OfferStatus, 'draft'> | 'proposed' | 'reopened' {
  if (to !== 'draft') return to;
  return from === null ? 'proposed' : 'reopened';
}
