import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import type { DayRange } from '../policies/policy-periods.js';

/** A version of a contract's monthly fee, in force on the days `[from, to)`, in the currency of the contract. */
export type FeeVersion = { readonly from: string; readonly to: string; readonly monthlyFeeMinor: number };

const DAY_MS = 86_400_000;

/**
 * The fees of some months, exactly, in minor units: of each month the fee of each version in force in it, by days. So a
 * customer who pays 100.00 to the 15th of a September and 200.00 from the 16th on has paid 150.00.
 */
export function feesOf(versions: readonly FeeVersion[], months: readonly DayRange[]): Decimal {
  let fees: Decimal = new Exact(0);
  for (const [first, end] of months) {
    let dayFees: Decimal = new Exact(0);
    for (const { from, to, monthlyFeeMinor } of versions) {
      const inForce = daysBetween(from > first ? from : first, to < end ? to : end);
      if (inForce > 0) dayFees = dayFees.plus(new Exact(monthlyFeeMinor).times(inForce));
    }
    fees = fees.plus(dayFees.div(daysBetween(first, end)));
  }
  return fees;
}

function daysBetween(first: string, end: string): number {
  return (Date.parse(end) - Date.parse(first)) / DAY_MS;
}
