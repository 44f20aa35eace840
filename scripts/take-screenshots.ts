import { mkdirSync, writeFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { addressesOf, type Subjects } from '../test/ui/addresses.js';
import { launchChromium } from '../test/ui/browser.js';
import { signIn, visit } from '../test/ui/visit.js';

/**
 * Writes a picture of every page into docs/screenshots, over a running service: `npm run demo` in one terminal, then
 * `AMENDS_URL=http://127.0.0.1:3000 AMENDS_EMAIL=… AMENDS_PASSWORD=… npm run screenshots` in another, with what the demo
 * prints. English in light and French in dark. `npm run screenshots -- keys jobs` takes those of these pages only.
 */
const FOLDER = 'docs/screenshots';
const QUALITY = 42;
const LOOKS = [
  { locale: 'en-GB', colorScheme: 'light' },
  { locale: 'fr-FR', colorScheme: 'dark' },
] as const;

const baseURL = process.env['AMENDS_URL'] ?? 'http://127.0.0.1:3000';
const account = { email: process.env['AMENDS_EMAIL'] ?? '', password: process.env['AMENDS_PASSWORD'] ?? '' };

async function read<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(`/api/v1${path}`)).json()) as T;
}

/** The newest incident, the customer hit hardest, their case, and the largest offer. */
async function findSubjects(page: Page): Promise<Subjects> {
  type Rows = { items: { externalId: string; offer: { id: string } | null; case: { id: string } | null }[] };
  const { items } = await read<{ items: { id: string }[] }>(page, '/incidents?limit=1');
  const incidentId = items[0]?.id ?? '';
  const rows = `/console/incidents/${incidentId}/customers?limit=1`;
  const [worst] = (await read<Rows>(page, rows)).items;
  const [largest] = (await read<Rows>(page, `${rows}&sort=amount:desc`)).items;
  return {
    incidentId,
    customerId: worst?.externalId ?? '',
    caseId: worst?.case?.id ?? '',
    offerId: largest?.offer?.id ?? '',
  };
}

/** A picture of what the screen shows. WebP is a third of the size of PNG, and only the browser itself makes it. */
async function shoot(context: BrowserContext, page: Page, name: string): Promise<void> {
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  writeFileSync(`${FOLDER}/${name}.webp`, Buffer.from(data, 'base64'));
  await session.detach();
}

const wanted = process.argv.slice(2);
const browser = await launchChromium();
if (browser === undefined) throw new Error('There is no Chromium here: name one by AMENDS_CHROMIUM.');
mkdirSync(FOLDER, { recursive: true });
for (const look of LOOKS) {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ ...look, baseURL, timezoneId: 'Europe/Paris', viewport });
  const page = await signIn(context, account);
  for (const [name, address] of Object.entries(addressesOf(await findSubjects(page)))) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await visit(page, address);
    await shoot(context, page, `${name}-${look.locale.slice(0, 2)}`);
  }
  await context.close();
}
await browser.close();
