import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { ANNE, type Desk, type DeskCredit, openDesk } from '../support/billing-desk.js';
import type { BillingStub, Mischief } from '../support/billing-stub.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';

let desk: Desk;
let stripe: StripeStub;
let lago: LagoStub;
let connectionIds: { readonly stripe: string; readonly lago: string };
let count = 0;

beforeAll(async () => {
  desk = await openDesk({}, true);
});
afterAll(() => desk.db.drop());

beforeEach(async () => {
  stripe = new StripeStub();
  lago = new LagoStub();
  await Promise.all([stripe.listen(), lago.listen()]);
  count += 1;
  const base = { incomingSecretNames: [], isDefault: false };
  const made = {
    stripe: await desk.connections.create(
      {
        ...base,
        name: `S${count}`,
        kind: 'stripe',
        baseUrl: stripe.url,
        secretNames: ['AMENDS_BILLING_SECRET_STRIPE'],
        isDefault: true,
      },
      ANNE,
    ),
    lago: await desk.connections.create(
      { ...base, name: `L${count}`, kind: 'lago', baseUrl: lago.url, secretNames: ['AMENDS_BILLING_SECRET_LAGO'] },
      ANNE,
    ),
  };
  connectionIds = { stripe: made.stripe.id, lago: made.lago.id };
});
afterEach(() => Promise.all([stripe.close(), lago.close()]));

const NAMES = ['stripe', 'lago'] as const;
type Name = (typeof NAMES)[number];
const stubOf = (name: Name): BillingStub & { effectsOf(reference: string): unknown[] } =>
  name === 'stripe' ? stripe : lago;

/** One credit of a new customer that goes there. */
async function grantTo(name: Name, change: { amountMinor?: number; currency?: string } = {}): Promise<DeskCredit> {
  const externalId = `C-${count}-${Math.random()}`;
  const id = `${count}${Math.random().toString(36).slice(2, 10)}`;
  if (name === 'lago') lago.addWallet(`lago-${id}`, change.currency ?? 'EUR');
  const [credit] = await desk.grant([{ externalId, ...change }], {
    stripe: () => `cus_${id}`,
    lago: () => `lago-${id}`,
  });
  if (credit === undefined) throw new Error('no credit');
  if (name === 'lago') {
    const to = { connectionId: connectionIds.lago, billingCustomerId: null };
    await desk.control.setRoute(externalId, to, undefined, ANNE);
  }
  return credit;
}

test('at Stripe a credit is a negative balance transaction with its key and its metadata', async () => {
  const credit = await grantTo('stripe', { amountMinor: 4200 });
  await desk.worker.drain();
  expect(stripe.transactions).toMatchObject([
    {
      amount: -4200,
      currency: 'eur',
      metadata: { amends_reference: credit.reference, amends_credit: credit.id },
      description: expect.stringContaining(credit.reference) as unknown,
    },
  ]);
  expect(await desk.credits.get(credit.id)).toMatchObject({
    status: 'confirmed',
    externalId: stripe.transactions[0]?.id,
    connectionKind: 'stripe',
    attempts: [{ attempt: 1, outcome: 'taken', httpStatus: 200 }],
  });
  expect(stripe.log).toEqual([expect.stringMatching(/^POST /)]);
});

test('at Lago a credit is a top-up of granted credits at the rate of the wallet, after a look', async () => {
  const credit = await grantTo('lago', { amountMinor: 4205 });
  const wallet = lago.wallets[0];
  if (wallet !== undefined) Object.assign(wallet, { rate_amount: '0.5' });
  await desk.worker.drain();
  expect(lago.effectsOf(credit.reference)).toMatchObject([{ credit_amount: '84.1', transaction_status: 'granted' }]);
  expect(lago.log[0]).toBe('GET /api/v1/wallets');
  expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed' });
});

test('a currency that Stripe counts in hundredths is still the same money', async () => {
  const credit = await grantTo('stripe', { amountMinor: 4200, currency: 'ISK' });
  await desk.worker.drain();
  expect(stripe.effectsOf(credit.reference)).toMatchObject([{ amount: -420_000, currency: 'isk' }]);
});

describe.each(NAMES)('whatever %s does, the credit is there once', (name) => {
  const mischiefs: readonly Mischief[] = [
    'effect_then_reset',
    'effect_then_500',
    'effect_then_silence',
    'effect_then_truncated',
    'effect_then_nonsense',
    'reset',
    'silence',
    'answers_500',
    'answers_409',
    'answers_429',
    'answers_401',
  ];

  test.each(mischiefs)('%s', async (mischief) => {
    const credit = await grantTo(name);
    const stub = stubOf(name);
    stub.misbehave(mischief);
    await desk.worker.drain();
    const certain = mischief === 'answers_429' || mischief === 'answers_401';
    expect(await desk.delivery(credit.id)).toMatchObject({ status: certain ? 'waiting' : 'unknown' });
    const sentBefore = stub.log.length;
    await desk.settle();
    expect(stub.effectsOf(credit.reference)).toHaveLength(1);
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed', look_up_first: false });
    // What is unknown is looked up, never sent again first.
    const next = stub.log[sentBefore] ?? '';
    expect(next.startsWith('GET')).toBe(!certain || name === 'lago');
  });

  test('it fails again and again, in every way in turn', async () => {
    const credits = [await grantTo(name), await grantTo(name), await grantTo(name)];
    for (const mischief of mischiefs) {
      stubOf(name).misbehave(mischief);
      stubOf(name).misbehave(mischief.startsWith('effect') ? 'answers_500' : 'silence', 'GET');
    }
    await desk.settle(600);
    for (const { reference } of credits) expect(stubOf(name).effectsOf(reference)).toHaveLength(1);
  });
});

