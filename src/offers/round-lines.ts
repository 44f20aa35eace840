import type { Decimal } from 'decimal.js';
import { Exact, roundHalfUp } from '../kernel/money.js';

/**
 * Exact amounts of money as whole minor units that add up to their sum, rounded once, half up: each is what it adds to
 * the rounded running total. So no line is off by a unit or more, a line that is whole after others that are stays as it
 * is, and what never falls below nothing as exact amounts does not as rounded ones.
 */
export class RunningTotal {
  /** Null while all were whole numbers, which are added up as such. */
  private exact: Decimal | null = null;
  private rounded = 0;

  /** The whole units that a line adds. */
  next(value: Decimal): number {
    if (this.exact === null && value.isInteger()) {
      const whole = roundHalfUp(value);
      if (Number.isSafeInteger(whole) && Number.isSafeInteger(this.rounded + whole)) {
        this.rounded += whole;
        return whole;
      }
    }
    this.exact = (this.exact ?? new Exact(this.rounded)).plus(value);
    const total = roundHalfUp(this.exact);
    const amount = total - this.rounded;
    this.rounded = total;
    return amount;
  }
}
