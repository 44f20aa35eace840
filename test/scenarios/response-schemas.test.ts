import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AssessmentsService } from '../../src/assessments/assessments.service.js';
import { LoadDemoService } from '../../src/demo/load-demo.service.js';
import { ProposalsService } from '../../src/offers/proposals.service.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { describeApi } from '../../src/platform/http/docs.js';
import { withResponses, type ResponseSchemas } from '../../src/platform/http/response-schemas.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { SettingsService } from '../../src/platform/settings/settings.service.js';
import { deriveResponseSchemas } from '../../scripts/openapi/response-schemas.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let amends: TestApplication;
let derived: ResponseSchemas;
let incidentId: string;
let assessmentId: string;

beforeAll(async () => {
  derived = deriveResponseSchemas(process.cwd());
  amends = await startTestApplication('2020-09-16T16:00:00Z');
  const { app } = amends;
  const demo = app.get(LoadDemoService);
  incidentId = await demo.loadIncident(app.get(SettingsService), SYSTEM);
  await demo.loadDay({ customers: 6, people: 120, seed: 3 }, SYSTEM, () => undefined);
  const assessment = await app.get(AssessmentsService).start(incidentId, SYSTEM);
  assessmentId = assessment.id;
  await finished(assessment.jobId ?? '');
  await app.get(ProposalsService).propose(assessmentId, {}, SYSTEM);
  await app.get(OutboxService).drain();
});

afterAll(() => amends.stop());

async function finished(jobId: string): Promise<void> {
  for (;;) {
    const { status } = await amends.app.get(JobsService).get(jobId);
    if (status === 'done') return;
    if (status === 'failed') throw new Error('the assessment failed');
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

type Operation = { operationId: string; responses: Record<string, { content?: Record<string, unknown> }> };

test('every route says what it answers with, and how it refuses', () => {
  const document = withResponses(describeApi(amends.app), derived);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, ...operation })),
  );
  expect(operations.length).toBeGreaterThan(40);
  const silent = operations.filter(({ responses }) => {
    if ('204' in responses) return false;
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
    const [content] = Object.entries(success?.content ?? {});
    const isBinary = content !== undefined && content[0] !== 'application/json';
    return !isBinary && !JSON.stringify(content ?? '').match(/\$ref|properties|"array"/);
  });
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  for (const { responses } of operations)
    expect(responses).toHaveProperty(['default', 'content', 'application/problem+json']);
});

/** The shapes that the document promises, with no property beyond them. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return copy['type'] === 'object' && 'properties' in copy && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}

test('what the routes answer is what the document says, with nothing left out and nothing more', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'amends', components: { schemas: closed(derived.schemas) } });
  const { items } = (await amends.client.get<{ items: { id: string }[] }>(`/outreach/cases?incidentId=${incidentId}`))
    .body;
  const offers = (await amends.client.get<{ items: { id: string }[] }>('/offers')).body;
  const customers = (await amends.client.get<{ items: { externalId: string }[] }>('/customers')).body;
  const routes: Record<string, string> = {
    IncidentsController_list: '/incidents',
    IncidentsController_get: `/incidents/${incidentId}`,
    OutageWindowsController_list: `/incidents/${incidentId}/windows`,
    AssessmentsController_list: `/assessments?incidentId=${incidentId}`,
    ReassessmentController_get: `/assessments/${assessmentId}`,
    AssessmentsController_customers: `/assessments/${assessmentId}/customers`,
    AssessmentsController_meetings: `/assessments/${assessmentId}/meetings`,
    AssessmentsController_participants: `/assessments/${assessmentId}/participants?limit=500`,
    CustomersController_list: '/customers',
    ProposalsController_list: `/proposals?assessmentId=${assessmentId}`,
    OffersController_list: '/offers',
    OffersController_get: `/offers/${offers.items[0]?.id}`,
    OutreachController_list: '/outreach/cases',
    OutreachController_get: `/outreach/cases/${items[0]?.id}`,
    PoliciesController_list: '/policies',
    ImportsController_list: '/imports',
    ComponentsController_list: '/components',
    CreditsController_list: '/credits',
    SettingsController_get: '/settings',
    ConsoleController_home: '/console/home',
    ConsoleController_search: '/console/search?q=a',
    ConsoleController_incident: `/console/incidents/${incidentId}`,
    ConsoleController_incidentCustomers: `/console/incidents/${incidentId}/customers`,
    ConsoleController_customer: `/console/customers/${customers.items[0]?.externalId}`,
  };
  const faults: string[] = [];
  for (const [operation, path] of Object.entries(routes)) {
    const { status, body } = await amends.client.get(path);
    if (derived.operations[operation] === undefined) faults.push(`${operation} is no operation`);
    const text = JSON.stringify(closed(derived.operations[operation] ?? {})).replaceAll(
      '#/components',
      'amends#/components',
    );
    const validate = ajv.compile(JSON.parse(text) as object);
    if (status !== 200) faults.push(`${path} answered ${status}`);
    else if (!validate(body)) faults.push(`${path}: ${ajv.errorsText(validate.errors?.slice(0, 5))}`);
  }
  expect(faults).toEqual([]);
});
