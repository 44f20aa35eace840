import type {
  ContractInForce,
  IncidentFacts,
  OfferFacts,
  PeriodFacts,
  PolicyFacts,
  Proposal,
} from '../../src/offers/proposal.js';
import { HIT_CLASSES, type HitClass } from '../../src/policies/impact-class.js';
import type { PolicyRules } from '../../src/policies/policy.js';
import { rulesOf } from '../../src/policies/validate-policy.js';

export const CONTRACT: ContractInForce = {
  plan: 'pro',
  monthlyFee: { amountMinor: 12_345, currency: 'EUR' },
  status: 'active',
  policyCode: null,
};

const NONE = { unable_to_join: 0, media_loss: 0, interactivity_loss: 0, degraded: 0 };

/** An incident of so many clock seconds, people and meetings; what is not said is nothing. */
export function incidentOf(
  seconds: Partial<Record<HitClass, number>>,
  others: { readonly people?: Partial<Record<HitClass, number>>; readonly inferredSeconds?: number } = {},
): IncidentFacts {
  return {
    clockSeconds: { ...NONE, ...seconds },
    people: { ...NONE, ...others.people },
    meetings: NONE,
    inferred: { seconds: others.inferredSeconds ?? 0, people: 0, meetings: 0 },
  };
}

/** September 2020 in UTC, over, with so many minutes lost and degraded on end from the 16th at noon. */
export function periodOf(
  minutes: { readonly lost?: number; readonly degraded?: number },
  change: Partial<PeriodFacts> = {},
): PeriodFacts {
  const noon = Date.parse('2020-09-16T12:00:00Z') / 1000;
  const [lost, degraded] = [(minutes.lost ?? 0) * 60, (minutes.degraded ?? 0) * 60];
  return {
    startAt: '2020-09-01T00:00:00.000Z',
    endAt: '2020-10-01T00:00:00.000Z',
    isOver: true,
    seconds: 43_200 * 60,
    downtime: {
      type: 'spans',
      lost: lost > 0 ? [[noon, noon + lost]] : [],
      inferred: [],
      degraded: degraded > 0 ? [[noon + lost, noon + lost + degraded]] : [],
    },
    otherDowntime: { type: 'seconds', lost: 0, inferred: 0, degraded: 0 },
    events: [],
    months: [['2020-09-01', '2020-10-01']],
    previousMonths: [['2020-08-01', '2020-09-01']],
    yearMonths: Array.from({ length: 12 }, (_none, index) => {
      const day = (month: number): string => new Date(Date.UTC(2019, 8 + month, 1)).toISOString().slice(0, 10);
      return [day(index), day(index + 1)] as const;
    }),
    granted: [],
    grantedInYear: [],
    ...change,
  };
}

const PERIODS = [periodOf({})];

/** What one policy needs to know. */
export function policyFactsOf(rules: PolicyRules, change: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    policy: { id: `v-${rules.kind}`, policyCode: rules.kind, version: 1, rules },
    periods: PERIODS,
    rest: null,
    compensated: [],
    daysDown: [],
    users: 0,
    ...change,
  };
}

/** The facts of one customer under policies, each JSON of rules or facts that are ready. */
export function factsOf(
  policies: readonly PolicyFacts[],
  change: Partial<OfferFacts> & { readonly seconds?: Partial<Record<HitClass, number>> } = {},
): OfferFacts {
  const { seconds = { unable_to_join: 1200 }, ...others } = change;
  const incident = others.incident ?? incidentOf(seconds);
  return {
    day: '2020-09-16',
    class: HIT_CLASSES.find((name) => incident.clockSeconds[name] > 0) ?? 'unknown',
    incident,
    contract: CONTRACT,
    fees: [{ from: '2019-01-01', to: '9999-12-31', monthlyFeeMinor: 12_345 }],
    feesInOneCurrency: true,
    policies: Object.fromEntries(policies.map((policy) => [policy.policy.rules.kind, policy])),
    grantedMinor: 0,
    ...others,
  };
}

/** The rules of an SLA of 99.9 % with the tiers of most: 10, 25 and 100 %. */
export function slaRules(change: object = {}): PolicyRules {
  return rulesOf({
    kind: 'sla',
    zone: 'UTC',
    remedy: {
      type: 'tiers',
      tiers: [
        { gte: '99.0', lt: '99.9', percent: '10' },
        { gte: '95.0', lt: '99.0', percent: '25' },
        { lt: '95.0', percent: '100' },
      ],
    },
    taxTreatment: 'price_reduction',
    validityDays: 30,
    ...change,
  });
}

/** The sum of a proposal's lines, which is its total. */
export function sumOfLines({ lines }: Pick<Proposal, 'lines'>): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}
