import { Injectable } from '@nestjs/common';
import type { Reason } from '../kernel/domain-error.js';
import type { Tx } from '../platform/database/database.js';

/** Gives, of some offers, those whose customer is on hold, with the reason. */
export type HoldsOfOffers = (tx: Tx, offerIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Which offers every bulk action leaves out. Who is on hold a later feature knows, and says here how to ask it. */
@Injectable()
export class OfferHoldsService {
  private ask: HoldsOfOffers = () => Promise.resolve(new Map());

  /** Says who knows; once, when the application starts. */
  askWith(ask: HoldsOfOffers): void {
    this.ask = ask;
  }

  /** Of some offers, those to be left out, each with the reason to give. */
  async of(tx: Tx, offerIds: readonly string[]): Promise<ReadonlyMap<string, Reason>> {
    if (offerIds.length === 0) return new Map();
    const found = await this.ask(tx, offerIds);
    return new Map(
      [...found].map(([id, reason]) => [id, { code: 'case_held', message: `The customer is on hold: ${reason}` }]),
    );
  }
}
