import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { endAttempt } from '../../src/billing/attempt-end.js';
import { finishAttempts } from '../../src/billing/attempts.sql.js';
import { settleFromEvents } from '../../src/billing/events.sql.js';
import { DELIVERY_TIMING } from '../../src/billing/next-attempt.js';
import { row, rows } from '../../src/platform/database/database.js';
import { ANNE, type Desk, type DeskCredit, openDesk, SECRETS } from '../support/billing-desk.js';
import { gate } from '../support/gate.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';

let desk: Desk;
let receiver: HookReceiver;
let stripe: StripeStub;
let lago: LagoStub;
let count = 0;
const connectionIds = { hook: '', stripe: '', lago: '' };

beforeAll(async () => {
  desk = await openDesk();
  receiver = new HookReceiver();
  stripe = new StripeStub();
  lago = new LagoStub();
  await Promise.all([receiver.listen(), stripe.listen(), lago.listen()]);
  stripe.now = () => Math.floor(desk.clock.now().getTime() / 1000);
  const hook = await desk.connections.create(
    {
      name: 'ERP',
      kind: 'webhook',
      baseUrl: `${receiver.url}/credits`,
      secretNames: ['AMENDS_BILLING_SECRET_HOOK', 'AMENDS_BILLING_SECRET_HOOK_NEXT'],
      incomingSecretNames: ['AMENDS_BILLING_SECRET_HOOK'],
      isDefault: true,
    },
    ANNE,
  );
  const system = async (kind: 'stripe' | 'lago', url: string): Promise<string> => {
    const name = kind.toUpperCase();
    const secretNames = [`AMENDS_BILLING_SECRET_${name}`];
    const incomingSecretNames = [`AMENDS_BILLING_SECRET_${name}_EVENTS`];
    const input = { name, kind, baseUrl: url, secretNames, incomingSecretNames, isDefault: false };
    return (await desk.connections.create(input, ANNE)).id;
  };
  Object.assign(connectionIds, {
    hook: hook.id,
    stripe: await system('stripe', stripe.url),
    lago: await system('lago', lago.url),
  });
});
afterAll(async () => {
  await Promise.all([receiver.close(), stripe.close(), lago.close()]);
  await desk.db.drop();
});
beforeEach(() => {
  receiver.received.length = 0;
  count += 1;
});

async function grant(where: 'hook' | 'stripe' | 'lago' = 'hook', customer = `${count}`): Promise<DeskCredit> {
  const externalId = `H-${customer}`;
  if (where === 'lago') lago.addWallet(`lago-${customer}`, 'EUR');
  const [credit] = await desk.grant([{ externalId }], {
    stripe: () => `cus_h${customer}`,
    lago: () => `lago-${customer}`,
  });
  const to = { connectionId: connectionIds[where], billingCustomerId: null };
  if (where !== 'hook') await desk.control.setRoute(externalId, to, undefined, ANNE);
  return credit ?? { id: '', customerId: '', reference: '' };
}

