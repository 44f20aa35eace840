import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { AttendanceImportsService, type AttendancePreview } from '../meetings/attendance/attendance-imports.service.js';
import { ImportReceiptsService } from '../platform/ingest/import-receipts.service.js';
import { printReceipt } from './incident-commands.js';
import { DomainError } from '../kernel/domain-error.js';
import { IncidentImportsService } from '../incidents/incident-imports.service.js';
import { PostMortemsService } from '../incidents/post-mortems.service.js';
import { chooseIncident } from './choose-incident.js';
import type { Session } from './session.js';
import { printProposal } from './window-commands.js';

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
  if (incidents.some(({ proposals }) => proposals.added > 0)) console.log('See them with: amends proposals');
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
  for (const proposal of proposals) printProposal(proposal);
}

export type AttendanceOptions = {
  readonly preview: boolean;
  readonly source?: string;
  readonly timezone?: string;
  readonly dayFirst?: string;
  readonly customer?: string;
  readonly components?: string;
  readonly meeting?: string;
  readonly date?: string;
  readonly start?: string;
  readonly end?: string;
};

/** `amends import attendance FILE…`: brings attendance files in, or with `--preview` says what would become of each row. */
export async function importAttendance(
  { app, actor }: Session,
  files: readonly string[],
  options: AttendanceOptions,
): Promise<void> {
  const attendance = app.get(AttendanceImportsService);
  const { timezone: timeZone, customer: customerId, meeting: meetingId, date, start, end, source } = options;
  const dayFirst = options.dayFirst === undefined ? undefined : options.dayFirst === 'yes';
  const components = options.components?.split(',').map((key) => key.trim());
  const answers = { timeZone, dayFirst, customerId, components, meetingId, date, start, end };
  for (const file of files) {
    const request = { bytes: await readFile(file), answers, source, sourceName: file, actor };
    if (options.preview) printPreview(file, await attendance.preview(request));
    else printReceipt(await attendance.run(request));
  }
}

function printPreview(file: string, { kind, meetings, rows, counts }: AttendancePreview): void {
  console.log(
    `${file}: ${kind}, ${Object.entries(counts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', ')}`,
  );
  for (const { externalId, title, scheduledStart, scheduledEnd } of meetings) {
    console.log(`  meeting ${JSON.stringify({ externalId, title, scheduledStart, scheduledEnd })}`);
  }
  for (const { line, verdict, code, participantId, joinedAt, leftAt } of rows) {
    const stay =
      joinedAt === null
        ? (code ?? '')
        : `${participantId} ${joinedAt} to ${leftAt ?? '(open)'}${code === null ? '' : ` ${code}`}`;
    console.log(`  line ${line} ${verdict.padEnd(7)} ${stay}`);
  }
}

/** `amends imports revert ID`: takes an import back and says what went. */
export async function revertImport({ app, actor }: Session, id: string, reason: string | undefined): Promise<void> {
  const { reverted } = await app.get(ImportReceiptsService).revert(id, reason ?? null, actor);
  for (const [what, count] of Object.entries(reverted ?? {})) console.log(`${String(count).padStart(8)} ${what}`);
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
