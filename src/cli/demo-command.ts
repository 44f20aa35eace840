import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AssessmentsService } from '../assessments/assessments.service.js';
import { DEMO_NOW } from '../demo/demo-company.js';
import { AnswerOffersService } from '../demo/answer-offers.service.js';
import { resetDemoDatabase } from '../demo/demo-database.service.js';
import type { DaySize } from '../demo/generate-day.js';
import { LoadDemoService } from '../demo/load-demo.service.js';
import { ShiftedClock } from '../kernel/clock.js';
import { LetterActionsService } from '../letters/letter-actions.service.js';
import { LettersService } from '../letters/letters.service.js';
import { OfferActionsService } from '../offers/offer-actions.service.js';
import { ProposalsService, type ProposeResult } from '../offers/proposals.service.js';
import { OutreachService } from '../outreach/outreach.service.js';
import { AccessService } from '../platform/access/access.service.js';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import type { Database } from '../platform/database/database.js';
import { type Env, readEnv } from '../platform/env/env.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { SettingsService } from '../platform/settings/settings.service.js';
import { anchorsPathOf, startAmends, stopOnSignals, type RunningAmends } from '../start.js';
import { CreditsService } from '../billing/credits.service.js';
import { type DemoPeople, makeDemoPeople } from './demo-people.js';
import { writeLetters } from './incident-commands.js';
import { ProgressBar } from './progress-bar.js';
import { followJob } from './session.js';
import { customerTable, impactTable, sumWords, stepTable } from './tables.js';

export type DemoOptions = DaySize & { readonly once: boolean; readonly lettersFolder: string | undefined };

const TOP = 10;

type Found = {
  readonly incidentId: string;
  readonly assessmentId: string;
  readonly proposed: ProposeResult;
  readonly answers: { readonly accepted: number; readonly declined: number };
  readonly letters: number;
};

/** The whole path over the founding incident: load, assess, propose, approve, send, answer; then it keeps serving. */
export async function runDemo({ once, lettersFolder, ...size }: DemoOptions): Promise<void> {
  const base = readEnv(process.env);
  const env = { ...base, home: join(base.home, 'demo'), logLevel: 'warn' };
  const steps = new Steps();
  const running = await steps.time('start', () =>
    startAmends(env, {
      listen: !once,
      clock: new ShiftedClock(DEMO_NOW),
      prepare: (database) => beginAnew(database, env.home),
    }),
  );
  try {
    const folder = lettersFolder ?? join(env.home, 'letters');
    // The letters of an earlier demo are of customers that are gone.
    if (lettersFolder === undefined) await rm(folder, { recursive: true, force: true });
    const people = await makeDemoPeople(running.app);
    const found = await walkThrough(running.app, people, { size, folder, steps });
    await print(running, found, folder, steps);
    console.log(otherCommands(env));
    if (running.url !== undefined) {
      printSignIn(running.url, people, await running.app.get(AccessService).createFirstKey(SYSTEM));
    }
  } catch (error) {
    await running.stop();
    throw error;
  }
  if (once) await running.stop();
  else stopOnSignals(running);
}

/** An audit trail of an earlier demo is gone with it, and so is what was written down of it. */
export async function beginAnew(database: Database, home: string): Promise<void> {
  await resetDemoDatabase(database);
  await rm(anchorsPathOf(home), { force: true });
}

