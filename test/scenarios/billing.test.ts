import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { Stripe } from 'stripe';
import { seedAftermath } from '../support/aftermath.js';
import { SECRETS } from '../support/billing-desk.js';
import type { HttpClient } from '../support/http-client.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

type Credit = Record<string, unknown> & { id: string; reference: string; attempts: { outcome: string }[] };
type Items = { items: Record<string, unknown>[]; total: number };

/** Who owes whom what: an offer for each, in minor units. */
const OFFERS = {
  Atelier: 4210, // Stripe
  Brasserie: 4205, // Lago
  Cinema: 1999, // signed webhook
  Dentiste: 12_345, // polls
  Ecole: 700, // a file
  Fleuriste: 1250, // a file
  Garage: 3001, // Stripe, without an id there
} as const;
type Name = keyof typeof OFFERS;
const NAMES = Object.keys(OFFERS) as Name[];

let amends: TestApplication;
let finance: HttpClient;
let second: HttpClient;
const stripe = new StripeStub();
const lago = new LagoStub();
const receiver = new HookReceiver();
const offerIds = {} as Record<Name, string>;
const creditIds = {} as Record<Name, string>;
const connectionIds: Record<string, string> = {};

beforeAll(async () => {
  amends = await startTestApplication('2020-09-18T08:00:00Z', { allowLoopback: true, environment: SECRETS });
  await Promise.all([stripe.listen(), lago.listen(), receiver.listen()]);
  stripe.now = () => Math.floor(amends.clock.now().getTime() / 1000);
  [finance, second] = [await amends.signIn('finance', 'manager'), await amends.signIn('finance')];
  const seeded = await seedAftermath(
    amends.database.tx,
    NAMES.map((name) => ({ externalId: name, name, offer: 'sent', amountMinor: OFFERS[name] })),
  );
  for (const { externalId, offerId } of seeded.customers) offerIds[externalId as Name] = offerId ?? '';
  lago.addWallet('lago-brasserie', 'EUR', '0.5');
});
afterAll(async () => {
  await Promise.all([stripe.close(), lago.close(), receiver.close()]);
  await amends.stop();
});

const credit = async (name: Name): Promise<Credit> => (await finance.get<Credit>(`/credits/${creditIds[name]}`)).body;
const act = (name: Name, action: string, body: object = {}, client = finance) =>
  client.post<Credit>(`/credits/${creditIds[name]}/${action}`, body);

/** Waits for the worker, which goes on by itself, and gives the credit. Before it has a way to go, it waits, too. */
async function reaches(name: Name, status: string): Promise<Credit> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await credit(name);
    if (found['status'] === status && found['connectionId'] !== null) return found;
    await sleep(25);
  }
  throw new Error(`${name} is ${JSON.stringify(await credit(name))}, not ${status}`);
}

async function accept(name: Name): Promise<void> {
  const said = { saidBy: 'C. Dubreuil', channel: 'email', saidAt: '2020-09-18T07:00:00Z' };
  const answer = await finance.post(`/offers/${offerIds[name]}/accept`, said);
  expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
  const { body } = await finance.get<{ items: Credit[] }>(`/credits?customerId=${name}`);
  expect(body.items).toMatchObject([{ amount: { amountMinor: OFFERS[name], currency: 'EUR' } }]);
  creditIds[name] = body.items[0]?.id ?? '';
}

function wait(seconds: number): void {
  amends.clock.set(new Date(amends.clock.now().getTime() + seconds * 1000));
}

async function connect(kind: string, rest: object = {}): Promise<void> {
  const made = await finance.post<{ id: string }>('/billing/connections', { name: `Our ${kind}`, kind, ...rest });
  expect(made).toMatchObject({ status: 201, body: { kind } });
  connectionIds[kind] = made.body.id;
  const tested = await finance.post(`/billing/connections/${made.body.id}/test`);
  expect(tested).toMatchObject({ status: 200, body: { ok: true } });
}

async function route(name: Name, kind: string, billingCustomerId: string | null): Promise<void> {
  const to = { connectionId: connectionIds[kind], billingCustomerId };
  expect(await finance.put(`/billing/routes/${name}`, to)).toMatchObject({ status: 200, body: { customerId: name } });
}

