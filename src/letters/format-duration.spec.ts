import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatDuration } from './format-duration.js';

/** Ordinary spaces, so that the tables can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [1_590, '26 min 30 s'],
    [3_599, '59 min 59 s'],
    [3_600, '1 h'],
    [4_020, '1 h 7 min'],
    [4_629, '1 h 17 min'],
    [4_650, '1 h 18 min'],
    [7_170, '2 h'],
    [1_234_567, '342 h 56 min'],
  ])('of %i s reads %s', (seconds, text) => expect(plain(formatDuration(seconds))).toBe(text));

  test('never breaks over two lines and is never more than half a minute off', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        const text = formatDuration(seconds);
        const part = (unit: string) => Number(new RegExp(`(\\d+)\u00a0${unit}(?![a-z])`).exec(text)?.[1] ?? 0);
        expect(text).not.toContain(' ');
        const read = part('h') * 3600 + part('min') * 60 + part('s');
        expect(Math.abs(read - seconds)).toBeLessThanOrEqual(seconds < 3600 ? 0 : 30);
      }),
    ));
});
