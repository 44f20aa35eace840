import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import type { ShownProposal } from '../../src/offers/proposals.service.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});

afterAll(() => bench.drop());

const propose = (assessmentId: string) => bench.proposals.propose(assessmentId, {}, ANNE);

async function proposalOf(assessmentId: string, customerId: string): Promise<ShownProposal | undefined> {
  return (await bench.proposals.list({ assessmentId, customerId }, {})).items[0];
}

const NO_OFFERS = {
  created: 0,
  replaced: 0,
  withdrawn: 0,
  unchanged: 0,
  kept: 0,
  stale: 0,
  supplemented: 0,
  ended: 0,
  none: 0,
};

describe('a run', () => {
  test('gives every customer of the assessment an offer or the reason why not', async () => {
    const incidentId = await bench.incident();
    const assessmentId = await bench.assessment(incidentId);
    const cases = [
      [{ policyCode: 'std' }, { unable_to_join: 1200, degraded: 600 }, 'offer', 5000],
      [{ policyCode: 'std', feeMinor: 12_345 }, { interactivity_loss: 61 }, 'offer', 2469],
      [{ policyCode: 'std', currency: 'GBP' }, { degraded: 60 }, 'offer', 450],
      [{ policyCode: 'std' }, { degraded: 59 }, 'below_minimum_seconds', 0],
      [{ policyCode: 'std' }, {}, 'no_data', 0],
      [{ policyCode: 'std', plan: 'free' }, { unable_to_join: 1200 }, 'plan_excluded', 0],
      [{ policyCode: 'std', status: 'trial' }, { unable_to_join: 1200 }, 'status_excluded', 0],
      [{ policyCode: 'std', currency: 'JPY' }, { unable_to_join: 1200 }, 'currency_not_in_policy', 0],
      [{ policyCode: 'gone' }, { unable_to_join: 1200 }, 'no_policy_in_force', 0],
      [null, { unable_to_join: 1200 }, 'no_contract', 0],
    ] as const;
    const customers = await Promise.all(cases.map(([contract]) => bench.customer({ contract })));
    for (const [index, [, seconds]] of cases.entries()) {
      await bench.impact(assessmentId, customers[index]?.id ?? '', seconds);
    }
    const answer = await bench.post(`/assessments/${assessmentId}/offers`);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      assessmentId,
      incidentId,
      outcomes: { offer: 3, nothing_owed: 4, refused: 3 },
      offers: { ...NO_OFFERS, created: 3, none: 7 },
      totals: [
        { amountMinor: 7469, currency: 'EUR' },
        { amountMinor: 450, currency: 'GBP' },
      ],
      inKind: [],
    });
    for (const [index, [, , expected, amountMinor]] of cases.entries()) {
      const proposal = await proposalOf(assessmentId, customers[index]?.externalId ?? '');
      const said = proposal?.outcome === 'offer' ? 'offer' : proposal?.reasons[0]?.code;
      expect([said, proposal?.total?.amountMinor ?? 0]).toEqual([expected, amountMinor]);
      expect(proposal?.offerId === null).toBe(expected !== 'offer');
    }
    expect(await bench.messages('offers.proposed', assessmentId)).toEqual([
      { dedupKey: expect.stringContaining(assessmentId), payload: { assessmentId, incidentId } },
    ]);
    expect(await bench.messages('offer.changed', incidentId)).toEqual([]);
  });

  test('makes drafts that say where they come from', async () => {
    const { id } = await bench.draft('std');
    const answer = await bench.get(`/offers/${id}`);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toMatchObject({
      id,
      version: 1,
      status: 'draft',
      sequence: 0,
      policyCode: 'std',
      policyVersion: 1,
      amount: { amountMinor: 5000, currency: 'EUR' },
      validUntil: null,
      creditId: null,
      createdBy: ANNE.id,
      createdAt: NOW.toISOString(),
      nextStatuses: ['approved', 'withdrawn'],
      transitions: [{ version: 1, from: null, to: 'draft', actor: ANNE.id, reason: null, at: NOW.toISOString() }],
    });
    expect(answer.body['lines']).toEqual([
      expect.objectContaining({
        code: 'fixed_amount',
        amountMinor: 5000,
        inputs: expect.objectContaining({ seconds: 1200 }),
      }),
    ]);
  });

  test('run again, changes nothing', async () => {
    const { assessmentId, customer } = await bench.hit('std');
    await propose(assessmentId);
    const before = await proposalOf(assessmentId, customer.externalId);
    bench.clock.set('2020-09-18T08:00:00Z');
    const again = await propose(assessmentId);
    bench.clock.set(NOW);
    expect(again).toMatchObject({ offers: { ...NO_OFFERS, unchanged: 1 }, outcomes: { offer: 1 } });
    expect(await proposalOf(assessmentId, customer.externalId)).toEqual(before);
    expect((await bench.offers.list({ assessmentId }, {})).total).toBe(1);
    expect(await bench.messages('offers.proposed', assessmentId)).toHaveLength(2);
  });

  test('at once with others, makes one draft', async () => {
    const { assessmentId, incidentId } = await bench.hit('std');
    const runs = await Promise.all(Array.from({ length: 4 }, () => bench.post(`/assessments/${assessmentId}/offers`)));
    expect(runs.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await bench.offers.list({ incidentId }, {})).total).toBe(1);
  });
});

