import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AssessmentsService } from '../../src/assessments/assessments.service.js';
import { generateDay } from '../../src/demo/generate-day.js';
import { LoadDemoService } from '../../src/demo/load-demo.service.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { rows } from '../../src/platform/database/database.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { SettingsService } from '../../src/platform/settings/settings.service.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const SIZE = { customers: 30, people: 1500, seed: 11 };
const LOADER: Actor = { id: 'test', kind: 'system', roles: [] };

let amends: TestApplication;
beforeAll(async () => {
  amends = await startTestApplication('2020-09-16T18:10:00Z');
});
afterAll(() => amends.stop());

type Found = Record<string, unknown>;
const byPerson = (list: readonly Found[]): Map<string, Found> =>
  new Map(
    list.map((found) => [
      `${String(found['customerId'])} ${String(found['meetingId'])} ${String(found['participantId'])}`,
      found,
    ]),
  );

test('an assessment finds of everybody what the generator did to them, and of nobody else anything', async () => {
  const demo = amends.app.get(LoadDemoService);
  const incidentId = await demo.loadIncident(amends.app.get(SettingsService), LOADER);
  const loaded = await demo.loadDay(SIZE, LOADER, () => undefined);
  expect(loaded.customers).toBe(SIZE.customers);
  const { id, jobId } = await amends.app.get(AssessmentsService).start(incidentId, LOADER);
  let status = 'queued';
  while (status === 'queued' || status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ({ status } = await amends.app.get(JobsService).get(jobId ?? ''));
  }
  expect(status).toBe('done');

  const found = await rows<Found>(
    amends.database.tx,
    `select c.external_id as "customerId", m.external_id as "meetingId", i.participant_id as "participantId", i.class,
       i.confidence, i.is_facilitator as "isFacilitator", i.has_open_session as "hasOpenSession",
       i.blocked_seconds as "blockedSeconds", i.inferred_seconds as "inferredSeconds",
       i.media_lost_seconds as "mediaLostSeconds", i.interactivity_lost_seconds as "interactivityLostSeconds",
       i.degraded_seconds as "degradedSeconds"
     from impact i join customer c on c.id = i.customer_id
     join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id where i.assessment_id = $1`,
    [id],
  );
  const expected = [...generateDay(SIZE).expectedImpacts()].map(({ personas: _personas, ...impact }) => impact);
  expect(expected.length).toBeGreaterThan(300);
  expect(byPerson(found)).toEqual(byPerson(expected));

  const unknown = await rows<Found>(
    amends.database.tx,
    `select c.external_id as "customerId", m.external_id as "meetingId" from meeting_impact i
     join customer c on c.id = i.customer_id join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id
     where i.assessment_id = $1 and i.class = 'unknown'`,
    [id],
  );
  expect(byPerson(unknown)).toEqual(byPerson([...generateDay(SIZE).expectedUnknownMeetings()]));
});
