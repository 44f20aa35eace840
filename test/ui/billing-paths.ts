import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newId } from '../../src/kernel/ids.js';
import { rows } from '../../src/platform/database/database.js';
import type { Desk } from './desk.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit } from './visit.js';

type Credit = { readonly id: string; readonly reference: string; readonly customerId: string };

/** A credit of an accepted offer, on its way to nowhere yet. */
async function acceptedCredit(desk: Desk): Promise<Credit> {
  const { client } = desk.amends;
  const { id } = await desk.takeDraft();
  for (const [step, body] of [['approve'], ['send'], ['accept', { saidBy: 'Ada Byron', channel: 'phone' }]] as const) {
    expect((await client.post(`/offers/${id}/${step}`, body)).status).toBe(200);
  }
  await desk.untilQuiet();
  const { body } = await client.get<{ creditId: string }>(`/offers/${id}`);
  return (await client.get<Credit>(`/credits/${body.creditId}`)).body;
}

/** A comparison that says that the entry of a credit is not there. */
async function plantMissing({ amends: { database } }: Desk, connectionId: string, credit: Credit): Promise<void> {
  const id = newId();
  await rows(
    database.tx,
    `insert into reconciliation (id, connection_id, status, entry_count, delivery_count, drift_count, moved_count,
       created_by, created_at, finished_at) values ($1, $2, 'done', 0, 1, 1, 0, 'test', now(), now())`,
    [id, connectionId],
  );
  await rows(
    database.tx,
    `insert into drift (reconciliation_id, number, kind, reference, credit_id, customer_id, expected, found, suggested_action)
     select $1, 1, 'missing', r.reference, r.id, r.customer_id, jsonb_build_object('amountMinor', r.amount_minor,
            'currency', r.currency, 'billingCustomerId', 'cus_1'), '[]', 'Look there.' from credit r where r.id = $2`,
    [id, credit.id],
  );
}

/** Presses one of the actions of a delivery, where it is listed. */
async function decide(page: Page, { reference }: Credit, action: string): Promise<void> {
  await page.getByRole('button', { name: `Decide about ${reference}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** What finance does until a credit stands where it belongs. */
export function billingPaths(test: Declare, stage: Stage): void {
  test('finance stops the sending, names a missing id and a limit, and decides about deliveries and a drift', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const lago = { name: 'Lago', kind: 'lago', isDefault: true, secretNames: ['AMENDS_BILLING_SECRET_LAGO'] };
    const { body: connection } = await client.post<{ id: string }>('/billing/connections', lago);
    await client.post('/billing/connections', { name: 'By hand', kind: 'pull' });
    const context = await openContext(stage);
    const page = await signIn(context, desk.finance);
    const dialog = page.getByRole('dialog');

    await visit(page, '/billing/deliveries');
    await page.getByRole('button', { name: 'Stop sending' }).click();
    await dialog.getByRole('button', { name: 'Stop sending' }).click();
    await page.getByText('All sending is stopped.').waitFor();
    const credit = await acceptedCredit(desk);

    await visit(page, '/billing/limits');
    await page.getByLabel('Limit in EUR').fill('12,345');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.Mui-error').first().waitFor();
    await page.getByLabel('Limit in EUR').fill('50,00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();

    await visit(page, '/billing/customers');
    await page.getByRole('button', { name: 'Id missing' }).click();
    await page.getByRole('button', { name: 'Name the id' }).first().waitFor();
    await page.getByRole('button', { name: 'Id missing' }).click();
    await page.getByRole('searchbox', { name: 'Name or id' }).fill(credit.customerId);
    await page.waitForURL(/filter=.*%22q%22/);
    await settled(page);
    await page.getByRole('row').filter({ hasText: credit.customerId }).getByRole('button').click();
    await dialog.getByLabel('Customer’s id there').fill('lago-1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const routed = await client.get<{ status: string; billingCustomerId: string }>(`/credits/${credit.id}`);
    expect(routed.body).toMatchObject({ status: 'waiting', billingCustomerId: 'lago-1' });

    await visit(page, '/billing/deliveries');
    await decide(page, credit, 'Try again');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.waitFor({ state: 'detached' });
    await decide(page, credit, 'Send elsewhere');
    await dialog.getByLabel('Billing system').click();
    await page.getByRole('option', { name: 'By hand' }).click();
    await dialog.getByLabel('Reason').fill('Lago is being replaced.');
    await dialog.getByRole('button', { name: 'Send elsewhere' }).click();
    await dialog.waitFor({ state: 'detached' });

    await plantMissing(desk, connection.id, credit);
    await visit(page, '/billing/reconciliation');
    await page.getByRole('link', { name: `Confirm by hand ${credit.reference}` }).click();
    await dialog.getByLabel('Billing document').fill('AV-2020-17');
    await dialog.getByRole('button', { name: 'Confirm by hand' }).click();
    await dialog.waitFor({ state: 'detached' });
    const other = await acceptedCredit(desk);
    await visit(page, '/billing/deliveries');
    await decide(page, other, 'Give up');
    await dialog.getByRole('button', { name: 'Give up' }).click();
    await dialog.locator('.Mui-error').first().waitFor();
    await dialog.getByLabel('Reason').fill('Paid by cheque.');
    await dialog.getByRole('button', { name: 'Give up' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await dialog.getByRole('button', { name: 'Let it go on' }).click();
    await page.getByText('Credits are being sent.').waitFor();
    await context.close();
    const stands = await Promise.all(
      [credit, other].map(async ({ id }) => (await client.get<{ status: string }>(`/credits/${id}`)).body.status),
    );
    expect(stands).toEqual(['confirmed', 'failed']);
  });
}
