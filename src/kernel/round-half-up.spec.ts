import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Exact, roundHalfUp } from './money.js';

test.each([
  ['0', 0],
  ['0.5', 1],
  ['0.49999999999999999999', 0],
  ['-0.5', -1],
  ['-0.4', 0],
  ['0.00000005', 0],
  ['9999999.5', 10_000_000],
  ['10000000', 10_000_000],
  ['10000000.05', 10_000_000],
  ['99999999999999.4999999', 99_999_999_999_999],
  ['9007199254740990.5', 9_007_199_254_740_991],
  ['12300000000', 12_300_000_000],
])('%s is %d', (exact, rounded) => {
  expect(roundHalfUp(new Exact(exact))).toBe(rounded);
});

test('any decimal is rounded as the library rounds it', () => {
  const digits = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), digits, digits, (mantissa, scale, fold) => {
      const exact = new Exact(mantissa.toString()).times(`1e-${scale}`).times(`1e${fold % 8}`);
      // The library tells of a nothing below nothing, which no amount is.
      expect(roundHalfUp(exact)).toBe(exact.round().toNumber() + 0);
    }),
    { numRuns: 20_000 },
  );
});