describe('a draft', () => {
  test('is replaced when the policy changes', async () => {
    await bench.policy('moving');
    const { assessmentId, customer, incidentId } = await bench.hit('moving');
    await propose(assessmentId);
    const [old] = (await bench.offers.list({ incidentId }, {})).items;
    await bench.policies.addVersion(
      'moving',
      { from: '2020-09-01', rules: { ...RULES, caps: { incident: { percent: '10' } } } },
      ANNE,
    );
    expect(await propose(assessmentId)).toMatchObject({
      offers: { ...NO_OFFERS, replaced: 1 },
      totals: [{ amountMinor: 1000, currency: 'EUR' }],
    });
    const proposal = await proposalOf(assessmentId, customer.externalId);
    expect(proposal?.lines.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ['fixed_amount', 5000],
      ['cap_incident', -4000],
    ]);
    expect(await bench.offers.get(old?.id ?? '')).toMatchObject({
      status: 'withdrawn',
      version: 2,
      transitions: [{ to: 'draft' }, { from: 'draft', to: 'withdrawn', reason: 'replaced', actor: ANNE.id }],
    });
    expect(await bench.messages('offer.changed', old?.id ?? '')).toEqual([
      {
        dedupKey: `offer.changed:${old?.id}:2`,
        payload: {
          customerId: customer.id,
          offerId: old?.id,
          incidentId,
          from: 'draft',
          to: 'withdrawn',
          actor: ANNE.id,
          at: NOW.toISOString(),
          reason: 'replaced',
        },
      },
    ]);
    expect(proposal?.offerId).not.toBe(old?.id);
    expect((await bench.offers.list({ incidentId, status: 'draft' }, {})).items.map(({ id }) => id)).toEqual([
      proposal?.offerId,
    ]);
  });

  test('stands for a later assessment that comes to the same', async () => {
    const { assessmentId, incidentId, customer } = await bench.hit('std');
    await propose(assessmentId);
    const later = await bench.assessment(incidentId, 2);
    await bench.impact(later, customer.id, { unable_to_join: 1200 });
    expect(await propose(later)).toMatchObject({ offers: { ...NO_OFFERS, unchanged: 1 } });
    const [offer] = (await bench.offers.list({ assessmentId: later }, {})).items;
    expect(offer).toMatchObject({ assessmentId, status: 'draft' });
  });

  test('is taken back when a later assessment owes nothing, and comes back with the one after', async () => {
    const { assessmentId, incidentId, customer } = await bench.hit('std');
    const other = await bench.customer({ contract: { policyCode: 'std' } });
    await bench.impact(assessmentId, other.id, { degraded: 600 });
    await propose(assessmentId);
    const second = await bench.assessment(incidentId, 2);
    await bench.impact(second, customer.id, { degraded: 30 });
    expect(await propose(second)).toMatchObject({
      offers: { ...NO_OFFERS, withdrawn: 2 },
      outcomes: { offer: 0, nothing_owed: 1 },
    });
    expect((await bench.offers.list({ incidentId, status: 'withdrawn' }, {})).total).toBe(2);
    const third = await bench.assessment(incidentId, 3);
    await bench.impact(third, customer.id, { unable_to_join: 1200 });
    expect(await propose(third)).toMatchObject({ offers: { ...NO_OFFERS, created: 1 } });
  });

  test('is taken back when the windows are all retracted', async () => {
    const { assessmentId, incidentId } = await bench.hit('std');
    await propose(assessmentId);
    const later = await bench.assessment(incidentId, 2, 'done', null);
    expect(await propose(later)).toMatchObject({ offers: { ...NO_OFFERS, withdrawn: 1 }, totals: [] });
  });
});

