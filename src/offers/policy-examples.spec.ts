import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { factsOf, incidentOf, periodOf, policyFactsOf, slaRules } from '../../test/support/offer-facts.js';
import type { PolicyRules } from '../policies/policy.js';
import { rulesOf, validatePolicy } from '../policies/validate-policy.js';
import { priceOffer } from './price-offer.js';
import type { OfferFacts, PeriodFacts, PolicyFacts, Proposal } from './proposal.js';

type Example = { code: string; rules: Record<string, unknown> };

const FOLDER = 'policies/examples';
const EXAMPLES: readonly Example[] = readdirSync(FOLDER)
  .toSorted()
  .map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Example);
const example = (code: string): Example => EXAMPLES.find((each) => each.code === code) as Example;

const FEE = { amountMinor: 100_000, currency: 'USD' };

/** The example's policy over one period, for a customer who pays 1,000.00 a month. */
function price(
  code: string,
  minutes: Parameters<typeof periodOf>[0],
  change: {
    period?: Partial<PeriodFacts>;
    mine?: Partial<PolicyFacts>;
    facts?: Partial<OfferFacts>;
    rules?: PolicyRules;
  } = {},
): Proposal {
  const rules = change.rules ?? rulesOf(example(code).rules);
  const currency = code === 'ofcom-repair' ? 'GBP' : 'USD';
  const mine = policyFactsOf(rules, { periods: [periodOf(minutes, change.period)], ...change.mine });
  return priceOffer(
    factsOf([mine], {
      contract: { plan: 'pro', monthlyFee: { ...FEE, currency }, status: 'active', policyCode: null },
      fees: [{ from: '2018-01-01', to: '9999-12-31', monthlyFeeMinor: FEE.amountMinor }],
      ...change.facts,
    }),
  );
}

const minor = ({ total }: Proposal) => total?.amountMinor;
const first = ({ lines }: Proposal) => lines[0]?.text.en.replaceAll('\u00a0', ' ');

test('the policies that the guide writes out are valid as they stand there', () => {
  const guide = readFileSync('docs/policies.md', 'utf8');
  const written = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => validatePolicy(JSON.parse(json)));
  expect(written.map(({ faults }) => faults)).toEqual([undefined, undefined]);
});

test('all seventeen schedules are shipped; those that are not complete say why and are refused for use', () => {
  expect(EXAMPLES).toHaveLength(17);
  const refused = EXAMPLES.filter(({ rules }) => validatePolicy(rules).faults !== undefined);
  expect(refused.map(({ code }) => code)).toEqual([
    'atlassian-cloud-premium',
    'zoom',
    'ringcentral-events',
    'cloud-voice-clause',
    'wavelength-clause',
    'instaply',
    'algolia',
  ]);
  for (const { rules } of refused) {
    expect(validatePolicy(rules).faults).toContainEqual(expect.objectContaining({ code: 'incomplete' }));
  }
});

