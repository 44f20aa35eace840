import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { LetterContent } from '../src/letters/letter-content.js';
import { LetterFontsService } from '../src/letters/letter-fonts.service.js';
import { LetterPool } from '../src/letters/letter-pool.js';
import { renderLetter } from '../src/letters/render-letter.js';
import { ENGLISH_OFFER, FRENCH_APOLOGY, FRENCH_OFFER } from '../test/support/letter-sample.js';
import { launchChromium } from '../test/ui/browser.js';
import { emptyHtmlPage, letterHtml } from './letter-html.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:letters`: the processor time of a letter beside that of the same words, tables and timeline as HTML,
 * printed by a Chromium that is warm and has its fonts (all its processes; what drives it is not counted); letters a
 * second on two threads, in the best round, for who else uses the machine takes from it; and their size. Every letter differs in customer, reference and amounts.
 * `--letters N` of a round, `--rounds N`, `--json` for lines.
 */
const CPU_LIMIT = 0.5;
const PER_SECOND = 100;
const MAX_BYTES = 60_000;
const TICKS_PER_SECOND = 100;

const { values: options } = parseArgs({
  options: {
    letters: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(options.letters);
const rounds = Number(options.rounds);
const fonts = new LetterFontsService().fonts();
let written = 0;

function nextLetters(): LetterContent[] {
  return Array.from({ length: count }, () => letterOf(written++));
}

function letterOf(index: number): LetterContent {
  const sample = [FRENCH_OFFER, ENGLISH_OFFER, FRENCH_APOLOGY][index % 3] ?? FRENCH_OFFER;
  const customer = { ...sample.customer, name: `Société ${(index * 7919).toString(36)} & Fils` };
  const content = { ...sample, customer, reference: `AM-2020-${10_000 + index}` };
  if (content.kind === 'apology') return content;
  const extra = index * 100;
  const [first, ...others] = content.offer.lines;
  const raise = (money: { amountMinor: number; currency: string }) => ({
    ...money,
    amountMinor: money.amountMinor + extra,
  });
  const lines = [{ ...first, amount: raise(first.amount) }, ...others];
  return { ...content, offer: { ...content.offer, lines, amount: raise(content.offer.amount) } };
}

/** Milliseconds of processor time of a letter of ours, in this process. */
function ownTime(): number {
  const letters = nextLetters();
  const before = process.cpuUsage();
  for (const content of letters) renderLetter(content, fonts);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

/** The same of a printed one, in all processes of the browser. */
async function printedTime(page: Page): Promise<number> {
  const letters = nextLetters().map(letterHtml);
  const before = processorTicks();
  for (const html of letters) {
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(html)}`);
    await page.pdf({ preferCSSPageSize: true, tagged: true });
  }
  return ((processorTicks() - before) * 1000) / TICKS_PER_SECOND / count;
}

/** Of every process that descends from this one: the browser's, and no other. */
function processorTicks(): number {
  const known = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number);
      known.set(Number(name), { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (id: number): boolean => {
    const parent = known.get(id)?.parent;
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  return [...known].reduce((sum, [id, { ticks }]) => sum + (isOurs(id) ? ticks : 0), 0);
}

/** Letters a second by the clock, on two threads. */
async function lettersPerSecond(pool: LetterPool): Promise<number> {
  const letters = nextLetters();
  const startedAt = performance.now();
  await Promise.all(letters.map((content) => pool.render(content)));
  return (count * 1000) / (performance.now() - startedAt);
}

async function measure(page: Page, pool: LetterPool): Promise<readonly Figure[]> {
  for (let warm = 0; warm < 3; warm++) {
    ownTime();
    await printedTime(page);
    await lettersPerSecond(pool);
  }
  const own: number[] = [];
  const printed: number[] = [];
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(ownTime());
    printed.push(await printedTime(page));
    speeds.push(await lettersPerSecond(pool));
  }
  const sizes = nextLetters().map((content) => renderLetter(content, fonts).pdf.length);
  return [
    figure(
      'processor time of 1,000 letters, beside Chromium',
      'ms',
      median(own) * 1000,
      median(printed) * 1000,
      CPU_LIMIT,
    ),
    figure('time of 1,000 letters on two threads', 'ms', 1e6 / Math.max(...speeds), 1e6 / PER_SECOND, 1),
    figure('size of the largest letter', 'bytes', Math.max(...sizes), MAX_BYTES, 1),
  ];
}

const browser = await launchChromium();
if (browser === undefined) throw new Error('There is no Chromium: name one in AMENDS_CHROMIUM.');
const pool = new LetterPool({ threads: 2, entry: new URL('../src/letters/letter-worker.ts', import.meta.url) });
try {
  const page = await browser.newPage();
  await page.setContent(emptyHtmlPage());
  await page.evaluate('document.fonts.ready');
  const figures = await measure(page, pool);
  report('letters', figures, options.json, { letters: count, rounds, cores: availableParallelism() });
} finally {
  await pool.close();
  await browser.close();
}
