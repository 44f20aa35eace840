import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DomainError } from '../../src/kernel/domain-error.js';
import { newId } from '../../src/kernel/ids.js';
import type { OfferStatus } from '../../src/offers/offer.js';
import { lockOffer } from '../../src/offers/offers.sql.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { gate } from '../support/gate.js';
import { assertInvariants } from '../support/invariants.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});

afterAll(() => bench.drop());

const YES = { saidBy: 'Ann Other', channel: 'phone' };
const answer = { saidBy: 'Ann Other', channel: 'phone' as const, saidAt: NOW, note: null };

/** Holds the offer's row in one connection until the work in the others waits for it, then lets go. */
async function whileLocked<T>(offerId: string, work: () => Promise<T>): Promise<T> {
  const [locked, release] = [gate(), gate()];
  const holder = bench.database.transaction(async (tx) => {
    await lockOffer(tx, offerId);
    locked.open();
    await release.passed;
  });
  await locked.passed;
  const working = work();
  await new Promise((resolve) => setTimeout(resolve, 200));
  release.open();
  await holder;
  return working;
}

function statuses(answers: readonly { readonly status: number }[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

async function facts(offerId: string): Promise<{ credits: number; statuses: OfferStatus[]; requested: number }> {
  const [credits] = await bench.sql<{ count: number }>(
    'select count(*)::int as count from credit where offer_id = $1',
    [offerId],
  );
  const { transitions, creditId } = await bench.offers.get(offerId);
  const requested = creditId === null ? [] : await bench.messages('credit.requested', creditId);
  return { credits: credits?.count ?? 0, statuses: transitions.map(({ to }) => to), requested: requested.length };
}

const ACTORS = Array.from({ length: 8 }, (_unused, index): Actor => {
  return { id: `person:${index}`, kind: 'person', roles: ['manager'] };
});

/** What an actor does to an offer in their turn; each of these may be too late. */
const DEEDS: readonly ((id: string, actor: Actor, turn: number) => Promise<unknown>)[] = [
  (id, actor) => bench.approvals.approve(id, { actor }),
  (id, actor, turn) => bench.adjustments.adjust(id, 3000 + turn, { actor, reason: 'agreed' }),
  (id, actor) => bench.approvals.approve(id, { actor }),
  (id, actor) => bench.database.transaction((tx) => bench.offers.markSent(tx, id, { actor })),
  (id, actor) => bench.offers.accept(id, answer, { actor }),
  (id, actor) => bench.actions.run({ action: 'approve', ids: [id] }, actor),
  (id, actor, turn) =>
    turn % 5 === 0 ? bench.offers.withdraw(id, { actor, reason: 'x' }) : bench.approvals.approve(id, { actor }),
];

test('eight actors approve, edit, send, accept and withdraw at once: every refusal is one of ours, and all still holds', async () => {
  const amounts = { EUR: 4000, GBP: 4000 };
  await bench.policy('race', { ...RULES, fourEyesAbove: amounts, budgetPerIncident: { EUR: 12_000, GBP: 12_000 } });
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  for (let index = 0; index < 4; index += 1) {
    const { id } = await bench.customer({ contract: { policyCode: 'race' } });
    await bench.impact(assessmentId, id, { unable_to_join: 900 });
  }
  await bench.proposals.propose(assessmentId, {}, ANNE);
  const ids = (await bench.offers.list({ incidentId }, {})).items.map(({ id }) => id);
  const answers = await Promise.all(
    ACTORS.map(async (actor, index) => {
      const mine: unknown[] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const id = ids[(index + turn) % ids.length] ?? '';
        const deed = DEEDS[(index * 3 + turn) % DEEDS.length];
        mine.push(await deed?.(id, actor, index * 12 + turn).catch((error: unknown) => error));
      }
      return mine;
    }),
  );
  const refusals = answers.flat().filter((each) => each instanceof Error);
  expect(refusals.filter((each) => !(each instanceof DomainError))).toEqual([]);
  expect(answers.flat().length).toBeGreaterThan(refusals.length);
  await assertInvariants(bench.database);
});

test('eight people accept at once: one credit, the others are told that it is accepted', async () => {
  const { id } = await bench.sent('std');
  const answers = await whileLocked(id, () =>
    Promise.all(Array.from({ length: 8 }, () => bench.postOnce(`/offers/${id}/accept`, YES))),
  );
  expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  const refused = answers.filter(({ status }) => status === 409);
  for (const { body } of refused) {
    expect(body).toMatchObject({
      code: 'offer_transition_refused',
      details: { from: 'accepted', reasons: ['status_final'] },
    });
  }
  expect(await facts(id)).toEqual({ credits: 1, statuses: ['draft', 'approved', 'sent', 'accepted'], requested: 1 });
});

test('two people approve at once: one does, the other is told', async () => {
  const { id } = await bench.draft('std');
  const answers = await whileLocked(id, () => Promise.all([1, 2].map(() => bench.post(`/offers/${id}/approve`))));
  expect(statuses(answers)).toEqual([200, 409]);
  expect((await facts(id)).statuses).toEqual(['draft', 'approved']);
});

test('accepted and withdrawn at once: one of them, whole', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await bench.sent('std');
    const [accepted, withdrawn] = await whileLocked(id, () =>
      Promise.all([bench.postOnce(`/offers/${id}/accept`, YES), bench.post(`/offers/${id}/withdraw`, { reason: 'x' })]),
    );
    expect(statuses([accepted, withdrawn])).toEqual([200, 409]);
    const won = accepted.status === 200;
    expect(await facts(id)).toEqual({
      credits: won ? 1 : 0,
      statuses: ['draft', 'approved', 'sent', won ? 'accepted' : 'withdrawn'],
      requested: won ? 1 : 0,
    });
  }
});

