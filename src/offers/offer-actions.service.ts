import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { ApprovalsService } from './approvals.service.js';
import { lockBudgets, readApprovalFacts, readBudgets } from './approvals.sql.js';
import { type BudgetLeft, budgetsLeft } from './budgets-left.js';
import { blockersOf, type OfferBlocker, type OfferStatus } from './offer.js';
import { sumInKind } from './in-kind.js';
import { OfferHoldsService } from './offer-holds.service.js';
import { OfferMovesService, type SetMove } from './offer-moves.service.js';
import { findInKind } from './offer-totals.sql.js';
import { filterMovable, findMovable, type MovableOffer, type OfferFilter } from './offers.sql.js';
import type { InKind } from './proposal.js';
import { totalsByCurrency } from './totals-by-currency.js';
import { assertMayApprove, assertMayEnd } from './who-decides.js';

export const OFFER_ACTIONS = ['approve', 'withdraw', 'decline'] as const;
export type OfferAction = (typeof OFFER_ACTIONS)[number];

/** Offers in one bulk action; one transaction holds them all. */
const MAX_ACTION_OFFERS = 50_000;

const TO: Readonly<Record<OfferAction, OfferStatus>> = {
  approve: 'approved',
  withdraw: 'withdrawn',
  decline: 'declined',
};

/** Which offers, by id or by filter, and what is done to each. A dry run answers alike and changes nothing. */
export type ActionRequest = {
  readonly action: OfferAction;
  readonly ids?: readonly string[];
  readonly filter?: OfferFilter;
  readonly reason?: string | null;
  readonly dryRun?: boolean;
};

export type ActionItem =
  | { readonly id: string; readonly ok: true; readonly status: OfferStatus }
  | { readonly id: string; readonly ok: false; readonly code: string; readonly reasons: readonly Reason[] };

/** What was refused for one reason; an offer with several reasons is in several. */
export type RefusedFor = {
  readonly code: string;
  readonly count: number;
  readonly totals: readonly Money[];
  readonly inKind: readonly InKind[];
};

/**
 * The answer for each offer, and what those that were moved come to. `awaitingCount` of the approvals were the first of
 * two, and leave a draft. `budgets` say how much the policies have left for the incidents, after it.
 */
export type ActionResult = {
  readonly dryRun: boolean;
  readonly items: readonly ActionItem[];
  readonly okCount: number;
  readonly totals: readonly Money[];
  /** What they give in kind, beside the money. */
  readonly inKind: readonly InKind[];
  readonly awaitingCount: number;
  readonly refused: readonly RefusedFor[];
  readonly budgets: readonly BudgetLeft[];
};

type GivenInKind = Awaited<ReturnType<typeof findInKind>>;
type Answered = { readonly offer: MovableOffer; readonly item: ActionItem };

/** The same move of many offers, each allowed or refused by itself, in one transaction; whoever is on hold is left out. */
@Injectable()
export class OfferActionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly moves: OfferMovesService,
    private readonly approvals: ApprovalsService,
    private readonly holds: OfferHoldsService,
  ) {}

  /** Throws `ids_or_filter_required`, `reason_required`, `too_many_offers`, `total_too_large`; refusals are per item. */
  async run(request: ActionRequest, actor: Actor): Promise<ActionResult> {
    assertComplete(request);
    if (request.action === 'approve') assertMayApprove(actor);
    else assertMayEnd(actor);
    const { action, reason = null, dryRun = false } = request;
    const now = this.clock.now();
    const move: SetMove = {
      to: TO[action],
      actor,
      now,
      reason,
      ...(action === 'decline' ? { answer: { saidBy: null, channel: null, saidAt: now, note: reason } } : {}),
    };
    return this.database.transaction(async (tx) => {
      const { offers: asked, unknownIds } = await findLocked(tx, request, now);
      const holds = await this.holds.of(
        tx,
        asked.map(({ id }) => id),
      );
      const offers = asked.filter(({ id }) => !holds.has(id));
      const done = await (action === 'approve'
        ? this.approve(tx, offers, move, dryRun)
        : this.move(tx, offers, move, dryRun));
      const answered = [...done, ...asked.flatMap((offer) => heldItem(offer, holds.get(offer.id)))];
      const unknown = unknownIds.map((id): ActionItem => ({ id, ok: false, code: 'offer_not_found', reasons: [] }));
      const moved = answered.filter(({ item }) => item.ok && item.status === move.to).map(({ offer }) => offer);
      const given = await findInKind(tx, asked);
      const okCount = answered.filter(({ item }) => item.ok).length;
      return {
        dryRun,
        items: [...answered.map(({ item }) => item), ...unknown],
        okCount,
        ...sumOf(moved, given),
        awaitingCount: okCount - moved.length,
        refused: refusedFor(answered, given),
        budgets: action === 'approve' ? await this.budgetsAfter(tx, offers, dryRun ? moved : [], now) : [],
      };
    });
  }

  private async move(
    tx: Tx,
    offers: readonly MovableOffer[],
    move: SetMove,
    dryRun: boolean,
  ): Promise<readonly Answered[]> {
    const allowed = offers.filter((offer) => blockersOf(offer, move.to, move).length === 0);
    const moved = dryRun ? new Set(allowed.map(({ id }) => id)) : await this.moves.moveAll(tx, allowed, move);
    return offers.map((offer) => ({ offer, item: itemOf(offer, move.to, moved, blockersOf(offer, move.to, move)) }));
  }

  private async approve(
    tx: Tx,
    offers: readonly MovableOffer[],
    move: SetMove,
    dryRun: boolean,
  ): Promise<readonly Answered[]> {
    const { actor, now } = move;
    const verdicts = (await this.approvals.decide(tx, offers, actor, now)).map((verdict) => ({
      ...verdict,
      blockers: [...blockersOf(verdict.offer, 'approved', move), ...verdict.blockers],
    }));
    const allowed = verdicts.filter(({ blockers }) => blockers.length === 0);
    const done = dryRun
      ? new Set(allowed.map(({ offer }) => offer.id))
      : await this.approvals.carryOut(tx, allowed, actor, now);
    return verdicts.map(({ offer, blockers, isLast }) => ({
      offer,
      item: itemOf(offer, isLast ? 'approved' : 'draft', done, blockers),
    }));
  }

  /** `extra` are offers that would be approved and are not. */
  private async budgetsAfter(
    tx: Tx,
    offers: readonly MovableOffer[],
    extra: readonly MovableOffer[],
    now: Date,
  ): Promise<readonly BudgetLeft[]> {
    const uses = await readBudgets(tx, [...new Set(offers.map(({ incidentId }) => incidentId))], now);
    const facts = await readApprovalFacts(
      tx,
      extra.map(({ id }) => id),
      now,
    );
    return budgetsLeft(uses, [...facts.values()]).filter(({ budgetMinor }) => budgetMinor !== null);
  }
}