test('what cannot be a connection is refused with all that is wrong, and nothing is kept', async () => {
  const inside = await finance.post('/billing/connections', {
    name: 'Inside',
    kind: 'webhook',
    baseUrl: 'https://169.254.169.254/hook',
    secretNames: ['AMENDS_BILLING_SECRET_SHORT', 'AMENDS_BILLING_SECRET_NONE'],
  });
  expect(inside).toMatchObject({
    status: 422,
    body: {
      code: 'connection_not_valid',
      errors: [
        { path: 'secretNames.0', code: 'secret_wrong_length' },
        { path: 'secretNames.1', code: 'secret_missing' },
        { path: 'baseUrl', code: 'outgoing_address_refused' },
      ],
    },
  });
  expect(await finance.post('/billing/connections', { name: 'X', kind: 'sap', secretNames: ['PATH'] })).toMatchObject({
    status: 400,
  });
  expect((await finance.get<Items>('/billing/connections')).body.items).toEqual([]);
});

test('each system is connected and tested, and each customer is sent to one', async () => {
  const named = (name: string) => [`AMENDS_BILLING_SECRET_${name}`];
  await connect('stripe', {
    baseUrl: stripe.url,
    secretNames: named('STRIPE'),
    incomingSecretNames: named('STRIPE_EVENTS'),
    isDefault: true,
  });
  await connect('lago', {
    baseUrl: lago.url,
    secretNames: named('LAGO'),
    incomingSecretNames: named('LAGO_EVENTS'),
  });
  await connect('webhook', { baseUrl: `${receiver.url}/credits`, secretNames: named('HOOK') });
  await connect('pull');
  await connect('csv');
  await route('Atelier', 'stripe', 'cus_atelier');
  await route('Brasserie', 'lago', 'lago-brasserie');
  await route('Cinema', 'webhook', null);
  await route('Dentiste', 'pull', null);
  await route('Ecole', 'csv', null);
  await route('Fleuriste', 'csv', 'F-17');
  expect((await finance.get<Items>('/billing/routes')).body.items).toHaveLength(6);
});

