import { expect } from '@jest/globals';
import { SmtpSink } from '../support/smtp-sink.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { signIn, visit } from './visit.js';

type Run = { okCount: number; run: { id: string } | null };

/** Mail to many at once, as agents send it. */
export function mailPaths(test: Declare, stage: Stage): void {
  test('many mails: it says to how many and who is left out, and is paused, gone on with and stopped', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const { incidentId } = desk.subjects;
    const wanted = { incidentId, template: 'offer' };
    const wouldGo = async (): Promise<number> =>
      (await client.post<Run>('/outreach/mail-runs', { ...wanted, dryRun: true })).body.okCount;
    while ((await wouldGo()) < 3) {
      await desk.sendDraft();
      await desk.untilQuiet();
    }
    const count = await wouldGo();
    const sink = new SmtpSink();
    const address = { fromName: 'Salon Clair', fromAddress: 'success@salon-clair.example' };
    // Slow enough that a person is quicker.
    const mail = { host: '127.0.0.1', port: await sink.listen(), security: 'none', ...address, perMinute: 2 };
    expect((await client.put('/settings', { mail })).status).toBe(200);
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    await visit(page, '/outreach');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Mail…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${count} mails would go out`).waitFor();
    await dialog.getByText('there is no offer').first().waitFor();
    await dialog.getByRole('button', { name: `Send ${count} mails` }).click();
    const sends = page.getByRole('list').filter({ has: page.getByRole('meter') });
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
