import { DomainError } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';

/**
 * The sum of amounts for each currency, in the order of the currencies. Throws `total_too_large` (unprocessable) for a
 * sum beyond the whole numbers that JSON carries exactly.
 */
export function totalsByCurrency(amounts: Iterable<Money>): Money[] {
  const totals = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) {
    const total = (totals.get(currency) ?? 0) + amountMinor;
    if (!Number.isSafeInteger(total)) {
      const message = `The amounts in ${currency} add up to more than can be told exactly.`;
      throw new DomainError('unprocessable', 'total_too_large', message, { details: { currency } });
    }
    totals.set(currency, total);
  }
  return [...totals]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMinor]) => ({ amountMinor, currency }));
}