async function walkThrough(
  app: NestFastifyApplication,
  people: DemoPeople,
  { size, folder, steps }: { readonly size: DaySize; readonly folder: string; readonly steps: Steps },
): Promise<Found> {
  const { administrator, manager, agent } = people;
  const demo = app.get(LoadDemoService);
  const incidentId = await steps.time('incident', () =>
    demo.loadIncident(app.get(SettingsService), administrator.actor),
  );
  await steps.time('load', () => demo.loadDay(size, administrator.actor, () => undefined));
  const assessmentId = await steps.time('assess', async () => {
    const assessment = await app.get(AssessmentsService).start(incidentId, administrator.actor);
    if (assessment.jobId !== null) await followJob(app, assessment.jobId, 'assessing');
    return assessment.id;
  });
  const proposed = await steps.time('offers', () =>
    app.get(ProposalsService).propose(assessmentId, {}, administrator.actor),
  );
  await steps.time('approve', () =>
    app.get(OfferActionsService).run({ action: 'approve', filter: { incidentId, status: 'draft' } }, manager.actor),
  );
  const sent = await steps.time('send', () => sendAll(app, incidentId, manager.actor));
  const answers = await steps.time('answers', () => app.get(AnswerOffersService).answer(sent, agent.actor));
  await steps.time('cases', () => app.get(OutboxService).drain());
  const letters = await steps.time('letters', () =>
    writeLetters({ app, actor: administrator.actor }, incidentId, folder),
  );
  return { incidentId, assessmentId, proposed, answers, letters };
}

async function sendAll(app: NestFastifyApplication, incidentId: string, actor: Actor): Promise<string[]> {
  const ids = await app.get(LetterActionsService).readyToSend(incidentId, Number.MAX_SAFE_INTEGER);
  const bar = new ProgressBar('letters');
  const items = await app.get(LettersService).sendMany(ids, actor, (done, total) => bar.show(done, total));
  bar.end();
  return items.filter(({ ok }) => ok).map(({ id }) => id);
}

async function print(running: RunningAmends, found: Found, folder: string, steps: Steps): Promise<void> {
  const { app } = running;
  const { assessmentId, proposed, answers } = found;
  const assessments = app.get(AssessmentsService);
  const { items } = await assessments.customers(assessmentId, {}, { limit: TOP });
  const pages = await Promise.all(
    items.map(({ externalId }) =>
      app.get(ProposalsService).list({ assessmentId, customerId: externalId }, { limit: 1 }),
    ),
  );
  const cases = await app.get(OutreachService).list({ incidentId: found.incidentId }, { limit: 1 });
  const credits = await app.get(CreditsService).list({}, { limit: 1 });
  const { offer, nothing_owed: nothing, refused } = proposed.outcomes;
  console.log('Application outage of 16 September 2020 (from the public report of Wisembly; customers are invented)\n');
  console.log(impactTable(await assessments.get(assessmentId)));
  console.log('\nThe customers that were hit hardest:');
  console.log(
    customerTable(
      items,
      pages.flatMap((page) => page.items),
    ),
  );
  console.log(`
offers    ${offer} sent, ${sumWords(proposed.totals, proposed.inKind)}; nothing owed to ${nothing}, ${refused} to be looked at
answers   ${answers.accepted} accepted, ${answers.declined} declined
credits   ${credits.total ?? 'many'} waiting for billing
worklist  ${cases.total ?? 'more than 10,000'} cases
letters   ${found.letters} in ${folder}
`);
  console.log(stepTable(steps.taken));
}

/** How other commands find the demo, which is apart from everything else. */
function otherCommands({ home, databaseUrl }: Env): string {
  const clock =
    'Its clock began at the evening of the outage; for a command it is today, and what had a last day is over.';
  return databaseUrl === undefined ? `\nOther commands see it with AMENDS_HOME=${home}. ${clock}` : `\n${clock}`;
}

function printSignIn(url: string, people: DemoPeople, key: string | undefined): void {
  console.log(`\nAmends serves at ${url}; the API is described at ${url}/api/docs. Sign in as:`);
  for (const { role, name, email, password } of Object.values(people)) {
    console.log(`  ${role.padEnd(14)}${name.padEnd(17)}${email.padEnd(22)}${password}`);
  }
  if (key !== undefined) {
    console.log(`or, as a machine, with the API key ${key}`);
    console.log(`  curl -H "Authorization: Bearer ${key}" ${url}/api/v1/outreach/cases?limit=5`);
  }
  console.log('The passwords and the key are shown this once. Ctrl-C ends it.');
}

/** Steps of work with the time that each took. */
class Steps {
  readonly taken: { step: string; milliseconds: number }[] = [];

  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const result = await work();
    this.taken.push({ step, milliseconds: performance.now() - startMs });
    return result;
  }
}
