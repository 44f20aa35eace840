import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, visit } from './visit.js';

/** What is asked before an offer moves: an amount by hand, a reason, who said yes. */
export function offerPaths(test: Declare, stage: Stage): void {
  test('an amount by hand and a withdrawal need a reason; what the service refuses stands at its field', async () => {
    const { desk } = stage;
    const { id } = await desk.takeDraft();
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/offers/${id}`);
    await page.getByRole('button', { name: 'Change the amount…' }).click();
    const dialog = page.getByRole('dialog');
    const change = dialog.getByRole('button', { name: 'Change the amount' });
    await dialog.getByLabel('New amount').fill('12,345');
    await dialog.getByLabel('Why').fill('Agreed with their director.');
    expect(await change.isDisabled()).toBe(true);
    await dialog.getByLabel('New amount').fill('12.50');
    await dialog.getByLabel('Why').fill('x'.repeat(5000));
    await change.click();
    await dialog.locator('.Mui-error').first().waitFor();
    await dialog.getByLabel('Why').fill('Agreed with their director.');
    await change.click();
    await page.getByText('The offer is now: Draft').waitFor();
    await page.getByRole('button', { name: 'Withdraw…' }).click();
    await dialog.getByLabel('Why').fill('Made in error.');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The offer is now: Withdrawn').waitFor();
    const { body } = await desk.amends.client.get<{ status: string; amount: { amountMinor: number } }>(`/offers/${id}`);
    await context.close();
    expect(body).toMatchObject({ status: 'withdrawn', amount: { amountMinor: 1250 } });
  });

  test('what was said on the telephone is noted, and filters kept under a name come back', async () => {
    const { desk } = stage;
    const { id } = await desk.takeDraft();
    for (const step of ['approve', 'send']) {
      expect((await desk.amends.client.post(`/offers/${id}/${step}`)).status).toBe(200);
    }
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/offers/${id}`);
    await page.getByRole('button', { name: 'Customer accepts…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Who said so').fill('Ada Byron');
    await dialog.getByRole('button', { name: 'Note the acceptance' }).click();
    await page.getByText('The offer is now: Accepted').waitFor();
    await visit(page, '/outreach');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Name of this view').fill('Everybody');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Forget the view “Everybody”' }).click();
    await page.getByRole('menuitem', { name: 'Everybody' }).waitFor({ state: 'detached' });
    await context.close();
  });
}
