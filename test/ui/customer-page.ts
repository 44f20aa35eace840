import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { faultsAndWidth } from './visit.js';

/** The customer's own page, which works without a script. */
export function customerPage(test: Declare, stage: Stage): void {
  test.each([360, 1280])(
    'axe finds nothing at a width of %i in both languages, with faults and after the answer',
    async (width) => {
      const address = await stage.desk.sendDraft();
      const context = await openContext(stage, { width, locale: 'fr-FR' });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') refused.push(message.text());
      });
      for (const lang of ['fr', 'en']) {
        await page.goto(`${address}?lang=${lang}`);
        expect(await faultsAndWidth(page)).toEqual([]);
      }
      expect(refused).toEqual([]);
      await page.evaluate('document.querySelectorAll("form").forEach((form) => { form.noValidate = true; })');
      await page.getByRole('button', { name: 'Accept the offer' }).click();
      await page.getByRole('alert').waitFor();
      expect(await faultsAndWidth(page)).toEqual([]);
      await page.getByLabel('Your position').fill('Head of events');
      await page.getByLabel('Your name').first().fill('Ada Byron');
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Accept the offer' }).click();
      await page.getByText('The offer was accepted on 16').waitFor();
      expect(page.url()).toBe(`${stage.desk.amends.origin}${address}?lang=en`);
      expect(await faultsAndWidth(page)).toEqual([]);
      await page.goto(`${address}x`);
      expect(await faultsAndWidth(page)).toEqual([]);
      await context.close();
    },
  );

  test('without scripts a question is asked and an offer declined, by keyboard', async () => {
    const context = await openContext(stage, { width: 360, locale: 'fr-FR', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${await stage.desk.sendDraft()}?lang=fr`);
    await page.getByLabel('Votre nom').last().fill('Paul');
    await page.getByLabel('Votre question').fill('Pourquoi <b>50 €</b> ?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Votre question nous est parvenue').waitFor();
    await page.getByLabel('Pour quelle raison').fill('Trop peu');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('La proposition a été refusée le').waitFor();
    await context.close();
  });
}