describe('with numbers, in a month of 43,200 minutes', () => {
  // 0.1 % is 43.2 min, 1 % is 432 min, 5 % is 2,160 min.
  test.each([
    [43, undefined],
    [44, 10_000],
    [432, 10_000],
    [433, 25_000],
    [2160, 25_000],
    [2161, 100_000],
  ])('1 AWS: %i min', (lost, expected) => {
    expect(minor(price('aws-private-ca', { lost })) || undefined).toBe(expected);
  });

  test('1 AWS: only if more than a dollar', () => {
    const fees = [{ from: '2018-01-01', to: '9999-12-31', monthlyFeeMinor: 1000 }];
    expect(price('aws-private-ca', { lost: 60 }, { facts: { fees } })).toMatchObject({
      outcome: 'nothing_owed',
      reasons: [{ code: 'below_minimum' }],
      lines: [
        { code: 'tier', amountMinor: 100 },
        { code: 'minimum', amountMinor: -100 },
      ],
    });
  });

  test.each([
    [60, 3],
    [1000, 7],
    [3000, 15],
  ])('2 Google Workspace: %i min give %i days', (lost, quantity) => {
    const proposal = price('google-workspace', { lost });
    expect(proposal).toMatchObject({
      outcome: 'offer',
      total: { amountMinor: 0 },
      shares: [{ unit: 'days_of_service', quantity }],
    });
  });

  test('2 Google Workspace: 15 days a month at most, of which others have had 12', () => {
    const granted = [{ offerId: 'o-1', amountMinor: 0, quantity: 12 }];
    const proposal = price('google-workspace', { lost: 3000 }, { period: { granted } });
    expect(proposal.lines.map(({ code, inKind }) => [code, inKind?.quantity])).toEqual([
      ['in_kind', 15],
      ['already_granted', -12],
    ]);
  });

  test('3 Google Interconnect: a minute that is down in part does not count, nor does less than one', () => {
    const noon = Date.parse('2020-09-16T12:00:00Z') / 1000;
    const period = (start: number, end: number): Partial<PeriodFacts> => ({
      downtime: { type: 'spans', lost: [[noon + start, noon + end]], inferred: [], degraded: [] },
    });
    // 99.99 % leaves 4.32 min: 5 whole minutes pay, 4 and two parts do not.
    expect(minor(price('google-interconnect', {}, { period: period(0, 300) }))).toBe(10_000);
    expect(minor(price('google-interconnect', {}, { period: period(30, 330) }))).toBe(0);
  });

  test('4 Microsoft: minutes of users, and never more than the fee', () => {
    const period = {
      seconds: 43_200 * 60 * 10,
      downtime: { type: 'seconds', lost: 10 * 44 * 60, inferred: 0, degraded: 0 },
    } as const;
    expect(minor(price('microsoft-online-services', {}, { period }))).toBe(25_000);
    const few = { ...period, downtime: { ...period.downtime, lost: 10 * 43 * 60 } };
    expect(minor(price('microsoft-online-services', {}, { period: few }))).toBe(0);
  });

  test('5 Atlassian’s worked example: 60 of 43,200 min is 99.86 %, and 10 %', () => {
    const { incomplete: _incomplete, ...known } = example('atlassian-cloud-premium').rules;
    expect(validatePolicy(known).faults?.map(({ code }) => code)).toEqual(['tiers_gap']);
    const rules = rulesOf({
      ...known,
      remedy: {
        type: 'tiers',
        tiers: [
          { gte: '99.0', lt: '99.90', percent: '10' },
          { lt: '99.0', percent: '25' },
        ],
      },
    });
    const proposal = price('atlassian-cloud-premium', { lost: 60 }, { rules });
    expect(minor(proposal)).toBe(10_000);
    expect(proposal.lines[0]?.inputs).toMatchObject({
      availability: '99.86',
      minutes: '60',
      periodMinutes: '43200',
      percent: '10',
    });
    expect(first(proposal)).toBe(
      'Availability of 99.86% in September 2020 (60 min of 43,200 min): 10% of the fees of the period of $1,000.00',
    );
  });

  test('6 Slack: ten times the fee of the time down, in a quarter', () => {
    // 92 days of 1,440 min: 132,480 min; 99.99 % leaves 13.248.
    const period = {
      startAt: '2020-07-01T00:00:00.000Z',
      seconds: 132_480 * 60,
      months: [
        ['2020-07-01', '2020-08-01'],
        ['2020-08-01', '2020-09-01'],
        ['2020-09-01', '2020-10-01'],
      ],
    } as const;
    expect(minor(price('slack', { lost: 13 }, { period }))).toBe(0);
    // 3,000.00 x 10 x 20 / 132,480 = 4.5290 …
    expect(minor(price('slack', { lost: 20 }, { period }))).toBe(453);
  });

  test('7 Twilio: 10 % flat', () => {
    expect([21, 22, 40_000].map((lost) => minor(price('twilio', { lost })))).toEqual([0, 10_000, 10_000]);
  });

  test('8 Cloudflare: the time down times the part of the people hit, of the fees of the month before', () => {
    const facts = {
      incident: incidentOf({ unable_to_join: 6000 }, { people: { unable_to_join: 5 } }),
      fees: [
        { from: '2018-01-01', to: '2020-09-01', monthlyFeeMinor: 50_000 },
        { from: '2020-09-01', to: '9999-12-31', monthlyFeeMinor: 100_000 },
      ],
    };
    // 500.00 x 432 / 43,200 x 5 / 20 = 1.25
    expect(minor(price('cloudflare-business', { lost: 432 }, { mine: { users: 20 }, facts }))).toBe(125);
    // The year before had twelve fees of 500.00, so one of them is the cap; 499.00 are gone.
    const period = { grantedInYear: [{ offerId: 'o-1', amountMinor: 49_900, quantity: 0 }] };
    const capped = price('cloudflare-business', { lost: 432 }, { mine: { users: 20 }, facts, period });
    expect(capped.lines.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ['linear', 125],
      ['cap_rolling_year', -25],
    ]);
    expect(capped.lines[1]?.text.en).toBe('Cap over twelve months: $500.00, of which $499.00 is taken (offer o-1)');
  });

  test.each([
    [44, 10_000],
    [433, 15_000],
    [865, 20_000],
    [1729, 30_000],
  ])('10 Supabase: %i min', (lost, expected) => {
    expect(minor(price('supabase', { lost }))).toBe(expected);
  });

  test('14 UCaaS: 10 % of the fee for each person who had an outage', () => {
    const incident = incidentOf({ unable_to_join: 600 }, { people: { unable_to_join: 2, degraded: 1 } });
    // 1,000.00 for 8 people is 125.00 each: 10 % of it, for 3.
    expect(minor(price('ucaas-clause', {}, { mine: { users: 8 }, facts: { incident } }))).toBe(3750);
  });

  test('15 Ofcom: 10.34 for each day after two full working days', () => {
    // Down from Wednesday 16 to Monday 21: Thursday and Friday are the two days, Saturday to Monday are paid.
    const daysDown = ['2020-09-16', '2020-09-17', '2020-09-18', '2020-09-19', '2020-09-20', '2020-09-21'];
    expect(minor(price('ofcom-repair', {}, { mine: { daysDown } }))).toBe(3102);
    expect(minor(price('ofcom-repair', {}, { mine: { daysDown: daysDown.slice(0, 3) } }))).toBe(0);
  });
});

