import { expect, test } from '@jest/globals';
import { Exact } from '../kernel/money.js';
import { RunningTotal } from './round-lines.js';

const round = (...values: (string | number)[]) => {
  const total = new RunningTotal();
  return values.map((value) => total.next(new Exact(value)));
};

test.each([
  [['0.5'], [1]],
  [['0.4999'], [0]],
  [
    ['0.5', '0.5'],
    [1, 0],
  ],
  [
    ['33.333', '33.333', '33.334'],
    [33, 34, 33],
  ],
  [
    ['2469', '-1235'],
    [2469, -1235],
  ],
  [
    ['10.5', '-10.5'],
    [11, -11],
  ],
])('%j is rounded to %j', (values, expected) => {
  expect(round(...values)).toEqual(expected);
});

test('in a million cases the shares add up to the total, rounded half up once', () => {
  // A generator of its own, so that the million takes seconds: values in thousandths, exact as whole numbers.
  let state = 20_200_916;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const values = Array.from({ length: 4000 }, () => next(1_000_000));
  const exact = values.map((value) => new Exact(`${value}e-3`));
  const ZERO = new Exact(0);
  let wrong = 0;
  for (let count = 0; count < 1_000_000; count += 1) {
    const [a, b] = [next(4000), next(4000)];
    const running = new RunningTotal();
    const first = running.next(exact[a] ?? ZERO);
    const second = running.next(exact[b] ?? ZERO);
    const total = Math.floor(((values[a] ?? 0) + (values[b] ?? 0) + 500) / 1000);
    if (first + second !== total || first < 0 || second < 0) wrong += 1;
  }
  expect(wrong).toBe(0);
});
