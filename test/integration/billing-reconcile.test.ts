import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { row, rows } from '../../src/platform/database/database.js';
import { ANNE, type Desk, openDesk } from '../support/billing-desk.js';
import { insert, seedAftermath } from '../support/aftermath.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';

let desk: Desk;
let stripe: StripeStub;
let lago: LagoStub;
const connectionIds = { stripe: '', lago: '' };

beforeAll(async () => {
  desk = await openDesk({}, true);
  stripe = new StripeStub();
  lago = new LagoStub();
  await Promise.all([stripe.listen(), lago.listen()]);
  const base = { incomingSecretNames: [], isDefault: false };
  const made = {
    stripe: {
      ...base,
      name: 'S',
      kind: 'stripe',
      baseUrl: stripe.url,
      secretNames: ['AMENDS_BILLING_SECRET_STRIPE'],
      isDefault: true,
    },
    lago: { ...base, name: 'L', kind: 'lago', baseUrl: lago.url, secretNames: ['AMENDS_BILLING_SECRET_LAGO'] },
  } as const;
  connectionIds.stripe = (await desk.connections.create(made.stripe, ANNE)).id;
  connectionIds.lago = (await desk.connections.create(made.lago, ANNE)).id;
});
afterAll(async () => {
  await Promise.all([stripe.close(), lago.close()]);
  await desk.db.drop();
});

/** Asks for a comparison and runs its job, as a worker does. */
async function compare(connectionId: string) {
  desk.wait(60);
  const asked = await desk.reconciling.request(connectionId, ANNE);
  await desk.jobs.run(asked.jobId ?? '');
  return desk.reconciling.get(asked.id);
}

type Planted = { readonly reference: string; readonly kind: string };

/** So many credits that stand in the books of both sides, spread over customers with some each, written straight in. */
async function plant(
  creditCount: number,
  customerCount: number,
): Promise<{ reference: string; customer: string; amount: number }[]> {
  const seeded = await seedAftermath(
    desk.database.tx,
    Array.from({ length: customerCount }, (_, index) => ({ externalId: `P-${index}`, offer: 'accepted' })),
  );
  const credits = Array.from({ length: creditCount }, (_, index) => {
    const owner = seeded.customers[index % customerCount];
    return { id: newId(), owner, offerId: newId(), amount: 1000 + index, customer: `cus_p${index % customerCount}` };
  });
  await rows(
    desk.database.tx,
    `update customer set stripe_customer_id = 'cus_p' || substr(external_id, 3) where external_id like 'P-%'`,
  );
  const at = desk.clock.now();
  await rows(
    desk.database.tx,
    `insert into offer (customer_id, id, incident_id, assessment_id, policy_version_id, sequence, status, amount_minor, currency,
       lines, content_hash, version, created_by, created_at, updated_at)
     select u.customer_id, u.id, o.incident_id, o.assessment_id, o.policy_version_id, u.n, 'accepted', u.amount, 'EUR', '[]', 'x', 2,
            'test', $5, $5
       from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::int[]) as u(customer_id, id, amount, n)
       join offer o on o.customer_id = u.customer_id and o.sequence = 0`,
    [
      credits.map(({ owner }) => owner?.id),
      credits.map(({ offerId }) => offerId),
      credits.map(({ amount }) => amount),
      credits.map((_, n) => n + 1),
      at,
    ],
  );
  const records = credits.map(({ id, owner, offerId, amount }) => ({
    customer_id: owner?.id,
    id,
    offer_id: offerId,
    incident_id: seeded.incidentId,
    amount_minor: amount,
    currency: 'EUR',
    reference: `amends-${id}`,
    created_by: 'test',
    created_at: at,
  }));
  await insert(desk.database.tx, 'credit', records);
  await rows(
    desk.database.tx,
    `insert into delivery (customer_id, id, credit_id, kind, reference, amount_minor, currency, status, connection_id,
       billing_customer_id, external_id, first_sent_at, confirmed_at, confirmed_by, created_at, updated_at)
     select r.customer_id, r.id, r.id, 'credit', r.reference, r.amount_minor, r.currency, 'confirmed', $1,
            c.stripe_customer_id, 'x', $2, $2, 'system', $2, $2
       from credit r join customer c on c.id = r.customer_id where c.external_id like 'P-%'`,
    [connectionIds.stripe, at],
  );
  return credits.map(({ id, customer, amount }) => ({ reference: `amends-${id}`, customer, amount }));
}

