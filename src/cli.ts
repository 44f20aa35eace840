import { Command, Option } from 'commander';
import { day, INCIDENT, INCIDENT_HELP, timeZone, wholeNumber } from './cli/arguments.js';
import { addConversation } from './cli/conversation.js';
import { runDemo } from './cli/demo-command.js';
import { erasePerson, exportPerson } from './cli/people-commands.js';
import { examine } from './cli/doctor.js';
import {
  approveOffers,
  assessIncident,
  exportCredits,
  importFile,
  proposeOffers,
  sendOffers,
  writeLetters,
  zipLetters,
} from './cli/incident-commands.js';
import { exportAudit, verifyAudit } from './cli/audit-commands.js';
import {
  type AttendanceOptions,
  importAttendance,
  importIncident,
  importPostMortem,
  revertImport,
} from './cli/reading-commands.js';
import { checkPolicy, listPolicies, showPolicy, simulatePolicy } from './cli/policy-commands.js';
import { withSession } from './cli/session.js';
import { acceptWindow, type AcceptOptions, listProposals, putComponent } from './cli/window-commands.js';
import { DomainError } from './kernel/domain-error.js';
import { PERSON_KINDS, type PersonKind } from './platform/personal/person.js';
import type { ImportFormat } from './platform/ingest/import-format.js';

const KINDS = ['customers', 'contacts', 'meetings', 'sessions', 'join-attempts', 'participants'];

const program = new Command('amends')
  .description('From an outage to amends made: who was hit, what is owed, the letter, the conversation, the credit.')
  .showHelpAfterError('(--help shows what there is)');

program
  .command('demo')
  .description('run the whole path over the founding incident and a generated day, then keep serving')
  .option('--customers <n>', 'customers of the generated day', wholeNumber, 40)
  .option('--people <n>', 'people of the generated day', wholeNumber, 2000)
  .option('--seed <n>', 'the same seed gives the same day', wholeNumber, 7)
  .option('--letters <folder>', 'where the letters are written')
  .option('--once', 'end instead of serving', false)
  .action((options: { customers: number; people: number; seed: number; letters?: string; once: boolean }) =>
    runDemo({ ...options, lettersFolder: options.letters }),
  );

const imports = program
  .command('import')
  .description('bring a file of lines in (NDJSON or CSV), a status page, or a post-mortem')
  .addArgument(program.createArgument('<kind>', 'what the lines are').choices(KINDS))
  .argument('<file>', 'the file, or - for standard input')
  .addOption(new Option('--format <format>', 'when the name does not tell').choices(['ndjson', 'csv']))
  .action((kind: string, file: string, options: { format?: ImportFormat }) =>
    withSession((session) => importFile(session, kind, file, options.format), 'POST /imports/:kind'),
  );

imports
  .command('incident')
  .description("bring in what a status page's JSON tells: incidents.json, one incident, summary.json or a webhook")
  .argument('<source>', 'the file, its address on the web, or - for standard input')
  .action((source: string) => withSession((session) => importIncident(session, source), 'POST /incidents/import'));

imports
  .command('post-mortem')
  .description('propose the outage windows that a post-mortem in French or English tells')
  .argument('<file>', 'the text, or - for standard input')
  .option('--incident <incident>', INCIDENT_HELP)
  .option('--date <date>', 'the day it speaks of, where it names none: 2020-09-16', day)
  .option('--timezone <zone>', 'the zone of its times, where it names none: Europe/Paris', timeZone)
  .action((file: string, options: { incident?: string; date?: string; timezone?: string }) =>
    withSession((session) => importPostMortem(session, file, options), 'POST /incidents/:id/post-mortem'),
  );

imports
  .command('revert')
  .description('take an import back: what only it brought goes')
  .argument('<id>', 'of the import, as its receipt says')
  .option('--reason <text>', 'why')
  .action((id: string, options: { reason?: string }) =>
    withSession((session) => revertImport(session, id, options.reason), 'POST /imports/:id/revert'),
  );