describe('an offer that is no draft', () => {
  test.each(['sent', 'accepted'] as const)('is kept when it is %s', async (status) => {
    await bench.policy(`kept-${status}`);
    const offer = await bench.sent(`kept-${status}`);
    if (status === 'accepted')
      await bench.offers.accept(
        offer.id,
        { saidBy: 'Ann', channel: 'phone', saidAt: NOW, note: null },
        { actor: ANNE },
      );
    await bench.policies.addVersion(
      `kept-${status}`,
      { from: '2020-02-01', rules: { ...RULES, validityDays: 3 } },
      ANNE,
    );
    const before = await bench.offers.get(offer.id);
    expect(await propose(offer.assessmentId)).toMatchObject({
      offers: { ...NO_OFFERS, kept: 1 },
      outcomes: { offer: 1 },
    });
    expect(await bench.offers.get(offer.id)).toEqual(before);
    expect(await proposalOf(offer.assessmentId, offer.customerId)).toMatchObject({
      offerId: offer.id,
      policyVersion: 2,
    });
  });

  test('does not come back by itself once a person withdrew it, unless it is another offer', async () => {
    await bench.policy('ended');
    const offer = await bench.draft('ended');
    await bench.offers.withdraw(offer.id, { actor: ANNE, reason: 'not this one' });
    expect(await propose(offer.assessmentId)).toMatchObject({ offers: { ...NO_OFFERS, ended: 1 } });
    await bench.policies.addVersion('ended', { from: '2020-02-01', rules: { ...RULES, validityDays: 3 } }, ANNE);
    expect(await propose(offer.assessmentId)).toMatchObject({ offers: { ...NO_OFFERS, created: 1 } });
  });

  test('that is overdue has expired, also for a run', async () => {
    await bench.policy('overdue');
    const offer = await bench.sent('overdue');
    bench.clock.set('2021-01-01T00:00:00Z');
    expect(await propose(offer.assessmentId)).toMatchObject({ offers: { ...NO_OFFERS, ended: 1 } });
    bench.clock.set(NOW);
    const transitions = (await bench.offers.get(offer.id)).transitions.map(({ to, actor }) => [to, actor]);
    expect(transitions.at(-1)).toEqual(['expired', 'system']);
  });
});

