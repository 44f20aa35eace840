import { useMemo } from 'react';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';

type Line = Schemas['OfferLine'];
type InKind = Schemas['InKind'];
/** An offer, as far as what it gives goes; of many, the sums. */
type Giving = { readonly amount: Schemas['Money']; readonly inKind: readonly InKind[] };

/** What offers give in words: amounts, units in kind, or both. */
export type Given = {
  readonly ofLine: (line: Line, currency: string) => string;
  readonly ofOffer: (offer: Giving) => string;
  /** An amount of nothing is left out beside what is given in kind. */
  readonly ofMany: (totals: readonly Schemas['Money'][], inKind: readonly InKind[]) => string;
  /** The same, added up; `0` for none. */
  readonly ofAll: (offers: readonly Giving[]) => string;
};

export function useGiven(): Given {
  const t = useText();
  const format = useFormat();
  return useMemo(() => {
    const units = ({ unit, quantity }: InKind): string => t(`offer.inKind.${unit}`, { smart_count: quantity });
    const ofMany: Given['ofMany'] = (totals, inKind) => {
      const money = totals.filter(({ amountMinor }) => amountMinor !== 0 || inKind.length === 0);
      return [...money.map((total) => format.money(total)), ...inKind.map(units)].join(' + ') || '0';
    };
    return {
      ofLine: ({ amountMinor, inKind }, currency) =>
        inKind === undefined ? format.money({ amountMinor, currency }) : units(inKind),
      ofOffer: ({ amount, inKind }) => ofMany([amount], inKind),
      ofMany,
      ofAll: (offers) => ofMany(sumByCurrency(offers.map(({ amount }) => amount)), sumByUnit(offers)),
    };
  }, [t, format]);
}

/** The sum of amounts, one for each currency. */
function sumByCurrency(amounts: readonly Schemas['Money'][]): readonly Schemas['Money'][] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }));
}

/** What is given in kind in all, by unit. */
export function sumByUnit(offers: readonly Pick<Giving, 'inKind'>[]): readonly InKind[] {
  const sums = new Map<InKind['unit'], number>();
  for (const { unit, quantity } of offers.flatMap(({ inKind }) => inKind)) {
    sums.set(unit, (sums.get(unit) ?? 0) + quantity);
  }
  return [...sums].map(([unit, quantity]) => ({ unit, quantity }));
}
