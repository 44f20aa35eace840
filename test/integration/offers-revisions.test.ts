import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { assertInvariants } from '../support/invariants.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});

afterEach(() => assertInvariants(bench.database));
afterAll(() => bench.drop());

const LIGHT = { degraded: 600 };
const HEAVY = { unable_to_join: 900 };
type Standing = Awaited<ReturnType<typeof hit>>;

/** A customer whose offer for the first assessment stands as asked. */
async function hit(seconds: typeof LIGHT | typeof HEAVY, status: 'draft' | 'approved' | 'sent', policyCode = 'std') {
  const { incidentId, assessmentId, customer } = await bench.hit(policyCode, seconds);
  await bench.proposals.propose(assessmentId, {}, ANNE);
  const id = (await bench.offers.list({ incidentId }, {})).items[0]?.id ?? '';
  if (status !== 'draft') await bench.approvals.approve(id, { actor: ANNE });
  if (status === 'sent') await send(id);
  return { incidentId, customer, id };
}

function send(id: string) {
  return bench.database.transaction((tx) => bench.offers.markSent(tx, id, { actor: ANNE }));
}

function accept(id: string) {
  return bench.offers.accept(id, { saidBy: 'Ann Other', channel: 'phone', saidAt: NOW, note: null }, { actor: ANNE });
}

/** Another assessment of the incident, with its offers. */
async function again(
  { incidentId, customer }: Standing,
  revision: number,
  seconds: typeof LIGHT | typeof HEAVY | null,
) {
  const assessmentId = await bench.assessment(incidentId, revision);
  if (seconds !== null) await bench.impact(assessmentId, customer.id, seconds);
  return (await bench.proposals.propose(assessmentId, {}, ANNE)).offers;
}

async function supplementsOf({ incidentId }: Standing) {
  return (await bench.offers.list({ incidentId }, {})).items.filter(({ sequence }) => sequence > 0);
}

describe('an approved offer', () => {
  test('goes stale when another amount is computed, and is not sent until somebody keeps it', async () => {
    const standing = await hit(LIGHT, 'approved');
    expect(await again(standing, 2, HEAVY)).toMatchObject({ stale: 1, kept: 0 });
    const stale = await bench.offers.get(standing.id);
    expect(stale).toMatchObject({
      status: 'approved',
      amount: { amountMinor: 500 },
      stale: { reasons: ['amount_changed'], proposed: { amountMinor: 5000, currency: 'EUR' }, kept: null },
    });
    expect(stale.blockers).toContainEqual(expect.objectContaining({ to: 'sent', code: 'stale' }));
    await expect(send(standing.id)).rejects.toMatchObject({ reasons: [{ code: 'stale' }] });
    expect(await bench.post(`/offers/${standing.id}/keep`, {})).toMatchObject({ status: 400 });
    expect(await bench.post(`/offers/${standing.id}/keep`, { reason: 'agreed so' })).toMatchObject({
      status: 200,
      body: { stale: { kept: { reason: 'agreed so' } } },
    });
    expect(await bench.post(`/offers/${standing.id}/keep`, { reason: 'again' })).toMatchObject({
      status: 409,
      body: { code: 'offer_not_stale' },
    });
    expect(await again(standing, 3, HEAVY)).toMatchObject({ stale: 0, kept: 1 });
    expect(await send(standing.id)).toMatchObject({ status: 'sent' });
  });

  test('is as computed again, and no more stale', async () => {
    const standing = await hit(LIGHT, 'approved');
    await again(standing, 2, HEAVY);
    await again(standing, 3, LIGHT);
    expect(await bench.offers.get(standing.id)).toMatchObject({ status: 'approved', stale: null });
  });

  test('of a customer who is not hit any more is stale, too', async () => {
    const standing = await hit(LIGHT, 'approved');
    expect(await again(standing, 2, null)).toMatchObject({ stale: 1 });
    expect(await bench.offers.get(standing.id)).toMatchObject({
      stale: { reasons: ['nothing_owed_any_more'], proposed: null },
    });
  });

  test('made a draft again, is replaced by what is computed', async () => {
    const standing = await hit(LIGHT, 'approved');
    await again(standing, 2, HEAVY);
    await bench.offers.reopen(standing.id, { actor: ANNE, reason: 'stale' });
    expect(await again(standing, 3, HEAVY)).toMatchObject({ replaced: 1 });
  });

  test('goes stale under another version of its policy', async () => {
    await bench.policy('moving');
    const standing = await hit(LIGHT, 'approved', 'moving');
    await bench.policies.addVersion('moving', { from: '2020-02-01', rules: { ...RULES, validityDays: 2 } }, ANNE);
    expect(await again(standing, 2, LIGHT)).toMatchObject({ stale: 1 });
    expect(await bench.offers.get(standing.id)).toMatchObject({ stale: { reasons: ['lines_changed'] } });
  });
});

