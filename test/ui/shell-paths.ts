import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, visit } from './visit.js';
import { logoPng } from '../support/pictures.js';

/** Sessions, roles, languages, and a service that is away. */
export function shellPaths(test: Declare, stage: Stage): void {
  test('a session that ends in the middle of a form is asked for again over it, and keeps what was typed', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, '/incidents');
    await page.getByRole('button', { name: 'New incident' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Lobby closed');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Create' }).click();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.locator('input[name=email]').fill(desk.manager.email);
    await again.locator('input[name=password]').fill(desk.manager.password);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Lobby closed');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Lobby closed' }).waitFor();
    await context.close();
  });

  test('a viewer is told what is not for them; French is whole; the choice of language stays; signing out ends it', async () => {
    const { desk } = stage;
    const context = await openContext(stage, { locale: 'fr-FR' });
    const page = await signIn(context, desk.viewer);
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
    await visit(page, `/customers/${desk.subjects.customerId}`);
    await page.getByText('Votre rôle ne le permet pas').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.getByRole('combobox', { name: 'Langue' }).click();
    await page.getByRole('option', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Home' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Home' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('input[name=password]').waitFor();
    await context.close();
  });

  test('a service that does not answer is said, and the page comes back with it', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await page.route('**/api/v1/incidents?*', (route) => route.abort());
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByText('The service does not answer', { exact: true }).waitFor();
    await page.unroute('**/api/v1/incidents?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Application downtime' }).waitFor();
    await context.close();
  });

  test('a broken logo is refused in words, a good one stands at once beside the letter, and is taken away again', async () => {
    const { desk } = stage;
    const context = await openContext(stage, { locale: 'fr-FR' });
    const page = await signIn(context, desk.administrator);
    await visit(page, '/settings/company');
    const choose = (buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
    await choose(logoPng().subarray(0, 300));
    await page.getByText('Cette image est tronquée ou abîmée.').waitFor();
    const isKept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    const shown = isKept.then(() => page.waitForResponse((answer) => answer.url().includes('/letters/preview')));
    await choose(logoPng());
    const picture = page.getByRole('img', { name: 'Le logo des lettres' });
    await picture.waitFor();
    type Picture = { decode(): Promise<void>; readonly naturalWidth: number };
    const width = await picture.evaluate(async (image) => {
      await (image as unknown as Picture).decode();
      return (image as unknown as Picture).naturalWidth;
    });
    expect(width).toBe(240);
    expect((await shown).status()).toBe(200);
    await page.getByRole('button', { name: 'Retirer le logo' }).click();
    await page.getByText('Pas encore de logo').waitFor();
    await context.close();
  });

  test('rules that are wrong are said at their line; right ones are in words, and tried beside what is in force', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.finance);
    await visit(page, '/policies/goodwill/new');
    const rules = page.getByRole('textbox', { name: 'Rules as JSON' });
    const right = await rules.inputValue();
    const line = right.split('\n').findIndex((text) => text.includes('"kind"')) + 1;
    await rules.fill(right.replace('"goodwill"', '"kindness"'));
    await page.getByRole('button', { name: `Line ${line}`, exact: true }).waitFor();
    await rules.fill(right.slice(0, -1));
    await page.getByText('The text stops being JSON here').waitFor();
    await rules.fill(right);
    await page.getByText('A gesture of goodwill', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Try these rules' }).click();
    await page.getByRole('table', { name: 'By class' }).waitFor();
    await page.getByLabel('From the day').fill('2020-10-01');
    await page.getByRole('button', { name: 'Add this version' }).click();
    await page.getByText('Version 2, in force from 1 Oct 2020').waitFor();
    await page.getByText('Version 1, in force from', { exact: false }).waitFor();
    await context.close();
  });
}
