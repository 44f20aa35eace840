import type { PolicyKind } from '../policies/policy.js';
import type { Downtime } from './measure-downtime.js';
import type { OfferFacts, PeriodFacts, PolicyFacts } from './proposal.js';
import type { Span } from './spans.js';

/** The same facts with every list that is a set in one order, so that nothing depends on how they were read. */
export function orderFacts(facts: OfferFacts): OfferFacts {
  const fees = inOrder(facts.fees, (a, b) => compare(a.from, b.from));
  const { sla, goodwill } = facts.policies;
  const ordered = { sla: sla && orderPolicy(sla), goodwill: goodwill && orderPolicy(goodwill) };
  if (fees === facts.fees && ordered.sla === sla && ordered.goodwill === goodwill) return facts;
  const policies = Object.keys(facts.policies).map((kind) => [kind, ordered[kind as PolicyKind]] as const);
  return { ...facts, fees, policies: Object.fromEntries(policies) };
}

function orderPolicy(mine: PolicyFacts): PolicyFacts {
  const periods = inOrder(sameList(mine.periods, orderPeriod), (a, b) => compare(a.startAt, b.startAt));
  const compensated = inOrder(mine.compensated, byOffer);
  const daysDown = inOrder(mine.daysDown, compare);
  const isSame = periods === mine.periods && compensated === mine.compensated && daysDown === mine.daysDown;
  return isSame ? mine : { ...mine, periods, compensated, daysDown };
}

function orderPeriod(period: PeriodFacts): PeriodFacts {
  const downtime = orderDowntime(period.downtime);
  const otherDowntime = orderDowntime(period.otherDowntime);
  const events = inOrder(period.events, (a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
  const granted = inOrder(period.granted, byOffer);
  const grantedInYear = inOrder(period.grantedInYear, byOffer);
  const isSame =
    downtime === period.downtime &&
    otherDowntime === period.otherDowntime &&
    events === period.events &&
    granted === period.granted &&
    grantedInYear === period.grantedInYear;
  return isSame ? period : { ...period, downtime, otherDowntime, events, granted, grantedInYear };
}

function byOffer(a: { readonly offerId: string }, b: { readonly offerId: string }): number {
  return compare(a.offerId, b.offerId);
}

/** The list itself when no item of it was put in order. */
function sameList<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map((item) => change(item));
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

function orderDowntime(downtime: Downtime): Downtime {
  if (downtime.type === 'seconds') return downtime;
  const byStart = (a: Span, b: Span): number => a[0] - b[0];
  // What customers share stays shared, so that it is measured once.
  const lost = inOrder(downtime.lost, byStart);
  const inferred = inOrder(downtime.inferred, byStart);
  const degraded = inOrder(downtime.degraded, byStart);
  const isSame = lost === downtime.lost && inferred === downtime.inferred && degraded === downtime.degraded;
  return isSame ? downtime : { type: 'spans', lost, inferred, degraded };
}

/** The list itself when it is in order already, which it nearly always is. */
function inOrder<T>(list: readonly T[], order: (a: T, b: T) => number): readonly T[] {
  for (let index = 1; index < list.length; index += 1) {
    if (order(list[index - 1] as T, list[index] as T) > 0) return list.toSorted(order);
  }
  return list;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
