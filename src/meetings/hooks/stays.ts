import { LONGEST_SESSION_SECONDS } from '../session-line.js';

/** One stay in seconds since 1970; `leftAt` is null while it is open. */
export type Stay = { readonly joinedAt: number; readonly leftAt: number | null };

/**
 * The stays of one connection from the times of its joins and leaves, whatever the order and repetition in which they came.
 * Each join begins a stay. It ends with the last leave before the next join, else at that join. A leave in the very
 * second of a join ends the stay before; a leave before every join, or over 31 days after it, says nothing.
 */
export function staysOf(joins: readonly number[], leaves: readonly number[]): Stay[] {
  const begins = [...new Set(joins)].toSorted((a, b) => a - b);
  return begins.map((joinedAt, index) => {
    const next = begins[index + 1];
    const isOurs = (leave: number): boolean =>
      (leave > joinedAt || (leave === joinedAt && index === 0)) &&
      leave <= Math.min(next ?? Infinity, joinedAt + LONGEST_SESSION_SECONDS);
    const ends = leaves.filter(isOurs);
    return { joinedAt, leftAt: ends.length > 0 ? Math.max(...ends) : endAt(joinedAt, next) };
  });
}

function endAt(joinedAt: number, next: number | undefined): number | null {
  return next === undefined || next - joinedAt > LONGEST_SESSION_SECONDS ? null : next;
}