test('an outcome that stays unknown for a day goes to a person, who lets it be looked up again', async () => {
  const credit = await grantTo('stripe');
  stripe.misbehave('effect_then_silence');
  for (let tries = 0; tries < 60; tries += 1) stripe.misbehave('answers_500', 'GET');
  await desk.settle(3600, 60);
  expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'parked', reasonCode: 'unknown_too_long' });
  const refused = desk.actions.decide(credit.id, { action: 'give_up', reason: 'tired' }, { actor: ANNE });
  await expect(refused).rejects.toMatchObject({ reasons: [{ code: 'outcome_unknown' }] });
  await stripe.close();
  const healed = new StripeStub();
  await healed.listen();
  healed.transactions.push(...stripe.transactions);
  await rows(desk.database.tx, 'update billing_connection set base_url = $2 where id = $1', [
    connectionIds.stripe,
    healed.url,
  ]);
  await desk.actions.decide(credit.id, { action: 'retry' }, { actor: ANNE });
  await desk.worker.drain();
  expect(await desk.credits.get(credit.id)).toMatchObject({
    status: 'confirmed',
    externalId: stripe.transactions[0]?.id,
  });
  expect(healed.log.filter((line) => line.startsWith('POST'))).toEqual([]);
  await healed.close();
});

test('after the 24 hours of Stripe’s keys it looks first, so that a forgotten key makes no second credit', async () => {
  const credit = await grantTo('stripe');
  stripe.misbehave('effect_then_reset');
  await desk.worker.drain();
  stripe.forgetKeys();
  desk.wait(23 * 3600);
  await desk.settle();
  expect(stripe.effectsOf(credit.reference)).toHaveLength(1);
  // The same for one that was certainly not taken then: its first sending is long ago.
  const other = await grantTo('stripe');
  stripe.misbehave('answers_500');
  await desk.worker.drain();
  desk.wait(25 * 3600);
  stripe.log.length = 0;
  await desk.worker.drain();
  expect(stripe.log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST']);
  expect(stripe.effectsOf(other.reference)).toHaveLength(1);
});

test.each(NAMES)('Retry-After of %s is honoured', async (name) => {
  const credit = await grantTo(name);
  const stub = stubOf(name);
  stub.retryAfterSeconds = 90;
  stub.misbehave('answers_429');
  await desk.worker.drain();
  desk.wait(89);
  expect(await desk.worker.drain()).toBe(0);
  desk.wait(2);
  expect(await desk.worker.drain()).toBe(1);
  expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed' });
});

test.each(NAMES)('what %s refuses with 422 is parked with nothing there; retried, it is there once', async (name) => {
  const credit = await grantTo(name);
  const stub = stubOf(name);
  stub.misbehave('answers_422');
  await desk.worker.drain();
  expect(await desk.delivery(credit.id)).toMatchObject({ status: 'parked', look_up_first: false });
  expect(stub.effectsOf(credit.reference)).toEqual([]);
  await desk.actions.decide(credit.id, { action: 'retry' }, { actor: ANNE });
  await desk.settle();
  expect(stub.effectsOf(credit.reference)).toHaveLength(1);
});

test('a missing id parks before anything is sent, and says so; named, it goes by itself', async () => {
  const [credit] = await desk.grant([{ externalId: `M-${count}` }]);
  await desk.worker.drain();
  expect(await desk.credits.get(credit?.id ?? '')).toMatchObject({
    status: 'parked',
    reasonCode: 'billing_customer_missing',
    attempts: [],
  });
  expect(stripe.log).toEqual([]);
  const seen = async (mapping: 'missing' | 'own') =>
    (await desk.control.customers({ q: `m-${count}`, mapping }, {})).items;
  expect(await seen('missing')).toMatchObject([
    { customerId: `M-${count}`, connectionKind: 'stripe', billingCustomerId: null, parkedCount: 1, version: 0 },
  ]);
  expect(await seen('own')).toEqual([]);
  const to = { connectionId: null, billingCustomerId: 'cus_named' };
  await desk.control.setRoute(`M-${count}`, to, undefined, ANNE);
  expect(await seen('missing')).toEqual([]);
  expect(await seen('own')).toMatchObject([{ billingCustomerId: 'cus_named', isMissing: false, parkedCount: 0 }]);
  await desk.worker.drain();
  expect(await desk.delivery(credit?.id ?? '')).toMatchObject({
    status: 'confirmed',
    billing_customer_id: 'cus_named',
  });
});

test('what Stripe refuses is parked with its words; redirected, it stands where it was sent', async () => {
  const credit = await grantTo('stripe');
  const { billing_customer_id: customer } = await desk.delivery(credit.id);
  stripe.missing.add(String(customer));
  await desk.worker.drain();
  expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'parked', reasonCode: 'resource_missing' });
  lago.addWallet('elsewhere', 'EUR');
  const to = { connectionId: connectionIds.lago, billingCustomerId: 'elsewhere', reason: 'They moved.' };
  await desk.actions.decide(credit.id, { action: 'redirect', ...to }, { actor: ANNE });
  await desk.worker.drain();
  expect(lago.effectsOf(credit.reference)).toHaveLength(1);
  expect(stripe.effectsOf(credit.reference)).toHaveLength(0);
  const audit = await rows<{ action: string }>(
    desk.database.tx,
    `select action from audit_entry where subject_id = $1 order by sequence`,
    [credit.id],
  );
  expect(audit.map(({ action }) => action)).toEqual(['delivery.parked', 'delivery.redirected', 'delivery.confirmed']);
});

