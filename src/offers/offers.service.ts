import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { type Approval, approvalBlockers, approvalsNeeded, secondApprovalBlockers } from './approval.js';
import { type ApprovalFacts, readApprovalFacts } from './approvals.sql.js';
import { creditReference } from './credit.js';
import { blockers, moveTo, nextStatuses, type OfferBlocker, type OfferStatus, statusAt } from './offer.js';
import { assertSaid, type OfferAnswer, storedAnswer } from './offer-answer.js';
import { OfferEntity } from './offer.entity.js';
import { OfferMovesService } from './offer-moves.service.js';
import { validUntil } from './offer-validity.js';
import { insertFulfilments } from './fulfilments.sql.js';
import {
  findOffer,
  insertCredit,
  listOffers,
  listTransitions,
  lockOffer,
  type OfferContentRow,
  type OfferFilter,
  type OfferRow,
  type OfferTransitionRow,
  sendingTerms,
} from './offers.sql.js';
import { settlementOf } from './settle-offer.js';
import { assertMayAccept } from './who-decides.js';

/** An offer as it is shown: its status now, what may follow, and what is in the way. */
export type Shown<Row extends OfferRow> = Omit<Row, 'amountMinor' | 'currency'> & {
  readonly amount: Money;
  readonly nextStatuses: readonly OfferStatus[];
  readonly blockers: readonly OfferBlocker[];
  /** Who approved it as it is now, the first one first. */
  readonly approvals: readonly Approval[];
  /** How many people must approve it: two above the four-eyes amount of a policy that it is by. */
  readonly approvalsNeeded: number;
  /** The last change of its amount by hand, and what it came to as it was worked out. */
  readonly adjusted: Adjusted | null;
};

export type Adjusted = { readonly by: string; readonly at: string; readonly reason: string; readonly original: Money };

/** One offer with all its lines and moves. */
export type OfferDetail = Shown<OfferContentRow> & { readonly transitions: readonly OfferTransitionRow[] };

/** Who moves an offer, having seen which version, and why. */
export type MoveRequest = { readonly actor: Actor; readonly expectedVersion?: number; readonly reason?: string | null };

type Changes = Partial<
  Pick<OfferEntity, 'approvedBy' | 'approvedAt' | 'edition' | 'sentAt' | 'validUntil' | 'answer' | 'answeredAt'>
>;

const EXPIRY_BATCH = 1000;

