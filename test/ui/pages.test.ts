import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './browser.js';
import { type Account, type Desk, startDesk } from './desk.js';

const FIRST_LOAD_LIMIT_BYTES = 380 * 1024;
const LIMIT_MS = 120_000;

const browser = existsSync('admin/dist/index.html') ? await launchChromium() : undefined;
// Where there is no Chromium, or no build of the pages, the run says so and goes on without them.
if (browser === undefined) console.warn('No Chromium (or no admin/dist): the tests of the pages are left out.');
const test = browser === undefined ? plainTest.skip : plainTest;

let desk: Desk;

beforeAll(async () => {
  if (browser !== undefined) desk = await startDesk();
}, LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  if (browser !== undefined) await desk.amends.stop();
});

type Options = { readonly colorScheme?: 'light' | 'dark'; readonly locale?: string; readonly width?: number };

async function open({ colorScheme = 'light', locale = 'en-GB', width = 1280 }: Options = {}): Promise<BrowserContext> {
  if (browser === undefined) throw new Error('no browser');
  return browser.newContext({
    baseURL: desk.amends.origin,
    colorScheme,
    locale,
    timezoneId: 'Europe/London',
    viewport: { width, height: 900 },
  });
}

async function signIn(context: BrowserContext, { email, password }: Account): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
  return page;
}

/** Every page there is, by its address. */
function addresses(): readonly string[] {
  const incident = `/incidents/${desk.incidentId}`;
  const tabs = ['', '/customers', '/meetings', '/offers', '/outreach', '/evidence', '/history'];
  const policies = ['/policies', '/policies/goodwill', '/policies/goodwill/new'];
  const money = ['/billing', '/billing/deliveries', '/settings/audit'];
  const settings = ['company', 'mail', 'components', 'imports', 'users', 'retention'].map((tab) => `/settings/${tab}`);
  const offers = [`/offers/incident/${desk.incidentId}`, `/offers/${desk.offerId}`];
  const others = [...policies, ...money, ...settings, ...offers, `/customers/${desk.worstId}`, '/nowhere'];
  return ['/', '/incidents', ...tabs.map((tab) => incident + tab), ...others];
}

async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

test.each(['light', 'dark'] as const)(
  'axe finds nothing on any page in %s, and each has one heading',
  async (colorScheme) => {
    const context = await open({ colorScheme });
    const page = await signIn(context, desk.manager);
    const faults: string[] = [];
    for (const address of addresses()) {
      await settle(page, address);
      faults.push(...(await violations(page)).map((fault) => `${address} ${fault}`));
      if ((await page.locator('h1').count()) !== 1) faults.push(`${address}: headings`);
    }
    await context.close();
    expect(faults).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'an agent finds the worst-hit customer and why, by keyboard alone, without an error of a script or of the policy',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.manager);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill(desk.worstName.slice(0, 8).toUpperCase());
    await page.getByRole('option', { name: desk.worstName }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: desk.worstName }).waitFor();
    const why = page.getByRole('button', { name: /^Why\? / }).first();
    await why.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'Attempts to enter' }).waitFor();
    expect(await drawer.getByRole('table').count()).toBeGreaterThan(1);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await context.close();
    expect(errors).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'filters and order stand in the address, and a reload keeps them; the selection adds up and approves',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.manager);
    await settle(page, `/incidents/${desk.incidentId}/customers`);
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.waitForURL(/sort=people/);
    await page.getByRole('combobox', { name: 'Offer' }).click();
    const answered = page.waitForResponse(/customers\?.*offer=draft/);
    await page.getByRole('option', { name: 'Draft' }).click();
    await page.waitForURL(/filter=.*draft/);
    await answered;
    const rows = page.getByRole('table').locator('tbody tr');
    await page.waitForLoadState('networkidle');
    const before = await rows.count();
    expect(before).toBeGreaterThan(1);
    await page.reload();
    await rows.first().waitFor();
    expect(await rows.count()).toBe(before);
    await rows.first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Approve 1 offer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 1 offer' }).click();
    await page.getByText('1 offer approved').waitFor();
    const { body } = await desk.amends.client.get<{ total: number }>('/offers?status=approved');
    await context.close();
    expect(body.total).toBe(1);
  },
  LIMIT_MS,
);

