import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { factsOf, incidentOf, periodOf, policyFactsOf, slaRules, sumOfLines } from '../../test/support/offer-facts.js';
import type { PolicyRules } from '../policies/policy.js';
import { rulesOf } from '../policies/validate-policy.js';
import { downtimeMinutes } from './measure-downtime.js';
import { factsHash, priceOffer } from './price-offer.js';
import type { Grant, OfferFacts } from './proposal.js';
import { lessSpans, type Span, unionSpans } from './spans.js';

const START = Date.parse('2020-09-01T00:00:00Z') / 1000;

/** Pieces of a day near the beginning of the month, some touching, in seconds that are often whole minutes. */
const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 86_400 }), fc.integer({ min: 1, max: 20_000 }), fc.boolean()), {
    maxLength: 6,
  })
  .map((pieces) =>
    unionSpans(
      pieces.map(([start, length, whole]): Span => {
        const from = START + (whole ? start - (start % 60) : start);
        return [from, from + length];
      }),
    ),
  );

const measure = fc.record({
  weights: fc.constantFrom({ degraded: '0' }, { degraded: '0.3' }, { lost: '0.5', degraded: '0.5' }),
  minConsecutiveMinutes: fc.constantFrom(0, 1, 5),
  partialMinutes: fc.constantFrom('count', 'drop', 'ceil'),
});
const remedy = fc.constantFrom<object>(
  slaRules().remedy,
  { type: 'linear', multiplier: '10', target: '99.99' },
  { type: 'step', target: '99.9', per: '0.1', percent: '1', round: 'up' },
);
const caps = fc.constantFrom<object>(
  {},
  { period: { amounts: { EUR: 900 } } },
  { incident: { percent: '12.5' }, rollingYear: { percent: '5' } },
);
const rules = fc.record({ measure, remedy, caps }).map((change) => slaRules(change));
const grants: fc.Arbitrary<Grant[]> = fc.uniqueArray(
  fc.record({ offerId: fc.uuid(), amountMinor: fc.integer({ min: 1, max: 2000 }), quantity: fc.constant(0) }),
  { maxLength: 3, selector: ({ offerId }) => offerId },
);

/** `degraded` may overlap what is lost. */
function facts(
  some: PolicyRules,
  lost: readonly Span[],
  degraded: readonly Span[],
  granted: readonly Grant[],
): OfferFacts {
  return factsApart(some, lost, lessSpans(degraded, lost), granted);
}

function factsApart(
  some: PolicyRules,
  lost: readonly Span[],
  degraded: readonly Span[],
  granted: readonly Grant[],
): OfferFacts {
  const downtime = { type: 'spans' as const, lost, inferred: [], degraded };
  const period = periodOf({}, { downtime, granted, grantedInYear: granted });
  return factsOf([policyFactsOf(some, { periods: [period] })]);
}

const minor = (each: OfferFacts) => priceOffer(each).total?.amountMinor ?? 0;

