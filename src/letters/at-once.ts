/**
 * Does something with every item, so many at once, and gives the results in the order of the items. The first failure
 * lets no other begin and is thrown once those under way have ended.
 */
export async function* atOnce<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  let next = 0;
  try {
    while (next < items.length || running.length > 0) {
      while (running.length < width && next < items.length) running.push(work(items[next++] as Item));
      const [first] = running;
      if (first === undefined) return;
      // Those behind it are waited for below, also when they fail before their turn.
      for (const each of running) each.catch(() => undefined);
      yield await first;
      void running.shift();
    }
  } finally {
    await Promise.allSettled(running);
  }
}
