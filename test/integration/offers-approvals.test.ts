import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../src/platform/access/actor.js';
import { assertInvariants } from '../support/invariants.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;
const BOB: Actor = { id: 'person:bob', kind: 'person', roles: ['manager'] };
const CLEO: Actor = { id: 'person:cleo', kind: 'person', roles: ['agent'] };

beforeAll(async () => {
  bench = await OffersBench.create();
  const amounts = (minor: number) => ({ EUR: minor, GBP: minor });
  await bench.policy('std');
  await bench.policy('four', { ...RULES, fourEyesAbove: amounts(4000) });
  await bench.policy('limits', { ...RULES, approvalLimits: { agent: amounts(500), manager: amounts(5000) } });
  await bench.policy('budget', { ...RULES, budgetPerIncident: amounts(12_000) });
});

afterEach(() => assertInvariants(bench.database));
afterAll(() => bench.drop());

const codesOf = (list: readonly { readonly code: string }[]): string[] => list.map(({ code }) => code);

/** Drafts of 50.00 EUR each for one incident. */
async function drafts(policyCode: string, count: number): Promise<{ incidentId: string; ids: string[] }> {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  for (let index = 0; index < count; index += 1) {
    const { id } = await bench.customer({ contract: { policyCode } });
    await bench.impact(assessmentId, id, { unable_to_join: 900 });
  }
  await bench.proposals.propose(assessmentId, {}, ANNE);
  return { incidentId, ids: (await bench.offers.list({ incidentId }, {})).items.map(({ id }) => id) };
}

describe('four eyes', () => {
  test('the first of two leaves a draft that says so, the second approves it', async () => {
    const { id, contentHash } = await bench.draft('four');
    const first = await bench.approvals.approve(id, { actor: ANNE, contentHash });
    expect(first).toMatchObject({
      status: 'draft',
      version: 2,
      approvalsNeeded: 2,
      approvals: [{ by: ANNE.id, at: NOW.toISOString(), hash: contentHash }],
    });
    expect(codesOf(first.blockers)).toEqual(expect.arrayContaining(['second_approval_needed', 'approved_by_you']));
    expect(codesOf((await bench.offers.get(id, BOB)).blockers)).not.toContain('approved_by_you');
    await expect(bench.approvals.approve(id, { actor: ANNE })).rejects.toMatchObject({
      code: 'offer_transition_refused',
      reasons: [{ code: 'approved_by_you' }],
    });
    await expect(
      bench.database.transaction((tx) => bench.offers.markSent(tx, id, { actor: ANNE })),
    ).rejects.toMatchObject({ code: 'offer_transition_refused' });
    expect(await bench.approvals.approve(id, { actor: BOB })).toMatchObject({
      status: 'approved',
      version: 3,
      approvals: [{ by: ANNE.id }, { by: BOB.id }],
    });
    const audited = await bench.sql<{ action: string }>(
      `select action from audit_entry where subject_id = $1 order by sequence`,
      [id],
    );
    expect(audited.map(({ action }) => action)).toEqual(['offer.proposed', 'offer.approval_given', 'offer.approved']);
  });

  test('an edit voids approvals, is marked, and is not approved by its author or as it was', async () => {
    const { id, contentHash } = await bench.draft('four');
    await bench.approvals.approve(id, { actor: ANNE });
    const edited = await bench.adjustments.adjust(id, 4500, { actor: BOB, reason: 'agreed by phone' });
    expect(edited).toMatchObject({
      status: 'draft',
      amount: { amountMinor: 4500, currency: 'EUR' },
      approvals: [],
      adjusted: { by: BOB.id, at: NOW.toISOString(), reason: 'agreed by phone', original: { amountMinor: 5000 } },
    });
    expect(edited.lines.at(-1)).toMatchObject({ code: 'adjusted', amountMinor: -500 });
    await expect(bench.approvals.approve(id, { actor: BOB })).rejects.toMatchObject({
      reasons: [{ code: 'own_edit' }],
    });
    expect(await bench.post(`/offers/${id}/approve`, { contentHash })).toMatchObject({
      status: 409,
      body: {
        code: 'content_changed',
        details: {
          seen: { contentHash, amount: { amountMinor: 5000, currency: 'EUR' } },
          current: { contentHash: edited.contentHash, amount: { amountMinor: 4500, currency: 'EUR' } },
          differenceMinor: -500,
          edits: [{ by: BOB.id, reason: 'agreed by phone', fromMinor: 5000, toMinor: 4500 }],
        },
      },
    });
    await bench.approvals.approve(id, { actor: ANNE });
    expect(await bench.post(`/offers/${id}/approve`, { contentHash: edited.contentHash })).toMatchObject({
      status: 200,
      body: { status: 'approved' },
    });
  });
});

test('an approved offer that is changed is a draft again; a sent one is not changed', async () => {
  const { id } = await bench.approved('std');
  expect(await bench.request('PATCH', `/offers/${id}`, { amountMinor: 6000, reason: 'goodwill' })).toMatchObject({
    status: 200,
    body: { status: 'draft', approvedBy: null, approvals: [], version: 3 },
  });
  const sent = await bench.sent('std');
  expect(await bench.request('PATCH', `/offers/${sent.id}`, { amountMinor: 6000, reason: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'offer_transition_refused' },
  });
});

