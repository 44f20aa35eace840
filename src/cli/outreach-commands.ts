import { writeFile } from 'node:fs/promises';
import { formatMoney } from '../kernel/money.js';
import { givenWords } from '../offers/in-kind.js';
import type { CaseFilter } from '../outreach/list-cases.sql.js';
import type { BulkTemplate } from '../outreach/mail.js';
import { MailRunsService } from '../outreach/mail-runs.service.js';
import { OutreachService } from '../outreach/outreach.service.js';
import { ReportService } from '../outreach/report.service.js';
import { chooseIncident } from './choose-incident.js';
import { followJob, type Session } from './session.js';
import { caseTable, classWords, durationWords, reportTable } from './tables.js';

const LIMIT = 100;

/** `amends outreach`: the most urgent cases, as a table. */
export async function listCases({ app }: Session, name: string | undefined, filter: CaseFilter): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const cases = app.get(OutreachService, { strict: false });
  const { items, total } = await cases.list({ ...filter, incidentId }, { limit: LIMIT }, 'priority');
  if (items.length > 0) console.log(caseTable(items));
  console.log(`${items.length} of ${total ?? 'more than 10,000'} cases`);
}

/** `amends outreach mail`: sends to everybody of an incident who may be written to, or says who would be. */
export async function mailCases(
  { app, actor }: Session,
  name: string | undefined,
  { template, dryRun }: { readonly template: BulkTemplate; readonly dryRun: boolean },
): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const runs = app.get(MailRunsService, { strict: false });
  const request = { incidentId, template, filter: { incidentId }, dryRun };
  const { run, mailReady, okCount, excluded } = await runs.create(request, actor);
  const waits = mailReady ? '' : ' (they wait: e-mail is not set up)';
  console.log(`${okCount} mails ${dryRun ? 'would go' : 'to send'}${waits}`);
  for (const [code, count] of Object.entries(excluded)) console.log(`${String(count).padStart(8)} left out: ${code}`);
  if (run === null || run.jobId === null) return;
  await followJob(app, run.jobId, 'sending');
  const { status, counts } = await runs.get(run.id);
  console.log(
    `${status}: ${Object.entries(counts)
      .map(([at, count]) => `${count} ${at}`)
      .join(', ')}`,
  );
}

/** `amends outreach report`: what came of an incident, in a table, or every number as CSV. */
export async function reportOutreach(
  { app }: Session,
  name: string | undefined,
  { csv }: { readonly csv?: string },
): Promise<void> {
  const incidentId = await chooseIncident(app, name);
  const reports = app.get(ReportService, { strict: false });
  if (csv !== undefined) {
    await writeFile(csv, await reports.csv(incidentId, { bom: false }));
    return;
  }
  const { incident, coverage, acceptance, money, inKind, firstContact, claims } = await reports.report(incidentId);
  console.log(incident.title);
  console.log(reportTable(coverage.map(({ class: of, affected, contacted }) => [classWords(of), affected, contacted])));
  const { sent, accepted, declined, expired, waiting } = acceptance;
  console.log(
    `${sent} offers sent: ${accepted} accepted, ${declined} declined, ${expired} expired, ${waiting} waiting`,
  );
  for (const { currency, offeredMinor, acceptedMinor, creditedMinor } of money) {
    const words = (amountMinor: number): string => formatMoney({ amountMinor, currency }, 'en');
    console.log(`${words(offeredMinor)} offered, ${words(acceptedMinor)} accepted, ${words(creditedMinor)} credited`);
  }
  if (inKind.offered.length > 0) {
    console.log(
      `${givenWords([], inKind.offered)} offered, ${givenWords([], inKind.accepted) || 'nothing'} accepted in kind`,
    );
  }
  const { medianSeconds } = firstContact;
  if (medianSeconds !== null) console.log(`half of those reached were within ${durationWords(medianSeconds)}`);
  for (const { verdict, status, count } of claims) console.log(`${count} claims ${verdict ?? ''}, ${status}`);
}