test('the incident’s day is that of the customer: so are its contract and its policy', async () => {
  const incidentId = await bench.incident();
  // 00:30 on the 17th in Paris, still the 16th in New York.
  const assessmentId = await bench.assessment(incidentId, 1, 'done', '2020-09-16T22:30:00Z');
  await bench.sql(`update assessment set windows = windows - 0 where id = $1`, [assessmentId]);
  const paris = await bench.customer({ contract: { from: '2020-09-17', policyCode: 'std' } });
  const newYork = await bench.customer({
    zone: 'America/New_York',
    contract: { from: '2020-09-17', policyCode: 'std' },
  });
  const ended = await bench.customer({ contract: { from: '2020-01-01', to: '2020-09-17', policyCode: 'std' } });
  const lastDay = await bench.customer({
    zone: 'America/New_York',
    contract: { from: '2020-01-01', to: '2020-09-17', policyCode: 'std' },
  });
  for (const { id } of [paris, newYork, ended, lastDay]) await bench.impact(assessmentId, id, { degraded: 600 });
  await propose(assessmentId);
  const outcome = async ({ externalId }: { externalId: string }) => {
    const proposal = await proposalOf(assessmentId, externalId);
    return proposal?.reasons[0]?.code ?? proposal?.outcome;
  };
  expect(await Promise.all([paris, newYork, ended, lastDay].map(outcome))).toEqual([
    'offer',
    'no_contract',
    'no_contract',
    'offer',
  ]);
});

test('without a policy of its own, a contract has the first policy for its plan', async () => {
  await bench.policy('aa-gold', { ...RULES, plans: ['gold'] });
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  const gold = await bench.customer({ contract: { plan: 'gold' } });
  const other = await bench.customer({ contract: { plan: 'other' } });
  for (const { id } of [gold, other]) await bench.impact(assessmentId, id, { degraded: 600 });
  await propose(assessmentId);
  expect(await proposalOf(assessmentId, gold.externalId)).toMatchObject({ policyCode: 'aa-gold' });
  expect((await proposalOf(assessmentId, other.externalId))?.policyCode).not.toBe('aa-gold');
});

test('a run may be asked to use another policy', async () => {
  await bench.policy('asked', {
    ...RULES,
    remedy: { type: 'fixed', byClass: { unable_to_join: { amounts: { EUR: 1 } } } },
  });
  const { assessmentId } = await bench.hit('std');
  const answer = await bench.post(`/assessments/${assessmentId}/offers`, { policyCode: 'asked' });
  expect(answer.body).toMatchObject({ totals: [{ amountMinor: 1, currency: 'EUR' }] });
  expect(await bench.post(`/assessments/${assessmentId}/offers`, { policyCode: 'missing' })).toMatchObject({
    status: 404,
    body: { code: 'policy_not_found' },
  });
});

test('sums that cannot be told exactly are refused, and nothing is kept', async () => {
  await bench.policy('huge', {
    ...RULES,
    remedy: { type: 'fixed', byClass: { degraded: { amounts: { EUR: Number.MAX_SAFE_INTEGER } } } },
  });
  const { assessmentId, incidentId } = await bench.hit('huge');
  const other = await bench.customer({ contract: { policyCode: 'huge' } });
  await bench.impact(assessmentId, other.id, { degraded: 600 });
  expect(await bench.post(`/assessments/${assessmentId}/offers`)).toMatchObject({
    status: 422,
    body: { code: 'total_too_large' },
  });
  expect((await bench.offers.list({ incidentId }, {})).total).toBe(0);
});