test('one accepts while a bulk action declines: one of them, and the other is told', async () => {
  const { id } = await bench.sent('std');
  const [accepted, declined] = await whileLocked(id, () =>
    Promise.all([
      bench.postOnce(`/offers/${id}/accept`, YES),
      bench.actions.run({ action: 'decline', ids: [id] }, ANNE),
    ]),
  );
  const [item] = declined.items;
  expect(item?.ok).toBe(accepted.status !== 200);
  expect((await facts(id)).credits).toBe(accepted.status === 200 ? 1 : 0);
});

test('bulk actions that cross each other end, and every offer moved once', async () => {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  for (let index = 0; index < 30; index += 1) {
    const { id } = await bench.customer({ contract: { policyCode: 'std' } });
    await bench.impact(assessmentId, id, { degraded: 600 });
  }
  await bench.proposals.propose(assessmentId, {}, ANNE);
  const ids = (await bench.offers.list({ incidentId }, {})).items.map(({ id }) => id);
  const results = await Promise.all(
    [ids, ids.toReversed(), ids, ids.toReversed()].map((asked) =>
      bench.actions.run({ action: 'approve', ids: asked }, ANNE),
    ),
  );
  expect(results.reduce((sum, { okCount }) => sum + okCount, 0)).toBe(30);
  for (const id of ids) expect((await facts(id)).statuses).toEqual(['draft', 'approved']);
});

test('an expiry that comes while it is accepted takes nothing back', async () => {
  const { id, validUntil } = await bench.sent('std');
  bench.clock.set(new Date((validUntil?.getTime() ?? 0) - 1));
  await bench.offers.accept(id, answer, { actor: ANNE });
  bench.clock.set(validUntil ?? '');
  await bench.offers.expire();
  bench.clock.set(NOW);
  expect(await facts(id)).toMatchObject({ credits: 1, statuses: ['draft', 'approved', 'sent', 'accepted'] });
});

test('a run that meets an approval keeps the approved offer', async () => {
  await bench.policy('met');
  const { id, assessmentId, incidentId } = await bench.draft('met');
  await bench.policies.addVersion('met', { from: '2020-02-01', rules: { ...RULES, validityDays: 2 } }, ANNE);
  const [approved, locked] = [gate(), gate()];
  const approval = bench.database.transaction(async (tx) => {
    await tx.query(`update offer set status = 'approved', version = 2 where id = $1`, [id]);
    await tx.query(
      `insert into offer_transition select customer_id, id, 2, 'draft', 'approved', 'person:bob', null, updated_at
         from offer where id = $1`,
      [id],
    );
    await tx.query(
      `insert into offer_approval select customer_id, id, edition, 'person:bob', content_hash, updated_at
         from offer where id = $1`,
      [id],
    );
    locked.open();
    await approved.passed;
  });
  await locked.passed;
  const run = bench.proposals.propose(assessmentId, {}, ANNE);
  await new Promise((resolve) => setTimeout(resolve, 300));
  approved.open();
  await approval;
  expect(await run).toMatchObject({ offers: { kept: 1, replaced: 0 } });
  expect((await bench.offers.list({ incidentId }, {})).items.map(({ status }) => status)).toEqual(['approved']);
  expect((await bench.proposals.list({ assessmentId }, {})).items).toMatchObject([{ offerId: id }]);
});

test('the tables themselves hold one standing offer for a customer and an incident, and one credit for an offer', async () => {
  const offer = await bench.sent('std');
  await bench.offers.accept(offer.id, answer, { actor: ANNE });
  const second = `insert into offer select customer_id, $2, incident_id, assessment_id, policy_version_id, sequence, 'draft',
    amount_minor, currency, lines, content_hash, null, null, null, null, null, null, 1, created_by, created_at, updated_at
    from offer where id = $1`;
  await expect(bench.sql(second, [offer.id, newId()])).rejects.toThrow(/offer_one_live/);
  const credit = `insert into credit select customer_id, $2, offer_id, incident_id, amount_minor, currency, reference,
    created_by, created_at from credit where offer_id = $1`;
  await expect(bench.sql(credit, [offer.id, newId()])).rejects.toThrow(/duplicate key/);
});
