import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { ANNE, NOW, OffersBench } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});

afterAll(() => bench.drop());

/** Drafts of one incident, in EUR and GBP in turn. */
async function drafts(count: number): Promise<{ incidentId: string; assessmentId: string; ids: string[] }> {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  for (let index = 0; index < count; index += 1) {
    const currency = index % 2 === 0 ? 'EUR' : 'GBP';
    const { id } = await bench.customer({ contract: { policyCode: 'std', currency } });
    await bench.impact(assessmentId, id, { unable_to_join: 900 });
  }
  await bench.proposals.propose(assessmentId, {}, ANNE);
  const { items } = await bench.offers.list({ incidentId }, {});
  return { incidentId, assessmentId, ids: items.map(({ id }) => id) };
}

describe('by ids', () => {
  test('each offer is answered for by itself, in the order asked', async () => {
    const { ids } = await drafts(3);
    await bench.approvals.approve(ids[1] ?? '', { actor: ANNE });
    const unknown = newId();
    const asked = [ids[2], unknown, ids[1], ids[0], ids[2]?.toUpperCase()];
    const answer = await bench.postOnce('/offers/actions', { action: 'approve', ids: asked });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      dryRun: false,
      okCount: 2,
      items: [
        { id: ids[2], ok: true, status: 'approved' },
        {
          id: ids[1],
          ok: false,
          code: 'offer_transition_refused',
          reasons: [{ code: 'not_next', message: expect.any(String) }],
        },
        { id: ids[0], ok: true, status: 'approved' },
        { id: unknown, ok: false, code: 'offer_not_found', reasons: [] },
      ],
      totals: [{ amountMinor: 10_000, currency: 'EUR' }],
      inKind: [],
      awaitingCount: 0,
      refused: [{ code: 'not_next', count: 1, totals: [{ amountMinor: 4500, currency: 'GBP' }], inKind: [] }],
      budgets: [],
    });
    expect(await bench.offers.get(ids[0] ?? '')).toMatchObject({
      status: 'approved',
      version: 2,
      approvedBy: expect.stringMatching(/^person:/),
      approvedAt: NOW,
      transitions: [{ to: 'draft' }, { from: 'draft', to: 'approved', actor: expect.stringMatching(/^person:/) }],
    });
    expect(await bench.messages('offer.changed', ids[0] ?? '')).toHaveLength(1);
  });

  test('decline and withdraw say why', async () => {
    const { id } = await bench.sent('std');
    await bench.actions.run({ action: 'decline', ids: [id], reason: 'no answer' }, ANNE);
    expect(await bench.offers.get(id)).toMatchObject({
      status: 'declined',
      answeredAt: NOW,
      answer: { saidBy: null, note: 'no answer', saidAt: NOW.toISOString() },
    });
    const other = await bench.approved('std');
    await bench.actions.run({ action: 'withdraw', ids: [other.id], reason: 'too early' }, ANNE);
    const withdrawn = await bench.offers.get(other.id);
    expect(withdrawn).toMatchObject({ status: 'withdrawn', approvedBy: ANNE.id, answer: null });
    expect(withdrawn.transitions.at(-1)).toMatchObject({ reason: 'too early' });
  });
});

describe('by filter', () => {
  test('a dry run answers alike and changes nothing', async () => {
    const { incidentId, ids } = await drafts(4);
    const request = { action: 'approve' as const, filter: { incidentId, status: 'draft' as const } };
    const dry = await bench.actions.run({ ...request, dryRun: true }, ANNE);
    expect((await bench.offers.list({ incidentId, status: 'draft' }, {})).total).toBe(4);
    const done = await bench.actions.run(request, ANNE);
    expect(dry).toEqual({ ...done, dryRun: true });
    expect(done.items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(done.totals).toEqual([
      { amountMinor: 10_000, currency: 'EUR' },
      { amountMinor: 9000, currency: 'GBP' },
    ]);
    expect(await bench.actions.run(request, ANNE)).toMatchObject({ dryRun: false, items: [], okCount: 0, totals: [] });
  });

  test('by assessment and by customer', async () => {
    const { assessmentId, ids } = await drafts(2);
    const { customerId } = await bench.offers.get(ids[0] ?? '');
    const filter = { assessmentId, customerId };
    expect(await bench.actions.run({ action: 'approve', filter, dryRun: true }, ANNE)).toMatchObject({
      items: [{ id: ids[0], ok: true }],
    });
  });
});

test('the same key again gets the stored answer', async () => {
  const { ids } = await drafts(1);
  const headers = { 'idempotency-key': randomUUID() };
  const first = await bench.post('/offers/actions', { action: 'approve', ids }, headers);
  const again = await bench.post('/offers/actions', { action: 'approve', ids }, headers);
  expect(again.body).toEqual(first.body);
  expect(await bench.post('/offers/actions', { action: 'withdraw', ids, reason: 'x' }, headers)).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused' },
  });
});

const ID = newId();

test.each<[unknown, string]>([
  [undefined, 'invalid_input'],
  [{}, 'invalid_input'],
  [{ action: 'approve' }, 'ids_or_filter_required'],
  [{ action: 'approve', ids: [ID], filter: { incidentId: ID } }, 'ids_or_filter_required'],
  [{ action: 'approve', filter: {} }, 'ids_or_filter_required'],
  [{ action: 'approve', filter: null }, 'invalid_input'],
  [{ action: 'approve', filter: [] }, 'invalid_input'],
  [{ action: 'approve', filter: { incidentId: 'x' } }, 'invalid_input'],
  [{ action: 'approve', filter: { incident: ID } }, 'invalid_input'],
  [{ action: 'approve', filter: { customerId: 'a\u0000' } }, 'body_not_safe'],
  [{ action: 'accept', ids: [ID] }, 'invalid_input'],
  [{ action: 'approve', ids: ['x'] }, 'invalid_input'],
  [{ action: 'approve', ids: ID }, 'invalid_input'],
  [{ action: 'approve', ids: Array.from({ length: 10_001 }, () => ID) }, 'invalid_input'],
  [{ action: 'approve', ids: [ID], dryRun: 'yes' }, 'invalid_input'],
  [{ action: 'withdraw', ids: [ID] }, 'reason_required'],
  [{ action: 'withdraw', ids: [ID], reason: ' ' }, 'invalid_input'],
])('bad input is refused: %j', async (body, code) => {
  expect(await bench.postOnce('/offers/actions', body)).toMatchObject({ status: 400, body: { code } });
});