describe('an offer that the customer has', () => {
  test.each(['sent', 'accepted'])(
    '%s: what more is owed is a supplement that names it, and it stays as it was',
    async (status) => {
      const standing = await hit(LIGHT, 'sent');
      if (status === 'accepted') await accept(standing.id);
      const before = await bench.offers.get(standing.id);
      expect(await again(standing, 2, HEAVY)).toMatchObject({ supplemented: 1 });
      expect(await bench.offers.get(standing.id)).toEqual(before);
      const [supplement, ...others] = await supplementsOf(standing);
      expect(others).toEqual([]);
      expect(supplement).toMatchObject({
        status: 'draft',
        sequence: 1,
        supplementOf: standing.id,
        amount: { amountMinor: 4500, currency: 'EUR' },
      });
      const { lines } = await bench.offers.get(supplement?.id ?? '');
      expect(lines.at(-1)).toMatchObject({
        code: 'already_granted',
        amountMinor: -500,
        inputs: { supplements: standing.id },
      });
      expect(await again(standing, 3, HEAVY)).toMatchObject({ supplemented: 0, kept: 1 });
      if (status === 'sent') await accept(standing.id);
      await bench.approvals.approve(supplement?.id ?? '', { actor: ANNE });
      await send(supplement?.id ?? '');
      await accept(supplement?.id ?? '');
      const credits = await bench.sql<{ sum: number }>(
        'select sum(amount_minor)::int as sum from credit where incident_id = $1',
        [standing.incidentId],
      );
      expect(credits).toEqual([{ sum: 5000 }]);
      expect(await again(standing, 4, HEAVY)).toMatchObject({ supplemented: 0, kept: 1 });
      expect(await supplementsOf(standing)).toHaveLength(1);
    },
  );

  test('is never lowered', async () => {
    const standing = await hit(HEAVY, 'sent');
    const before = await bench.offers.get(standing.id);
    expect(await again(standing, 2, LIGHT)).toMatchObject({ kept: 1, supplemented: 0 });
    expect(await again(standing, 3, null)).toMatchObject({ withdrawn: 0 });
    expect(await bench.offers.get(standing.id)).toEqual(before);
    expect(await supplementsOf(standing)).toEqual([]);
  });

  test('loses a supplement that is a draft when it is not owed any more', async () => {
    const standing = await hit(LIGHT, 'sent');
    await again(standing, 2, HEAVY);
    await again(standing, 3, LIGHT);
    expect(await supplementsOf(standing)).toMatchObject([{ status: 'withdrawn' }]);
    await again(standing, 4, HEAVY);
    expect((await supplementsOf(standing)).map(({ status }) => status).toSorted()).toEqual(['draft', 'withdrawn']);
  });

  test('declined, with a supplement that waits: one offer of the whole takes the place of both', async () => {
    const standing = await hit(LIGHT, 'sent');
    await again(standing, 2, HEAVY);
    await bench.post(`/offers/${standing.id}/decline`, {});
    expect(await again(standing, 3, HEAVY)).toMatchObject({ created: 1 });
    const { items } = await bench.offers.list({ incidentId: standing.incidentId, status: 'draft' }, {});
    expect(items).toMatchObject([{ sequence: 0, amount: { amountMinor: 5000 } }]);
  });
});

test('a draft changed by hand keeps the change while the same is computed', async () => {
  const standing = await hit(LIGHT, 'draft');
  await bench.adjustments.adjust(standing.id, 700, { actor: ANNE, reason: 'agreed' });
  expect(await again(standing, 2, LIGHT)).toMatchObject({ unchanged: 1 });
  expect(await bench.offers.get(standing.id)).toMatchObject({ amount: { amountMinor: 700 }, status: 'draft' });
  expect(await again(standing, 3, HEAVY)).toMatchObject({ replaced: 1 });
});
