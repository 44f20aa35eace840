import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit } from './visit.js';

/** What agents and managers do on the pages of an incident. */
export function incidentPaths(test: Declare, stage: Stage): void {
  test('an agent finds the worst-hit customer and why, by keyboard alone, without an error of a script or of the policy', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill(desk.worstName.slice(0, 8).toUpperCase());
    await page.getByRole('option', { name: desk.worstName }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: desk.worstName }).waitFor();
    const why = page.getByRole('button', { name: /^Why\? / }).first();
    await why.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'Attempts to enter' }).waitFor();
    expect(await drawer.getByRole('table').count()).toBeGreaterThan(1);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await context.close();
    expect(errors).toEqual([]);
  });

  test('filters and order stand in the address, and a reload keeps them; the selection adds up and approves', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/incidents/${desk.subjects.incidentId}/customers`);
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.waitForURL(/sort=people/);
    await page.getByRole('combobox', { name: 'Offer' }).click();
    const answered = page.waitForResponse(/customers\?.*offer=draft/);
    await page.getByRole('option', { name: 'Draft' }).click();
    await page.waitForURL(/filter=.*draft/);
    await answered;
    const rows = page.getByRole('table').locator('tbody tr');
    await settled(page);
    const before = await rows.count();
    expect(before).toBeGreaterThan(1);
    await page.reload();
    await rows.first().waitFor();
    expect(await rows.count()).toBe(before);
    await rows.first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Approve 1 offer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 1 offer' }).click();
    await page.getByText('1 offer approved').waitFor();
    const { body } = await desk.amends.client.get<{ total: number }>('/offers?status=approved');
    await context.close();
    expect(body.total).toBe(1);
  });

  test('a change of windows shows its effect before it is saved, and one that somebody overtook says who', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/incidents/${desk.subjects.incidentId}`);
    await page.getByRole('button', { name: 'Edit windows' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Remove' }).nth(1).click();
    await dialog.getByRole('button', { name: 'Show the effect' }).click();
    await dialog.getByText('With these windows').waitFor();
    const path = `/incidents/${desk.subjects.incidentId}/windows`;
    const { windows } = (await desk.amends.client.get<{ windows: Record<string, unknown>[] }>(path)).body;
    const kept = windows.slice(0, 1).map(({ componentKey, startsAt, endsAt, capabilities }) => ({
      componentKey,
      startsAt,
      endsAt,
      capabilities,
    }));
    const { status } = await desk.amends.client.put(path, { windows: kept, reason: 'Only the first is sure.' });
    expect(status).toBe(200);
    await dialog.getByLabel('Why the windows change').fill('The first alert counts.');
    await dialog.getByRole('button', { name: 'Save the windows' }).click();
    await dialog.getByText(/Changed by Test administrator .* while you were editing/).waitFor();
    await dialog.getByRole('button', { name: 'Save mine over it' }).click();
    await dialog.getByRole('button', { name: 'Save the windows' }).click();
    await page.getByText('The windows are saved').waitFor();
    await context.close();
  });
}
