import type { Downtime } from './measure-downtime.js';
import type { Grant, OfferFacts, PeriodFacts, PolicyFacts } from './proposal.js';
import type { Span } from './spans.js';

/** The same facts with every list that is a set in one order, so that nothing depends on how they were read. */
export function orderFacts(facts: OfferFacts): OfferFacts {
  const policies = Object.entries(facts.policies).map(([kind, mine]) => [kind, orderPolicy(mine)] as const);
  return {
    ...facts,
    fees: facts.fees.toSorted((a, b) => compare(a.from, b.from)),
    policies: Object.fromEntries(policies),
  };
}

function orderPolicy(mine: PolicyFacts): PolicyFacts {
  return {
    ...mine,
    periods: mine.periods.map(orderPeriod).toSorted((a, b) => compare(a.startAt, b.startAt)),
    compensated: mine.compensated.toSorted((a, b) => compare(a.offerId, b.offerId)),
    daysDown: mine.daysDown.toSorted(compare),
  };
}

function orderPeriod(period: PeriodFacts): PeriodFacts {
  const byOffer = (a: Grant, b: Grant): number => compare(a.offerId, b.offerId);
  return {
    ...period,
    downtime: orderDowntime(period.downtime),
    otherDowntime: orderDowntime(period.otherDowntime),
    events: period.events.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b))),
    granted: period.granted.toSorted(byOffer),
    grantedInYear: period.grantedInYear.toSorted(byOffer),
  };
}

function orderDowntime(downtime: Downtime): Downtime {
  if (downtime.type === 'seconds') return downtime;
  const byStart = (a: Span, b: Span): number => a[0] - b[0];
  const { type, lost, inferred, degraded } = downtime;
  return {
    type,
    lost: lost.toSorted(byStart),
    inferred: inferred.toSorted(byStart),
    degraded: degraded.toSorted(byStart),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
