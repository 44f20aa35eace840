import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { DomainError } from '../kernel/domain-error.js';
import { IncidentImportsService } from '../incidents/incident-imports.service.js';
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
