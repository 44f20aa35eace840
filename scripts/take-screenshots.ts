import { mkdirSync } from 'node:fs';
import { launchChromium } from '../test/ui/browser.js';

/**
 * Writes a picture of every page into docs/screenshots, over a running service: `npm run demo` in one terminal, then
 * `AMENDS_URL=http://127.0.0.1:3000 AMENDS_EMAIL=… AMENDS_PASSWORD=… npm run screenshots` in another, with what the demo
 * prints.
 */
const FOLDER = 'docs/screenshots';
const url = process.env['AMENDS_URL'] ?? 'http://127.0.0.1:3000';
const browser = await launchChromium();
if (browser === undefined) throw new Error('There is no Chromium here: name one by AMENDS_CHROMIUM.');
mkdirSync(FOLDER, { recursive: true });

for (const { locale, colorScheme } of [
  { locale: 'en-GB', colorScheme: 'light' },
  { locale: 'fr-FR', colorScheme: 'dark' },
] as const) {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ baseURL: url, locale, colorScheme, timezoneId: 'Europe/Paris', viewport });
  const page = await context.newPage();
  await page.goto('/');
  await page.locator('input[name=email]').fill(process.env['AMENDS_EMAIL'] ?? '');
  await page.locator('input[name=password]').fill(process.env['AMENDS_PASSWORD'] ?? '');
  await page.locator('button[type=submit]').click();
  await page.locator('h1').waitFor();
  const { items } = (await (await page.request.get('/api/v1/incidents?limit=1')).json()) as { items: { id: string }[] };
  const incident = `/incidents/${items[0]?.id ?? ''}`;
  const worst = await page.request.get(`/api/v1/console${incident}/customers?limit=1`);
  const [customer] = ((await worst.json()) as { items: { externalId: string }[] }).items;
  const largest = await page.request.get(`/api/v1/console${incident}/customers?limit=1&sort=amount:desc`);
  const [{ offer }] = ((await largest.json()) as { items: [{ offer: { id: string } | null }] }).items;
  const pages: Readonly<Record<string, string>> = {
    home: '/',
    incidents: '/incidents',
    incident,
    customers: `${incident}/customers`,
    meetings: `${incident}/meetings`,
    evidence: `${incident}/evidence`,
    history: `${incident}/history`,
    offers: `${incident}/offers`,
    offer: `/offers/${offer?.id ?? ''}`,
    customer: `/customers/${customer?.externalId ?? ''}`,
    policies: '/policies',
    policy: '/policies/goodwill',
    'policy-editor': '/policies/goodwill/new',
    billing: '/billing',
    deliveries: '/billing/deliveries',
    audit: '/settings/audit',
    company: '/settings/company',
    imports: '/settings/imports',
    users: '/settings/users',
    jobs: '/settings/jobs',
  };
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(address);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${FOLDER}/${name}-${locale.slice(0, 2)}-${colorScheme}.png` });
  }
  await context.close();
}
await browser.close();
