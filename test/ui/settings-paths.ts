import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit, watchedPage } from './visit.js';

const CUSTOMER =
  'externalId,name,timezone,locale,contract.plan,contract.monthlyFee.amountMinor,contract.monthlyFee.currency,contract.from\n' +
  'drop-1,Dropped Ltd,Europe/London,en-GB,gold,10000,GBP,2020-01-01\n';

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** What holds for the whole installation, and what is brought in. */
export function settingsPaths(test: Declare, stage: Stage): void {
  test('letters get words of their own, with the fault at its paragraph; of two windows the second is told', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    const other = await watchedPage(context);
    for (const each of [page, other]) {
      await each.goto('/settings/letters');
      await settled(each);
    }
    const save = (of: Page) => of.getByRole('button', { name: 'Save', exact: true }).click();
    const opening = page.getByLabel('Introduction and apology');
    await opening.fill('Dear {nobody}, ');
    await save(page);
    await page.locator('.Mui-error').first().waitFor();
    await opening.fill('We are sorry, ');
    await page.getByRole('button', { name: 'Insert the field contact' }).click();
    const drawn = page.waitForResponse((each) => each.url().includes('letter-texts/preview') && each.ok());
    await drawn;
    await save(page);
    await page.getByText('Saved.').waitFor();
    await other.getByLabel('Last paragraph').fill('Yours.');
    await save(other);
    const told = other.getByRole('alert').filter({ hasText: 'Changed by Lucie Roche' });
    await told.getByRole('button', { name: 'Save mine over it' }).click();
    expect(await other.getByLabel('Last paragraph').inputValue()).toBe('Yours.');
    const { body } = await desk.amends.client.get<{ texts: { en: { goodwill: unknown } } }>('/letter-texts');
    // An older version is looked at and started from; it is kept only when it is saved.
    await desk.amends.client.put('/letter-texts', { fr: { apology: { closing: 'Bien à vous.' } } });
    await page.reload();
    await page.getByRole('button', { name: 'Look at version 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Version 1' });
    await dialog.getByText('We are sorry, {contact}').waitFor();
    await dialog.getByRole('button', { name: 'Start from this one' }).click();
    await page.getByText('The fields hold version 1.').waitFor();
    expect(await opening.inputValue()).toBe('We are sorry, {contact}');
    await save(page);
    await page.getByText('Version 3 · in force').waitFor();
    const versions = await desk.amends.client.get<{ items: object[] }>('/letter-texts/versions');
    expect(versions.body.items).toMatchObject([
      { version: 3, paragraphs: 1 },
      { version: 2, paragraphs: 1 },
      { version: 1, paragraphs: 1 },
    ]);
    for (const wrong of ['4', '0', 'x', '99999999999']) {
      expect((await desk.amends.client.get(`/letter-texts/versions/${wrong}`)).status).toBe(404);
    }
    await desk.amends.client.put('/letter-texts', {});
    await context.close();
    expect(body.texts.en.goodwill).toEqual({ opening: 'We are sorry, {contact}' });
  });

  test('in French, from 360 px: the settings are reached by a list or a choice, and the last action of a list is on the screen; the audit trail is in words', async () => {
    const { desk } = stage;
    const context = await openContext(stage, { locale: 'fr-FR' });
    const page = await signIn(context, desk.administrator);
    await visit(page, '/settings/users');
    const nav = page.getByRole('navigation', { name: 'Rubriques des réglages' });
    await nav.getByRole('link', { name: 'Audit' }).waitFor();
    const beyond: string[] = [];
    for (const width of [1280, 1024, 360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const address of ['/settings/keys', '/settings/users']) {
        await visit(page, address);
        const last = page.getByRole('table').getByRole('button').last();
        const box = (await last.count()) === 0 ? null : await last.boundingBox();
        if (box !== null && box.x + box.width > width) beyond.push(`${address} at ${width}`);
      }
    }
    expect(beyond).toEqual([]);
    await page.getByRole('button', { name: 'Actions sur Alix Morel' }).click();
    await page.getByRole('menuitem', { name: 'Changer les rôles' }).click();
    await page.getByRole('dialog', { name: 'Rôles de Alix Morel' }).getByRole('button', { name: 'Annuler' }).click();
    await nav.getByRole('combobox').click();
    await page.getByRole('option', { name: 'Audit' }).click();
    await page.getByRole('heading', { level: 1, name: 'Journal d’audit' }).waitFor();

    // The audit trail is in words, the code beside them, and filtered by either.
    const action = page.getByRole('combobox', { name: 'Quoi' });
    await action.fill('reglages');
    await page.getByRole('option', { name: 'Réglages modifiés' }).click();
    const newest = page.getByRole('table').locator('tbody tr').first();
    await newest.getByText('Réglages modifiés').waitFor();
    expect(await newest.locator('code').textContent()).toBe('settings.changed');
    await action.fill('sign_in');
    await page.getByRole('option', { name: 'Connexion\u00a0: tout' }).click();
    await page.waitForURL(/%22sign_in%22/);
    await newest.getByText('sign_in.done').waitFor();
    await context.close();
  });

  test('several files are recognised and brought in by their order; what is refused is said; a reload loses none', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.administrator);
    await visit(page, '/settings/imports');
    await page
      .locator('input[type=file]')
      .setInputFiles([
        file(
          'people.ndjson',
          '{"customerId":"drop-1","meetingId":"m","participantId":"p","role":"x","joinedAt":"then"}\n',
        ),
        file('zoom.csv', 'Meeting ID,Topic\n1,Weekly\n'),
        file('all.csv', CUSTOMER),
      ]);
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('zoom.csv').getByText('Has questions').waitFor();
    // The answer to the first file stays away until the page was loaded anew.
    await page.route('**/api/v1/imports/customers*', () => undefined);
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await row('all.csv').getByRole('progressbar').waitFor();
    await row('people.ndjson').getByText('Waits for its turn').waitFor();
    await page.unroute('**/api/v1/imports/customers*');
    await page.reload();
    await row('all.csv').getByText('1 of 1 lines went in').waitFor();
    await row('people.ndjson').getByRole('link', { name: 'Refused lines of people.ndjson' }).click();
    await page.getByRole('heading', { level: 1, name: 'people.ndjson' }).waitFor();
    await page.getByRole('cell', { name: 'joinedAt' }).waitFor();
    const { status } = await desk.amends.client.get('/customers/drop-1');
    await context.close();
    expect(status).toBe(200);
  });
}
