import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Random } from './random.js';

const numbers = (random: Random): number[] => Array.from({ length: 5 }, () => random.between(0, 999));

describe('random numbers of our own', () => {
  test('are these, on every machine', () => {
    expect(numbers(new Random(1, 2, 3))).toEqual([382, 489, 931, 937, 138]);
  });

  test('are the same for the same keys and others for other keys', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(numbers(new Random(a, b))).toEqual(numbers(new Random(a, b)));
        if (a !== b) expect(numbers(new Random(a, b))).not.toEqual(numbers(new Random(b, a)));
      }),
    );
  });

  test('differ for keys that differ only above 32 bits', () => {
    expect(numbers(new Random(7))).not.toEqual(numbers(new Random(7 + 2 ** 40)));
  });

  test('stay within their bounds and reach both', () => {
    const random = new Random(5);
    const seen = new Set(Array.from({ length: 500 }, () => random.between(-2, 2)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    expect(random.between(4, 3)).toBe(4);
  });

  test('are spread evenly', () => {
    const random = new Random(9);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 20_000; draw++) counts[Math.floor(random.fraction() * 10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(1850);
    expect(Math.max(...counts)).toBeLessThan(2150);
  });

  test('pick by weight', () => {
    const random = new Random(11);
    const list = [
      { name: 'rare', weight: 1 },
      { name: 'never', weight: 0 },
      { name: 'common', weight: 9 },
    ];
    const picks = Array.from({ length: 2000 }, () => random.weighted(list).name);
    expect(picks).not.toContain('never');
    expect(picks.filter((name) => name === 'rare').length).toBeGreaterThan(140);
    expect(picks.filter((name) => name === 'rare').length).toBeLessThan(260);
  });

  test('refuse to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
    expect(() => new Random(1).weighted([{ weight: 0 }])).toThrow(RangeError);
  });

  test('shuffle without loss', () => {
    const list = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Random(3).shuffled(list);
    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(list);
  });
});
