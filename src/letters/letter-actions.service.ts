import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';
import { sumInKind } from '../offers/in-kind.js';
import { filterMovable } from '../offers/offers.sql.js';
import type { InKind } from '../offers/proposal.js';
import { totalsByCurrency } from '../offers/totals-by-currency.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { LettersService, type SendItem } from './letters.service.js';

export const LETTER_ACTIONS = ['send'] as const;
export type LetterAction = (typeof LETTER_ACTIONS)[number];

/** Letters of one request, which must be answered in time; the command line has no such limit. */
export const MAX_ACTION_LETTERS = 1000;

/** Which offers, by id, or all approved ones of an incident. A dry run answers alike and keeps nothing. */
export type LetterActionRequest = {
  readonly action: LetterAction;
  readonly ids?: readonly string[];
  readonly filter?: { readonly incidentId: string };
  readonly dryRun?: boolean;
};

/** The answer for each offer, and what those that were sent come to. */
export type LetterActionResult = {
  readonly dryRun: boolean;
  readonly items: readonly SendItem[];
  readonly okCount: number;
  readonly totals: readonly Money[];
  /** What they give in kind, beside the money. */
  readonly inKind: readonly InKind[];
};

/** The sending of many offers in one request. */
@Injectable()
export class LetterActionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly letters: LettersService,
  ) {}

  /** Throws `ids_or_filter_required`, `too_many_letters`; refusals are per item. */
  async run(request: LetterActionRequest, actor: Actor): Promise<LetterActionResult> {
    const { dryRun = false } = request;
    const items = await this.letters.sendMany(await this.idsOf(request), actor, undefined, dryRun);
    const sent = items.filter((item) => item.ok);
    return {
      dryRun,
      items,
      okCount: sent.length,
      totals: totalsByCurrency(sent.map(({ amount }) => amount)),
      inKind: sumInKind(sent.flatMap(({ inKind }) => inKind)),
    };
  }

  /** The offers of an incident that are ready to be sent, the oldest first, at most `limit`. */
  async readyToSend(incidentId: string, limit: number): Promise<string[]> {
    const filter = { incidentId, status: 'approved' } as const;
    const offers = await filterMovable(this.database.tx, filter, this.clock.now(), limit);
    return offers.map(({ id }) => id);
  }

  private async idsOf({ ids, filter }: LetterActionRequest): Promise<readonly string[]> {
    if ((ids === undefined) === (filter === undefined)) {
      const message = 'Name the offers by ids, or by a filter, and not by both.';
      const path = ids === undefined ? 'filter' : 'ids';
      const reasons = [{ path, code: 'ids_or_filter_required', message }];
      throw new DomainError('invalid', 'ids_or_filter_required', message, { reasons });
    }
    const found =
      ids ?? (filter === undefined ? [] : await this.readyToSend(filter.incidentId, MAX_ACTION_LETTERS + 1));
    if (found.length <= MAX_ACTION_LETTERS) return found;
    const message = `More than ${MAX_ACTION_LETTERS} letters: send them by ids in parts, or with the command line.`;
    throw new DomainError('unprocessable', 'too_many_letters', message, { details: { limit: MAX_ACTION_LETTERS } });
  }
}
