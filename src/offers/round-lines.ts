import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';

/**
 * Exact amounts of money as whole minor units that add up to their sum, rounded once, half up: each is what it adds to
 * the rounded running total. So no line is off by a unit or more, a line that is whole after others that are stays as it
 * is, and what never falls below nothing as exact amounts does not as rounded ones.
 */
export function roundLines(values: readonly Decimal[]): number[] {
  let exact: Decimal = new Exact(0);
  let rounded = 0;
  return values.map((value) => {
    if (value.isZero()) return 0;
    exact = exact.plus(value);
    // `Exact` rounds half up.
    const total = exact.isInteger() ? exact.toNumber() : exact.round().toNumber();
    const amount = total - rounded;
    rounded = total;
    return amount;
  });
}
