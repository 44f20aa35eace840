import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';

/** The sum of amounts for each currency. */
export class CurrencyTotals {
  private readonly sums = new Map<string, number>();

  /** Throws `total_too_large` (unprocessable) for a sum beyond the whole numbers that JSON carries exactly. */
  add({ amountMinor, currency }: Money): void {
    const total = (this.sums.get(currency) ?? 0) + amountMinor;
    if (!Number.isSafeInteger(total)) {
      const message = `The amounts in ${currency} add up to more than can be told exactly.`;
      throw new DomainError('unprocessable', 'total_too_large', message, { details: { currency } });
    }
    this.sums.set(currency, total);
  }

  /** In the order of the currencies. */
  list(): Money[] {
    return [...this.sums]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amountMinor]) => ({ amountMinor, currency }));
  }
}

/** The sum of amounts for each currency, in their order. Throws as `CurrencyTotals.add`. */
export function totalsByCurrency(amounts: Iterable<Money>): Money[] {
  const totals = new CurrencyTotals();
  for (const amount of amounts) totals.add(amount);
  return totals.list();
}
