/** A piece of time `[start, end)` in whole seconds since 1970. */
export type Span = readonly [start: number, end: number];

/** The union of pieces, in order and apart; pieces that touch become one. */
export function unionSpans(spans: readonly Span[]): Span[] {
  const union: [number, number][] = [];
  for (const [start, end] of spans.filter(([start, end]) => end > start).toSorted((a, b) => a[0] - b[0])) {
    const last = union.at(-1);
    if (last === undefined || start > last[1]) union.push([start, end]);
    else if (end > last[1]) last[1] = end;
  }
  return union;
}

/** What is in the first and not in the second; both are unions, in order. */
export function lessSpans(spans: readonly Span[], taken: readonly Span[]): Span[] {
  return spans.flatMap(([from, to]) => {
    const rest: Span[] = [];
    let start = from;
    for (const [gapStart, gapEnd] of taken) {
      if (gapEnd <= start || gapStart >= to) continue;
      if (gapStart > start) rest.push([start, gapStart]);
      start = Math.max(start, gapEnd);
    }
    if (start < to) rest.push([start, to]);
    return rest;
  });
}

/** Seconds in a union. */
export function spanSeconds(spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}
