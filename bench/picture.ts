import type { Page } from 'playwright-core';
import { launchChromium } from '../test/ui/browser.js';
import { settled, signIn, visit } from '../test/ui/visit.js';

/**
 * How long the page of an incident takes to draw 1,440 minutes and 50 windows: from the moment the data has arrived to
 * the frame that shows them, and from a press on “Closer” to the frame after it. Over a running service, as
 * `npm run screenshots`: AMENDS_URL, AMENDS_EMAIL, AMENDS_PASSWORD. The data is made here and put in the service's place.
 */
const RUNS = 9;
const MINUTES = 1440;
const WINDOWS = 50;
const COMPONENTS = 8;
const START = Date.parse('2020-09-16T00:00:00Z');
const MINUTE_MS = 60_000;
const LIMIT_MS = 200;

const at = (minute: number): string => new Date(START + minute * MINUTE_MS).toISOString();

function timeline(incidentId: string): object {
  const minutes = Array.from({ length: MINUTES }, (_, minute) => ({
    at: at(minute),
    present: Math.round(4000 + 3000 * Math.sin(minute / 90) + 400 * Math.sin(minute)),
    refused: minute % 97 < 40 ? (minute * 7) % 300 : 0,
  }));
  return { incidentId, startAt: at(0), endAt: at(MINUTES), minutes, components: [], updates: [] };
}

function windows(template: object): object[] {
  return Array.from({ length: WINDOWS }, (_, index) => ({
    ...template,
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    componentKey: `component-${index % COMPONENTS}`,
    startsAt: at(20 + index * 27),
    endsAt: at(20 + index * 27 + 18),
  }));
}

/** Notes when the frame is shown in which the picture has both curves and all windows. */
const WATCH = `
  window.drawnAt = undefined;
  new MutationObserver((_, observer) => {
    if (document.querySelectorAll('main svg rect').length < ${WINDOWS}) return;
    if (performance.getEntriesByType('resource').every(({ name }) => !name.includes('/timeline'))) return;
    if (document.querySelectorAll('main svg path').length < 2) return;
    observer.disconnect();
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.drawnAt = performance.now(); }; port2.postMessage(0); });
  }).observe(document, { childList: true, subtree: true });`;

async function drawOnce(page: Page, incidentId: string): Promise<{ readonly drawMs: number; readonly zoomMs: number }> {
  await page.goto('/incidents');
  await settled(page);
  await page.evaluate(WATCH);
  await visit(page, `/incidents/${incidentId}`);
  while (!(await page.evaluate<boolean>('window.drawnAt !== undefined'))) await settled(page);
  const drawMs = await page.evaluate<number>(`window.drawnAt - Math.max(...performance.getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('/timeline') || name.endsWith('/api/v1/incidents/${incidentId}')).map(({ responseEnd }) => responseEnd))`);
  const zoomMs = await page.evaluate<number>(`new Promise((done) => {
    const closer = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Closer');
    const from = performance.now();
    closer.click();
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - from); port2.postMessage(0); });
  })`);
  return { drawMs, zoomMs };
}

const browser = await launchChromium();
if (browser === undefined) throw new Error('There is no Chromium here: name one by AMENDS_CHROMIUM.');
const baseURL = process.env['AMENDS_URL'] ?? 'http://127.0.0.1:3000';
const context = await browser.newContext({ baseURL, locale: 'en-GB', viewport: { width: 1440, height: 900 } });
const page = await signIn(context, {
  email: process.env['AMENDS_EMAIL'] ?? '',
  password: process.env['AMENDS_PASSWORD'] ?? '',
});
const incidents = (await (await page.request.get('/api/v1/incidents?limit=1')).json()) as { items: { id: string }[] };
const incidentId = incidents.items[0]?.id ?? '';
type Incident = { windows: object[] };
const incident = (await (await page.request.get(`/api/v1/incidents/${incidentId}`)).json()) as Incident;
const json = { contentType: 'application/json' };
await page.route(`**/api/v1/incidents/${incidentId}`, (route) =>
  route.fulfill({ ...json, body: JSON.stringify({ ...incident, windows: windows(incident.windows[0] ?? {}) }) }),
);
await page.route('**/api/v1/incidents/*/timeline', (route) =>
  route.fulfill({ ...json, body: JSON.stringify(timeline(incidentId)) }),
);
const runs = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await drawOnce(page, incidentId));
await browser.close();
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const drawMs = median(runs.map((run) => run.drawMs));
const zoomMs = median(runs.map((run) => run.zoomMs));
console.log(
  `${MINUTES} minutes, ${WINDOWS} windows, median of ${RUNS}: drawn in ${drawMs.toFixed(0)} ms, zoomed in ${zoomMs.toFixed(0)} ms`,
);
if (drawMs > LIMIT_MS) process.exitCode = 1;
