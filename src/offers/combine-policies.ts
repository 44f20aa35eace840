import type { Decimal } from 'decimal.js';
import { Exact } from '../kernel/money.js';
import { type PricedPeriod, type PricedPolicy, withLine } from './price-policy.js';
import { type DraftLine, ZERO } from './price-terms.js';

/**
 * An SLA and a goodwill that both pay for one incident, as the goodwill says: the sum; the larger of the two; or the SLA,
 * topped up to what the goodwill comes to. A sole remedy forbids the sum, which then is a top-up. Money and what is given
 * in kind cannot be compared: then the SLA alone counts, unless they are added up.
 */
export function combinePolicies(policies: readonly PricedPolicy[]): readonly PricedPolicy[] {
  const sla = policies.find(({ kind }) => kind === 'sla');
  const goodwill = policies.find(({ kind }) => kind === 'goodwill');
  if (sla === undefined || goodwill === undefined) return policies;
  const [ofSla, ofGoodwill] = [worthOf(sla), worthOf(goodwill)];
  const asked = goodwill.mine.policy.rules.combination;
  const how = asked === 'sum' && sla.mine.policy.rules.soleRemedy ? 'top_up' : asked;
  if (ofSla.lte(0) || ofGoodwill.lte(0) || how === 'sum') return policies;
  if (unitOf(sla) !== unitOf(goodwill)) return [sla, less(goodwill, ofGoodwill, 'not_comparable')];
  const slaIsLarger = ofSla.gte(ofGoodwill);
  if (how === 'larger' && !slaIsLarger) return [less(sla, ofSla, 'larger'), goodwill];
  return [sla, less(goodwill, Exact.min(ofSla, ofGoodwill), how)];
}

function worthOf({ periods }: PricedPolicy): Decimal {
  const [first, ...others] = periods;
  return others.reduce((all, { sum }) => all.plus(sum), first?.sum ?? ZERO);
}

function unitOf({ periods }: PricedPolicy): string | null {
  return periods.find(({ lines }) => lines.length > 0)?.lines[0]?.unit ?? null;
}

/** The policy with so much less, taken from one period after the other. */
function less(policy: PricedPolicy, much: Decimal, how: string): PricedPolicy {
  let left = much;
  const periods = policy.periods.map((priced): PricedPeriod => {
    const taken = Exact.min(left, priced.sum);
    if (taken.lte(0)) return priced;
    left = left.minus(taken);
    const { unit = null, inputs } = priced.lines[0] ?? {};
    const line: DraftLine = {
      code: 'not_combined',
      inputs: () => ({ how, currency: inputs?.()['currency'] ?? '' }),
      value: taken.negated(),
      unit,
    };
    return withLine(priced, line);
  });
  return { ...policy, periods };
}
