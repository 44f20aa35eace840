import type { Money } from '../kernel/money.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { PricedOffer } from './price-offer.js';
import type { LineCode, Outcome, ReasonCode } from './proposal.js';
import { totalsByCurrency } from './totals-by-currency.js';

/** One customer's result, as a simulation adds it up: no more than that of each of thousands. `customerId` is external. */
export type SimulatedCustomer = {
  readonly customerId: string;
  readonly customerName: string;
  readonly plan: string | null;
  readonly class: ImpactClass;
  readonly outcome: Outcome;
  readonly amount: Money;
  readonly inKind: readonly { readonly unit: string; readonly quantity: number }[];
  /** What limits and exclusions took away; positive. */
  readonly taken: readonly { readonly code: LineCode; readonly amount: Money }[];
  readonly reasons: readonly ReasonCode[];
};

/** What of a customer's price is added up. */
export function simulatedOf(
  customer: Pick<SimulatedCustomer, 'customerId' | 'customerName' | 'plan' | 'class'>,
  { outcome, total, lines, shares, reasons }: PricedOffer,
): SimulatedCustomer {
  const { customerId, customerName, plan, class: impactClass } = customer;
  const currency = total?.currency ?? 'XXX';
  return {
    customerId,
    customerName,
    plan,
    class: impactClass,
    outcome,
    amount: { amountMinor: total?.amountMinor ?? 0, currency },
    inKind: shares.flatMap(({ unit, quantity }) => (unit === null ? [] : [{ unit, quantity }])),
    taken: lines.flatMap(({ line: { code }, amountMinor }) =>
      amountMinor < 0 ? [{ code, amount: { amountMinor: -amountMinor, currency } }] : [],
    ),
    reasons: [...new Set(reasons.map(({ code }) => code))],
  };
}

export type SimulatedGroup = { readonly name: string; readonly offers: number; readonly totals: readonly Money[] };
/** Offers of one currency whose amounts are in `[fromMinor, toMinor)`. */
export type SimulatedBucket = {
  readonly currency: string;
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly offers: number;
};
export type SimulatedOffer = {
  readonly customerId: string;
  readonly customerName: string;
  readonly class: ImpactClass;
  readonly amount: Money;
};

/** What a policy would come to over an assessment. Amounts are never added up across currencies. */
export type SimulatedTotals = {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly totals: readonly Money[];
  /** What is given in kind, by unit. */
  readonly inKind: readonly { readonly unit: string; readonly quantity: number }[];
  readonly byPlan: readonly SimulatedGroup[];
  readonly byClass: readonly SimulatedGroup[];
  readonly distribution: readonly SimulatedBucket[];
  readonly largest: readonly SimulatedOffer[];
  /** What each limit and exclusion took away, and from how many customers. */
  readonly takenAway: readonly {
    readonly code: LineCode;
    readonly customers: number;
    readonly totals: readonly Money[];
  }[];
  /** Why the others get nothing, and how many they are. */
  readonly reasons: readonly { readonly code: ReasonCode; readonly customers: number }[];
};

const LARGEST = 10;
/** Each bucket ends at twice or two and a half times where it begins: 1, 2, 5, 10, 20, 50… */
const STEPS = [1, 2, 5] as const;

/** Adds up what a policy makes of every customer. */
export function summarize(customers: readonly SimulatedCustomer[]): SimulatedTotals {
  const outcomes: Record<Outcome, number> = { offer: 0, nothing_owed: 0, refused: 0 };
  for (const { outcome } of customers) outcomes[outcome] += 1;
  const offers = customers.filter(({ outcome }) => outcome === 'offer');
  return {
    outcomes,
    totals: totalsByCurrency(offers.map(({ amount }) => amount)),
    inKind: inKindOf(offers),
    byPlan: grouped(offers, ({ plan }) => plan ?? ''),
    byClass: grouped(offers, ({ class: impactClass }) => impactClass),
    distribution: distributionOf(offers.map(({ amount }) => amount)),
    largest: largestOf(offers),
    takenAway: takenAwayOf(customers),
    reasons: reasonsOf(customers),
  };
}

function inKindOf(offers: readonly SimulatedCustomer[]): SimulatedTotals['inKind'] {
  const units = new Map<string, number>();
  for (const { inKind } of offers) {
    for (const { unit, quantity } of inKind) units.set(unit, (units.get(unit) ?? 0) + quantity);
  }
  return [...units].map(([unit, quantity]) => ({ unit, quantity }));
}

function grouped(offers: readonly SimulatedCustomer[], nameOf: (offer: SimulatedCustomer) => string): SimulatedGroup[] {
  const groups = new Map<string, Money[]>();
  for (const offer of offers) {
    const group = groups.get(nameOf(offer)) ?? [];
    group.push(offer.amount);
    groups.set(nameOf(offer), group);
  }
  return [...groups]
    .map(([name, amounts]) => ({ name, offers: amounts.length, totals: totalsByCurrency(amounts) }))
    .toSorted((a, b) => b.offers - a.offers || (a.name < b.name ? -1 : 1));
}

function distributionOf(amounts: readonly Money[]): SimulatedBucket[] {
  const buckets = new Map<string, SimulatedBucket>();
  for (const { amountMinor, currency } of amounts) {
    const [fromMinor, toMinor] = bucketOf(amountMinor);
    const key = `${currency} ${fromMinor}`;
    buckets.set(key, { currency, fromMinor, toMinor, offers: (buckets.get(key)?.offers ?? 0) + 1 });
  }
  return [...buckets.values()]
    .toSorted((a, b) => a.fromMinor - b.fromMinor)
    .toSorted((a, b) => a.currency.localeCompare(b.currency, 'en'));
}

function bucketOf(amountMinor: number): readonly [number, number] {
  if (amountMinor < 1) return [0, 1];
  let power = 1;
  while (power * 10 <= amountMinor) power *= 10;
  const from = STEPS.findLast((step) => step * power <= amountMinor) ?? 1;
  const next = STEPS[STEPS.indexOf(from) + 1] ?? 10;
  return [from * power, next * power];
}

function largestOf(offers: readonly SimulatedCustomer[]): SimulatedOffer[] {
  return offers
    .toSorted((a, b) => b.amount.amountMinor - a.amount.amountMinor || (a.customerId < b.customerId ? -1 : 1))
    .slice(0, LARGEST)
    .map(({ customerId, customerName, class: impactClass, amount }) => {
      return { customerId, customerName, class: impactClass, amount };
    });
}

function takenAwayOf(customers: readonly SimulatedCustomer[]): SimulatedTotals['takenAway'] {
  const amountsOf = new Map<LineCode, Money[]>();
  for (const { taken } of customers) {
    for (const { code, amount } of taken) {
      const amounts = amountsOf.get(code);
      if (amounts === undefined) amountsOf.set(code, [amount]);
      else amounts.push(amount);
    }
  }
  return [...amountsOf].map(([code, amounts]) => ({
    code,
    customers: amounts.length,
    totals: totalsByCurrency(amounts),
  }));
}

function reasonsOf(customers: readonly SimulatedCustomer[]): SimulatedTotals['reasons'] {
  const counts = new Map<ReasonCode, number>();
  for (const { reasons } of customers) {
    for (const code of reasons) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, count]) => ({ code, customers: count }))
    .toSorted((a, b) => b.customers - a.customers || (a.code < b.code ? -1 : 1));
}
