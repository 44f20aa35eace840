import { describe, expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import {
  factsOf as factsUnder,
  incidentOf,
  CONTRACT,
  policyFactsOf,
  sumOfLines,
} from '../../test/support/offer-facts.js';
import { HIT_CLASSES, type HitClass } from '../policies/impact-class.js';
import type { Compensation } from '../policies/policy.js';
import { rulesOf } from '../policies/validate-policy.js';
import { factsHash, offerContentHash, priceOffer } from './price-offer.js';
import type { ContractInForce, OfferFacts, Proposal } from './proposal.js';

type ByClass = Partial<Record<HitClass, Compensation>>;
type Rules = { byClass?: ByClass; cap?: object; plans?: string[]; exclusions?: object; minimumSeconds?: number };

function goodwill({ byClass, cap, minimumSeconds = 60, ...others }: Rules) {
  return rulesOf({
    kind: 'goodwill',
    zone: 'Europe/Paris',
    measure: { minimumSeconds },
    remedy: {
      type: 'fixed',
      byClass: byClass ?? {
        unable_to_join: { amounts: { EUR: 5000, GBP: 4500 } },
        interactivity_loss: { percent: '20' },
        degraded: { amounts: { EUR: 500, GBP: 450 } },
      },
    },
    ...(cap === undefined ? {} : { caps: { incident: cap } }),
    taxTreatment: 'price_reduction',
    validityDays: 30,
    ...others,
  });
}

type Change = {
  readonly seconds?: Partial<Record<HitClass, number>>;
  readonly rules?: Rules;
  readonly contract?: Partial<ContractInForce> | null;
  readonly facts?: Partial<OfferFacts>;
};

function factsOf({ seconds = { unable_to_join: 1200 }, rules = {}, contract = {}, facts = {} }: Change): OfferFacts {
  const incident = incidentOf(seconds);
  return {
    ...factsUnder([policyFactsOf(goodwill(rules))], { seconds }),
    incident,
    contract: contract === null ? null : { ...CONTRACT, ...contract },
    ...facts,
  };
}

const price = (change: Change): Proposal => priceOffer(factsOf(change));
const sum = sumOfLines;
const minorOf = (proposal: Proposal) => proposal.total?.amountMinor ?? 0;

test('an amount beyond what whole numbers tell exactly is refused with the reason, not counted in part', () => {
  const most = { amounts: { EUR: Number.MAX_SAFE_INTEGER } };
  const remedy = { type: 'fixed', per: 'person', byClass: { unable_to_join: most } };
  const rules = rulesOf({ kind: 'goodwill', zone: 'UTC', remedy, taxTreatment: 'price_reduction', validityDays: 30 });
  const seconds = { unable_to_join: 1200 };
  const facts = (people: number) => ({
    ...factsUnder([policyFactsOf(rules)], { seconds }),
    incident: incidentOf(seconds, { people: { unable_to_join: people } }),
    contract: CONTRACT,
  });
  expect(minorOf(priceOffer(facts(1)))).toBe(Number.MAX_SAFE_INTEGER);
  expect(priceOffer(facts(2))).toMatchObject({
    outcome: 'refused',
    lines: [],
    total: { amountMinor: 0, currency: 'EUR' },
    reasons: [{ code: 'amount_too_large', details: { currency: 'EUR' } }],
  });
});

describe('what is offered', () => {
  test.each<[string, Change, number]>([
    ['the heaviest class', { seconds: { unable_to_join: 1200, degraded: 900 } }, 5000],
    ['a share of the fee, rounded half up once', { seconds: { interactivity_loss: 60 } }, 2469],
    ['half a unit goes up', { seconds: { interactivity_loss: 60 }, contract: fee(12_342.5 * 2) }, 4937],
    ['at the minimum', { seconds: { degraded: 60 } }, 500],
    ['too short for the heaviest, it counts for the next', { seconds: { unable_to_join: 59, degraded: 1 } }, 500],
    ['a class that pays nothing counts for a lighter one', { seconds: { media_loss: 600 } }, 2469],
    ['in the contract’s currency', { contract: { monthlyFee: { amountMinor: 1, currency: 'GBP' } } }, 4500],
    ['a fixed cap', { rules: { cap: { amounts: { EUR: 4000, GBP: 1 } } } }, 4000],
    ['a cap in per cent, never rounded up', { rules: { cap: { percent: '10' } } }, 1234],
    ['the lower of two caps', { rules: { cap: { amounts: { EUR: 2000, GBP: 1 }, percent: '50' } } }, 2000],
    ['a cap above it', { rules: { cap: { amounts: { EUR: 5000, GBP: 1 } } } }, 5000],
    ['a plan on the list', { rules: { plans: ['team', 'pro'], exclusions: { plans: ['free'] } } }, 5000],
    ['less what was granted', { facts: { grantedMinor: 1200 } }, 3800],
  ])('%s', (_name, change, expected) => {
    const proposal = price(change);
    expect(proposal).toMatchObject({ outcome: 'offer', reasons: [] });
    expect(minorOf(proposal)).toBe(expected);
    expect(sum(proposal)).toBe(expected);
  });

  test.each<[string, Change, string[]]>([
    ['nothing known', { seconds: {} }, ['no_data']],
    ['nothing known, and no contract', { seconds: {}, contract: null }, ['no_data']],
    ['too short', { seconds: { unable_to_join: 30, degraded: 29 } }, ['below_minimum_seconds']],
    [
      'a class that earns nothing',
      { rules: { byClass: { unable_to_join: fixed(5) } }, seconds: { degraded: 900 } },
      ['class_not_in_policy'],
    ],
    ['no fee', { rules: { byClass: { degraded: share('20') } }, contract: fee(0) }, ['no_monthly_fee']],
    [
      'a share that comes to nothing',
      { rules: { byClass: { degraded: share('20') } }, contract: fee(2) },
      ['amount_is_zero'],
    ],
    ['an amount of nothing', { rules: { byClass: { degraded: fixed(0) } } }, ['amount_is_zero']],
    ['a cap of nothing', { rules: { cap: { percent: '50' } }, contract: fee(0) }, ['no_monthly_fee']],
    ['another plan', { rules: { plans: ['team'] } }, ['plan_not_in_policy']],
    [
      'an excluded plan and status',
      { rules: { exclusions: { plans: ['pro'], statuses: ['trial'] } }, contract: { status: 'trial' } },
      ['plan_excluded', 'status_excluded'],
    ],
    [
      'excluded and too short',
      { rules: { exclusions: { plans: ['pro'] } }, seconds: { degraded: 5 } },
      ['plan_excluded', 'below_minimum_seconds'],
    ],
    [
      'excluded, in a currency without amounts',
      { rules: { exclusions: { plans: ['pro'] } }, contract: { monthlyFee: { amountMinor: 5, currency: 'JPY' } } },
      ['plan_excluded'],
    ],
    ['granted already', { facts: { grantedMinor: 5000 } }, ['already_granted']],
  ])('nothing owed: %s', (_name, change, codes) => {
    const proposal = price(change);
    expect(proposal.outcome).toBe('nothing_owed');
    expect(proposal.reasons.map(({ code }) => code)).toEqual(codes);
    expect(sum(proposal)).toBe(0);
    expect(minorOf(proposal)).toBe(0);
  });

  test.each<[string, Change, string]>([
    ['no contract', { contract: null }, 'no_contract'],
    ['no policy', { facts: { policies: {} } }, 'no_policy_in_force'],
    [
      'no amount in the currency',
      { contract: { monthlyFee: { amountMinor: 5, currency: 'JPY' } } },
      'currency_not_in_policy',
    ],
  ])('refused: %s', (_name, change, code) => {
    const proposal = price(change);
    expect(proposal.outcome).toBe('refused');
    expect(proposal.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(proposal.lines).toEqual([]);
  });

  test('a share is paid in any currency', () => {
    const change = {
      seconds: { interactivity_loss: 600 },
      contract: { monthlyFee: { amountMinor: 1001, currency: 'JPY' } },
    };
    expect(price({ ...change, rules: { byClass: { degraded: { percent: '50' } } } }).total).toEqual({
      amountMinor: 501,
      currency: 'JPY',
    });
  });
});

describe('the lines speak', () => {
  const said = (change: Change) =>
    price(change).lines.map(({ code, text, amountMinor }) => {
      const plain = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ');
      return [code, plain(text.fr), plain(text.en), amountMinor];
    });

  test('a fixed amount and its cap', () => {
    expect(said({ rules: { cap: { amounts: { EUR: 4000, GBP: 1 } } } })).toEqual([
      [
        'fixed_amount',
        'Accès impossible pendant 20 min : montant fixe de 50,00 €',
        'Unable to join for 20 min: a fixed amount of €50.00',
        5000,
      ],
      ['cap_incident', 'Plafond par incident : 40,00 €', 'Cap for an incident: €40.00', -1000],
    ]);
  });

  test('a share and a cap that is one', () => {
    expect(said({ seconds: { media_loss: 30, interactivity_loss: 61 }, rules: { cap: { percent: '10' } } })).toEqual([
      [
        'percent_of_fee',
        'Perte d’interactivité (ou pire) pendant 1 min 31 s : 20 % de l’abonnement mensuel de 123,45 €',
        'Interactivity lost (or worse) for 1 min 31 s: 20% of the monthly fee of €123.45',
        2469,
      ],
      ['cap_incident', 'Plafond par incident : 12,34 €', 'Cap for an incident: €12.34', -1235],
    ]);
  });

  test('what an exclusion takes away', () => {
    expect(said({ rules: { exclusions: { plans: ['pro'] } } }).at(-1)).toEqual([
      'plan_excluded',
      'Ne s’applique pas au forfait pro',
      'Does not apply to the plan pro',
      -5000,
    ]);
  });

  test('every reason has words in both languages', () => {
    for (const change of [
      { seconds: {} },
      { contract: null },
      { facts: { policies: {} } },
      { seconds: { degraded: 5 } },
    ]) {
      for (const { text } of price(change).reasons)
        expect([text.fr, text.en]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
    }
  });
});

const amount = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 2 ** 50 }));
const percentage = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, parts]) => `${whole}.${String(parts).padStart(6, '0')}`);
const amounts = fc.record({ EUR: amount, JPY: amount });
const compensation: fc.Arbitrary<Compensation> = fc.oneof(
  amounts.map((each) => ({ amounts: each })),
  percentage.map((each) => ({ percent: each })),
);
const seconds = fc.oneof(fc.constantFrom(0, 1, 59, 60, 61), fc.integer({ min: 0, max: 100_000 }));
const clockSeconds = fc.record({
  unable_to_join: seconds,
  media_loss: seconds,
  interactivity_loss: seconds,
  degraded: seconds,
});
const cap = fc.oneof(
  fc.record({
    amounts: fc.record({ EUR: fc.integer({ min: 1, max: 2 ** 50 }), JPY: fc.integer({ min: 1, max: 20_000 }) }),
  }),
  fc.record({ percent: percentage }),
);
const rules = fc.record(
  {
    byClass: fc.record(
      {
        unable_to_join: compensation,
        media_loss: compensation,
        interactivity_loss: compensation,
        degraded: compensation,
      },
      { requiredKeys: ['degraded'] },
    ),
    minimumSeconds: fc.constantFrom(1, 60, 300),
    cap,
    exclusions: fc.constantFrom({ plans: [] }, { plans: ['free'] }, { plans: ['pro'] }),
  },
  { requiredKeys: ['byClass', 'minimumSeconds'] },
);
const facts = fc
  .record({
    clockSeconds,
    rules,
    feeMinor: amount,
    currency: fc.constantFrom('EUR', 'JPY'),
    grantedMinor: fc.oneof(fc.constant(0), amount),
  })
  .map(({ clockSeconds: each, rules: some, feeMinor, currency, grantedMinor }) =>
    factsOf({
      seconds: each,
      rules: some,
      contract: { monthlyFee: { amountMinor: feeMinor, currency } },
      facts: { grantedMinor },
    }),
  );

