import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { OffersService } from '../offers/offers.service.js';
import type { Actor } from '../platform/access/actor.js';

/** Of the customers in the order of their ids, every third answers; of those who answer, every fifth says no. */
const ANSWERS_EVERY = 3;
const DECLINES_EVERY = 5;

/** Lets a fixed third of the customers answer, so that the demo has credits. */
@Injectable()
export class AnswerOffersService {
  constructor(
    private readonly offers: OffersService,
    private readonly clock: Clock,
  ) {}

  /** Answers for the customers of `offers`, in the order given. Returns how many said yes and no. */
  async answer(offerIds: readonly string[], actor: Actor): Promise<{ accepted: number; declined: number }> {
    const answered = offerIds.filter((_id, index) => index % ANSWERS_EVERY === 0);
    const count = { accepted: 0, declined: 0 };
    for (const [index, id] of answered.entries()) {
      const answer = {
        saidBy: 'The contact on record',
        channel: 'phone',
        saidAt: this.clock.now(),
        note: null,
      } as const;
      if (index % DECLINES_EVERY === DECLINES_EVERY - 1) {
        await this.offers.decline(id, { ...answer, note: 'Prefers to talk about the contract.' }, { actor });
        count.declined += 1;
      } else {
        await this.offers.accept(id, answer, { actor });
        count.accepted += 1;
      }
    }
    return count;
  }
}