describe('a receiver of signed webhooks', () => {
  test('gets credit.requested, verified with either of two secrets, and is waited for', async () => {
    const credit = await grant();
    await desk.worker.drain();
    const [message] = receiver.received;
    const body = message?.body ?? '';
    const headers = message?.headers as Record<string, string>;
    // The library checks the age by its own clock: here it is set to the desk's.
    for (const name of ['AMENDS_BILLING_SECRET_HOOK', 'AMENDS_BILLING_SECRET_HOOK_NEXT'] as const) {
      const signature = new Webhook(SECRETS[name]).sign(headers['webhook-id'] ?? '', desk.clock.now(), body);
      expect(headers['webhook-signature']?.split(' ')).toContain(signature);
    }
    expect(headers['webhook-id']).toBe(`msg_${credit.reference}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'credit.requested',
      data: { reference: credit.reference, amount: { amountMinor: 5000, currency: 'EUR' }, amountMajor: '50.00' },
    });
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'submitted' });
  });

  test('that may or may not have it gets the same message again', async () => {
    const credit = await grant();
    receiver.misbehave('effect_then_silence');
    receiver.misbehave('effect_then_500');
    await desk.settle();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array(3).fill(`msg_${credit.reference}`));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect((await desk.credits.get(credit.id)).attempts.map(({ outcome }) => outcome)).toEqual([
      'taken',
      'unknown',
      'unknown',
    ]);
  });

  test('is not followed when it redirects; Retry-After of a 503 is honoured', async () => {
    const credit = await grant();
    receiver.next = [{ status: 302, body: undefined, headers: { location: 'http://169.254.169.254/' } }];
    await desk.worker.drain();
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'parked', reasonCode: 'redirect_refused' });
    receiver.next = [{ status: 503, body: undefined, headers: { 'retry-after': '120' } }];
    await desk.actions.decide(credit.id, { action: 'retry' }, { actor: ANNE });
    await desk.worker.drain();
    desk.wait(119);
    expect(await desk.worker.drain()).toBe(0);
    desk.wait(2);
    expect(await desk.worker.drain()).toBe(1);
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'submitted' });
  });

  test('that answers 410 is disabled, and what waits is parked until it is switched on again', async () => {
    const [credit, other] = [await grant('hook', `${count}a`), await grant('hook', `${count}b`)];
    receiver.next = [{ status: 410, body: undefined }];
    const [held] = await desk.deliver.claim('w', 1);
    if (held !== undefined) await desk.deliver.deliver(held);
    expect(await desk.connections.get(connectionIds.hook)).toMatchObject({
      disabledReason: expect.stringContaining('410') as unknown,
    });
    for (const { id } of [credit, other]) expect(await desk.delivery(id)).toMatchObject({ status: 'parked' });
    expect(await desk.worker.drain()).toBe(0);
    const stored = await desk.connections.get(connectionIds.hook);
    await desk.connections.change(connectionIds.hook, { ...stored, enabled: true }, undefined, ANNE);
    expect(await desk.delivery(other.id)).toMatchObject({ status: 'waiting' });
    await desk.actions.decide(held?.id ?? '', { action: 'retry' }, { actor: ANNE });
    await desk.settle();
    for (const { id } of [credit, other]) expect(await desk.delivery(id)).toMatchObject({ status: 'submitted' });
  });

  test('tests well, and fails well', async () => {
    expect(await desk.connections.test(connectionIds.hook)).toMatchObject({ ok: true });
    receiver.next = [{ status: 500, body: undefined }];
    expect(await desk.connections.test(connectionIds.hook)).toMatchObject({ ok: false, code: 'answered_500' });
    expect(await desk.connections.test(connectionIds.stripe)).toMatchObject({ ok: true });
    expect(await desk.connections.test(connectionIds.lago)).toMatchObject({ ok: true });
  });
});

test.each([
  [{ baseUrl: 'https://169.254.169.254/hook' }, ['baseUrl: outgoing_address_refused']],
  [{ baseUrl: 'http://10.0.0.5/hook' }, ['baseUrl: outgoing_request_not_allowed']],
  [{ secretNames: ['AMENDS_BILLING_SECRET_SHORT'] }, ['secretNames.0: secret_wrong_length']],
  [{ secretNames: ['AMENDS_BILLING_SECRET_NONE'] }, ['secretNames.0: secret_missing']],
  [{ secretNames: [], baseUrl: null }, ['secretNames: secret_count', 'baseUrl: url_required']],
])('a webhook as %j is refused', async (change, faults) => {
  const input = {
    name: 'bad',
    kind: 'webhook' as const,
    baseUrl: 'https://93.184.216.34/hook',
    secretNames: ['AMENDS_BILLING_SECRET_HOOK'],
    incomingSecretNames: [],
    isDefault: false,
    ...change,
  };
  const refused = desk.connections.create(input, ANNE);
  await expect(refused).rejects.toMatchObject({ kind: 'unprocessable', code: 'connection_not_valid' });
  const { reasons } = (await refused.catch((error: unknown) => error)) as { reasons: { path: string; code: string }[] };
  expect(reasons.map(({ path, code }) => `${path}: ${code}`)).toEqual(faults);
});

const eventCount = async (): Promise<number> =>
  (await row<{ n: number }>(desk.database.tx, 'select count(*)::int as n from billing_event'))?.n ?? 0;

const fromStripe = (body: string, timestamp = Math.floor(desk.clock.now().getTime() / 1000)) => ({
  body,
  headers: {
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret: SECRETS.AMENDS_BILLING_SECRET_STRIPE_EVENTS,
      timestamp,
    }),
  },
});
const fromLago = (body: string, key: string) => ({
  body,
  headers: {
    'x-lago-signature': createHmac('sha256', SECRETS.AMENDS_BILLING_SECRET_LAGO_EVENTS).update(body).digest('base64'),
    'x-lago-signature-algorithm': 'hmac',
    'x-lago-unique-key': key,
  },
});
const invoice = (event: string, type: string, id: string, customer: string, at: Date, balance = 0): string =>
  JSON.stringify({
    id: event,
    object: 'event',
    type,
    data: {
      object: {
        id,
        customer,
        currency: 'eur',
        ending_balance: balance,
        status_transitions: { finalized_at: Math.floor(at.getTime() / 1000) },
      },
    },
  });

describe('an event', () => {
  test('with a wrong, an old or a future signature is refused, and nothing is kept', async () => {
    const before = await eventCount();
    const now = Math.floor(desk.clock.now().getTime() / 1000);
    const body = JSON.stringify({ id: 'evt_1', type: 'invoice.finalized' });
    for (const request of [
      fromStripe(body, now - 301),
      fromStripe(body, now + 3600),
      { ...fromStripe(body), body: body.replace('evt_1', 'evt_2') },
      { body, headers: {} },
    ]) {
      await expect(desk.hooks.receive('stripe', request)).rejects.toMatchObject({ kind: 'unauthenticated' });
    }
    const lagoBody = '{"webhook_type":"wallet_transaction.created"}';
    const forged = { ...fromLago(lagoBody, 'k'), body: `${lagoBody} ` };
    await expect(desk.hooks.receive('lago', forged)).rejects.toMatchObject({ code: 'signature_not_valid' });
    expect(await eventCount()).toBe(before);
  });

  test('that we do not know is kept, ignored and counted', async () => {
    const body = JSON.stringify({ id: 'evt_x', type: 'radar.early_fraud_warning.created' });
    expect(await desk.hooks.receive('stripe', fromStripe(body))).toEqual({ received: true, new: true, known: false });
    expect(await desk.hooks.receive('stripe', fromStripe(body))).toEqual({ received: true, new: false, known: false });
    expect(await desk.hooks.ignored()).toContainEqual({ type: 'radar.early_fraud_warning.created', count: 1 });
    expect((await desk.connections.get(connectionIds.stripe)).ignoredEvents).toBe(1);
  });

  test('that cannot be read is refused', async () => {
    for (const body of ['[]', '{"id":7,"type":"x"}', '{"id":"evt\\u0000","type":"x"}', '{']) {
      await expect(desk.hooks.receive('stripe', fromStripe(body))).rejects.toMatchObject({
        code: 'event_not_readable',
      });
    }
  });

  test('of Lago settles a top-up, whichever comes first', async () => {
    lago.settlesLater = true;
    const credit = await grant('lago');
    await desk.worker.drain();
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'submitted' });
    const [made] = lago.effectsOf(credit.reference);
    const tell = (key: string, change: object) =>
      desk.hooks.receive(
        'lago',
        fromLago(
          JSON.stringify({ webhook_type: 'wallet_transaction.updated', wallet_transaction: { ...made, ...change } }),
          key,
        ),
      );
    await tell('u-2', { status: 'settled' });
    await tell('u-1', { status: 'pending' });
    await tell('u-2', { status: 'settled' });
    lago.settlesLater = false;
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed', external_id: made?.lago_id });
  });

  test('of a receiver confirms a credit with its document', async () => {
    const credit = await grant();
    await desk.worker.drain();
    const body = JSON.stringify({
      type: 'credit.confirmed',
      data: { reference: credit.reference, billingDocument: 'AV-77' },
    });
    const signature = new Webhook(SECRETS.AMENDS_BILLING_SECRET_HOOK).sign('m-77', desk.clock.now(), body);
    const headers = {
      'webhook-id': 'm-77',
      'webhook-timestamp': String(desk.clock.now().getTime() / 1000),
      'webhook-signature': signature,
    };
    await desk.hooks.receive('webhook', { body, headers });
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'confirmed', billingDocument: 'AV-77' });
  });

  test('in any order and any number ends in the same state', async () => {
    const states = new Set<string>();
    for (let shuffle = 0; shuffle < 12; shuffle += 1) {
      const customer = `${count}z${shuffle}`;
      const credit = await grant('stripe', customer);
      const at = (seconds: number): Date => new Date(desk.clock.now().getTime() + seconds * 1000);
      const events = [
        invoice(`e1-${customer}`, 'invoice.finalized', `in1-${customer}`, `cus_h${customer}`, at(-3600)),
        invoice(`e2-${customer}`, 'invoice.finalized', `in2-${customer}`, `cus_h${customer}`, at(60), -100),
        invoice(`e3-${customer}`, 'invoice.finalized', `in3-${customer}`, `cus_h${customer}`, at(120)),
        invoice(`e4-${customer}`, 'invoice.voided', `in3-${customer}`, `cus_h${customer}`, at(120)),
        invoice(`e5-${customer}`, 'invoice.finalized', `in4-${customer}`, `cus_h${customer}`, at(180)),
      ];
      const order = [...events, ...events].map((event) => ({
        event,
        rank: (shuffle * 7919 + event.length * 31 + Math.random() * 1e6) % 997,
      }));
      const sendAt = shuffle % 5;
      for (const [index, { event }] of order.toSorted((a, b) => a.rank - b.rank).entries()) {
        if (index === sendAt) await desk.worker.drain();
        await desk.hooks.receive('stripe', fromStripe(event));
      }
      states.add(String((await desk.delivery(credit.id))['status']));
    }
    expect([...states]).toEqual(['applied']);
  });

  test('of an invoice that was voided takes the application back', async () => {
    const credit = await grant('stripe');
    await desk.worker.drain();
    const at = new Date(desk.clock.now().getTime() + 60_000);
    await desk.hooks.receive(
      'stripe',
      fromStripe(invoice(`v1-${count}`, 'invoice.finalized', `v-${count}`, `cus_h${count}`, at)),
    );
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'applied' });
    await desk.hooks.receive(
      'stripe',
      fromStripe(invoice(`v2-${count}`, 'invoice.voided', `v-${count}`, `cus_h${count}`, at)),
    );
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'confirmed' });
    expect(
      await rows(desk.database.tx, `select from audit_entry where action = 'billing_event.received' limit 1`),
    ).toHaveLength(1);
  });

  test('that comes while the end of the sending is being written is not overlooked', async () => {
    const credit = await grant('stripe');
    const [held] = await desk.deliver.claim('w', 1);
    if (held === undefined) throw new Error('nothing was claimed');
    const now = desk.clock.now();
    const taken = { outcome: 'taken', status: 'confirmed', externalId: 'cbtxn_meanwhile' } as const;
    const { written, committed } = { written: gate(), committed: gate() };
    const end = desk.database.transaction(async (tx) => {
      await finishAttempts(tx, [endAttempt(held, taken, now, DELIVERY_TIMING, 0)], now);
      await settleFromEvents(tx, { deliveryIds: [credit.id] }, now);
      written.open();
      await committed.passed;
    });
    await written.passed;
    const event = invoice(`m-${count}`, 'invoice.finalized', `m-${count}`, `cus_h${count}`, now);
    const received = desk.hooks.receive('stripe', fromStripe(event));
    await sleep(50);
    committed.open();
    await Promise.all([end, received]);
    expect(await desk.delivery(credit.id)).toMatchObject({ status: 'applied' });
  });
});
