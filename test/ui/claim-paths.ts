import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { faultsOf, signIn, visit } from './visit.js';

/** What agents do with a claim: say whose it is, decide, and take the decision back. */
export function claimPaths(test: Declare, stage: Stage): void {
  test('a claim is matched by name and date, accepted into the offer, reopened, and refused with a reason', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const offer = await desk.takeDraft();
    const claimant = { name: 'Jo Meunier', email: 'jo.meunier@gmail.com', text: 'We sat in front of a grey page.' };
    const entered = await client.post<{ id: string; status: string }>('/claims', claimant);
    expect(entered.body.status).toBe('unmatched');
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, '/outreach/claims');
    await page.getByRole('link', { name: claimant.name }).click();
    await page.getByRole('heading', { level: 1, name: `Claim of ${claimant.name}` }).waitFor();
    const theirs = page.getByRole('button', { name: 'It is theirs' });
    expect(await theirs.isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Customer' }).fill(offer.customerName);
    await page.getByRole('option', { name: offer.customerName }).first().click();
    await page.getByRole('combobox', { name: 'Incident' }).click();
    const incident = page.getByRole('option', { name: /16 Sept 2020/ }).first();
    await incident.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await incident.click();
    await theirs.click();
    await page.getByText('The claim is now: Open').waitFor();
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText('The claim is now: Accepted').waitFor();
    const claim = () => client.get<{ offerId: string | null }>(`/claims/${entered.body.id}`);
    expect((await claim()).body.offerId).toBe(offer.id);
    const back = page.getByRole('button', { name: 'Take the decision back' });
    expect(await back.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Note' }).fill('They mean another day.');
    await back.click();
    await page.getByText('The claim is now: Open').waitFor();
    await page.getByLabel('another reason, given in the note').check();
    await page.getByRole('button', { name: 'Refuse', exact: true }).click();
    await page.getByRole('alert').getByText('needed').waitFor();
    await page.getByRole('textbox', { name: 'Note' }).fill('The meeting that you name was on the 15th.');
    await page.getByRole('button', { name: 'Refuse', exact: true }).click();
    await page.getByText('The claim is now: Refused').waitFor();
    await context.close();
    expect((await claim()).body).toMatchObject({
      status: 'refused',
      refusalCodes: ['other'],
      decisionNote: 'The meeting that you name was on the 15th.',
      offerId: null,
    });
  });

  test('the public form is opened, and how cases are followed up is written; a fault stands at its field', async () => {
    const { desk } = stage;
    const { client, origin } = desk.amends;
    expect((await client.put('/claims/settings', { formOpen: false })).status).toBe(200);
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, '/settings/outreach');
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText('It is open').waitFor();
    expect((await fetch(`${origin}/claim`)).status).toBe(200);
    await page.getByLabel('Working hours after which').fill('12');
    await page.getByLabel('Time zone').fill('Mars/Olympus');
    await page.getByLabel('Sat').check();
    await page.getByRole('button', { name: 'Add somebody' }).click();
    await page.getByLabel('As an owner of a case').fill('ines');
    await page.getByLabel('E-mail address').fill('ines@salon-clair.example');
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await save.click();
    await page.getByText('This is no time zone').waitFor();
    await page.getByLabel('Time zone').fill('Europe/London');
    await save.click();
    await page.getByText('Saved.').last().waitFor();
    await page.getByText('Last changed by Lucie Roche').last().waitFor();
    await page.getByRole('button', { name: 'Close it' }).click();
    await page.getByText('It is closed').waitFor();
    await context.close();
    expect((await client.get('/outreach/settings')).body).toMatchObject({
      escalateAfterHours: 12,
      calendar: { zone: 'Europe/London', days: [1, 2, 3, 4, 5, 6] },
      people: [{ id: 'ines', email: 'ines@salon-clair.example', locale: 'en' }],
    });
    expect((await fetch(`${origin}/claim`)).status).toBe(404);
  });
}