describe('whatever the facts', () => {
  test('more seconds, or the same in a heavier class, never earn less', () => {
    fc.assert(
      fc.property(
        facts,
        clockSeconds,
        fc.constantFrom(...HIT_CLASSES),
        fc.constantFrom(...HIT_CLASSES),
        (before, added, from, to) => {
          const more = { ...before.incident.clockSeconds };
          for (const impactClass of HIT_CLASSES) more[impactClass] += added[impactClass];
          if (HIT_CLASSES.indexOf(to) < HIT_CLASSES.indexOf(from)) {
            more[to] += more[from];
            more[from] = 0;
          }
          const after: OfferFacts = { ...before, incident: incidentOf(more), class: 'unable_to_join' };
          expect(minorOf(priceOffer(after))).toBeGreaterThanOrEqual(minorOf(priceOffer(before)));
        },
      ),
    );
  });

  test('it is never above the cap, and never below nothing', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const total = minorOf(priceOffer(each));
        const cap = each.policies.goodwill?.policy.rules.caps.incident;
        const { amountMinor, currency } = each.contract?.monthlyFee ?? { amountMinor: 0, currency: 'EUR' };
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(cap?.amounts?.[currency] ?? Number.MAX_SAFE_INTEGER);
        const share = new Decimal(cap?.percent ?? '100000000000').times(amountMinor).div(100);
        expect(cap?.percent === undefined || share.gte(total)).toBe(true);
      }),
    );
  });

  test('the lines add up to the total, and an offer is of more than nothing', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const proposal = priceOffer(each);
        expect(sum(proposal)).toBe(minorOf(proposal));
        expect(minorOf(proposal) > 0).toBe(proposal.outcome === 'offer');
        expect(proposal.reasons.length === 0).toBe(proposal.outcome === 'offer');
      }),
    );
  });

  test('neither the order of what is given nor a second look changes anything', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const turned = turnRound(each) as OfferFacts;
        expect(priceOffer(turned)).toEqual(priceOffer(each));
        expect(factsHash(turned)).toBe(factsHash(each));
        expect(hashOf(priceOffer(turned))).toBe(hashOf(priceOffer(each)));
      }),
    );
  });
});

