import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Actor } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { blockersOf, type OfferStatus } from './offer.js';
import { OfferMovesService, type SetMove } from './offer-moves.service.js';
import { filterMovable, findMovable, type MovableOffer, type OfferFilter } from './offers.sql.js';
import { totalsByCurrency } from './totals-by-currency.js';
import { assertMayApprove } from './who-decides.js';

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

/** The answer for each offer, and what those that were moved come to. */
export type ActionResult = {
  readonly dryRun: boolean;
  readonly items: readonly ActionItem[];
  readonly okCount: number;
  readonly totals: readonly Money[];
};

/** The same move of many offers, each allowed or refused by itself, in one transaction. */
@Injectable()
export class OfferActionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly moves: OfferMovesService,
  ) {}

  /** Throws `ids_or_filter_required`, `reason_required`, `too_many_offers`, `total_too_large`; refusals are per item. */
  async run(request: ActionRequest, actor: Actor): Promise<ActionResult> {
    assertComplete(request);
    if (request.action === 'approve') assertMayApprove(actor);
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
      const { offers, unknownIds } = await find(tx, request, now);
      const allowed = offers.filter((offer) => blockersOf(offer, move.to, move).length === 0);
      const moved = dryRun ? new Set(allowed.map(({ id }) => id)) : await this.moves.moveAll(tx, allowed, move);
      const items = [
        ...offers.map((offer) => itemOf(offer, moved.has(offer.id), move)),
        ...unknownIds.map((id): ActionItem => ({ id, ok: false, code: 'offer_not_found', reasons: [] })),
      ];
      const totals = totalsByCurrency(offers.filter(({ id }) => moved.has(id)));
      return { dryRun, items, okCount: moved.size, totals };
    });
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

function itemOf(offer: MovableOffer, moved: boolean, move: SetMove): ActionItem {
  if (moved) return { id: offer.id, ok: true, status: move.to };
  const reasons = blockersOf(offer, move.to, move).map(({ code, message }) => ({ code, message }));
  const code = reasons.length === 0 ? 'version_changed' : 'offer_transition_refused';
  return { id: offer.id, ok: false, code, reasons };
}
