import { expect } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { rows } from '../../src/platform/database/database.js';
import { insert } from '../support/aftermath.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, visit } from './visit.js';

const AT = '2020-09-16T15:30:00Z';

/** What waits to leave, and what came back. */
export function returnsPaths(test: Declare, stage: Stage): void {
  test('a mail that cannot leave yet stands in its case with the reason and the way out, and is taken back there', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const { caseId } = desk.subjects;
    const words = { template: 'answer', message: 'We look into it.' };
    const written = await client.post<{ id: string; status: string }>(`/outreach/cases/${caseId}/mails`, words);
    expect(written.body.status).toBe('held');
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/outreach/${caseId}`);
    const waiting = page.getByRole('region', { name: 'Waiting to be sent' });
    await waiting.getByText('Kept: e-mail is not set up').waitFor();
    expect(await waiting.getByRole('link', { name: 'Set up e-mail' }).getAttribute('href')).toBe('/settings/mail');
    await waiting.getByRole('button', { name: /^Do not send it/ }).click();
    await waiting.waitFor({ state: 'detached' });
    await context.close();
    const { body } = await client.get<{ status: string }>(`/outreach/mails/${written.body.id}`);
    expect(body.status).toBe('cancelled');
  });

  test('a reply that named no mail is put with its case; an address that bounced is opened again, one that complained is not', async () => {
    const { desk } = stage;
    const { client, database } = desk.amends;
    const name = desk.worstName;
    const [customer] = await rows<{ id: string }>(database.tx, 'select id from customer where external_id = $1', [
      desk.subjects.customerId,
    ]);
    const reply = { type: 'reply', outcome: 'unmatched', subject: 'Your outage', text_body: 'Please call us.' };
    await insert(database.tx, 'mail_event', [
      { id: newId(), ...reply, from_address: 'ada@elsewhere.example', received_at: AT },
    ]);
    const block = { customer_id: customer?.id, mail_id: null, created_at: AT };
    await insert(database.tx, 'mail_block', [
      { ...block, address: 'full@there.example', reason: 'bounced' },
      { ...block, address: 'no@there.example', reason: 'complained' },
    ]);
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await page.getByRole('link', { name: 'reply in no case' }).click();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Put “Your outage” with a case' }).click();
    await dialog.getByLabel('Case').fill(name);
    await page.getByRole('option', { name }).first().click();
    await dialog.getByRole('button', { name: 'Put with a case' }).click();
    await page.getByText('It is with its case now').waitFor();
    await page.getByText('Nothing waits here').waitFor();

    const blocked = page.getByRole('table', { name: 'Blocked addresses' });
    await blocked
      .getByRole('row', { name: /no@there.example/ })
      .getByText('Only its owner')
      .waitFor();
    await blocked.getByRole('button', { name: 'Unblock full@there.example' }).click();
    await dialog.getByLabel('Why it works again').fill('The mailbox was full.');
    await dialog.getByRole('button', { name: 'Unblock' }).click();
    await page.getByText('Mail goes there again').waitFor();
    await blocked.getByText('full@there.example').waitFor({ state: 'detached' });

    await context.close();
    const events = await client.get<{ items: { outcome: string }[] }>('/outreach/inbound');
    expect(events.body.items.map(({ outcome }) => outcome)).not.toContain('unmatched');
    const blocks = await client.get<{ items: { address: string }[] }>('/outreach/mail-blocks');
    expect(blocks.body.items.map(({ address }) => address)).toEqual(['no@there.example']);
  });
}
