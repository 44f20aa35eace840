import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { AssessmentsService } from '../assessments/assessments.service.js';
import { CreditsService } from '../billing/credits.service.js';
import { DomainError } from '../kernel/domain-error.js';
import { LetterActionsService } from '../letters/letter-actions.service.js';
import { LetterBatchesService } from '../letters/letter-batches.service.js';
import { LettersService } from '../letters/letters.service.js';
import { OfferActionsService } from '../offers/offer-actions.service.js';
import { ProposalsService } from '../offers/proposals.service.js';
import { formatOfFileName, type ImportFormat } from '../platform/ingest/import-format.js';
import type { ImportReceipt } from '../platform/ingest/import-receipts.service.js';
import { ImportsService } from '../platform/ingest/imports.service.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { chooseIncident, latestAssessment } from './choose-incident.js';
import { ProgressBar } from './progress-bar.js';
import { followJob, type Session } from './session.js';
import { customerTable, impactTable, sumWords } from './tables.js';

const TOP = 10;
const MAX_LETTERS = 1_000_000;

/** `amends import KIND FILE`: brings a file in and prints its receipt. The exit code is 1 when a line was refused. */
export async function importFile(
  { app, actor }: Session,
  kind: string,
  file: string,
  format?: ImportFormat,
): Promise<void> {
  const known = format ?? formatOfFileName(file);
  if (known === undefined) {
    throw new DomainError('invalid', 'format_unknown', 'Say the format with --format ndjson or --format csv.');
  }
  const source: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  const receipt = await app.get(ImportsService).run({ kind, format: known, source, sourceName: file, actor });
  printReceipt(receipt);
}

/** Says what became of a file. The exit code is 1 when a line was refused. */
export function printReceipt(receipt: ImportReceipt): void {
  console.log(`${receipt.accepted} accepted, ${receipt.rejected} rejected (import ${receipt.id})`);
  for (const warning of receipt.warnings) console.log(`warning: ${warning.message}`);
  for (const { line, field, code, message } of receipt.errors)
    console.log(`line ${line} ${field}: ${message} [${code}]`);
  if (receipt.rejected > 0) process.exitCode = 1;
}

/** `amends assess`: runs the next revision and prints what it found. */
export async function assessIncident({ app, actor }: Session, name: string | undefined): Promise<void> {
  const assessments = app.get(AssessmentsService);
  const started = await assessments.start(await chooseIncident(app, name), actor);
  if (started.jobId !== null) await followJob(app, started.jobId, 'assessing');
  const assessment = await assessments.get(started.id);
  const provisional = assessment.provisional ? ' (provisional: a window has no end yet)' : '';
  console.log(`Assessment ${assessment.id}, revision ${assessment.revision}${provisional}`);
  console.log(impactTable(assessment));
}

/** `amends offers`: proposes for every customer of the latest assessment and prints the worst hit. */
export async function proposeOffers(
  { app, actor }: Session,
  name: string | undefined,
  policyCode?: string,
): Promise<void> {
  const assessment = await latestAssessment(app, await chooseIncident(app, name));
  const result = await app.get(ProposalsService).propose(assessment.id, { policyCode }, actor);
  await app.get(OutboxService).drain();
  const { items } = await app.get(AssessmentsService).customers(assessment.id, {}, { limit: TOP });
  const proposals = await Promise.all(
    items.map(({ externalId }) =>
      app.get(ProposalsService).list({ assessmentId: assessment.id, customerId: externalId }, { limit: 1 }),
    ),
  );
  console.log(
    customerTable(
      items,
      proposals.flatMap((page) => page.items),
    ),
  );
  const { offer, nothing_owed: nothing, refused } = result.outcomes;
  console.log(
    `${offer} offers, ${sumWords(result.totals, result.inKind)}; nothing owed to ${nothing}; ${refused} to be looked at.`,
  );
}

/** `amends approve`: approves every draft of the incident, or says what would be. */
export async function approveOffers({ app, actor }: Session, name: string | undefined, dryRun: boolean): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const result = await app
    .get(OfferActionsService)
    .run({ action: 'approve', filter: { incidentId, status: 'draft' }, dryRun }, actor);
  console.log(
    `${dryRun ? 'would approve' : 'approved'} ${result.okCount} offers, ${sumWords(result.totals, result.inKind)}`,
  );
  printRefusals(result.items);
}

/** `amends send`: renders, keeps and sends every approved offer of the incident. */
export async function sendOffers({ app, actor }: Session, name: string | undefined, dryRun: boolean): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const ids = await app.get(LetterActionsService).readyToSend(incidentId, MAX_LETTERS);
  const bar = new ProgressBar('letters');
  const items = await app.get(LettersService).sendMany(ids, actor, (done, total) => bar.show(done, total), dryRun);
  bar.end();
  console.log(`${dryRun ? 'would send' : 'sent'} ${items.filter(({ ok }) => ok).length} letters`);
  printRefusals(items);
}

type Refusable = {
  readonly id: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly reasons?: readonly { readonly message: string }[];
};

function printRefusals(items: readonly Refusable[]): void {
  for (const { id, ok, code, reasons = [] } of items) {
    if (!ok) console.log(`refused ${id}: ${code} ${reasons.map(({ message }) => message).join(' ')}`);
  }
}

/** `amends letters --out DIR`: writes every letter of the incident, sent or draft, and returns how many. */
export async function writeLetters({ app }: Session, name: string | undefined, folder: string): Promise<number> {
  const incidentId = await chooseIncident(app, name);
  await mkdir(folder, { recursive: true });
  let count = 0;
  for await (const { customerId, letter, ...refusal } of app.get(LettersService).lettersOf(incidentId)) {
    if (letter === undefined) {
      printRefusals([{ id: customerId, ok: false, ...refusal }]);
      continue;
    }
    await writeFile(join(folder, letter.fileName), letter.pdf);
    count += 1;
  }
  return count;
}

/** `amends letters --zip FILE`: the same letters in one archive, written as they are made, and returns how many. */
export async function zipLetters({ app }: Session, name: string | undefined, file: string): Promise<number> {
  const incidentId = await chooseIncident(app, name);
  const { stream, written } = await app.get(LetterBatchesService).archive(incidentId);
  await pipeline(stream, createWriteStream(file));
  const { count, refusedCount } = await written;
  if (refusedCount > 0) console.log(`${refusedCount} could not be written: see REFUSED.txt in the archive`);
  return count;
}

/** `amends credits export`: the credits as CSV, to a file or the terminal. */
export async function exportCredits({ app }: Session, out: string | undefined, bom: boolean): Promise<void> {
  const csv = app.get(CreditsService).exportCsv({}, { bom });
  if (out !== undefined) {
    await pipeline(csv, createWriteStream(out));
    return;
  }
  for await (const chunk of csv) process.stdout.write(chunk as Buffer);
}
