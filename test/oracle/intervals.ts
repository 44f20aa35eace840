/** A half-open piece of time `[start, end)` in epoch seconds; one whose end is not after its start is empty. */
export type Interval = readonly [start: number, end: number];

/** The same time as disjoint, non-empty intervals in order; those that touch become one. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  if (isUnion(intervals)) return intervals;
  const pieces: Interval[] = [];
  for (const interval of intervals.filter((each) => each[1] > each[0]).toSorted((a, b) => a[0] - b[0])) {
    const last = pieces.at(-1);
    if (last === undefined || interval[0] > last[1]) pieces.push(interval);
    else if (interval[1] > last[1]) pieces[pieces.length - 1] = [last[0], interval[1]];
  }
  return pieces;
}

/** Hundreds of windows are met thousands of times: what is a union already is not made again. */
function isUnion(intervals: readonly Interval[]): boolean {
  let before = -Infinity;
  for (const interval of intervals) {
    if (interval[1] <= interval[0] || interval[0] <= before) return false;
    before = interval[1];
  }
  return true;
}

/** The time that is in both lists. */
export function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const pieces: Interval[] = [];
  if (left.length === 0 || right.length === 0) return pieces;
  const others = union(right);
  for (const [start, end] of union(left)) {
    for (let index = firstEndingAfter(others, start); index < others.length; index += 1) {
      const other = others[index] as Interval;
      if (other[0] >= end) break;
      pieces.push([Math.max(start, other[0]), Math.min(end, other[1])]);
    }
  }
  return pieces;
}

/** The time of the first list that is not in the second. */
export function subtract(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const pieces: Interval[] = [];
  if (left.length === 0) return pieces;
  const holes = union(right);
  for (const [start, end] of union(left)) {
    let from = start;
    for (let index = firstEndingAfter(holes, start); index < holes.length; index += 1) {
      const hole = holes[index] as Interval;
      if (hole[0] >= end) break;
      if (hole[0] > from) pieces.push([from, hole[0]]);
      from = hole[1];
    }
    if (from < end) pieces.push([from, end]);
  }
  return pieces;
}

/** The place in a union of the first piece that ends after the instant. */
function firstEndingAfter(pieces: readonly Interval[], instant: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Interval)[1] > instant) high = middle;
    else low = middle + 1;
  }
  return low;
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