function assertComplete({ action, ids, filter, reason }: ActionRequest): void {
  const reasons: Reason[] = [];
  const filtered = Object.values(filter ?? {}).some((value) => value !== undefined && value !== null);
  if ((ids === undefined) === (filter === undefined) || (filter !== undefined && !filtered)) {
    const message = 'Name the offers by ids, or by a filter of one field at least, and not by both.';
    reasons.push({ path: ids === undefined ? 'filter' : 'ids', code: 'ids_or_filter_required', message });
  }
  if (action === 'withdraw' && (reason ?? '').trim() === '') {
    reasons.push({ path: 'reason', code: 'reason_required', message: 'A reason must be given.' });
  }
  const [first] = reasons;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.message, { reasons });
}

/** Reads the offers again once their budgets are locked: what others approved meanwhile counts. */
async function findLocked(tx: Tx, request: ActionRequest, now: Date): ReturnType<typeof find> {
  const found = await find(tx, request, now);
  if (request.action !== 'approve') return found;
  await lockBudgets(tx, found.offers);
  return find(tx, request, now);
}

async function find(
  tx: Tx,
  { ids, filter }: ActionRequest,
  now: Date,
): Promise<{ offers: readonly MovableOffer[]; unknownIds: readonly string[] }> {
  if (filter !== undefined) {
    const offers = await filterMovable(tx, filter, now, MAX_ACTION_OFFERS + 1);
    if (offers.length <= MAX_ACTION_OFFERS) return { offers, unknownIds: [] };
    const message = `More than ${MAX_ACTION_OFFERS} offers: narrow the filter.`;
    throw new DomainError('unprocessable', 'too_many_offers', message, { details: { limit: MAX_ACTION_OFFERS } });
  }
  const asked = [...new Set((ids ?? []).map((id) => id.toLowerCase()))];
  const found = new Map((await findMovable(tx, asked.filter(isId))).map((offer) => [offer.id, offer]));
  return {
    offers: asked.flatMap((id) => found.get(id) ?? []),
    unknownIds: asked.filter((id) => !found.has(id)),
  };
}

function itemOf(
  { id }: MovableOffer,
  status: OfferStatus,
  moved: ReadonlySet<string>,
  blockers: readonly OfferBlocker[],
): ActionItem {
  if (moved.has(id)) return { id, ok: true, status };
  const reasons = blockers.map(({ code, message }) => ({ code, message }));
  const code = reasons.length === 0 ? 'version_changed' : 'offer_transition_refused';
  return { id, ok: false, code, reasons };
}

function heldItem(offer: MovableOffer, reason: Reason | undefined): Answered[] {
  if (reason === undefined) return [];
  return [{ offer, item: { id: offer.id, ok: false, code: reason.code, reasons: [reason] } }];
}

function refusedFor(answered: readonly Answered[], given: GivenInKind): RefusedFor[] {
  const offersOf = new Map<string, MovableOffer[]>();
  for (const { offer, item } of answered) {
    if (item.ok) continue;
    const codes = item.reasons.length === 0 ? [item.code] : item.reasons.map(({ code }) => code);
    for (const code of new Set(codes)) offersOf.set(code, [...(offersOf.get(code) ?? []), offer]);
  }
  return [...offersOf]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, offers]) => ({ code, count: offers.length, ...sumOf(offers, given) }));
}

function sumOf(offers: readonly MovableOffer[], given: GivenInKind): Pick<RefusedFor, 'totals' | 'inKind'> {
  return {
    totals: totalsByCurrency(offers),
    inKind: sumInKind(offers.flatMap(({ id }) => given.get(id) ?? [])),
  };
}
