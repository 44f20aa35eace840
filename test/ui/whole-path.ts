import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, watchedPage } from './visit.js';

/** The words that are pressed and awaited, as each language has them. */
const WORDS = {
  'en-GB': {
    assess: 'Assess again',
    compute: 'Compute the offers anew',
    computed: /nothing owed to/,
    search: 'Name or id',
    approve: 'Approve',
    approved: 'The offer is now: Approved',
    send: 'Send the letter',
    sent: 'The offer is now: Sent',
    accept: 'Accept the offer',
    position: 'Your position',
    yourName: 'Your name',
    accepted: 'The offer was accepted on',
    status: 'Accepted',
  },
  'fr-FR': {
    assess: 'Réévaluer',
    compute: 'Recalculer les offres',
    computed: /rien n’est dû à/,
    search: 'Nom ou identifiant',
    approve: 'Approuver',
    approved: 'Nouvel état de l’offre : Approuvée',
    send: 'Envoyer le courrier',
    sent: 'Nouvel état de l’offre : Envoyée',
    accept: 'Accepter la proposition',
    position: 'Votre fonction',
    yourName: 'Votre nom',
    accepted: 'La proposition a été acceptée le',
    status: 'Acceptée',
  },
} as const;

/** From the demo that was imported to an offer accepted on the customer's page. */
export function wholePath(test: Declare, stage: Stage): void {
  test.each(['en-GB', 'fr-FR'] as const)(
    'in %s: the imported demo is assessed, an offer computed, approved and sent, and the customer accepts it',
    async (locale) => {
      const words = WORDS[locale];
      const { desk } = stage;
      const draft = await desk.takeDraft();
      const context = await openContext(stage, { locale });
      const page = await signIn(context, desk.manager);
      await page.getByRole('link', { name: 'Application downtime' }).click();
      const asked = page.waitForResponse((each) => each.url().endsWith('/assessments') && each.status() === 202);
      await page.getByRole('button', { name: words.assess }).click();
      await asked;
      await desk.untilQuiet();
      await page.goto(`${desk.amends.origin}/incidents/${desk.subjects.incidentId}/offers`);
      await page.getByRole('button', { name: words.compute }).click();
      await page.getByRole('status').filter({ hasText: words.computed }).waitFor();
      await page.getByRole('searchbox', { name: words.search }).fill(draft.customerName);
      await page.getByRole('table').getByRole('link', { name: draft.customerName }).click();
      await page.getByRole('button', { name: words.approve, exact: true }).click();
      await page.getByText(words.approved).waitFor();
      await page.getByRole('button', { name: words.send }).click();
      await page.getByText(words.sent).waitFor();
      const offerId = page.url().split('/').at(-1) ?? '';
      const customer = await watchedPage(context);
      // The page speaks the customer's language until another is asked for.
      await customer.goto(`${await desk.pageOf(offerId)}?lang=${locale.slice(0, 2)}`);
      await customer.getByLabel(words.position).fill('DSI');
      await customer.getByLabel(words.yourName).first().fill('Ada Byron');
      await customer.getByRole('checkbox').check();
      await customer.getByRole('button', { name: words.accept }).click();
      await customer.getByText(words.accepted).waitFor();
      await page.bringToFront();
      await page.reload();
      await page.getByText(words.status).first().waitFor();
      const { body } = await desk.amends.client.get<{ creditId: string | null }>(`/offers/${offerId}`);
      await context.close();
      expect(body.creditId).not.toBeNull();
    },
  );
}