test.each<[unknown, number, string]>([
  [{}, 400, 'invalid_input'],
  [{ amountMinor: 100 }, 400, 'invalid_input'],
  [{ amountMinor: 0, reason: 'x' }, 400, 'invalid_input'],
  [{ amountMinor: 2 ** 53, reason: 'x' }, 400, 'body_not_safe'],
  [{ amountMinor: 10.5, reason: 'x' }, 400, 'invalid_input'],
  [{ amountMinor: 5000, reason: 'x' }, 422, 'adjustment_refused'],
])('a change of the amount to %j is refused', async (body, status, code) => {
  const { id } = await bench.draft('std');
  expect(await bench.request('PATCH', `/offers/${id}`, body)).toMatchObject({ status, body: { code } });
  expect(await bench.offers.get(id)).toMatchObject({ version: 1, adjusted: null });
});

test('limits by role and amount', async () => {
  const { id } = await bench.draft('limits');
  await expect(bench.approvals.approve(id, { actor: CLEO })).rejects.toMatchObject({
    reasons: [{ code: 'above_approval_limit' }],
  });
  const small = await bench.draft('limits', { degraded: 600 });
  expect(await bench.approvals.approve(small.id, { actor: CLEO })).toMatchObject({ status: 'approved' });
  await expect(bench.approvals.approve((await bench.draft('std')).id, { actor: CLEO })).rejects.toMatchObject({
    reasons: [{ code: 'role_may_not_approve' }],
  });
  const finance: Actor = { id: 'person:fin', kind: 'person', roles: ['finance'] };
  expect(codesOf((await bench.offers.get(id, finance)).blockers)).toContain('role_may_not_approve');
  // In bulk finance approves what its limits let it, and ends nothing, as with a single offer.
  const dry = await bench.actions.run({ action: 'approve', ids: [id], dryRun: true }, finance);
  expect(dry).toMatchObject({ okCount: 0, refused: [{ code: 'role_may_not_approve', count: 1 }] });
  const ending = bench.actions.run({ action: 'withdraw', ids: [id], reason: 'x' }, finance);
  await expect(ending).rejects.toMatchObject({ kind: 'forbidden', code: 'role_required' });
  expect(await bench.approvals.approve(id, { actor: BOB })).toMatchObject({ status: 'approved' });
});

describe('the budget of an incident', () => {
  test('is not passed by approvals at once, over connections of their own', async () => {
    const { incidentId, ids } = await drafts('budget', 6);
    const people = ids.map((id, index) => ({ id, actor: { ...ANNE, id: `person:${index}` } }));
    const results = await Promise.allSettled(people.map(({ id, actor }) => bench.approvals.approve(id, { actor })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ reasons: [{ code: 'budget_exceeded' }] });
    }
    expect(await bench.get(`/incidents/${incidentId}/budget`)).toMatchObject({
      status: 200,
      body: {
        budgets: [
          {
            policyCode: 'budget',
            currency: 'EUR',
            offeredMinor: 30_000,
            approvedMinor: 10_000,
            budgetMinor: 12_000,
            leftMinor: 2000,
          },
        ],
      },
    });
  });

  test('a bulk approval and a single one together do not pass it; what is withdrawn is free again', async () => {
    const { incidentId, ids } = await drafts('budget', 4);
    const [single = '', ...others] = ids;
    await Promise.allSettled([
      bench.approvals.approve(single, { actor: ANNE }),
      bench.actions.run({ action: 'approve', ids: others }, BOB),
      bench.actions.run({ action: 'approve', ids: others.toReversed() }, ANNE),
    ]);
    const approved = (await bench.offers.list({ incidentId, status: 'approved' }, {})).items;
    expect(approved).toHaveLength(2);
    await bench.offers.withdraw(approved[0]?.id ?? '', { actor: ANNE, reason: 'x' });
    const left = (await bench.offers.list({ incidentId, status: 'draft' }, {})).items;
    expect(await bench.approvals.approve(left[0]?.id ?? '', { actor: ANNE })).toMatchObject({ status: 'approved' });
  });

  test('a dry run tells the total, what would be refused and why, and what is left; the run then does so', async () => {
    const { incidentId } = await drafts('budget', 3);
    const request = { action: 'approve' as const, filter: { incidentId } };
    const dry = await bench.actions.run({ ...request, dryRun: true }, ANNE);
    expect(dry).toMatchObject({
      okCount: 2,
      totals: [{ amountMinor: 10_000, currency: 'EUR' }],
      refused: [{ code: 'budget_exceeded', count: 1, totals: [{ amountMinor: 5000, currency: 'EUR' }] }],
      budgets: [{ approvedMinor: 10_000, budgetMinor: 12_000, leftMinor: 2000 }],
    });
    expect((await bench.offers.list({ incidentId, status: 'draft' }, {})).total).toBe(3);
    expect(await bench.actions.run(request, ANNE)).toEqual({ ...dry, dryRun: false });
  });

  test('in bulk, the first of two approvals is counted apart', async () => {
    const { ids } = await drafts('four', 2);
    expect(await bench.actions.run({ action: 'approve', ids }, ANNE)).toMatchObject({
      okCount: 2,
      awaitingCount: 2,
      totals: [],
      items: [{ status: 'draft' }, { status: 'draft' }],
    });
    expect(await bench.actions.run({ action: 'approve', ids }, BOB)).toMatchObject({
      awaitingCount: 0,
      totals: [{ amountMinor: 10_000, currency: 'EUR' }],
    });
  });

  test('of an incident that is not there', async () => {
    expect(await bench.get('/incidents/x/budget')).toMatchObject({ status: 404, body: { code: 'incident_not_found' } });
  });
});