test('500 differences planted among 10,000 credits are all found, none besides, in less than 60 s', async () => {
  const credits = await plant(10_000, 400);
  const planted: Planted[] = [];
  for (const [index, { reference, customer, amount }] of credits.entries()) {
    const enter = (change: object = {}, at = customer) =>
      stripe.enter(at, { amount: -amount, currency: 'eur', metadata: { amends_reference: reference }, ...change });
    const kind =
      index % 20 === 7
        ? ['missing', 'twice', 'other_amount', 'other_currency', 'other_customer', 'reversed_elsewhere', 'not_ours'][
            ((index / 20) % 7) | 0
          ]
        : undefined;
    if (kind === undefined) enter();
    else planted.push({ reference, kind });
    if (kind === 'twice') enter();
    if (kind === 'twice' || kind === 'reversed_elsewhere' || kind === 'not_ours') enter();
    if (kind === 'other_amount') enter({ amount: -amount - 1 });
    if (kind === 'other_currency') enter({ currency: 'usd' });
    if (kind === 'other_customer') enter({}, customer === 'cus_p0' ? 'cus_p1' : 'cus_p0');
    if (kind === 'reversed_elsewhere') enter({ amount, metadata: {}, description: `sorry, ${reference} was wrong` });
    if (kind === 'not_ours') {
      const strange = `amends-${newId()}`;
      planted[planted.length - 1] = { reference: strange, kind };
      enter({ metadata: { amends_reference: strange } });
    }
    // What others do to a balance is none of our business.
    if (index % 50 === 0)
      stripe.enter(customer, { amount: 77, currency: 'eur', type: 'applied_to_invoice', metadata: null });
  }
  expect(planted).toHaveLength(500);
  const start = performance.now();
  const done = await compare(connectionIds.stripe);
  const tookMs = performance.now() - start;
  expect(done).toMatchObject({ status: 'done', driftCount: 500, deliveryCount: 10_000 });
  expect(tookMs).toBeLessThan(60_000);
  const found: Planted[] = [];
  for (let offset = 0; offset < 500; offset += 250) {
    const page = await desk.reconciling.drifts(done.id, undefined, { limit: 250, offset });
    expect(page.items.every(({ suggestedAction }) => suggestedAction.length > 10)).toBe(true);
    expect(page.items.every(({ action, kind }) => (action === 'confirm') === (kind === 'missing'))).toBe(true);
    found.push(...page.items.map(({ reference, kind }) => ({ reference, kind })));
  }
  const text = ({ reference, kind }: Planted): string => `${reference} ${kind}`;
  expect(found.map(text).toSorted()).toEqual(planted.map(text).toSorted());
});

test('Lago is asked for what it does not tell: settled, and used up; voided there is a difference', async () => {
  lago.settlesLater = true;
  const credits = await desk.grant([{ externalId: 'L-0' }, { externalId: 'L-1' }, { externalId: 'L-2' }], {
    lago: (index) => `lago-${index}`,
  });
  for (const [index] of credits.entries()) {
    lago.addWallet(`lago-${index}`, 'EUR');
    await desk.control.setRoute(
      `L-${index}`,
      { connectionId: connectionIds.lago, billingCustomerId: null },
      undefined,
      ANNE,
    );
  }
  await desk.worker.drain();
  const change = (index: number, to: object): void => {
    Object.assign(lago.effectsOf(credits[index]?.reference ?? '')[0] ?? {}, to);
  };
  change(0, { status: 'settled' });
  change(1, { status: 'settled', remaining_amount_cents: 0 });
  change(2, { status: 'settled', transaction_status: 'voided' });
  // One question without an answer is asked again.
  lago.misbehave('answers_500', 'GET');
  const done = await compare(connectionIds.lago);
  expect(done).toMatchObject({ status: 'done', entryCount: 3, movedCount: 2, driftCount: 1 });
  const statuses = await Promise.all(credits.map(async ({ id }) => (await desk.delivery(id))['status']));
  expect(statuses).toEqual(['confirmed', 'applied', 'submitted']);
  expect((await desk.reconciling.drifts(done.id, undefined, {})).items).toMatchObject([
    { kind: 'reversed_elsewhere', reference: credits[2]?.reference, customerId: 'L-2', creditId: credits[2]?.id },
  ]);
});

test('a comparison that cannot read the other side fails and says why; one runs at a time; the rounds ask for those due', async () => {
  lago.misbehave('answers_401', 'GET');
  desk.wait(60);
  const asked = await desk.reconciling.request(connectionIds.lago, ANNE);
  await expect(desk.reconciling.request(connectionIds.lago, ANNE)).rejects.toMatchObject({
    code: 'reconciliation_running',
  });
  await desk.jobs.run(asked.jobId ?? '');
  expect(await desk.reconciling.get(asked.id)).toMatchObject({ status: 'failed', errorMessage: 'Lago answered 401.' });
  desk.wait(3601);
  await desk.reconciling.requestDue();
  const due = await row<{ n: number }>(
    desk.database.tx,
    `select count(*)::int as n from reconciliation where status = 'running'`,
  );
  expect(due).toEqual({ n: 1 });
  await desk.reconciling.requestDue();
  expect(await rows(desk.database.tx, `select from reconciliation where status = 'running'`)).toHaveLength(1);
});
