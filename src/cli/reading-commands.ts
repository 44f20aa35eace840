import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { DomainError } from '../kernel/domain-error.js';
import { IncidentImportsService } from '../incidents/incident-imports.service.js';
import { PostMortemsService } from '../incidents/post-mortems.service.js';
import { chooseIncident } from './choose-incident.js';
import type { Session } from './session.js';

/** `amends import incident FILE`: brings a status page in and says what it proposes. */
export async function importIncident({ app, actor }: Session, source: string): Promise<void> {
  const imports = app.get(IncidentImportsService);
  const isAddress = /^https?:/i.test(source);
  const { incidents, skipped } = isAddress
    ? await imports.importFrom(source, actor)
    : await imports.import(await readJson(source), actor);
  for (const { incidentId, reference, title, outcome, updates, proposals } of incidents) {
    console.log(`${outcome} ${reference} ${title} (${incidentId})`);
    console.log(`  ${updates.added} updates added, ${updates.changed} changed; ${proposals.added} windows proposed`);
  }
  for (const { name, code, message } of skipped) console.log(`skipped ${name}: ${message} [${code}]`);
}

/** `amends import post-mortem FILE`: proposes the windows that a text tells, each with its sentences. */
export async function importPostMortem(
  { app, actor }: Session,
  source: string,
  options: { readonly incident?: string; readonly date?: string; readonly timezone?: string },
): Promise<void> {
  const incidentId = await chooseIncident(app, options.incident);
  const words = { text: await readText(source), date: options.date, timeZone: options.timezone, sourceUrl: null };
  const { kept, proposals } = await app.get(PostMortemsService).read(incidentId, words, actor);
  console.log(`${kept.added} windows proposed, ${kept.known} known already`);
  for (const { id, subject, state, startsAt, endsAt, claims } of proposals) {
    console.log(`${id} ${subject ?? '(component?)'} ${state} ${timeOf(startsAt)} to ${timeOf(endsAt)}`);
    for (const [place, { about, at, source: said, sentence }] of claims.entries()) {
      console.log(`  ${place}  ${about.padEnd(5)} ${at} ${said}: ${sentence}`);
    }
  }
}

function timeOf(at: Date | null): string {
  return at === null ? '(to choose)' : at.toISOString();
}

/** The text of a file, or of standard input for `-`. */
async function readText(source: string): Promise<string> {
  return source === '-' ? text(process.stdin) : readFile(source, 'utf8');
}

async function readJson(source: string): Promise<unknown> {
  const found = await readText(source);
  try {
    return JSON.parse(found.replace(/^\u{FEFF}/u, ''));
  } catch (cause) {
    throw new DomainError('invalid', 'invalid_json', `${source} is not JSON.`, { cause });
  }
}
