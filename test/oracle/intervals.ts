/** A half-open piece of time `[start, end)` in epoch seconds; one whose end is not after its start is empty. */
export type Interval = readonly [start: number, end: number];

/** The same time as disjoint, non-empty intervals in order; those that touch become one. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  if (isUnion(intervals)) return intervals;
  const pieces: Interval[] = [];
  for (const [start, end] of intervals.filter(([start, end]) => end > start).toSorted((a, b) => a[0] - b[0])) {
    const last = pieces.at(-1);
    if (last === undefined || start > last[1]) pieces.push([start, end]);
    else pieces[pieces.length - 1] = [last[0], Math.max(last[1], end)];
  }
  return pieces;
}

/** Hundreds of windows are met thousands of times: what is a union already is not made again. */
function isUnion(intervals: readonly Interval[]): boolean {
  return intervals.every(([start, end], index) => end > start && start > (intervals[index - 1]?.[1] ?? -Infinity));
}

/** The time that is in both lists. */
export function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const others = union(right);
  const pieces: Interval[] = [];
  for (const [start, end] of union(left)) {
    for (const other of others) {
      if (other[0] >= end) break;
      if (other[1] > start) pieces.push([Math.max(start, other[0]), Math.min(end, other[1])]);
    }
  }
  return pieces;
}

/** The time of the first list that is not in the second. */
export function subtract(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const holes = union(right);
  const pieces: Interval[] = [];
  for (const [start, end] of union(left)) {
    let from = start;
    for (const hole of holes) {
      if (hole[0] >= end) break;
      if (hole[1] <= from) continue;
      if (hole[0] > from) pieces.push([from, hole[0]]);
      from = hole[1];
    }
    if (from < end) pieces.push([from, end]);
  }
  return pieces;
}

/** Whether the two lists have any second in common. */
export function overlaps(left: readonly Interval[], right: readonly Interval[]): boolean {
  return intersect(left, right).length > 0;
}

/** Whether the instant is in the interval: its start is, its end is not. */
export function contains([start, end]: Interval, instant: number): boolean {
  return start <= instant && instant < end;
}

/** The measure of the union: no second counts twice. */
export function seconds(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, [start, end]) => sum + (end - start), 0);
}
