import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { priorityOf } from './case-priority.js';
import { type PriorityScope, readPriorityFacts, savePriorities } from './priorities.sql.js';

const BATCH = 5000;

/** Keeps the priorities of cases in line with what they are worked out from. */
@Injectable()
export class CasePrioritiesService {
  /**
   * Works the priorities of a scope out anew, in batches, in the caller's transaction, and writes those that changed; gives
   * how many cases it looked at.
   */
  async refresh(tx: Tx, scope: PriorityScope, now: Date): Promise<number> {
    let count = 0;
    for (let afterId: string | null = null; ;) {
      const facts = await readPriorityFacts(tx, scope, now, afterId, BATCH);
      const worked = facts.map(({ kept, ...fact }) => ({ kept, now: { ...fact, ...priorityOf(fact, now) } }));
      const changed = worked.filter(
        ({ kept, now: { people, score, reasons } }) => !isDeepStrictEqual(kept, { people, score, reasons }),
      );
      await savePriorities(
        tx,
        changed.map((each) => each.now),
      );
      count += facts.length;
      if (facts.length < BATCH) return count;
      afterId = facts.at(-1)?.id ?? null;
    }
  }
}