test('another policy version, customer or line is another offer', () => {
  const offer = {
    customerId: 'c',
    incidentId: 'i',
    policyVersionId: 'v',
    lines: price({}).lines,
    amount: { amountMinor: 5000, currency: 'EUR' },
  };
  const hashes = [
    offer,
    { ...offer, policyVersionId: 'w' },
    { ...offer, customerId: 'd' },
    { ...offer, lines: [] },
  ].map(offerContentHash);
  expect(new Set(hashes).size).toBe(4);
  expect(offerContentHash({ ...offer })).toBe(hashes[0]);
});

function fee(amountMinor: number): Partial<ContractInForce> {
  return { monthlyFee: { amountMinor, currency: 'EUR' } };
}

function share(percent: string): Compensation {
  return { percent };
}

function fixed(minor: number): Compensation {
  return { amounts: { EUR: minor } };
}

function hashOf({ lines, total }: Proposal): string {
  const amount = total ?? { amountMinor: 0, currency: 'EUR' };
  return offerContentHash({ customerId: 'c', incidentId: 'i', policyVersionId: 'v', lines, amount });
}

/** Objects with their keys turned round, and lists that are sets too: all but pairs, which are ranges. */
function turnRound(value: unknown): unknown {
  if (Array.isArray(value)) {
    const turned = value.map(turnRound);
    return turned.length === 2 && typeof turned[0] !== 'object' ? turned : turned.toReversed();
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, key.endsWith('onths') || key === 'rules' ? field : turnRound(field)]),
  );
}
