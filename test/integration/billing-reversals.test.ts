import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { row, rows } from '../../src/platform/database/database.js';
import { ANNE, BOB, type Desk, type DeskCredit, openDesk } from '../support/billing-desk.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';

let desk: Desk;
let stripe: StripeStub;
let lago: LagoStub;
const connectionIds = { stripe: '', lago: '', csv: '' };
let count = 0;

beforeAll(async () => {
  desk = await openDesk();
  stripe = new StripeStub();
  lago = new LagoStub();
  await Promise.all([stripe.listen(), lago.listen()]);
  const base = { incomingSecretNames: [], secretNames: [], baseUrl: null, isDefault: false };
  const make = async (kind: 'stripe' | 'lago' | 'csv', rest: object): Promise<string> =>
    (await desk.connections.create({ ...base, name: kind, kind, ...rest }, ANNE)).id;
  Object.assign(connectionIds, {
    stripe: await make('stripe', {
      baseUrl: stripe.url,
      secretNames: ['AMENDS_BILLING_SECRET_STRIPE'],
      isDefault: true,
    }),
    lago: await make('lago', { baseUrl: lago.url, secretNames: ['AMENDS_BILLING_SECRET_LAGO'] }),
    csv: await make('csv', {}),
  });
});
afterAll(async () => {
  await Promise.all([stripe.close(), lago.close()]);
  await desk.db.drop();
});

async function grant(
  where: 'stripe' | 'lago' | 'csv' = 'stripe',
  amountMinor = 5000,
  currency = 'EUR',
): Promise<DeskCredit> {
  count += 1;
  const externalId = `R-${count}`;
  if (where === 'lago') lago.addWallet(`lago-${count}`, currency);
  const [credit] = await desk.grant([{ externalId, amountMinor, currency }], {
    stripe: () => `cus_r${count}`,
    lago: () => `lago-${count}`,
  });
  const to = { connectionId: connectionIds[where], billingCustomerId: null };
  if (where !== 'stripe') await desk.control.setRoute(externalId, to, undefined, ANNE);
  if (credit === undefined) throw new Error('no credit');
  return credit;
}

const take = (credit: DeskCredit, amountMinor?: number, actor = ANNE) =>
  desk.reversals.request(
    credit.id,
    { reason: 'wrong month', ...(amountMinor === undefined ? {} : { amount: { amountMinor, currency: 'EUR' } }) },
    actor,
  );

describe('a reversal', () => {
  test.each(['stripe', 'lago'] as const)(
    'at %s is an opposite entry, in parts, and never above the rest',
    async (where) => {
      const credit = await grant(where);
      await desk.worker.drain();
      await take(credit, 2000);
      await expect(take(credit, 3001)).rejects.toMatchObject({
        code: 'reversal_above_rest',
        details: { leftMinor: 3000 },
      });
      await desk.worker.drain();
      expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'confirmed', reversed: { amountMinor: 2000 } });
      await take(credit);
      await desk.worker.drain();
      expect(await desk.credits.get(credit.id)).toMatchObject({
        status: 'reversed',
        reversed: { amountMinor: 5000 },
        reversals: [
          { amountMinor: 2000, deliveryStatus: 'confirmed' },
          { amountMinor: 3000, deliveryStatus: 'confirmed' },
        ],
      });
      if (where === 'stripe') expect(stripe.balanceOf(`cus_r${count}`)).toBe(0);
      else {
        const wallet = lago.wallets.find((each) => each.external_customer_id === `lago-${count}`);
        const own = lago.transactions.filter((each) => each.lago_wallet_id === wallet?.lago_id);
        expect(own.map(({ amount, transaction_type: type }) => `${type} ${Number(amount)}`)).toEqual([
          'inbound 50',
          'outbound 20',
          'outbound 30',
        ]);
      }
      await expect(take(credit)).rejects.toMatchObject({ code: 'delivery_action_refused' });
    },
  );

  test('of two at once for the same rest, one wins', async () => {
    const credit = await grant();
    await desk.worker.drain();
    const outcomes = await Promise.allSettled([take(credit, 3000), take(credit, 3000), take(credit, 3000, BOB)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await desk.worker.drain();
    expect(stripe.balanceOf(`cus_r${count}`)).toBe(-2000);
  });

  test('above the limit takes two different persons', async () => {
    await desk.control.setReversalLimits({ EUR: 4000 }, undefined, ANNE);
    const credit = await grant();
    await desk.worker.drain();
    const asked = await take(credit, 4001);
    expect(asked).toMatchObject({ status: 'requested', fourEyes: true });
    await desk.worker.drain();
    expect(stripe.balanceOf(`cus_r${count}`)).toBe(-5000);
    const refusedBy = async (actor: typeof ANNE) => {
      const refusal = (await desk.reversals
        .decide(credit.id, asked.id, true, actor)
        .catch((error: unknown) => error)) as {
        reasons: { code: string }[];
      };
      return refusal.reasons.map(({ code }) => code);
    };
    expect(await refusedBy(ANNE)).toEqual(['second_person_needed']);
    expect(await refusedBy({ id: 'key:x', kind: 'key', roles: ['finance'] })).toEqual(['person_needed']);
    await desk.reversals.decide(credit.id, asked.id, true, BOB);
    await desk.worker.drain();
    expect(stripe.balanceOf(`cus_r${count}`)).toBe(-999);
    expect(await refusedBy(BOB)).toEqual(['decided']);
    // The constraint stands behind the rule.
    await expect(
      rows(desk.database.tx, 'update credit_reversal set decided_by = requested_by where id = $1', [asked.id]),
    ).rejects.toThrow('check');
    const other = await grant();
    const dropped = await take(other, 4500);
    await desk.reversals.decide(other.id, dropped.id, false, ANNE);
    expect(await desk.credits.get(other.id)).toMatchObject({ reversed: { amountMinor: 0 } });
    await desk.control.setReversalLimits({}, undefined, ANNE);
    await desk.worker.drain();
  });

  test('that waits for a second person keeps the credit open while another part of it arrives', async () => {
    await desk.control.setReversalLimits({ EUR: 2000 }, undefined, ANNE);
    const credit = await grant();
    await desk.worker.drain();
    await take(credit, 1000);
    const asked = await take(credit, 4000);
    await desk.worker.drain();
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'confirmed' });
    await desk.reversals.decide(credit.id, asked.id, true, BOB);
    await desk.worker.drain();
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'reversed' });
    expect(stripe.balanceOf(`cus_r${count}`)).toBe(0);
    await desk.control.setReversalLimits({}, undefined, ANNE);
  });

  test('of all of a credit that was never sent means that it is not sent', async () => {
    const credit = await grant();
    await take(credit);
    await desk.worker.drain();
    expect(stripe.effectsOf(credit.reference)).toEqual([]);
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'reversed', nextStatuses: [] });
  });

  test('asked for while the credit is unknown waits until that is known', async () => {
    const credit = await grant();
    stripe.misbehave('effect_then_reset');
    await desk.worker.drain();
    await take(credit);
    expect(await desk.worker.drain()).toBe(0);
    await desk.settle();
    expect(await desk.credits.get(credit.id)).toMatchObject({ status: 'reversed' });
    expect(stripe.balanceOf(`cus_r${count}`)).toBe(0);
  });
});

