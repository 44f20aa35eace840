import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AssessmentsService, type AssessmentSummary } from '../assessments/assessments.service.js';
import { IncidentsService } from '../incidents/incidents.service.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';

/**
 * The incident that a command is about: by its id or its reference, or the only one there is. Throws
 * `incident_not_found`, `incident_required` when several could be meant.
 */
export async function chooseIncident(app: NestFastifyApplication, name: string | undefined): Promise<string> {
  const incidents = app.get(IncidentsService);
  if (name !== undefined && isId(name)) return (await incidents.get(name)).id;
  const { items } = await incidents.list({ limit: 500 });
  const matches = name === undefined ? items : items.filter((incident) => incident.reference === name);
  const [first, second] = matches;
  if (first === undefined) throw notFound('incident', name ?? '');
  if (second !== undefined) {
    const known = items.map(({ reference, id }) => reference ?? id).join(', ');
    throw new DomainError('invalid', 'incident_required', `There are several incidents; name one of: ${known}.`);
  }
  return first.id;
}

/** The newest finished assessment of an incident. Throws `assessment_required` when there is none. */
export async function latestAssessment(app: NestFastifyApplication, incidentId: string): Promise<AssessmentSummary> {
  const { items } = await app.get(AssessmentsService).list(incidentId, { limit: 500 });
  const done = items.find(({ status }) => status === 'done');
  if (done !== undefined) return done;
  throw new DomainError(
    'conflict',
    'assessment_required',
    'This incident is not assessed yet: run `amends assess` first.',
  );
}
