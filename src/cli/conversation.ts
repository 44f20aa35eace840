import { type Command, Option } from 'commander';
import { CLAIM_STATUSES, CLAIM_VERDICTS, type ClaimStatus, type ClaimVerdict } from '../claims/claim.js';
import type { CaseFilter } from '../outreach/list-cases.sql.js';
import { BULK_TEMPLATES, type BulkTemplate } from '../outreach/mail.js';
import { CASE_STATUSES } from '../outreach/outreach-case.js';
import { INCIDENT, INCIDENT_HELP, wholeNumber } from './arguments.js';
import { addClaim, listClaims } from './claim-commands.js';
import { listCases, mailCases, reportOutreach } from './outreach-commands.js';
import { withSession } from './session.js';

/** The commands of the conversation: `amends claims` and `amends outreach`. */
export function addConversation(program: Command): void {
  addClaims(program);
  addOutreach(program);
}

function addClaims(program: Command): void {
  const claims = program.command('claims').description('customers who came to us first');
  claims
    .command('list', { isDefault: true })
    .description('the newest claims')
    .addOption(new Option('--status <status>', 'only those that stand so').choices(CLAIM_STATUSES))
    .addOption(new Option('--verdict <verdict>', 'only those of which this is said').choices(CLAIM_VERDICTS))
    .option('--customer <externalId>', 'only those of a customer')
    .option('--search <text>', 'in names, addresses and references')
    .action((options: { status?: ClaimStatus; verdict?: ClaimVerdict; customer?: string; search?: string }) => {
      const { status, verdict, customer: customerId, search: q } = options;
      return withSession((session) => listClaims(session, { status, verdict, customerId, q }), 'GET /claims');
    });
  claims
    .command('add')
    .description('enter a claim; it is matched and judged at once')
    .requiredOption('--name <name>', 'who claims')
    .requiredOption('--email <address>', 'their address; nothing is sent to it')
    .requiredOption('--text <text>', 'what happened, in their words')
    .option('--meeting <id>', 'the meeting')
    .option('--day <day>', 'or the day: 2020-09-16')
    .option('--time <time>', 'about when: 14:50')
    .option('--company <name>', 'the company that they name')
    .option('--reference <text>', 'their reference')
    .option('--external-id <id>', 'of the ticket; entered again, it is the claim that is there')
    .option('--customer <externalId>', 'whose it is, when that is known')
    .option('--incident <name>', 'id or reference of the incident that it is of, when that is known')
    .option('--minutes <n>', 'for how many minutes, as they say', wholeNumber)
    .action((options: Record<string, unknown>) => {
      const { customer: customerId, incident, minutes: claimedMinutes, ...said } = options;
      const name = typeof incident === 'string' ? incident : undefined;
      return withSession((session) => addClaim(session, { ...said, customerId, claimedMinutes }, name), 'POST /claims');
    });
}

function addOutreach(program: Command): void {
  const outreach = program.command('outreach').description('the conversation with those who were hit');
  outreach
    .command('list', { isDefault: true })
    .description('the cases of an incident, the most urgent first')
    .argument(INCIDENT, INCIDENT_HELP)
    .addOption(new Option('--status <status>', 'only those that stand so').choices(CASE_STATUSES))
    .option('--owner <name>', "only this person's")
    .option('--due', 'only those whose next action is due')
    .option('--claimed', 'only those that claimed')
    .action((name: string | undefined, filter: CaseFilter) =>
      withSession((session) => listCases(session, name, filter), 'GET /outreach/cases'),
    );
  outreach
    .command('mail')
    .description('write to everybody of an incident who may be written to, once')
    .argument(INCIDENT, INCIDENT_HELP)
    .addOption(new Option('--template <purpose>', 'what for').choices(BULK_TEMPLATES).default('offer'))
    .option('--dry-run', 'only say to whom it would go, and who is left out and why', false)
    .action((name: string | undefined, options: { template: BulkTemplate; dryRun: boolean }) =>
      withSession((session) => mailCases(session, name, options), 'POST /outreach/mail-runs'),
    );
  outreach
    .command('report')
    .description('who was reached, what was offered and accepted, and the claims')
    .argument(INCIDENT, INCIDENT_HELP)
    .option('--csv <file>', 'every number as a line of a file')
    .action((name: string | undefined, options: { csv?: string }) =>
      withSession((session) => reportOutreach(session, name, options), 'GET /outreach/report'),
    );
}