describe('a run is refused', () => {
  test.each(['queued', 'running', 'failed', 'cancelled'])('for an assessment that is %s', async (status) => {
    const assessmentId = await bench.assessment(await bench.incident(), 1, status);
    expect(await bench.post(`/assessments/${assessmentId}/offers`)).toMatchObject({
      status: 409,
      body: { code: 'assessment_not_done', details: { status } },
    });
  });

  test('for an assessment that a later one has taken the place of', async () => {
    const { assessmentId, incidentId } = await bench.hit('std');
    await bench.assessment(incidentId, 2, 'failed');
    expect(await bench.post(`/assessments/${assessmentId}/offers`)).toMatchObject({ status: 200 });
    await bench.assessment(incidentId, 3);
    expect(await bench.post(`/assessments/${assessmentId}/offers`)).toMatchObject({
      status: 409,
      body: { code: 'assessment_superseded', details: { revision: 1, latestDoneRevision: 3 } },
    });
  });

  test.each([newId(), 'x'])('for the assessment %s, which is not there', async (id) => {
    expect(await bench.post(`/assessments/${id}/offers`)).toMatchObject({
      status: 404,
      body: { code: 'assessment_not_found' },
    });
  });

  test.each([{ policyCode: 5 }, { policyCode: 'A' }, { policyCode: 'a\u0000' }, { policy: 'std' }, []])(
    'for the body %j',
    async (body) => {
      expect(await bench.post(`/assessments/${newId()}/offers`, body)).toMatchObject({
        status: 400,
        body: { code: expect.stringMatching(/^(invalid_input|body_not_safe)$/) },
      });
    },
  );
});

test('proposals are listed by customer, with filters and pages', async () => {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  for (const seconds of [{ degraded: 600 }, { degraded: 5 }, { unable_to_join: 900 }]) {
    await bench.impact(assessmentId, (await bench.customer({ contract: { policyCode: 'std' } })).id, seconds);
  }
  await propose(assessmentId);
  const page = await bench.get(`/proposals?assessmentId=${assessmentId}&limit=2`);
  expect(page.body).toMatchObject({ total: 3, nextCursor: expect.any(String) });
  const rest = await bench.get(
    `/proposals?assessmentId=${assessmentId}&limit=2&cursor=${String(page.body['nextCursor'])}`,
  );
  const ids = [page, rest].flatMap(({ body }) =>
    (body['items'] as ShownProposal[]).map(({ customerId }) => customerId),
  );
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(ids).toHaveLength(3);
  const none = await bench.get(`/proposals?assessmentId=${assessmentId}&outcome=nothing_owed`);
  expect(none.body).toMatchObject({
    total: 1,
    items: [{ reasons: [{ code: 'below_minimum_seconds' }], total: { amountMinor: 0 } }],
  });
  for (const query of [
    '',
    '?assessmentId=x',
    `?assessmentId=${assessmentId}&outcome=no`,
    `?assessmentId=${assessmentId}&customerId=%00`,
  ]) {
    expect(await bench.get(`/proposals${query}`)).toMatchObject({
      status: 400,
      body: { code: expect.stringMatching(/^invalid_(input|url)$/) },
    });
  }
});

test('an assessment of more customers than one batch is read to its end', async () => {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  await bench.sql(
    `with made as (
       insert into customer (id, external_id, name, time_zone, locale, created_at, updated_at)
       select gen_random_uuid(), 'bulk-' || n, 'Bulk ' || n, 'Europe/Paris', 'fr', $1, $1
         from generate_series(1, 1001) n returning id
     ), contracts as (
       insert into contract (customer_id, valid_from, plan, monthly_fee_minor, currency, policy_code, status)
       select id, '2020-01-01', 'pro', 9900, 'EUR', 'std', 'active' from made
     )
     insert into customer_impact
     select id, $2, 'unable_to_join', 1, 0, 0, 0, 0, 600, 0, 0, 0, 0, 600, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0 from made`,
    [NOW, assessmentId],
  );
  expect(await propose(assessmentId)).toMatchObject({
    offers: { ...NO_OFFERS, created: 1001 },
    totals: [{ amountMinor: 5_005_000, currency: 'EUR' }],
  });
  expect(await propose(assessmentId)).toMatchObject({ offers: { ...NO_OFFERS, unchanged: 1001 } });
  await bench.policies.addVersion('std', { from: '2020-02-01', rules: { ...RULES, validityDays: 10 } }, ANNE);
  expect(await propose(assessmentId)).toMatchObject({ offers: { ...NO_OFFERS, replaced: 1001 } });
  expect((await bench.offers.list({ incidentId, status: 'draft' }, { limit: 1 })).total).toBe(1001);
});