@Injectable()
export class OffersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly moves: OfferMovesService,
  ) {}

  /** Offers, the newest first. One that is past its validity shows as expired, whether or not it is marked so. */
  list(filter: OfferFilter, query: ListQuery, viewer?: Actor): Promise<Page<Shown<OfferRow>>> {
    return this.database.read(async (tx) => {
      const now = this.clock.now();
      const page = await listOffers(tx, filter, now, query);
      return { ...page, items: await show(tx, page.items, now, viewer) };
    });
  }

  /** The blockers are those of the viewer, when one is given. Throws `offer_not_found`. */
  get(id: string, viewer?: Actor): Promise<OfferDetail> {
    return this.database.read((tx) => this.detail(tx, id, viewer));
  }

  /** An offer as it stands in a transaction. Throws `offer_not_found`. */
  async detail(tx: Tx, id: string, viewer?: Actor): Promise<OfferDetail> {
    const [offer] = await show(tx, [await findOffer(tx, id)], this.clock.now(), viewer);
    if (offer === undefined) throw new Error(`offer ${id} was found and is not shown`);
    return { ...offer, transitions: await listTransitions(tx, id) };
  }

  /**
   * Takes an offer back; needs a reason. Throws, as every move does, `offer_not_found`, `version_changed`,
   * `offer_transition_refused` with every reason.
   */
  withdraw(id: string, request: MoveRequest): Promise<OfferDetail> {
    return this.moveAndShow(id, 'withdrawn', request);
  }

  /** Makes an approved offer a draft again, with no approval; needs a reason. */
  reopen(id: string, request: MoveRequest): Promise<OfferDetail> {
    return this.moveAndShow(id, 'draft', request, ({ edition }) => ({
      approvedBy: null,
      approvedAt: null,
      edition: edition + 1,
    }));
  }

  /** The customer said no. Throws `said_in_future` too. */
  decline(id: string, answer: OfferAnswer, request: MoveRequest): Promise<OfferDetail> {
    assertSaid(answer, this.clock.now());
    return this.moveAndShow(id, 'declined', request, () => answered(answer));
  }

  /**
   * The customer said yes: the credit is written and asked for in the same transaction, one for an offer, ever; what is
   * paid back or given in kind becomes a fulfilment. Throws `said_in_future` too.
   */
  async accept(id: string, answer: OfferAnswer, request: MoveRequest): Promise<OfferDetail> {
    return this.database.transaction(async (tx) => {
      await this.acceptWithin(tx, id, answer, request);
      return this.detail(tx, id, request.actor);
    });
  }

  /** The same in the transaction of whoever keeps more about it; gives the offer as it then stands. */
  async acceptWithin(tx: Tx, id: string, answer: OfferAnswer, request: MoveRequest): Promise<OfferEntity> {
    assertMayAccept(request.actor);
    assertSaid(answer, this.clock.now());
    const offer = await this.move(tx, id, 'accepted', request, () => answered(answer));
    await this.settle(tx, offer, request.actor);
    return offer;
  }

  /** The customer said no, in the transaction of whoever keeps more about it. */
  declineWithin(tx: Tx, id: string, answer: OfferAnswer, request: MoveRequest): Promise<OfferEntity> {
    assertSaid(answer, this.clock.now());
    return this.move(tx, id, 'declined', request, () => answered(answer));
  }

  /**
   * Marks an approved offer as sent, in the transaction of whoever sends it: from now on it is the customer's to answer,
   * until the end of the last day that its policy gives. Gives the offer as it then stands.
   */
  markSent(tx: Tx, id: string, request: MoveRequest): Promise<OfferEntity> {
    return this.move(tx, id, 'sent', request, async (offer, now) => {
      const { validityDays, timeZone } = await sendingTerms(tx, offer);
      return { sentAt: now, validUntil: validUntil(now, validityDays, timeZone) };
    });
  }

  /** Marks every offer that is past its validity as expired; gives how many there were. */
  async expire(): Promise<number> {
    const now = this.clock.now();
    for (let count = 0; ;) {
      const found = await this.database.transaction((tx) => this.moves.expireOverdue(tx, now, EXPIRY_BATCH));
      count += found;
      if (found < EXPIRY_BATCH) return count;
    }
  }

  private moveAndShow(
    id: string,
    to: OfferStatus,
    request: MoveRequest,
    change?: (offer: OfferEntity, now: Date) => Changes,
  ): Promise<OfferDetail> {
    return this.database.transaction(async (tx) => {
      await this.move(tx, id, to, request, change);
      return this.detail(tx, id, request.actor);
    });
  }

  private async move(
    tx: Tx,
    id: string,
    to: OfferStatus,
    { actor, expectedVersion, reason }: MoveRequest,
    change: (offer: OfferEntity, now: Date) => Changes | Promise<Changes> = () => ({}),
  ): Promise<OfferEntity> {
    const now = this.clock.now();
    const offer = await lockOffer(tx, id);
    assertVersion(offer.version, expectedVersion);
    const { status, version } = moveTo(offer, to, { now, reason });
    const changed = { ...(await change(offer, now)), status, version, updatedAt: now };
    const { customerId, incidentId } = offer;
    await tx.getRepository(OfferEntity).update({ customerId, id }, changed);
    const from = offer.status;
    await this.moves.record(tx, actor, [
      { customerId, offerId: id, incidentId, version, from, to, actor: actor.id, reason: reason ?? null, at: now },
    ]);
    return Object.assign(offer, changed);
  }

  private async settle(tx: Tx, offer: OfferEntity, actor: Actor): Promise<void> {
    const { creditMinor, fulfilments } = settlementOf(offer.lines);
    const { customerId, id: offerId, incidentId, currency } = offer;
    const common = { customerId, offerId, incidentId, currency, createdBy: actor.id, createdAt: this.clock.now() };
    await insertFulfilments(
      tx,
      fulfilments.map((each) => ({ ...common, ...each, id: newId() })),
    );
    if (creditMinor === 0) return;
    const id = newId();
    await insertCredit(tx, { ...common, id, amountMinor: creditMinor, reference: creditReference(id) });
    this.moves.noteCredit(tx, actor, { customerId, id, offerId, amountMinor: creditMinor, currency });
    await this.outbox.append(tx, {
      topic: 'credit.requested',
      dedupKey: `credit:${id}`,
      payload: { customerId, creditId: id },
    });
  }
}

function answered(answer: OfferAnswer): Changes {
  return { answer: storedAnswer(answer), answeredAt: answer.saidAt };
}

async function show<Row extends OfferRow>(
  tx: Tx,
  found: readonly Row[],
  now: Date,
  viewer?: Actor,
): Promise<Shown<Row>[]> {
  const ids = found.map(({ id }) => id);
  const facts = await readApprovalFacts(tx, ids, now);
  return found.map((row) => shown(row, facts.get(row.id), now, viewer));
}

function shown<Row extends OfferRow>(
  row: Row,
  facts: ApprovalFacts | undefined,
  now: Date,
  viewer: Actor | undefined,
): Shown<Row> {
  const { amountMinor, currency, ...others } = row;
  const mine = facts?.status === 'draft' ? [...approvalBlockers(facts, viewer), ...secondApprovalBlockers(facts)] : [];
  const last = facts?.adjustments.at(-1);
  return {
    ...others,
    status: statusAt(row, now),
    amount: { amountMinor, currency },
    nextStatuses: nextStatuses(row, now),
    blockers: [...blockers(row, now), ...mine],
    approvals: facts?.approvals ?? [],
    approvalsNeeded: facts === undefined ? 1 : approvalsNeeded(facts),
    adjusted:
      last === undefined
        ? null
        : {
            by: last.by,
            at: last.at,
            reason: last.reason,
            original: { amountMinor: facts?.adjustments[0]?.fromMinor ?? amountMinor, currency },
          },
  };
}
