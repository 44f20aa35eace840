import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { OfferLinksService } from '../../src/offers/offer-links.service.js';
import { seedAftermath } from '../support/aftermath.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';
import { launchChromium } from './browser.js';

const LIMIT_MS = 120_000;
const browser = await launchChromium();
if (browser === undefined) console.warn('No Chromium: the tests of the customer’s page are left out.');
const test = browser === undefined ? plainTest.skip : plainTest;

let amends: TestApplication;

beforeAll(async () => {
  amends = await startTestApplication('2020-09-17T08:00:00Z');
  const sender = { name: 'Salon Clair', email: 'success@salon-clair.example', signatoryName: 'Maud Trévarec' };
  await amends.client.put('/settings', { sender, publicUrl: amends.origin });
}, LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await amends.stop();
});

async function link(externalId: string): Promise<string> {
  const seeded = await seedAftermath(amends.database.tx, [{ externalId, offer: 'draft', people: 7 }]);
  const offerId = seeded.customers[0]?.offerId ?? '';
  await amends.client.post(`/offers/${offerId}/approve`);
  expect((await amends.client.post(`/offers/${offerId}/send`)).status).toBe(200);
  return `${amends.origin}/o/${await amends.app.get(OfferLinksService).tokenOf(amends.database.tx, offerId)}`;
}

async function open(width: number, javaScriptEnabled: boolean): Promise<Page> {
  if (browser === undefined) throw new Error('no browser');
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled, locale: 'fr-FR' });
  return context.newPage();
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  return isWide === true ? [...found, 'wider than the screen'] : found;
}

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['AMENDS_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/customer-${name}.png`, fullPage: true });
}

test.each([360, 1280])(
  'axe finds nothing at a width of %i in both languages, with faults and after the answer',
  async (width) => {
    const address = await link(`ui-${width}`);
    const page = await open(width, true);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    for (const lang of ['fr', 'en']) {
      await page.goto(`${address}?lang=${lang}`);
      await shoot(page, `${width}-${lang}`);
      expect(await faultsOf(page)).toEqual([]);
    }
    expect(refused).toEqual([]);
    await page.evaluate('document.querySelectorAll("form").forEach((form) => { form.noValidate = true; })');
    await page.getByRole('button', { name: 'Accept the offer' }).click();
    await page.getByRole('alert').waitFor();
    await shoot(page, `${width}-faults`);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Your position').fill('Head of events');
    await page.getByLabel('Your name').first().fill('Ada Byron');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Accept the offer' }).click();
    await page.getByText('The offer was accepted on 17').waitFor();
    expect(page.url()).toBe(`${address}?lang=en`);
    await shoot(page, `${width}-accepted`);
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${address}x`);
    await shoot(page, `${width}-gone`);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  },
  LIMIT_MS,
);

test(
  'without scripts a question is asked and an offer declined, by keyboard',
  async () => {
    const page = await open(360, false);
    await page.goto(await link('ui-plain'));
    await page.getByLabel('Votre nom').last().fill('Paul');
    await page.getByLabel('Votre question').fill('Pourquoi <b>50 €</b> ?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Votre question nous est parvenue').waitFor();
    await page.getByLabel('Pour quelle raison').fill('Trop peu');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('La proposition a été refusée le').waitFor();
    await page.context().close();
  },
  LIMIT_MS,
);