describe('whatever the downtime of a period', () => {
  test('more of it, or lost for degraded, never measures or earns less', () => {
    fc.assert(
      fc.property(rules, spans, spans, spans, grants, (some, lost, degraded, added, granted) => {
        const more = unionSpans([...lost, ...added]);
        expect(minor(facts(some, more, degraded, granted))).toBeGreaterThanOrEqual(
          minor(facts(some, lost, degraded, granted)),
        );
        const [before, after] = [lost, more].map((each) =>
          downtimeMinutes(some.measure, {
            type: 'spans',
            lost: each,
            inferred: [],
            degraded: lessSpans(degraded, each),
          }),
        );
        expect(before && after?.gte(before)).toBe(true);
      }),
    );
  });

  test('lines and shares add up to the total, and no cap is passed with what others had', () => {
    fc.assert(
      fc.property(rules, spans, spans, grants, (some, lost, degraded, granted) => {
        const proposal = priceOffer(facts(some, lost, degraded, granted));
        const total = proposal.total?.amountMinor ?? 0;
        expect(sumOfLines(proposal)).toBe(total);
        if (proposal.outcome !== 'offer') return;
        expect(proposal.shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(total);
        const used = granted.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        const { period, incident, rollingYear } = some.caps;
        if (period !== undefined) expect(total + used).toBeLessThanOrEqual(900);
        // Of a fee of 123.45, and of twelve of them.
        if (incident !== undefined) expect(total).toBeLessThanOrEqual(1543);
        if (rollingYear !== undefined) expect(total + used).toBeLessThanOrEqual(7407);
      }),
    );
  });

  test('the order of pieces and grants changes neither the offer nor the hash', () => {
    fc.assert(
      fc.property(rules, spans, spans, grants, (some, lost, degraded, granted) => {
        const apart = lessSpans(degraded, lost);
        const one = factsApart(some, lost, apart, granted);
        const other = factsApart(some, lost.toReversed(), apart.toReversed(), granted.toReversed());
        expect(priceOffer(other)).toEqual(priceOffer(one));
        expect(factsHash(other)).toBe(factsHash(one));
      }),
    );
  });
});

describe('an SLA and a goodwill for one incident', () => {
  const goodwill = (combination: string, amount: number) =>
    rulesOf({
      kind: 'goodwill',
      zone: 'UTC',
      remedy: { type: 'fixed', each: { amounts: { EUR: amount } } },
      combination,
      taxTreatment: 'price_reduction',
      validityDays: 30,
    });
  /** The SLA pays 10 % of 123.45, exactly 12.345. */
  const price = (combination: string, amount: number, sla: object = {}) =>
    priceOffer(
      factsOf(
        [
          policyFactsOf(slaRules(sla), { periods: [periodOf({ lost: 60 })] }),
          policyFactsOf(goodwill(combination, amount)),
        ],
        { incident: incidentOf({ unable_to_join: 60 }) },
      ),
    );

  test.each([
    ['larger', 500, {}, 1235],
    ['larger', 5000, {}, 5000],
    ['top_up', 500, {}, 1235],
    ['top_up', 5000, {}, 5000],
    ['sum', 500, {}, 1735],
    ['sum', 500, { soleRemedy: true }, 1235],
    ['sum', 5000, { soleRemedy: true }, 5000],
  ])('%s of 12.345 and %i (%j) is %i', (combination, amount, sla, expected) => {
    const proposal = price(combination, amount, sla);
    expect(proposal.total).toEqual({ amountMinor: expected, currency: 'EUR' });
    expect(sumOfLines(proposal)).toBe(expected);
  });

  test('what does not count is a line that takes it away', () => {
    expect(price('top_up', 5000).lines.map(({ code, kind, amountMinor }) => [code, kind, amountMinor])).toEqual([
      ['tier', 'sla', 1235],
      ['fixed_amount', 'goodwill', 5000],
      ['not_combined', 'goodwill', -1235],
    ]);
  });
});

test('currencies with no, two and three decimals', () => {
  const rules = rulesOf({
    kind: 'goodwill',
    zone: 'UTC',
    remedy: { type: 'fixed', each: { amounts: { JPY: 800, EUR: 500, TND: 12_345 } } },
    taxTreatment: 'indemnity',
    validityDays: 30,
  });
  const said = (currency: string) => {
    const monthlyFee = { amountMinor: 100_000, currency };
    const contract = { plan: 'pro', monthlyFee, status: 'active' as const, policyCode: null };
    return priceOffer(factsOf([policyFactsOf(rules)], { contract })).lines[0];
  };
  expect(said('JPY')?.text.en).toContain('JPY\u00a0800');
  expect(said('EUR')?.text.en).toContain('€5.00');
  expect(said('TND')?.text.en).toContain('12.345');
  expect(said('TND')).toMatchObject({ taxTreatment: 'indemnity', nature: 'credit', amountMinor: 12_345 });
  expect(said('USD')).toBeUndefined();
});
