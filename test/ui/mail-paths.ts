import { expect } from '@jest/globals';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { seedAftermath } from '../support/aftermath.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, visit } from './visit.js';

/** Another incident, of which three customers have an offer that was sent, and a fourth none. */
async function seedSent({ desk }: Stage): Promise<string> {
  const { app, client, database } = desk.amends;
  const offer = 'draft' as const;
  const { incidentId, assessmentId } = await seedAftermath(database.tx, [
    { externalId: 'mail-1', offer },
    { externalId: 'mail-2', offer },
    { externalId: 'mail-3', offer },
    { externalId: 'mail-4' },
  ]);
  const payload = { assessmentId, incidentId };
  await app.get(OutboxService).append(database.tx, { topic: 'assessment.finished', dedupKey: assessmentId, payload });
  await desk.untilQuiet();
  for (const [path, action] of [
    ['/offers/actions', 'approve'],
    ['/letters/actions', 'send'],
  ] as const) {
    expect((await client.post(path, { action, filter: { incidentId } })).body).toMatchObject({ okCount: 3 });
    await desk.untilQuiet();
  }
  return incidentId;
}

/** Mail to many at once, as agents send it. */
export function mailPaths(test: Declare, stage: Stage): void {
  test('many mails: it says to how many and who is left out, and is paused, gone on with and stopped', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const incidentId = await seedSent(stage);
    const count = 3;
    const sink = new SmtpSink();
    const address = { fromName: 'Salon Clair', fromAddress: 'success@salon-clair.example' };
    // Slow enough that a person is quicker.
    const mail = { host: '127.0.0.1', port: await sink.listen(), security: 'none', ...address, perMinute: 2 };
    expect((await client.put('/settings', { mail })).status).toBe(200);
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, `/incidents/${incidentId}/outreach`);
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Mail…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${count} mails would go out`).waitFor();
    await dialog.getByText('there is no offer').first().waitFor();
    await dialog.getByRole('button', { name: `Send ${count} mails` }).click();
    const sends = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('meter') })
      .first();
    await sends.getByText('Sent 1').waitFor();
    await sends.getByRole('button', { name: 'Pause' }).click();
    await sends.getByText('paused').waitFor();
    await sends.getByRole('button', { name: 'Go on' }).click();
    await sends.getByText('Sent 2').waitFor();
    await sends.getByRole('button', { name: 'Stop' }).click();
    await sends.getByText('stopped').waitFor();
    await context.close();
    const [run] = (await client.get<{ items: object[] }>('/outreach/mail-runs')).body.items;
    expect(run).toMatchObject({ status: 'stopped', counts: { sent: 2, cancelled: count - 2 }, nextStatuses: [] });
    expect(sink.mails).toHaveLength(2);
    expect((await client.put('/settings', { mail: null })).status).toBe(200);
    await sink.close();
  });
}