imports
  .command('attendance')
  .description('bring in attendance files of Zoom, Teams or Google Meet, whichever they are')
  .argument('<files...>', 'the files')
  .option('--preview', 'only say what would become of each row', false)
  .option('--source <key>', 'a source whose answers are kept')
  .option('--timezone <zone>', 'the zone of its times: Europe/Paris', timeZone)
  .addOption(new Option('--day-first <yes|no>', 'its dates have the day first').choices(['yes', 'no']))
  .option('--customer <id>', 'whose meeting it was')
  .option('--components <keys>', 'what the meeting used, separated by commas')
  .option('--meeting <id>', 'where the file does not name it, or of a meeting that is known')
  .option('--date <date>', 'where its times have none: 2020-09-16', day)
  .option('--start <time>', 'when the meeting was to start, where the file does not say')
  .option('--end <time>', 'when it was to end')
  .action((files: string[], options: AttendanceOptions) =>
    withSession((session) => importAttendance(session, files, options), 'POST /imports/attendance'),
  );

program
  .command('component')
  .description('add a part of the product that can fail, or rename it')
  .argument('<key>', 'as meetings and windows name it: app')
  .option('--name <name>', 'as people call it; the same as a status page, for its windows to be of this component')
  .option('--capabilities <names>', 'what people do with it, separated by commas; left out, everything')
  .action((key: string, options: { name?: string; capabilities?: string }) =>
    withSession((session) => putComponent(session, key, options), 'PUT /components/:key'),
  );

program
  .command('proposals')
  .description('show the outage windows that status pages and post-mortems propose')
  .argument(INCIDENT, INCIDENT_HELP)
  .action((name?: string) => withSession((session) => listProposals(session, name), 'GET /incidents/:id/proposals'));

program
  .command('accept')
  .description('make an outage window of a proposal')
  .argument('<proposal>', 'its id, as `proposals` shows it')
  .option('--incident <incident>', INCIDENT_HELP)
  .option('--component <key>', 'where the source does not say which it is')
  .option('--capabilities <states>', 'other ones than the mapping says: join=lost,interact=degraded')
  .option('--start-claim <place>', 'the claim to believe, where they compete', wholeNumber)
  .option('--end-claim <place>', 'the same for the end', wholeNumber)
  .option('--start <instant>', 'a start of your own: 2020-09-16T14:49:00+02:00')
  .option('--end <instant>', 'an end of your own')
  .option('--ongoing', 'it goes on', false)
  .option('--reason <text>', 'why this claim, or this time')
  .action((proposal: string, options: AcceptOptions) =>
    withSession(
      (session) => acceptWindow(session, proposal, options),
      'POST /incidents/:id/proposals/:proposalId/accept',
    ),
  );

program
  .command('assess')
  .description('say who was hit by an incident, how, and for how long')
  .argument(INCIDENT, INCIDENT_HELP)
  .action((name?: string) =>
    withSession((session) => assessIncident(session, name), 'POST /incidents/:id/assessments'),
  );

program
  .command('offers')
  .description('work out what every customer of the latest assessment is owed, as draft offers')
  .argument(INCIDENT, INCIDENT_HELP)
  .option('--policy <code>', "this policy in place of every contract's own")
  .action((name: string | undefined, options: { policy?: string }) =>
    withSession((session) => proposeOffers(session, name, options.policy), 'POST /assessments/:id/offers'),
  );

program
  .command('approve')
  .description('approve the draft offers of an incident')
  .argument(INCIDENT, INCIDENT_HELP)
  .option('--dry-run', 'only say what would be approved or refused', false)
  .action((name: string | undefined, options: { dryRun: boolean }) =>
    withSession((session) => approveOffers(session, name, options.dryRun), 'POST /offers/:id/approve'),
  );

program
  .command('send')
  .description('render, keep and send the letters of the approved offers')
  .argument(INCIDENT, INCIDENT_HELP)
  .option('--dry-run', 'only say what would be sent or refused', false)
  .action((name: string | undefined, options: { dryRun: boolean }) =>
    withSession((session) => sendOffers(session, name, options.dryRun), 'POST /letters/actions'),
  );

