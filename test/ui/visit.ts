import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page, Request } from 'playwright-core';
import type { Account } from './desk.js';

const asked = new WeakMap<Page, Set<Request>>();
/** Two frames without a request under way and without a grey line: what was asked for is drawn. */
const DRAWN = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
  document.querySelector('.MuiSkeleton-root, .MuiCircularProgress-root') === null && document.querySelector('h1') !== null
))))`;

/** A page of which it is known what it waits for. */
export async function watchedPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const open = new Set<Request>();
  asked.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('response', (response) => open.delete(response.request()));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return page;
}

/** Waits until the page has all that it asked for and has drawn it. */
export async function settled(page: Page): Promise<void> {
  let calm = 0;
  while (calm < 2) {
    const isDrawn = (await page.evaluate<boolean>(DRAWN)) && asked.get(page)?.size === 0;
    calm = isDrawn ? calm + 1 : 0;
  }
}

/** Goes to an address of the pages as a link does, without loading them anew. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)});
    dispatchEvent(new PopStateEvent('popstate', { state: null }));`);
  await page.locator(`main[data-address="${address}"]`).waitFor();
  await settled(page);
}

/** Signs in by the form, as a person does. */
export async function signIn(context: BrowserContext, { email, password }: Account): Promise<Page> {
  const page = await watchedPage(context);
  await page.goto('/');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('main h1').waitFor();
  await page.locator('input[name=password]').waitFor({ state: 'detached' });
  await settled(page);
  return page;
}

/** What axe finds, by rule with the elements; `rules` asks for these alone. */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  // The legacy mode works within the page; the other opens a second one for every answer.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** What axe finds, and whether the page is wider than the screen. */
export async function faultsAndWidth(page: Page): Promise<string[]> {
  const faults = await faultsOf(page);
  return (await overflowOf(page)) > 0 ? [...faults, 'wider than the screen'] : faults;
}

/** By how much the page is wider than the screen, in pixels. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
