import type { AccessMatrix } from './platform/access/access-rule.js';
import { type Role, ROLES } from './platform/access/actor.js';

const EVERYBODY: readonly Role[] = ROLES;
/** Whoever may see customers, their contacts and amounts: not those who only connect machines. */
const READERS = ['viewer', 'agent', 'manager', 'finance', 'administrator'] as const;
const DESK = ['agent', 'manager', 'administrator'] as const;
const FEEDERS = ['integrator', 'administrator'] as const;
const MONEY = ['finance', 'administrator'] as const;

/**
 * Who may do what, a line for every route; a route without a line is closed, and the schema tests refuse it. What a
 * person alone may do, whatever the roles of a key, is `{ people: … }`.
 */
export const ACCESS_MATRIX: AccessMatrix = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',

  'POST /auth/sign-in/email': 'public',
  'POST /auth/sign-out': 'public',
  'POST /auth/sign-out-everywhere': { people: EVERYBODY },
  'POST /auth/change-password': { people: EVERYBODY },
  'GET /me': EVERYBODY,
  'PATCH /me': { people: EVERYBODY },
  'GET /users': ['administrator'],
  'POST /users': ['administrator'],
  'GET /users/:id': ['administrator'],
  'PATCH /users/:id': ['administrator'],
  'POST /users/:id/reset-password': ['administrator'],
  'GET /api-keys': ['administrator'],
  'POST /api-keys': ['administrator'],
  'POST /api-keys/:id/revoke': ['administrator'],

  'GET /jobs/:id': EVERYBODY,
  'POST /jobs/:id/cancel': ['agent', 'manager', 'integrator', 'administrator'],

  'GET /settings': READERS,
  'PUT /settings': ['administrator'],

  'POST /imports/:kind': FEEDERS,
  'POST /imports/attendance': FEEDERS,
  'POST /imports/:id/revert': FEEDERS,
  'GET /imports': EVERYBODY,
  'GET /import-sources': EVERYBODY,
  'GET /import-sources/:key': EVERYBODY,
  'PUT /import-sources/:key': FEEDERS,
  'GET /imports/:id': EVERYBODY,
  'GET /imports/:id/rejects': FEEDERS,

  'GET /customers': READERS,
  'GET /customers/:externalId': READERS,
  'PUT /customers/:externalId': DESK,

  'GET /components': EVERYBODY,
  'GET /components/:key': EVERYBODY,
  'PUT /components/:key': ['manager', 'integrator', 'administrator'],

  'GET /incidents': EVERYBODY,
  'POST /incidents': DESK,
  'GET /incidents/:id': EVERYBODY,
  'PATCH /incidents/:id': DESK,
  'POST /incidents/:id/updates': DESK,
  'POST /incidents/:id/evidence': DESK,
  'GET /incidents/:id/windows': EVERYBODY,
  'PUT /incidents/:id/windows': DESK,
  'POST /incidents/import': ['agent', 'manager', 'integrator', 'administrator'],
  'POST /incidents/:id/post-mortem': DESK,
  'GET /incidents/:id/proposals': EVERYBODY,
  'POST /incidents/:id/proposals/:proposalId/accept': DESK,
  'POST /incidents/:id/proposals/:proposalId/dismiss': DESK,
  'POST /incidents/:id/windows/:windowId/choose': DESK,
  'GET /page-components': EVERYBODY,
  'PUT /page-components/:pageComponentId': ['manager', 'integrator', 'administrator'],

  'GET /policies': READERS,
  'POST /policies': MONEY,
  'GET /policies/:code': READERS,
  'GET /policies/:code/versions': READERS,
  'POST /policies/:code/versions': MONEY,

  'POST /incidents/:id/assessments': DESK,
  'GET /assessments': READERS,
  'GET /assessments/:id': READERS,
  'GET /assessments/:id/customers': READERS,
  'GET /assessments/:id/meetings': READERS,
  'GET /assessments/:id/participants': DESK,
  'GET /assessments/:id/participants/:meetingId/:participantId': DESK,
  'GET /assessments/:id/meetings/:meetingId/timeline': DESK,
  'GET /assessments/:id/gaps': READERS,
  'GET /assessments/:id/diff/:otherId': READERS,
  'GET /assessments/:id/alternatives': READERS,
  'POST /assessments/:id/alternatives': DESK,
  'POST /incidents/:id/assessments/preview': DESK,
  'GET /incidents/:id/timeline': READERS,

  'POST /assessments/:id/offers': DESK,
  'GET /proposals': READERS,
  'GET /offers': READERS,
  'GET /offers/:id': READERS,
  // The same route withdraws and declines; approving through it asks for what `/approve` asks for.
  'POST /offers/actions': DESK,
  'POST /offers/:id/approve': { people: ['manager', 'administrator'] },
  'POST /offers/:id/reopen': { people: ['manager', 'administrator'] },
  'POST /offers/:id/withdraw': DESK,
  'POST /offers/:id/accept': { people: DESK },
  'POST /offers/:id/decline': DESK,

  'POST /offers/:id/send': DESK,
  'GET /offers/:id/letter.pdf': READERS,
  'GET /proposals/:assessmentId/:customerExternalId/letter.pdf': READERS,
  'POST /proposals/:assessmentId/:customerExternalId/send': DESK,
  'POST /letters/actions': DESK,

  'GET /outreach/cases': READERS,
  'GET /outreach/cases/export.csv': DESK,
  'POST /outreach/cases/actions': DESK,
  'GET /outreach/cases/:id': READERS,
  'PATCH /outreach/cases/:id': DESK,
  'POST /outreach/cases/:id/activities': DESK,
  'PATCH /outreach/cases/:id/activities/:activityId': DESK,
  'GET /outreach/cases/:id/activities/:activityId/revisions': READERS,
  'GET /outreach/views': READERS,
  'POST /outreach/views': READERS,
  'PUT /outreach/views/:id': READERS,
  'DELETE /outreach/views/:id': READERS,
  'GET /outreach/settings': READERS,
  'PUT /outreach/settings': ['manager', 'administrator'],

  // Everything about one person, or their end: for those who answer for it.
  'GET /people/export': ['manager', 'administrator'],
  'POST /people/erase': ['administrator'],
  'POST /retention/run': ['administrator'],

  'GET /credits': READERS,
  'GET /credits/export.csv': MONEY,
  'GET /credits/:id': READERS,
  // Machines of the billing team confirm what they booked; deciding about money is for people.
  'POST /credits/:id/confirm': MONEY,

  'GET /console/home': READERS,
  'GET /console/search': READERS,
  'GET /console/incidents/:id': READERS,
  'GET /console/incidents/:id/customers': READERS,
  'GET /console/customers/:externalId': READERS,
  'POST /credits/:id/retry': MONEY,
  'POST /credits/:id/redirect': MONEY,
  'POST /credits/:id/give-up': { people: MONEY },
  'POST /credits/:id/reverse': MONEY,
  'POST /credits/:id/reversals/:reversalId/approve': { people: MONEY },
  'POST /credits/:id/reversals/:reversalId/refuse': { people: MONEY },
  'GET /deliveries': READERS,

  'GET /billing/connections': MONEY,
  'POST /billing/connections': MONEY,
  'GET /billing/connections/:id': MONEY,
  'PUT /billing/connections/:id': MONEY,
  'DELETE /billing/connections/:id': MONEY,
  'POST /billing/connections/:id/test': MONEY,
  'GET /billing/kill-switch': READERS,
  'PUT /billing/kill-switch': ['manager', 'finance', 'administrator'],
  'PUT /billing/reversal-limits': { people: MONEY },
  'GET /billing/routes': MONEY,
  'PUT /billing/routes/:customerExternalId': MONEY,
  'GET /billing/csv-batches': MONEY,
  'POST /billing/csv-batches': MONEY,
  'GET /billing/csv-batches/:id/file.csv': MONEY,
  'GET /billing/events': MONEY,
  'GET /billing/events/ignored': MONEY,
  'GET /billing/reconciliations': MONEY,
  'POST /billing/reconciliations': MONEY,
  'GET /billing/reconciliations/:id': MONEY,
  'GET /billing/reconciliations/:id/drifts': MONEY,
  // The provider's signature is its key.
  'POST /hooks/billing/:kind': 'public',
};
