import { AssessmentsService } from '../../src/assessments/assessments.service.js';
import { LoadDemoService } from '../../src/demo/load-demo.service.js';
import { ProposalsService } from '../../src/offers/proposals.service.js';
import type { Role } from '../../src/platform/access/actor.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { PeopleService } from '../../src/platform/access/people.service.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { SettingsService } from '../../src/platform/settings/settings.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

/** Somebody who can sign in. */
export type Account = { readonly email: string; readonly password: string };

/** The service with the founding incident assessed and offers proposed, and a person of each role that the pages differ by. */
export type Desk = {
  readonly amends: TestApplication;
  readonly incidentId: string;
  /** The external id of the customer hit hardest. */
  readonly worstId: string;
  readonly worstName: string;
  /** The largest offer. */
  readonly offerId: string;
  readonly manager: Account;
  readonly finance: Account;
  readonly viewer: Account;
};

const SIZE = { customers: 12, people: 320, seed: 5 };

export async function startDesk(): Promise<Desk> {
  const amends = await startTestApplication('2020-09-16T16:00:00Z');
  const { app } = amends;
  const demo = app.get(LoadDemoService);
  const incidentId = await demo.loadIncident(app.get(SettingsService), SYSTEM);
  await demo.loadDay(SIZE, SYSTEM, () => undefined);
  const assessment = await app.get(AssessmentsService).start(incidentId, SYSTEM);
  while ((await app.get(JobsService).get(assessment.jobId ?? '')).status !== 'done') {
    await new Promise((wake) => setTimeout(wake, 20));
  }
  await app.get(ProposalsService).propose(assessment.id, {}, SYSTEM);
  await app.get(OutboxService).drain();
  const { body } = await amends.client.get<{ items: { externalId: string; name: string }[] }>(
    `/console/incidents/${incidentId}/customers?limit=1`,
  );
  const largest = await amends.client.get<{ items: { offer: { id: string } }[] }>(
    `/console/incidents/${incidentId}/customers?limit=1&sort=amount:desc`,
  );
  const account = async (name: string, role: Role): Promise<Account> => {
    const email = `${role}@test.invalid`;
    const { password } = await app.get(PeopleService).create({ name, email, roles: [role] }, SYSTEM);
    return { email, password };
  };
  return {
    amends,
    incidentId,
    worstId: body.items[0]?.externalId ?? '',
    worstName: body.items[0]?.name ?? '',
    offerId: largest.body.items[0]?.offer.id ?? '',
    manager: await account('Lucie Roche', 'manager'),
    finance: await account('Noé Faure', 'finance'),
    viewer: await account('Vera Ling', 'viewer'),
  };
}
