import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { toMajorText } from '../kernel/money.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { adjustOffer, type AdjustedContent } from './adjust-offer.js';
import { customerOfOffer, insertAdjustment, readAdjustableShares, updateShares } from './adjustments.sql.js';
import { lockCustomers } from './compensated-time.sql.js';
import { asks, assertMayMove, statusAt } from './offer.js';
import { OfferEntity } from './offer.entity.js';
import { OfferMovesService } from './offer-moves.service.js';
import { type MoveRequest, type OfferDetail, OffersService } from './offers.service.js';
import { lockOffer } from './offers.sql.js';
import { offerContentHash } from './price-offer.js';
import { assertIsPerson } from './who-decides.js';

/** What a person changes of an offer, always with a reason. */
export type AdjustRequest = MoveRequest & { readonly reason: string };

/** Changes of offers by hand. */
@Injectable()
export class AdjustmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly offers: OffersService,
    private readonly moves: OfferMovesService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Changes what a draft or an approved offer comes to. It is a draft after that, marked, and nobody has approved it.
   * Throws `person_required`, `offer_not_found`, `version_changed`, `offer_transition_refused`, `adjustment_refused`.
   */
  adjust(id: string, toMinor: number, { actor, expectedVersion, reason }: AdjustRequest): Promise<OfferDetail> {
    assertIsPerson(actor, 'change an offer');
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const offer = await lockWithCustomer(tx, id);
      assertVersion(offer.version, expectedVersion);
      if (statusAt(offer, now) !== 'draft') assertMayMove(offer, 'draft', { now, reason });
      const amounts = { fromMinor: offer.amountMinor, toMinor, currency: offer.currency };
      const content = adjustOffer(offer.lines, await readAdjustableShares(tx, offer), amounts);
      assertAdjusts(amounts, content);
      await updateShares(tx, offer, content.shares);
      const changed = adjusted(offer, content, toMinor, now);
      await tx.getRepository(OfferEntity).update({ customerId: offer.customerId, id }, changed);
      await this.note(tx, offer, changed, { actor, reason });
      return this.offers.detail(tx, id, actor);
    });
  }

  /**
   * Lets a stale offer stand as it is, so that it can be sent. Throws `person_required`, `offer_not_found`,
   * `version_changed`, `offer_not_stale`.
   */
  keep(id: string, { actor, expectedVersion, reason }: AdjustRequest): Promise<OfferDetail> {
    assertIsPerson(actor, 'keep a stale offer');
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const { customerId, incidentId, status, stale, version: before } = await lockOffer(tx, id);
      assertVersion(before, expectedVersion);
      if (status !== 'approved' || !asks({ stale })) {
        throw new DomainError('conflict', 'offer_not_stale', 'Nothing asks what becomes of this offer.');
      }
      const version = before + 1;
      const kept = stale === null ? null : { ...stale, kept: { by: actor.id, at: now.toISOString(), reason } };
      await tx.getRepository(OfferEntity).update({ customerId, id }, { stale: kept, version, updatedAt: now });
      const details = { incidentId, version, reason, proposed: stale?.proposed ?? null };
      this.audit.append(tx, { actor, action: 'offer.kept', subject: { kind: 'offer', id }, customerId, details });
      return this.offers.detail(tx, id, actor);
    });
  }

  /** Keeps who changed what; an approved offer has moved back, too. */
  private async note(
    tx: Tx,
    offer: OfferEntity,
    { edition, version, amountMinor: toMinor, updatedAt: at }: Changed,
    { actor, reason }: Pick<AdjustRequest, 'actor' | 'reason'>,
  ): Promise<void> {
    const { customerId, id, incidentId, status: from, amountMinor: fromMinor, contentHash: fromHash, currency } = offer;
    const key = { customerId, offerId: id };
    await insertAdjustment(tx, { ...key, edition, person: actor.id, reason, fromMinor, toMinor, fromHash, at });
    if (from !== 'draft') {
      const move = { ...key, incidentId, version, from, to: 'draft', actor: actor.id, reason, at } as const;
      await this.moves.record(tx, actor, [move]);
    }
    const details = { incidentId, version, fromMinor, toMinor, currency, reason };
    this.audit.append(tx, { actor, action: 'offer.adjusted', subject: { kind: 'offer', id }, customerId, details });
  }
}

type Changed = ReturnType<typeof adjusted>;

/** The offer with another content, as a draft that nobody has approved. */
function adjusted(offer: OfferEntity, { lines }: AdjustedContent, amountMinor: number, now: Date) {
  const { customerId, incidentId, policyVersionId, currency } = offer;
  const amount = { amountMinor, currency };
  return {
    lines,
    amountMinor,
    contentHash: offerContentHash({ customerId, incidentId, policyVersionId, lines, amount }),
    edition: offer.edition + 1,
    version: offer.version + 1,
    status: 'draft',
    approvedBy: null,
    approvedAt: null,
    updatedAt: now,
  } as const;
}

/** The customer first, as everybody does who prices: what the caps leave does not change until the end. */
async function lockWithCustomer(tx: Tx, id: string): Promise<OfferEntity> {
  const customerId = isId(id) ? await customerOfOffer(tx, id) : undefined;
  if (customerId !== undefined) await lockCustomers(tx, [customerId]);
  return lockOffer(tx, id);
}

function assertAdjusts(
  { fromMinor, toMinor, currency }: { readonly fromMinor: number; readonly toMinor: number; readonly currency: string },
  { overMinor }: AdjustedContent,
): void {
  const reasons = [];
  const path = 'amountMinor';
  if (fromMinor === 0) reasons.push({ path, code: 'nothing_to_adjust', message: 'An offer in kind has no amount.' });
  if (fromMinor === toMinor) reasons.push({ path, code: 'amount_unchanged', message: 'This is its amount already.' });
  if (fromMinor > 0 && overMinor > 0) {
    const most = toMajorText({ amountMinor: toMinor - overMinor, currency });
    const message = `The cap of the period leaves room for an offer of ${most} ${currency} at most.`;
    reasons.push({ path, code: 'above_period_cap', message });
  }
  if (reasons.length === 0) return;
  throw new DomainError('unprocessable', 'adjustment_refused', 'The amount cannot be changed to this.', { reasons });
}