describe('an accepted offer', () => {
  test('is in Stripe’s books to the cent, once, and applied when its invoice says so', async () => {
    await accept('Atelier');
    expect(await reaches('Atelier', 'confirmed')).toMatchObject({
      amount: { amountMinor: 4210, currency: 'EUR' },
      connectionKind: 'stripe',
      billingCustomerId: 'cus_atelier',
      attempts: [{ attempt: 1, outcome: 'taken', httpStatus: 200 }],
    });
    expect(stripe.transactions).toMatchObject([{ customer: 'cus_atelier', amount: -4210, currency: 'eur' }]);
    const payload = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'invoice.finalized',
      data: {
        object: {
          id: 'in_1',
          customer: 'cus_atelier',
          currency: 'eur',
          ending_balance: 0,
          status_transitions: { finalized_at: stripe.now() + 60 },
        },
      },
    });
    const tell = (body: string, timestamp: number) =>
      amends.client.post('/hooks/billing/stripe', body, {
        type: 'application/json',
        headers: {
          'stripe-signature': Stripe.webhooks.generateTestHeaderString({
            payload: body,
            secret: SECRETS.AMENDS_BILLING_SECRET_STRIPE_EVENTS,
            timestamp,
          }),
        },
      });
    expect((await tell(payload, stripe.now() - 301)).status).toBe(401);
    expect((await tell(payload, stripe.now())).body).toEqual({ received: true, new: true, known: true });
    expect((await tell(payload, stripe.now())).body).toEqual({ received: true, new: false, known: true });
    expect(await credit('Atelier')).toMatchObject({ status: 'applied' });
    await tell('{"id":"evt_2","type":"radar.early_fraud_warning.created"}', stripe.now());
    expect((await finance.get<Items>('/billing/events/ignored')).body.items).toEqual([
      { type: 'radar.early_fraud_warning.created', count: 1 },
    ]);
  });

  test('is topped up at Lago at the wallet’s rate, and an answer that is lost is looked up', async () => {
    lago.misbehave('effect_then_reset');
    await accept('Brasserie');
    await reaches('Brasserie', 'unknown');
    wait(60);
    const found = await reaches('Brasserie', 'confirmed');
    expect(found.attempts.map(({ outcome }) => outcome)).toEqual(['found', 'unknown']);
    expect(lago.effectsOf(found.reference)).toMatchObject([{ credit_amount: '84.1', amount: '42.05' }]);
    const body = JSON.stringify({ webhook_type: 'invoice.drafted', invoice: {} });
    const signature = createHmac('sha256', SECRETS.AMENDS_BILLING_SECRET_LAGO_EVENTS).update(body).digest('base64');
    const headers = {
      'x-lago-signature': signature,
      'x-lago-signature-algorithm': 'hmac',
      'x-lago-unique-key': 'u-1',
    };
    const told = await amends.client.post('/hooks/billing/lago', body, { type: 'application/json', headers });
    expect(told).toMatchObject({ status: 200, body: { known: false } });
  });

  test('reaches a receiver, which confirms it; parked by a refusal it is sent again and the log shows each try', async () => {
    receiver.next = [{ status: 302, body: undefined, headers: { location: 'https://elsewhere.example/' } }];
    await accept('Cinema');
    expect(await reaches('Cinema', 'parked')).toMatchObject({ reasonCode: 'redirect_refused' });
    expect((await finance.get<Items>('/deliveries?status=parked')).body.items).toMatchObject([
      { creditId: creditIds.Cinema },
    ]);
    await act('Cinema', 'retry');
    const sent = await reaches('Cinema', 'submitted');
    expect(sent.attempts.map(({ outcome }) => outcome)).toEqual(['taken', 'refused']);
    const [first, again] = receiver.received.filter(({ body }) => body.includes('credit.requested'));
    expect(JSON.parse(again?.body ?? '')).toMatchObject({
      data: { reference: sent.reference, amount: { amountMinor: 1999, currency: 'EUR' }, amountMajor: '19.99' },
    });
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(await act('Cinema', 'confirm', { billingDocument: 'ERP-1' })).toMatchObject({
      status: 200,
      body: { status: 'confirmed', billingDocument: 'ERP-1' },
    });
  });

  test('waits for a system that polls; its document is kept once, and another amount or document is refused', async () => {
    await accept('Dentiste');
    await reaches('Dentiste', 'waiting');
    expect((await finance.get<Items>('/credits?status=waiting')).body.items).toMatchObject([
      { id: creditIds.Dentiste, amount: { amountMinor: 12_345, currency: 'EUR' } },
    ]);
    const say = (billingDocument: string, amountMinor: number) =>
      act('Dentiste', 'confirm', { billingDocument, amount: { amountMinor, currency: 'EUR' } });
    expect(await say('AV-2020-17', 12_344)).toMatchObject({ status: 422, body: { code: 'amount_differs' } });
    expect(await say('ERP-1', 12_345)).toMatchObject({ status: 409, body: { code: 'document_of_another' } });
    expect(await say('AV-2020-17', 12_345)).toMatchObject({ status: 200, body: { status: 'confirmed' } });
    expect(await say('AV-2020-17', 12_345)).toMatchObject({ status: 200, body: { billingDocument: 'AV-2020-17' } });
    expect(await say('AV-2020-18', 12_345)).toMatchObject({
      status: 409,
      body: { code: 'credit_confirmed_otherwise' },
    });
    expect(await say('ERP-1', 12_345)).toMatchObject({ status: 409 });
  });

  test('goes into a numbered file that closes, and into no other', async () => {
    await accept('Ecole');
    await accept('Fleuriste');
    await Promise.all([reaches('Ecole', 'waiting'), reaches('Fleuriste', 'waiting')]);
    const close = () => finance.post<Items>('/billing/csv-batches', { connectionId: connectionIds['csv'] });
    const { body, status } = await close();
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { items: [{ number: 1, currency: 'EUR', lineCount: 2, creditMinor: 1950, reversalMinor: 0 }] },
    });
    const file = `/billing/csv-batches/${String(body.items[0]?.['id'])}/file.csv`;
    const bytes = (await finance.get<Buffer>(file)).body;
    const lines = parse(bytes, { columns: true }) as Record<string, string>[];
    expect(
      lines.map((line) => [line['batch'], line['customerExternalId'], line['amount'], line['billingCustomerId']]),
    ).toEqual([
      ['1', 'Ecole', '7.00', 'Ecole'],
      ['1', 'Fleuriste', '12.50', 'F-17'],
    ]);
    expect((await close()).body.items).toEqual([]);
    expect((await finance.get<Buffer>(file)).body.equals(bytes)).toBe(true);
    expect((await finance.get<Items>('/billing/csv-batches')).body.total).toBe(1);
    await reaches('Ecole', 'submitted');
  });

  test('without an id over there is parked before anything is sent; given up is for good', async () => {
    await accept('Garage');
    expect(await reaches('Garage', 'parked')).toMatchObject({ reasonCode: 'billing_customer_missing', attempts: [] });
    const to = { connectionId: connectionIds['pull'], reason: 'Small ones are booked by hand.' };
    expect(await act('Garage', 'redirect', to)).toMatchObject({ status: 200, body: { status: 'waiting' } });
    expect(await act('Garage', 'give-up', {})).toMatchObject({ status: 400 });
    expect(await act('Garage', 'give-up', { reason: 'Paid in cash.' })).toMatchObject({
      status: 200,
      body: { status: 'failed' },
    });
    expect(await act('Garage', 'retry')).toMatchObject({ status: 409, body: { code: 'delivery_action_refused' } });
  });
});