test(
  'a change of windows shows its effect before it is saved, and one that somebody overtook says who',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.manager);
    await settle(page, `/incidents/${desk.incidentId}`);
    await page.getByRole('button', { name: 'Edit windows' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Remove' }).nth(1).click();
    await dialog.getByRole('button', { name: 'Show the effect' }).click();
    await dialog.getByText('With these windows').waitFor();
    const path = `/incidents/${desk.incidentId}/windows`;
    const { windows } = (await desk.amends.client.get<{ windows: Record<string, unknown>[] }>(path)).body;
    const kept = windows.slice(0, 1).map(({ componentKey, startsAt, endsAt, capabilities }) => ({
      componentKey,
      startsAt,
      endsAt,
      capabilities,
    }));
    const { status } = await desk.amends.client.put(path, { windows: kept, reason: 'Only the first is sure.' });
    expect(status).toBe(200);
    await dialog.getByLabel('Why the windows change').fill('The first alert counts.');
    await dialog.getByRole('button', { name: 'Save the windows' }).click();
    await dialog.getByText(/Changed by person:.* while you were editing/).waitFor();
    await dialog.getByRole('button', { name: 'Save mine over it' }).click();
    await dialog.getByRole('button', { name: 'Save the windows' }).click();
    await page.getByText('The windows are saved').waitFor();
    await context.close();
  },
  LIMIT_MS,
);

test(
  'a session that ends in the middle of a form is asked for again over it, and keeps what was typed',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.manager);
    await settle(page, '/incidents');
    await page.getByRole('button', { name: 'New incident' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Lobby closed');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Create' }).click();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.locator('input[name=email]').fill(desk.manager.email);
    await again.locator('input[name=password]').fill(desk.manager.password);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Lobby closed');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Lobby closed' }).waitFor();
    await context.close();
  },
  LIMIT_MS,
);

test(
  'a viewer is told what is not for them; French is whole; the choice of language stays; signing out ends it',
  async () => {
    const context = await open({ locale: 'fr-FR' });
    const page = await signIn(context, desk.viewer);
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
    await settle(page, `/customers/${desk.worstId}`);
    await page.getByText('Votre rôle ne le permet pas').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.getByRole('combobox', { name: 'Langue' }).click();
    await page.getByRole('option', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Home' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Home' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('input[name=password]').waitFor();
    await context.close();
  },
  LIMIT_MS,
);

test(
  'from 360 px nothing is wider than the screen',
  async () => {
    const context = await open({ width: 360 });
    const page = await context.newPage();
    await page.goto('/');
    await page.locator('input[name=email]').fill(desk.manager.email);
    await page.locator('input[name=password]').fill(desk.manager.password);
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Menu' }).waitFor();
    const wide: string[] = [];
    for (const address of addresses()) {
      await settle(page, address);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 360) wide.push(`${address} is ${width} px wide`);
    }
    await context.close();
    expect(wide).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'a service that does not answer is said, and the page comes back with it',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.manager);
    await page.route('**/api/v1/incidents?*', (route) => route.abort());
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByText('The service does not answer', { exact: true }).waitFor();
    await page.unroute('**/api/v1/incidents?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Application downtime' }).waitFor();
    await context.close();
  },
  LIMIT_MS,
);

test(
  'rules that are wrong are said at their line; right ones are in words, and tried beside what is in force',
  async () => {
    const context = await open();
    const page = await signIn(context, desk.finance);
    await settle(page, '/policies/goodwill/new');
    const rules = page.getByRole('textbox', { name: 'Rules as JSON' });
    const right = await rules.inputValue();
    const line = right.split('\n').findIndex((text) => text.includes('"kind"')) + 1;
    await rules.fill(right.replace('"goodwill"', '"kindness"'));
    await page.getByRole('button', { name: `Line ${line}`, exact: true }).waitFor();
    await rules.fill(right.slice(0, -1));
    await page.getByText('The text stops being JSON here').waitFor();
    await rules.fill(right);
    await page.getByText('A gesture of goodwill', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Try these rules' }).click();
    await page.getByRole('table', { name: 'By class' }).waitFor();
    await page.getByLabel('From the day').fill('2020-10-01');
    await page.getByRole('button', { name: 'Add this version' }).click();
    await page.getByText('Version 2, in force from 1 Oct 2020').waitFor();
    await page.getByText('Version 1, in force from', { exact: false }).waitFor();
    await context.close();
  },
  LIMIT_MS,
);

test('the first load stays under 380 kB gzip', () => {
  const html = readFileSync('admin/dist/index.html', 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
  const home = Object.entries(
    JSON.parse(readFileSync('admin/dist/manifest.json', 'utf8')) as Record<
      string,
      { file: string; imports?: string[] }
    >,
  );
  const manifest = new Map(home);
  const all = new Set(files);
  const add = (name: string): void => {
    const chunk = manifest.get(name);
    if (chunk === undefined || all.has(chunk.file)) return;
    all.add(chunk.file);
    chunk.imports?.forEach(add);
  };
  add('src/home/home-page.tsx');
  const bytes = [...all].reduce((sum, file) => sum + gzipSync(readFileSync(`admin/dist/${file}`)).length, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(FIRST_LOAD_LIMIT_BYTES);
});
