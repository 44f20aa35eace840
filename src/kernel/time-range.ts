/** A half-open range of time `[startAt, endAt)` in whole seconds, UTC. One whose end is not after its start is empty. */
export type TimeRange = { readonly startAt: Date; readonly endAt: Date };

/** Seconds in one range; 0 when it is empty. */
export function rangeSeconds({ startAt, endAt }: TimeRange): number {
  return Math.max(0, (endAt.getTime() - startAt.getTime()) / 1000);
}

/** The union of ranges, as disjoint ranges in order; ranges that touch become one. */
export function unionRanges(ranges: readonly TimeRange[]): TimeRange[] {
  const sorted = ranges
    .filter((range) => rangeSeconds(range) > 0)
    .toSorted((a, b) => a.startAt.getTime() - b.startAt.getTime());
  const union: TimeRange[] = [];
  for (const range of sorted) {
    const last = union.at(-1);
    if (last === undefined || range.startAt > last.endAt) union.push(range);
    else if (range.endAt > last.endAt) union[union.length - 1] = { startAt: last.startAt, endAt: range.endAt };
  }
  return union;
}

/** Seconds in the union of ranges, so that no second counts twice. */
export function unionSeconds(ranges: readonly TimeRange[]): number {
  return unionRanges(ranges).reduce((sum, range) => sum + rangeSeconds(range), 0);
}

/** Reads PostgreSQL's text form of a bounded tstzmultirange. Throws RangeError on anything else. */
export function parseMultirange(text: string): TimeRange[] {
  if (!/^\{.*\}$/.test(text)) throw new RangeError(`not a multirange: ${text}`);
  const ranges: TimeRange[] = [];
  for (const [, start, end] of text.matchAll(/\["?([^",]+)"?,"?([^",)]+)"?\)/g)) {
    ranges.push({ startAt: parseInstant(start ?? ''), endAt: parseInstant(end ?? '') });
  }
  return ranges;
}

/** PostgreSQL writes `2020-09-16 12:49:00+00`; the standard wants a T and minutes in the offset. */
function parseInstant(text: string): Date {
  const instant = new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${text}`);
  return instant;
}