describe('edges', () => {
  test('99.9 exactly keeps the promise; a second more does not, and is not shown as 99.9', () => {
    const spans = (seconds: number): Partial<PeriodFacts> => ({
      downtime: { type: 'spans', lost: [[0, seconds]], inferred: [], degraded: [] },
    });
    const exact = priceOffer(factsOf([policyFactsOf(slaRules(), { periods: [periodOf({}, spans(2592))] })]));
    expect(exact).toMatchObject({ outcome: 'nothing_owed', reasons: [{ code: 'commitment_kept' }] });
    const below = priceOffer(factsOf([policyFactsOf(slaRules(), { periods: [periodOf({}, spans(2593))] })]));
    expect(below.lines[0]?.inputs).toMatchObject({ availability: '99.89996' });
  });

  test('October 2020 in Paris has 44,700 minutes, so 44.6 min of downtime keep 99.9 %', () => {
    const october = { startAt: '2020-09-30T22:00:00.000Z', endAt: '2020-10-31T23:00:00.000Z', seconds: 44_700 * 60 };
    const at = (lost: number) =>
      priceOffer(factsOf([policyFactsOf(slaRules(), { periods: [periodOf({ lost }, october)] })])).outcome;
    expect([at(44), at(45)]).toEqual(['nothing_owed', 'offer']);
  });

  test('an upgrade in the middle of the month counts by days', () => {
    const fees = [
      { from: '2020-01-01', to: '2020-09-16', monthlyFeeMinor: 10_000 },
      { from: '2020-09-16', to: '9999-12-31', monthlyFeeMinor: 20_000 },
    ];
    // 15 days of each: 150.00, and 10 % of it.
    expect(
      priceOffer(factsOf([policyFactsOf(slaRules(), { periods: [periodOf({ lost: 60 })] })], { fees })).total,
    ).toEqual({
      amountMinor: 1500,
      currency: 'EUR',
    });
  });
});
