import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Declare, openContext, type Stage } from './stage.js';
import { faultsAndWidth } from './visit.js';

/** Opens or closes the form. */
async function setOpen({ desk }: Stage, formOpen: boolean): Promise<void> {
  expect((await desk.amends.client.put('/claims/settings', { formOpen })).status).toBe(200);
}

/** Presses Tab until a field has the focus; a field for a day or an hour takes several. */
async function tabTo(page: Page, id: string): Promise<void> {
  const field = page.locator(`#${id}:focus`);
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await field.count()) === 1) return;
  }
  throw new Error(`no way by keyboard to ${id}`);
}

/** The public form for claims, which works without a script and says the same to everybody. */
export function claimForm(test: Declare, stage: Stage): void {
  test.each([360, 1280])('axe finds nothing at a width of %i: empty, with faults, sent and closed', async (width) => {
    await setOpen(stage, true);
    const context = await openContext(stage, { width, locale: 'fr-FR' });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) refused.push(message.text());
    });
    for (const [lang, send] of [
      ['fr', 'Envoyer la demande'],
      ['en', 'Send the claim'],
    ] as const) {
      await page.goto(`/claim?lang=${lang}`);
      expect(await faultsAndWidth(page)).toEqual([]);
      await page.getByRole('button', { name: send }).click();
      await page.getByRole('alert').waitFor();
      expect(await faultsAndWidth(page)).toEqual([]);
      expect(await page.locator('[aria-invalid=true]').count()).toBe(4);
    }
    await page.goto('/claim?lang=fr&sent=yes');
    await page.getByRole('status').getByText('Votre demande est enregistrée').waitFor();
    expect(await faultsAndWidth(page)).toEqual([]);
    await page.goto('/claim?lang=fr');
    await setOpen(stage, false);
    await page.getByRole('button', { name: 'Envoyer la demande' }).click();
    await page.getByText('n’est pas ouvert').waitFor();
    expect(await faultsAndWidth(page)).toEqual([]);
    expect(refused).toEqual([]);
    await context.close();
  });

  test('without scripts and by keyboard alone: what was refused is kept, and a contact and a stranger are thanked alike', async () => {
    await setOpen(stage, true);
    const { amends, subjects } = stage.desk;
    const { body } = await amends.client.get<{ contacts: { email: string }[] }>(`/customers/${subjects.customerId}`);
    const contact = body.contacts[0]?.email ?? '';
    const context = await openContext(stage, { width: 360, locale: 'fr-FR', javaScriptEnabled: false });
    const page = await context.newPage();
    const answers: string[] = [];
    for (const email of [contact, 'personne@ailleurs.example']) {
      await page.goto('/claim');
      await tabTo(page, 'claim-name');
      await page.keyboard.type('Élodie <b>Lefèvre</b>');
      await tabTo(page, 'claim-email');
      await page.keyboard.type('élodie chez nous');
      await tabTo(page, 'claim-meeting');
      await page.keyboard.type('Réunion du matin');
      await tabTo(page, 'claim-text');
      await page.keyboard.type(`Personne n’a pu entrer, dit ${email}.`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      // The list of faults leads to the field by its link.
      await page.getByRole('alert').waitFor();
      await page.getByRole('link', { name: 'Votre adresse électronique' }).press('Enter');
      expect(await page.getByLabel('Votre nom').inputValue()).toBe('Élodie <b>Lefèvre</b>');
      expect(await page.getByLabel('Ce qui s’est passé').inputValue()).toBe(`Personne n’a pu entrer, dit ${email}.`);
      await page.locator('#claim-email:focus').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(email);
      // How a day is typed depends on the browser's own language.
      await page.locator('#claim-day').fill('2020-09-16');
      await page.locator('#claim-day').press('Enter');
      await page.getByRole('status').waitFor();
      expect(new URL(page.url()).search).toBe('?lang=fr&sent=yes');
      answers.push((await page.locator('body').innerHTML()).replaceAll(/nonce="[^"]*"/g, ''));
    }
    await context.close();
    await stage.desk.untilQuiet();
    await setOpen(stage, false);
    expect(answers[0]).toBe(answers[1]);
    const { body: list } = await amends.client.get<{ items: object[] }>('/claims?channel=form&sort=oldest');
    expect(list.items).toMatchObject([
      { claimant: { email: contact }, customer: { externalId: subjects.customerId } },
      { claimant: { email: 'personne@ailleurs.example' }, customer: null, status: 'unmatched' },
    ]);
  });
}
