import { formatMoney, type Money } from '../kernel/money.js';
import { quantityWords } from '../policies/policy-words.js';
import type { InKind, OfferLine } from './proposal.js';

/** What is given in kind in all: a quantity of each unit, in the order of the units; what comes to nothing is left out. */
export function sumInKind(given: Iterable<InKind>): InKind[] {
  const sums = new Map<InKind['unit'], number>();
  for (const { unit, quantity } of given) sums.set(unit, (sums.get(unit) ?? 0) + quantity);
  return [...sums]
    .filter(([, quantity]) => quantity > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, quantity]) => ({ unit, quantity }));
}

/** What lines give in kind, less what they take away of it. */
export function inKindOf(lines: readonly Pick<OfferLine, 'inKind'>[]): InKind[] {
  return sumInKind(lines.flatMap(({ inKind }) => inKind ?? []));
}

/** An offer, as far as what it gives goes. */
export type Giving = { readonly amount: Money; readonly inKind: readonly InKind[] };

/** True for an offer whose amount says nothing of what it gives. */
export function givesInKindAlone({ amount, inKind }: Giving): boolean {
  return amount.amountMinor === 0 && inKind.length > 0;
}

/** All that offers give, in English: `€100.00 + 2 days of service`; an amount of nothing is left out beside what is in kind. */
export function givenWords(amounts: readonly Money[], inKind: readonly InKind[]): string {
  const money = amounts.filter(({ amountMinor }) => amountMinor !== 0 || inKind.length === 0);
  const words = inKind.map(({ unit, quantity }) => quantityWords(quantity, unit).en);
  return [...money.map((amount) => formatMoney(amount, 'en')), ...words].join(' + ');
}

/** As files have it: `2 days_of_service`. */
export function inKindText(given: readonly InKind[]): string {
  return given.map(({ unit, quantity }) => `${quantity} ${unit}`).join(' + ');
}