test('the kill switch stops everything that is not on the wire, and lets it go on', async () => {
  const credit = await grantTo('stripe');
  await desk.control.switch(true, 'Month end.', ANNE);
  expect(await desk.worker.drain()).toBe(0);
  expect(stripe.log).toEqual([]);
  await desk.control.switch(false, null, ANNE);
  await desk.worker.drain();
  expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed' });
});

test('the kill switch also stops what was claimed before it', async () => {
  const credit = await grantTo('stripe');
  const [held] = await desk.deliver.claim('w', 8);
  await desk.control.switch(true, null, ANNE);
  // What the claim saw is good for a second.
  desk.wait(1);
  if (held !== undefined) await desk.deliver.deliver(held);
  expect(stripe.log).toEqual([]);
  expect(await desk.delivery(credit.id)).toMatchObject({
    status: 'waiting',
    look_up_first: false,
    first_sent_at: null,
    tries: 0,
  });
  await desk.control.switch(false, null, ANNE);
  await desk.settle();
  expect(stripe.log).toHaveLength(1);
});

test('an amount that is not the offer’s is never sent', async () => {
  const credit = await grantTo('stripe');
  await rows(desk.database.tx, 'update offer set amount_minor = amount_minor + 1 where customer_id = $1', [
    credit.customerId,
  ]);
  await desk.worker.drain();
  expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'parked', reasonCode: 'not_as_offered' });
  expect(stripe.log).toEqual([]);
});

describe('a lease', () => {
  test('is taken over when it ends; whoever lost it neither sends nor finishes', async () => {
    const credit = await grantTo('lago');
    const [first] = await desk.deliver.claim('first', 8);
    expect(await desk.deliver.claim('second', 8)).toEqual([]);
    desk.wait(31);
    const [second] = await desk.deliver.claim('second', 8);
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    if (second === undefined || first === undefined) throw new Error('nothing was claimed');
    expect(await desk.deliver.deliver(second)).toBe(true);
    lago.log.length = 0;
    expect(await desk.deliver.deliver(first)).toBe(false);
    expect(lago.log).toEqual([]);
    expect(lago.effectsOf(credit.reference)).toHaveLength(1);
    expect((await desk.credits.get(credit.id)).attempts).toMatchObject([
      { attempt: 2, outcome: 'taken' },
      { attempt: 1, outcome: 'lease_lost' },
    ]);
  });

  test('that ended means that it may be there: the next one looks first', async () => {
    const credit = await grantTo('stripe');
    await desk.deliver.claim('dies', 8);
    desk.wait(31);
    await desk.worker.drain();
    expect(stripe.log.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST']);
    expect(stripe.effectsOf(credit.reference)).toHaveLength(1);
  });

  test('of which too little is left sends nothing', async () => {
    await grantTo('stripe');
    const [held] = await desk.deliver.claim('slow', 8);
    desk.wait(29.9);
    if (held !== undefined) await desk.deliver.deliver(held);
    expect(stripe.log).toEqual([]);
    await desk.settle();
  });
});

test('two workers at once carry each credit once', async () => {
  const credits = await desk.grant(
    Array.from({ length: 60 }, (_, index) => ({ externalId: `W-${count}-${index}` })),
    { stripe: (index) => `cus_w${count}x${index}` },
  );
  stripe.latencyMs = 3;
  const tried = await Promise.all([desk.makeWorker().drain(), desk.makeWorker().drain()]);
  expect(tried.every((each) => each > 0)).toBe(true);
  expect(tried.reduce((sum, each) => sum + each)).toBe(60);
  // On a busy machine a call may have run out of its quarter of a second: what is unknown is looked up first.
  await desk.settle();
  expect(stripe.transactions).toHaveLength(60);
  for (const { reference } of credits) expect(stripe.effectsOf(reference)).toHaveLength(1);
});
