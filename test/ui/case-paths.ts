import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit, watchedPage } from './visit.js';

/** What agents do in a conversation, by keyboard and in two windows. */
export function casePaths(test: Declare, stage: Stage): void {
  test('by keyboard: to the second case of the list, a call noted, the next action set; ? names the keys', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, '/outreach');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    const second = page.locator('a[data-case]').nth(1);
    await second.waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Note a call').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const name = (await second.textContent()) ?? '';
    await page.keyboard.press('c');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('They ask for a call on Friday.');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('list').getByText('They ask for a call on Friday.').waitFor();
    await page.getByRole('heading', { level: 1 }).focus();
    await page.locator('main').click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('e');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('Call on Friday');
    await page.keyboard.press('Enter');
    await page.getByText('The case is saved').waitFor();
    const { body } = await desk.amends.client.get<{ items: { nextAction: string | null }[] }>(
      `/outreach/cases?q=${encodeURIComponent(name)}`,
    );
    await context.close();
    expect(body.items.map(({ nextAction }) => nextAction)).toContain('Call on Friday');
  });

  test('two windows change one case: the second is told who was quicker, keeps its text, and may save over it', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const first = await signIn(context, desk.manager);
    const second = await watchedPage(context);
    await second.goto(`/outreach/${desk.subjects.caseId}`);
    await settled(second);
    await visit(first, `/outreach/${desk.subjects.caseId}`);
    for (const [page, text] of [
      [first, 'Call at ten'],
      [second, 'Call at noon'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Next action' }).fill(text);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      if (page === first) await page.getByText('The case is saved').waitFor();
    }
    const told = second.getByRole('alert').filter({ hasText: 'Changed by Lucie Roche' });
    await told.getByText('Call at ten').waitFor();
    expect(await second.getByRole('textbox', { name: 'Next action' }).inputValue()).toBe('Call at noon');
    await told.getByRole('button', { name: 'Save mine over it' }).click();
    await second.getByRole('button', { name: 'Save', exact: true }).click();
    await second.getByText('The case is saved').waitFor();
    await context.close();
  });
}
