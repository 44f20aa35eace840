import type { Downtime } from './measure-downtime.js';
import type { Grant, OfferFacts, PeriodFacts, PolicyFacts } from './proposal.js';
import type { Span } from './spans.js';

/** The same facts with every list that is a set in one order, so that nothing depends on how they were read. */
export function orderFacts(facts: OfferFacts): OfferFacts {
  const policies = Object.entries(facts.policies).map(([kind, mine]) => [kind, orderPolicy(mine)] as const);
  return {
    ...facts,
    fees: inOrder(facts.fees, (a, b) => compare(a.from, b.from)),
    policies: Object.fromEntries(policies),
  };
}

function orderPolicy(mine: PolicyFacts): PolicyFacts {
  return {
    ...mine,
    periods: inOrder(mine.periods.map(orderPeriod), (a, b) => compare(a.startAt, b.startAt)),
    compensated: inOrder(mine.compensated, (a, b) => compare(a.offerId, b.offerId)),
    daysDown: inOrder(mine.daysDown, compare),
  };
}

function orderPeriod(period: PeriodFacts): PeriodFacts {
  const byOffer = (a: Grant, b: Grant): number => compare(a.offerId, b.offerId);
  return {
    ...period,
    downtime: orderDowntime(period.downtime),
    otherDowntime: orderDowntime(period.otherDowntime),
    events: inOrder(period.events, (a, b) => compare(JSON.stringify(a), JSON.stringify(b))),
    granted: inOrder(period.granted, byOffer),
    grantedInYear: inOrder(period.grantedInYear, byOffer),
  };
}

function orderDowntime(downtime: Downtime): Downtime {
  if (downtime.type === 'seconds') return downtime;
  const byStart = (a: Span, b: Span): number => a[0] - b[0];
  const [lost, inferred, degraded] = [downtime.lost, downtime.inferred, downtime.degraded].map((spans) =>
    inOrder(spans, byStart),
  ) as [readonly Span[], readonly Span[], readonly Span[]];
  const isSame = lost === downtime.lost && inferred === downtime.inferred && degraded === downtime.degraded;
  // What customers share stays shared, so that it is measured once.
  return isSame ? downtime : { type: 'spans', lost, inferred, degraded };
}

/** The list itself when it is in order already, which it nearly always is. */
function inOrder<T>(list: readonly T[], order: (a: T, b: T) => number): readonly T[] {
  const isInOrder = list.every((item, index) => index === 0 || order(list[index - 1] as T, item) <= 0);
  return isInOrder ? list : list.toSorted(order);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