describe('a confirmation', () => {
  test('of another’s document is refused, of another amount too; twice said is once kept', async () => {
    const [mine, others] = [await grant('csv'), await grant('csv')];
    const say = (credit: DeskCredit, billingDocument: string, amountMinor = 5000) =>
      desk.credits.confirm(credit.id, { billingDocument, amount: { amountMinor, currency: 'EUR' } }, undefined, ANNE);
    await expect(say(mine, 'AV-1', 4999)).rejects.toMatchObject({
      code: 'amount_differs',
      details: { amountMinor: 5000 },
    });
    await say(mine, 'AV-1');
    await say(mine, 'AV-1');
    await expect(say(others, 'AV-1')).rejects.toMatchObject({ code: 'document_of_another' });
    await expect(say(others, 'AV-1')).rejects.toMatchObject({ code: 'document_of_another' });
    expect(await desk.delivery(others.id)).toMatchObject({ status: 'waiting', billing_document: null });
    expect((await rows(desk.database.tx, `select from audit_entry where action = 'credit.confirmed'`)).length).toBe(1);
  });
});

describe('a file for accounting', () => {
  test('is closed, numbered, per currency, and its totals match; a line is never in two', async () => {
    const credits = [await grant('csv', 4200), await grant('csv', 1500, 'JPY'), await grant('csv', 33)];
    const closings = await Promise.all([
      desk.batches.close(connectionIds.csv, ANNE),
      desk.batches.close(connectionIds.csv, BOB),
    ]);
    const closed = closings.flat();
    expect(closed.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2]);
    const seen: string[] = [];
    for (const batch of closed) {
      const { file } = await desk.batches.file(batch.id);
      expect(createHash('sha256').update(file).digest('hex')).toBe(batch.fileSha256);
      const lines = parse(file, { columns: true }) as Record<string, string>[];
      expect(lines.every((line) => line['currency'] === batch.currency && line['batch'] === String(batch.number))).toBe(
        true,
      );
      expect(lines).toHaveLength(batch.lineCount);
      expect(lines.reduce((sum, line) => sum + Number(line['amountMinor']), 0)).toBe(
        batch.creditMinor - batch.reversalMinor,
      );
      seen.push(...lines.map((line) => line['reference'] ?? ''));
    }
    const own = credits.map(({ reference }) => reference);
    expect(own.every((reference) => seen.filter((each) => each === reference).length === 1)).toBe(true);
    expect(await desk.batches.close(connectionIds.csv, ANNE)).toEqual([]);
    expect(await desk.credits.get(credits[0]?.id ?? '')).toMatchObject({
      status: 'submitted',
      batchNumber: expect.any(Number) as unknown,
    });
    await take(credits[0] ?? { id: '', customerId: '', reference: '' }, 200);
    const [next] = await desk.batches.close(connectionIds.csv, ANNE);
    expect(next).toMatchObject({ number: 3, lineCount: 1, creditMinor: 0, reversalMinor: 200 });
    expect((await desk.batches.file(next?.id ?? '')).file.toString()).toContain(',-2.00,-200,');
    const sums = await row<{ n: number }>(desk.database.tx, 'select sum(line_count)::int as n from billing_csv_batch');
    const put = await row<{ n: number }>(
      desk.database.tx,
      'select count(*)::int as n from delivery where batch_id is not null',
    );
    expect(sums).toEqual(put);
  });

  test('is made for a csv connection alone', async () => {
    await expect(desk.batches.close(connectionIds.stripe, ANNE)).rejects.toMatchObject({
      code: 'not_a_csv_connection',
    });
  });
});
