import { OfferLinksService } from '../../src/offers/offer-links.service.js';
import type { Subjects } from './addresses.js';
import { AssessmentsService } from '../../src/assessments/assessments.service.js';
import { LoadDemoService } from '../../src/demo/load-demo.service.js';
import { ProposalsService } from '../../src/offers/proposals.service.js';
import type { Role } from '../../src/platform/access/actor.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { rows as rowsOf } from '../../src/platform/database/database.js';
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
  /** The incident, the customer hit hardest with their case, and the largest offer. */
  readonly subjects: Subjects;
  readonly worstName: string;
  readonly manager: Account;
  readonly finance: Account;
  readonly administrator: Account;
  readonly viewer: Account;
  /** A draft that no other test has been given, with whose it is. */
  takeDraft(): Promise<Draft>;
  /** Until what is queued was done: offers are worked out anew by themselves after an assessment. */
  untilQuiet(): Promise<void>;
  /** Approves and sends a draft; gives the address of the customer's own page, without its origin. */
  sendDraft(): Promise<string>;
  /** The address of the customer's own page of an offer that was sent. */
  pageOf(offerId: string): Promise<string>;
};

type Draft = { readonly id: string; readonly customerName: string };

const SECRETS = { AMENDS_BILLING_SECRET_LAGO: 'lago-key-0123456789' };
const SIZE = { customers: 26, people: 520, seed: 5 };

export async function startDesk(): Promise<Desk> {
  const amends = await startTestApplication('2020-09-16T16:00:00Z', { environment: SECRETS, allowLoopback: true });
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
  await amends.client.put('/settings', { publicUrl: amends.origin });
  const rows = async (sort: string): Promise<readonly Row[]> => {
    const path = `/console/incidents/${incidentId}/customers?limit=100&sort=${sort}`;
    return (await amends.client.get<{ items: Row[] }>(path)).body.items;
  };
  const [worst] = await rows('class:asc');
  const [largest, ...others] = await rows('amount:desc');
  if (worst === undefined || largest?.offer == null) throw new Error('the demo hit nobody, or owes nothing');
  // From the smallest up; what stands at the head of a list is left to the tests that look there.
  const untaken = others.filter(({ offer }) => offer !== null).map(({ externalId }) => externalId);
  // An assessment that a test asked for may have replaced a draft, or ended it.
  const takeDraft = async (): Promise<Draft> => {
    const now = new Map((await rows('amount:desc')).map((row) => [row.externalId, row]));
    for (let next = untaken.pop(); next !== undefined; next = untaken.pop()) {
      const { name: customerName, offer } = now.get(next) ?? { name: '', offer: null };
      if (offer?.status === 'draft') return { id: offer.id, customerName };
    }
    throw new Error('the demo has no more drafts');
  };
  const untilQuiet = async (): Promise<void> => {
    const isBusy = `select exists (select from job where status in ('queued', 'running'))
      or exists (select from outbox_message where delivered_at is null and parked_at is null) as "isBusy"`;
    while ((await rowsOf<{ isBusy: boolean }>(amends.database.tx, isBusy, []))[0]?.isBusy === true) {
      await new Promise((wake) => setTimeout(wake, 50));
    }
  };
  const pageOf = async (offerId: string): Promise<string> =>
    `/o/${await app.get(OfferLinksService).tokenOf(amends.database.tx, offerId)}`;
  const account = async (name: string, role: Role): Promise<Account> => {
    const email = `${role}@test.invalid`;
    const { password } = await app.get(PeopleService).create({ name, email, roles: [role] }, SYSTEM);
    return { email, password };
  };
  return {
    amends,
    subjects: {
      incidentId,
      customerId: worst.externalId,
      caseId: worst.case?.id ?? '',
      offerId: largest.offer.id,
    },
    worstName: worst.name,
    manager: await account('Lucie Roche', 'manager'),
    finance: await account('Noé Faure', 'finance'),
    administrator: await account('Alix Morel', 'administrator'),
    viewer: await account('Vera Ling', 'viewer'),
    takeDraft,
    untilQuiet,
    pageOf,
    sendDraft: async () => {
      const { id } = await takeDraft();
      await amends.client.post(`/offers/${id}/approve`);
      const { status, body } = await amends.client.post(`/offers/${id}/send`);
      if (status !== 200) throw new Error(`the offer was not sent: ${JSON.stringify(body)}`);
      return pageOf(id);
    },
  };
}

type Row = {
  readonly externalId: string;
  readonly name: string;
  readonly offer: { readonly id: string; readonly status: string } | null;
  readonly case: { readonly id: string } | null;
};
