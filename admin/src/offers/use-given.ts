import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';

type Line = Schemas['OfferLine'];
type InKind = NonNullable<Line['inKind']>;

/** What an offer, or a line of it, gives in words: an amount, units in kind, or both. */
export function useGiven() {
  const t = useText();
  const format = useFormat();
  const units = ({ unit, quantity }: InKind): string => t(`offer.inKind.${unit}`, { smart_count: quantity });
  return {
    ofLine: ({ amountMinor, inKind }: Line, currency: string): string =>
      inKind === undefined ? format.money({ amountMinor, currency }) : units(inKind),
    ofOffer: ({ amount, lines }: { readonly amount: Schemas['Money']; readonly lines: readonly Line[] }): string => {
      const sums = new Map<InKind['unit'], number>();
      for (const { inKind } of lines) {
        if (inKind !== undefined) sums.set(inKind.unit, (sums.get(inKind.unit) ?? 0) + inKind.quantity);
      }
      const inKind = [...sums]
        .filter(([, quantity]) => quantity > 0)
        .map(([unit, quantity]) => units({ unit, quantity }));
      const money = amount.amountMinor > 0 || inKind.length === 0 ? [format.money(amount)] : [];
      return [...money, ...inKind].join(' + ');
    },
  };
}
