import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { contains, intersect, overlaps, seconds, subtract, union, type Interval } from './intervals.js';

const anyInterval = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 20 }),
) as fc.Arbitrary<Interval>;
const anyIntervals = fc.array(anyInterval, { maxLength: 6 });

/** The same time, second by second. */
function secondsOf(intervals: readonly Interval[]): number[] {
  return Array.from({ length: 21 }, (_, second) => second).filter((second) =>
    intervals.some((interval) => contains(interval, second)),
  );
}

describe('lists of intervals', () => {
  test('a range whose end is not after its start is empty, and ranges that touch become one', () => {
    expect(
      union([
        [5, 5],
        [7, 6],
      ]),
    ).toEqual([]);
    expect(
      union([
        [3, 5],
        [1, 3],
        [6, 7],
      ]),
    ).toEqual([
      [1, 5],
      [6, 7],
    ]);
  });

  test('each operation gives what a list of single seconds gives', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (left, right) => {
        const leftSeconds = secondsOf(left);
        const rightSeconds = secondsOf(right);
        const both = leftSeconds.filter((second) => rightSeconds.includes(second));
        expect(secondsOf(union([...left, ...right]))).toEqual(
          [...new Set([...leftSeconds, ...rightSeconds])].toSorted((a, b) => a - b),
        );
        expect(secondsOf(intersect(left, right))).toEqual(both);
        expect(secondsOf(subtract(left, right))).toEqual(
          leftSeconds.filter((second) => !rightSeconds.includes(second)),
        );
        expect(overlaps(left, right)).toBe(both.length > 0);
        expect(seconds(left)).toBe(leftSeconds.length);
      }),
    );
  });

  test('each operation gives disjoint pieces in order that do not touch', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (left, right) => {
        for (const pieces of [union(left), intersect(left, right), subtract(left, right)]) {
          expect(union(pieces)).toEqual(pieces);
        }
      }),
    );
  });
});
