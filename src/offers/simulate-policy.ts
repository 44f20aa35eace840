import type { Money } from '../kernel/money.js';
import type { ImpactClass } from '../policies/impact-class.js';
import { sumInKind } from './in-kind.js';
import type { PricedOffer } from './price-offer.js';
import type { InKind, LineCode, Outcome, ReasonCode } from './proposal.js';
import { CurrencyTotals } from './totals-by-currency.js';

/** Of whom a price is added up; `customerId` is external. */
export type SimulatedCustomer = {
  readonly customerId: string;
  readonly customerName: string;
  readonly plan: string | null;
  readonly class: ImpactClass;
};

export type SimulatedGroup = {
  readonly name: string;
  readonly offers: number;
  readonly totals: readonly Money[];
  /** What is given in kind, beside the money. */
  readonly inKind: readonly InKind[];
};
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
  /** What it gives in kind, beside its amount or in place of one. */
  readonly inKind: readonly InKind[];
};

/** What a policy would come to over an assessment. Amounts are never added up across currencies. */
export type SimulatedTotals = {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly totals: readonly Money[];
  /** What is given in kind, by unit. */
  readonly inKind: readonly InKind[];
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
const NO_UNITS: readonly InKind[] = [];
/** Each bucket ends at twice or two and a half times where it begins: 1, 2, 5, 10, 20, 50… */
const STEPS = [1, 2, 5] as const;

/** Adds up what a policy makes of one customer after the other; nothing of a customer is kept but for the largest. */
export class SimulationSum {
  private readonly outcomes: Record<Outcome, number> = { offer: 0, nothing_owed: 0, refused: 0 };
  private readonly totals = new CurrencyTotals();
  private readonly inKind = new Map<InKind['unit'], number>();
  private readonly byPlan = new Groups<string>();
  private readonly byClass = new Groups<string>();
  private readonly buckets = new Map<string, SimulatedBucket>();
  private readonly taken = new Groups<LineCode>();
  private readonly reasons = new Map<ReasonCode, number>();
  private largest: SimulatedOffer[] = [];

  /** Throws `total_too_large` (unprocessable) when the amounts of a currency cannot be told exactly any more. */
  add(customer: SimulatedCustomer, { outcome, total, lines, shares, reasons }: PricedOffer): void {
    this.outcomes[outcome] += 1;
    const currency = total?.currency ?? 'XXX';
    for (const { line, amountMinor } of lines) {
      if (amountMinor < 0) this.taken.add(line.code, { amountMinor: -amountMinor, currency }, customer);
    }
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      this.reasons.set(code, (this.reasons.get(code) ?? 0) + 1);
    }
    if (outcome !== 'offer') return;
    const amount = { amountMinor: total?.amountMinor ?? 0, currency };
    this.totals.add(amount);
    const inKind = unitsOf(shares);
    this.byPlan.add(customer.plan ?? '', amount, customer, inKind);
    this.byClass.add(customer.class, amount, customer, inKind);
    for (const { unit, quantity } of inKind) this.inKind.set(unit, (this.inKind.get(unit) ?? 0) + quantity);
    this.addToBucket(amount);
    this.keepIfLarge(customer, amount, inKind);
  }

  result(): SimulatedTotals {
    return {
      outcomes: this.outcomes,
      totals: this.totals.list(),
      inKind: [...this.inKind].map(([unit, quantity]) => ({ unit, quantity })),
      byPlan: largestGroups(this.byPlan),
      byClass: largestGroups(this.byClass),
      distribution: [...this.buckets.values()]
        .toSorted((a, b) => a.fromMinor - b.fromMinor)
        .toSorted((a, b) => a.currency.localeCompare(b.currency, 'en')),
      largest: this.largest,
      takenAway: this.taken.list().map(({ name: code, customers, totals }) => ({ code, customers, totals })),
      reasons: [...this.reasons]
        .map(([code, count]) => ({ code, customers: count }))
        .toSorted((a, b) => b.customers - a.customers || (a.code < b.code ? -1 : 1)),
    };
  }

  private addToBucket({ amountMinor, currency }: Money): void {
    const [fromMinor, toMinor] = bucketOf(amountMinor);
    const key = `${currency} ${fromMinor}`;
    this.buckets.set(key, { currency, fromMinor, toMinor, offers: (this.buckets.get(key)?.offers ?? 0) + 1 });
  }

  private keepIfLarge(customer: SimulatedCustomer, amount: Money, inKind: readonly InKind[]): void {
    const least = this.largest[LARGEST - 1];
    if (least !== undefined && amount.amountMinor < least.amount.amountMinor) return;
    const { customerId, customerName, class: impactClass } = customer;
    this.largest = [...this.largest, { customerId, customerName, class: impactClass, amount, inKind }]
      .toSorted((a, b) => b.amount.amountMinor - a.amount.amountMinor || (a.customerId < b.customerId ? -1 : 1))
      .slice(0, LARGEST);
  }
}

type GroupTotals<Name> = {
  readonly name: Name;
  readonly customers: number;
  readonly totals: readonly Money[];
  readonly inKind: readonly InKind[];
};

/** Amounts by a name, and from how many customers; those of one customer follow each other. */
class Groups<Name extends string> {
  private readonly groups = new Map<
    Name,
    { customers: number; last?: SimulatedCustomer; totals: CurrencyTotals; inKind: InKind[] }
  >();

  add(name: Name, amount: Money, customer: SimulatedCustomer, inKind: readonly InKind[] = NO_UNITS): void {
    let group = this.groups.get(name);
    if (group === undefined) {
      group = { customers: 0, totals: new CurrencyTotals(), inKind: [] };
      this.groups.set(name, group);
    }
    if (group.last !== customer) group.customers += 1;
    group.last = customer;
    group.totals.add(amount);
    if (inKind.length > 0) group.inKind = sumInKind([...group.inKind, ...inKind]);
  }

  list(): readonly GroupTotals<Name>[] {
    return [...this.groups].map(([name, { customers, totals, inKind }]) => {
      return { name, customers, totals: totals.list(), inKind };
    });
  }
}

function largestGroups(groups: Groups<string>): SimulatedGroup[] {
  return groups
    .list()
    .map(({ name, customers, totals, inKind }) => ({ name, offers: customers, totals, inKind }))
    .toSorted((a, b) => b.offers - a.offers || (a.name < b.name ? -1 : 1));
}

function unitsOf(shares: PricedOffer['shares']): readonly InKind[] {
  if (shares.every(({ unit }) => unit === null)) return NO_UNITS;
  return sumInKind(shares.flatMap(({ unit, quantity }) => (unit === null ? [] : [{ unit, quantity }])));
}

function bucketOf(amountMinor: number): readonly [number, number] {
  if (amountMinor < 1) return [0, 1];
  let power = 1;
  while (power * 10 <= amountMinor) power *= 10;
  const from = STEPS.findLast((step) => step * power <= amountMinor) ?? 1;
  const next = STEPS[STEPS.indexOf(from) + 1] ?? 10;
  return [from * power, next * power];
}
