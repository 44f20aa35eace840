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
  const whole = wholeMonths(versions, months);
  if (whole !== undefined) return new Exact(whole);
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

/** The sum where each month has one version from its first day to its last, or none, as nearly always: no days to count. */
function wholeMonths(versions: readonly FeeVersion[], months: readonly DayRange[]): number | undefined {
  let sum = 0;
  for (const [first, end] of months) {
    let covered = 0;
    for (const { from, to, monthlyFeeMinor } of versions) {
      if (from >= end || to <= first || from >= to) continue;
      if (from > first || to < end) return undefined;
      covered += 1;
      sum += monthlyFeeMinor;
    }
    if (covered > 1) return undefined;
  }
  return Number.isSafeInteger(sum) ? sum : undefined;
}

function daysBetween(first: string, end: string): number {
  return (Date.parse(end) - Date.parse(first)) / DAY_MS;
}
