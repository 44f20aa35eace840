import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { type Declare, openContext, type Stage } from './stage.js';
import { settled, signIn, visit } from './visit.js';

/** What leaves more incidents, assessments and mails behind than the other tests expect: it comes last. */
export function latePaths(test: Declare, stage: Stage): void {
  test('two assessments are compared, a status page’s file brings incidents in, a bulk send that waits is stopped', async () => {
    const { desk } = stage;
    const { client } = desk.amends;
    const { incidentId } = desk.subjects;
    await client.post(`/incidents/${incidentId}/assessments`);
    await desk.untilQuiet();
    await desk.sendDraft();
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    const dialog = page.getByRole('dialog');

    await visit(page, `/incidents/${incidentId}/history`);
    await page.getByRole('table').getByRole('button').first().click();
    await dialog.getByText(/^From assessment/).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();

    await visit(page, '/outreach');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('button', { name: 'Mail…' }).click();
    await dialog.getByRole('button', { name: /^Send \d+ mail/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Mails' }).waitFor();
    await settled(page);
    // Nobody has set up e-mail: it begins paused, and says so.
    await page.getByText('· paused').first().waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await page.getByText('· stopped').first().waitFor();

    const count = async () => (await client.get<{ total: number }>('/incidents')).body.total;
    const before = await count();
    await visit(page, '/incidents');
    await page.getByRole('button', { name: 'From a status page…' }).click();
    await dialog.locator('input[type=file]').setInputFiles('test/fixtures/statuspage/incidents.json');
    await dialog.getByRole('button', { name: 'Bring them in' }).click();
    await dialog.getByText('1 incident read').waitFor();
    await dialog.getByText('Database upgrade: Announced maintenance is not an outage.').waitFor();
    expect(await count()).toBe(before + 1);

    // By its address: what may not be asked, or does not answer, is said at the field, and the text stays.
    const asked: string[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url ?? '');
      response
        .writeHead(url === '/page.json' ? 200 : 404)
        .end(readFileSync('test/fixtures/statuspage/backfilled.json'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'From a status page…' }).click();
    const address = dialog.getByLabel('Address of the JSON');
    for (const [text, refusal] of [
      ['http://status.example/page.json', 'Only https is allowed.'],
      [`${origin}/gone.json`, 'answered 404'],
    ] as const) {
      await address.fill(text);
      await dialog.getByRole('button', { name: 'Bring them in' }).click();
      await dialog.locator('.Mui-error').getByText(refusal).waitFor();
      expect(await address.inputValue()).toBe(text);
    }
    await address.fill(`${origin}/page.json`);
    await dialog.getByRole('button', { name: 'Bring them in' }).click();
    await dialog.getByText('1 incident read').waitFor();
    await dialog.locator('.Mui-error').waitFor({ state: 'detached' });
    server.close();
    await context.close();
    expect(asked).toEqual(['/gone.json', '/page.json']);
    expect(await count()).toBe(before + 2);
  });
}
