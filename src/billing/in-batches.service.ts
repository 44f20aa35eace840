/** Does `work` for each item, so many at once, and yields the results in the items' order. A failure ends it. */
export async function* inBatches<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  for (let start = 0; start < items.length; start += atOnce) {
    yield* await Promise.all(items.slice(start, start + atOnce).map(work));
  }
}
