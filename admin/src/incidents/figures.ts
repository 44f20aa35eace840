/** Customers (or meetings) that were hit, of the counts by class of an assessment. */
export function customersHit(counts: Readonly<Record<string, number>>): number {
  return Object.entries(counts).reduce(
    (sum, [name, count]) => (name === 'unaffected' || name === 'unknown' || name === 'inferred' ? sum : sum + count),
    0,
  );
}

/** A change with its sign: `+18`, `−3`, `±0`. */
export function signed(change: number, number: (value: number) => string): string {
  if (change === 0) return '±0';
  return `${change > 0 ? '+' : '−'}${number(Math.abs(change))}`;
}
