import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import type { Claim } from './claim.entity.js';
import { insertClaim, saveClaim } from './claims.sql.js';

/** What happened to a claim. By `came` and `came_again` the customer reached us. */
export type ClaimEvent =
  'came' | 'came_again' | 'moved' | 'merged' | 'verdict_changed' | 'accepted' | 'refused' | 'reopened';

/** What the customer is to be told: by the offer that it was sent, or in words that are in its language. */
export type ClaimReply =
  { readonly kind: 'offer'; readonly offerId: string } | { readonly kind: 'refusal'; readonly text: string };

/** What a decision tells the customer, as the outbox carries it. */
export type ClaimAnswer = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly claimId: string;
  readonly version: number;
  readonly reply: ClaimReply;
};

/** Whose a claim is, and of which incident. */
export type ClaimPlace = { readonly customerId: string | null; readonly incidentId: string | null };

export type ClaimMove = {
  readonly event: ClaimEvent;
  readonly actor: Actor;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly reply?: ClaimReply;
  /** Where it was, when it is no longer there: its case is told too. */
  readonly movedFrom?: ClaimPlace;
};

/** Keeps what happened to claims, and tells their cases, in the transaction in which it happened. */
@Injectable()
export class ClaimMovesService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly outbox: OutboxService,
  ) {}

  /** Keeps a new claim. */
  async begin(tx: Tx, claim: Claim, actor: Actor): Promise<void> {
    await insertClaim(tx, claim);
    this.note(tx, claim, { event: 'came', actor });
  }

  /** Keeps a claim in a new version, with its line in the audit trail and the message to its case. */
  async save(tx: Tx, changed: Claim, move: ClaimMove): Promise<Claim> {
    const claim = await this.saveQuietly(tx, changed);
    this.note(tx, claim, move);
    const { movedFrom } = move;
    if (movedFrom !== undefined) await this.tell(tx, { ...claim, ...movedFrom }, { ...move, event: 'moved' });
    await this.tell(tx, claim, move);
    return claim;
  }

  /** Keeps a claim in a new version of which nobody needs to hear. */
  async saveQuietly(tx: Tx, changed: Claim): Promise<Claim> {
    const claim = { ...changed, version: changed.version + 1, updatedAt: this.clock.now() };
    await saveClaim(tx, claim);
    return claim;
  }

  private note(tx: Tx, claim: Claim, { event, actor, details }: ClaimMove): void {
    const { id, customerId, incidentId, status, verdict, version } = claim;
    this.audit.append(tx, {
      actor,
      action: `claim.${event}`,
      subject: { kind: 'claim', id },
      ...(customerId === null ? {} : { customerId }),
      details: { incidentId, status, verdict, version, ...details },
    });
  }

  private async tell(tx: Tx, claim: Claim, { event, actor, reply }: ClaimMove): Promise<void> {
    const { id: claimId, customerId, incidentId, status, verdict, version } = claim;
    if (customerId === null || incidentId === null) return;
    const at = this.clock.now();
    const key = { customerId, incidentId, claimId, version };
    await this.outbox.append(tx, {
      topic: 'claim.changed',
      dedupKey: `claim.changed:${claimId}:${version}:${event}`,
      payload: { ...key, status, verdict, event, actor: actor.id, at },
    });
    if (reply === undefined) return;
    const answer: ClaimAnswer = { ...key, reply };
    await this.outbox.append(tx, {
      topic: 'claim.answered',
      dedupKey: `claim.answered:${claimId}:${version}`,
      payload: answer,
    });
  }
}