program
  .command('letters')
  .description('write the letters of an incident as PDF files: as sent, or as drafts')
  .argument(INCIDENT, INCIDENT_HELP)
  .option('--out <folder>', 'into a folder')
  .option('--zip <file>', 'into one archive')
  .action((name: string | undefined, { out, zip }: { out?: string; zip?: string }) =>
    withSession(async (session) => {
      if (out === undefined && zip === undefined) {
        throw new DomainError('invalid', 'place_required', 'Say where to: --out FOLDER, --zip FILE, or both.');
      }
      if (out !== undefined) console.log(`${await writeLetters(session, name, out)} letters in ${out}`);
      if (zip !== undefined) console.log(`${await zipLetters(session, name, zip)} letters in ${zip}`);
    }, 'GET /offers/:id/letter.pdf'),
  );

program
  .command('credits')
  .description('credits for the billing team')
  .command('export')
  .description('write them as CSV')
  .option('--out <file>', 'a file in place of the terminal')
  .option('--bom', 'begin with a byte order mark, which Excel likes', false)
  .action((options: { out?: string; bom: boolean }) =>
    withSession((session) => exportCredits(session, options.out, options.bom), 'GET /credits/export.csv'),
  );

const audit = program.command('audit').description('who did what');
audit
  .command('verify')
  .description('check that nothing in the audit trail was changed, left out or put in')
  .action(() => withSession(verifyAudit, 'POST /audit/verify'));
audit
  .command('export')
  .description('write every entry with its hash')
  .addOption(new Option('--format <format>', 'how').choices(['ndjson', 'csv']).default('ndjson'))
  .option('--out <file>', 'a file in place of the terminal')
  .action((options: { format: 'ndjson' | 'csv'; out?: string }) =>
    withSession((session) => exportAudit(session, options.format, options.out), 'GET /audit/export.ndjson'),
  );

const people = program.command('people').description('what is held about one person, and the end of it');
for (const [name, description, run, route] of [
  ['export', 'print everything that is held about one person', exportPerson, 'GET /people/export'],
  ['erase', 'forget one person, and say what a law makes us keep', erasePerson, 'POST /people/erase'],
] as const) {
  people
    .command(name)
    .description(description)
    .addArgument(people.createArgument('<kind>', 'what the person is to us').choices(PERSON_KINDS))
    .argument('<id>', "a participant's id; of everybody else the e-mail address")
    .option('--customer <externalId>', 'needed for a participant; narrows others to one customer')
    .action((kind: PersonKind, id: string, options: { customer?: string }) =>
      withSession((session) => run(session, { kind, id, customerId: options.customer }), route),
    );
}

addConversation(program);

const policies = program.command('policies').description('the rules that say what is owed');
const language = new Option('--language <language>', 'in which they are said').choices(['fr', 'en']).default('en');

policies
  .command('list')
  .description('every policy with its newest version')
  .action(() => withSession((session) => listPolicies(session), 'GET /policies'));

policies
  .command('show')
  .description('the newest version of a policy, in words')
  .argument('<code>', 'the code of the policy')
  .addOption(language)
  .action((code: string, options: { language: 'fr' | 'en' }) =>
    withSession((session) => showPolicy(session, code, options.language), 'GET /policies/:code'),
  );

policies
  .command('check')
  .description('say the rules of a file in words, or everything that is wrong with them')
  .argument('<file>', 'JSON: the rules, or an example of policies/examples')
  .addOption(language)
  .action((file: string, options: { language: 'fr' | 'en' }) => checkPolicy(file, options.language));

policies
  .command('simulate')
  .description('what the rules of a file would come to over the newest assessment, beside what is in force')
  .argument('<file>', 'JSON: the rules, or an example of policies/examples')
  .argument(INCIDENT, INCIDENT_HELP)
  .action((file: string, name?: string) =>
    withSession((session) => simulatePolicy(session, file, name), 'POST /policies/simulate'),
  );

program
  .command('doctor')
  .description('look at what Amends stands on and say what is not right')
  .action(() => withSession((session) => examine(session), 'GET /settings'));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof DomainError) {
    console.error(`${error.message} [${error.code}]`);
    for (const { path, message } of error.reasons) console.error(`  ${path ?? ''}: ${message}`);
  } else if (isOfFile(error)) console.error(error.message);
  else throw error;
}

/** A file that cannot be read or written is for whoever named it to put right; it needs no trace of ours. */
function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  const { code, path } = error as NodeJS.ErrnoException;
  return error instanceof Error && code !== undefined && path !== undefined;
}
