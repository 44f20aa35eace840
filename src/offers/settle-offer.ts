import type { InKindUnit } from '../policies/policy.js';
import type { OfferLine } from './proposal.js';

export const FULFILMENT_STATUSES = ['open', 'done'] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];
export type FulfilmentWhat = 'refund' | InKindUnit;

/** What an accepted offer sets off: a credit of so much, and what a person must do. */
export type Settlement = {
  readonly creditMinor: number;
  readonly fulfilments: readonly {
    readonly what: FulfilmentWhat;
    readonly amountMinor: number;
    readonly quantity: number;
  }[];
};

/** Parts an offer: money that is credited, money that is paid back, and what is given in kind. */
export function settlementOf(lines: readonly OfferLine[]): Settlement {
  let creditMinor = 0;
  const others = new Map<FulfilmentWhat, { amountMinor: number; quantity: number }>();
  const add = (what: FulfilmentWhat, amountMinor: number, quantity: number): void => {
    const known = others.get(what) ?? { amountMinor: 0, quantity: 0 };
    others.set(what, { amountMinor: known.amountMinor + amountMinor, quantity: known.quantity + quantity });
  };
  for (const { amountMinor, nature, inKind } of lines) {
    if (inKind !== undefined) add(inKind.unit, 0, inKind.quantity);
    else if (nature === 'refund') add('refund', amountMinor, 0);
    else creditMinor += amountMinor;
  }
  const fulfilments = [...others]
    .map(([what, each]) => ({ what, ...each }))
    .filter(({ amountMinor, quantity }) => amountMinor > 0 || quantity > 0);
  return { creditMinor, fulfilments };
}
