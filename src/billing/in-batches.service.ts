import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, type FoundEntry, NoAnswer } from './billing-system.js';

const AT_ONCE = 8;
const TRIES = 4;
const FIRST_PAUSE_MS = 100;
/** Who wants to be left alone for longer gets no further question: the comparison is made another time. */
const LONGEST_PAUSE_MS = 30_000;

/** Does `work` for each item, so many at once, and yields the results in the items' order. A failure ends it. */
async function* inBatches<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  for (let start = 0; start < items.length; start += atOnce) {
    yield* await Promise.all(items.slice(start, start + atOnce).map(work));
  }
}

/** Asks again, after a while that doubles or that the other side names, when there is no answer to something that changes nothing. */
async function askAgain<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NoAnswer) || error.code === 'not_authorised' || count >= TRIES) throw error;
      const pauseMs = error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** count;
      if (pauseMs > LONGEST_PAUSE_MS) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Of a customer's entries, those that a look-up of `entry` asks for. */
export function entriesUnder({ reference, kind }: Entry, found: readonly FoundEntry[]): FoundEntry[] {
  return found.filter((each) => each.reference === reference && each.kind === kind);
}

/** The entries of these customers that carry a reference of ours, a list for each customer; eight are asked for at once. */
export async function* listOurs(
  customerIds: readonly string[],
  ofCustomer: (customerId: string) => Promise<FoundEntry[]>,
): AsyncGenerator<FoundEntry[]> {
  for await (const entries of inBatches(customerIds, AT_ONCE, (id) => askAgain(() => ofCustomer(id)))) {
    yield entries.filter(({ reference }) => reference !== null);
  }
}