describe('taken back', () => {
  test('a part at once, the rest by two different persons, while sending is stopped nothing leaves', async () => {
    const some = (amountMinor: number) => ({ amount: { amountMinor, currency: 'EUR' }, reason: 'Wrong month.' });
    expect(await finance.put('/billing/reversal-limits', { reversalLimits: { EUR: 3000 } })).toMatchObject({
      status: 200,
    });
    expect(await act('Atelier', 'reverse', some(4211))).toMatchObject({ body: { code: 'reversal_above_rest' } });
    await finance.put('/billing/kill-switch', { stopped: true, reason: 'Month end.' });
    expect(await act('Atelier', 'reverse', some(1000))).toMatchObject({
      status: 200,
      body: { reversals: [{ amountMinor: 1000, status: 'approved' }] },
    });
    await sleep(700);
    expect(stripe.balanceOf('cus_atelier')).toBe(-4210);
    await finance.put('/billing/kill-switch', { stopped: false });
    const asked = await act('Atelier', 'reverse', some(3210));
    const reversals = asked.body['reversals'] as { id: string; status: string }[];
    expect(reversals.map(({ status }) => status)).toEqual(['approved', 'requested']);
    const approve = (client: HttpClient) => act('Atelier', `reversals/${reversals[1]?.id}/approve`, {}, client);
    expect(await approve(finance)).toMatchObject({ status: 409 });
    expect(await approve(second)).toMatchObject({ status: 200 });
    expect(await reaches('Atelier', 'reversed')).toMatchObject({ reversed: { amountMinor: 4210 } });
    expect(stripe.transactions.map(({ amount }) => amount)).toEqual([-4210, 1000, 3210]);
  });

  test('and compared: both sides agree but for what was planted', async () => {
    stripe.enter('cus_atelier', { amount: -1, currency: 'eur', metadata: { amends_reference: 'amends-unheard-of' } });
    const connectionId = connectionIds['stripe'];
    const asked = await finance.post<{ id: string }>('/billing/reconciliations', { connectionId });
    expect(asked.status).toBe(202);
    const path = `/billing/reconciliations/${asked.body.id}`;
    for (let tries = 0; (await finance.get(path)).body['status'] === 'running' && tries < 200; tries += 1) {
      await sleep(25);
    }
    expect((await finance.get(path)).body).toMatchObject({ status: 'done', entryCount: 4, driftCount: 1 });
    expect((await finance.get<Items>(`${path}/drifts`)).body.items).toMatchObject([
      { kind: 'not_ours', reference: 'amends-unheard-of' },
    ]);
  });
});
