import type { Tx } from './tx.sql.js';

const waiting = new WeakMap<Tx, (() => Promise<void>)[]>();

/**
 * Has `work` done as the last thing of a transaction of `Database.transaction`, e.g. because it takes locks that everybody
 * wants. Throws outside such a transaction, where it would never be done.
 */
export function beforeCommit(tx: Tx, work: () => Promise<void>): void {
  const works = waiting.get(tx);
  if (works === undefined) throw new Error('this needs a transaction of its own use case');
  works.push(work);
}

/** Runs `work` as a transaction's content, then what it asked to have done last. */
export async function withLastWork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const works: (() => Promise<void>)[] = [];
  waiting.set(tx, works);
  const result = await work(tx);
  for (let last = works.shift(); last !== undefined; last = works.shift()) await last();
  waiting.delete(tx);
  return result;
}
