import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import type { AuditDeed } from '../platform/audit/audit-entry.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { uniqueViolation } from '../platform/database/pg-errors.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { capabilitiesByComponent } from './components.sql.js';
import { type Evidence, evidenceReasons } from './evidence.js';
import { EvidenceEntity } from './evidence.entity.js';
import {
  changedFields,
  firstStatus,
  type Incident,
  type IncidentChange,
  type IncidentStatus,
  type NewIncident,
  type NewUpdate,
  nextStatuses,
  statusAfterUpdate,
} from './incident.js';
import { IncidentEntity } from './incident.entity.js';
import { IncidentUpdateEntity } from './incident-update.entity.js';
import {
  findIncident,
  type IncidentListRow,
  insertIncident,
  latestDisplayAt,
  listIncidents,
  lockIncident,
} from './incidents.sql.js';
import { insertWindows, type WindowRow, windowRows } from './outage-windows.sql.js';
import { windowReasons } from './window-reasons.js';

/** What an incident can become, and what keeps it from that: nothing ever does. */
export type Standing<T> = T & {
  readonly nextStatuses: readonly IncidentStatus[];
  readonly blockers: readonly Reason[];
};

/** An incident with its updates by the time they show, its evidence by age, and its live windows. */
export type IncidentDetail = Standing<Incident> & {
  readonly updates: readonly IncidentUpdateEntity[];
  readonly evidence: readonly EvidenceEntity[];
  readonly windows: readonly WindowRow[];
};

/** Failures, and what was published and said about them. */
@Injectable()
export class IncidentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Incidents, the newest first. */
  async list(
    query: ListQuery & { readonly status?: IncidentStatus; readonly q?: string },
  ): Promise<Page<Standing<IncidentListRow>>> {
    const page = await listIncidents(this.database.tx, query);
    return { ...page, items: page.items.map(withStanding) };
  }

  get(id: string): Promise<IncidentDetail> {
    return this.database.read(async (tx) => detailOf(tx, await findIncident(tx, id)));
  }

  /**
   * Keeps an incident with its updates, evidence and windows, all or nothing. Throws `incident_reference_taken`, and
   * `invalid_input` with every reason.
   */
  create(wanted: NewIncident, actor: Actor): Promise<IncidentDetail> {
    const now = this.clock.now();
    const { updates, evidence, windows, ...fields } = wanted;
    const id = newId();
    const incident: Incident = {
      ...fields,
      id,
      status: wanted.status ?? firstStatus(updates),
      version: 1,
      createdBy: actor.id,
      createdAt: now,
      updatedBy: actor.id,
      updatedAt: now,
    };
    return this.database.transaction(async (tx) => {
      await refuseUnfit(tx, wanted, now);
      if (!(await insertIncident(tx, incident))) throw await referenceTaken(tx, incident.reference);
      await insertUpdates(tx, incident, updates, actor, now);
      await insertEvidence(tx, incident, evidence, actor, now);
      const newWindows = windows.map((window) => ({ ...window, id: newId() }));
      await insertWindows(tx, newWindows, { incidentId: id, by: actor.id, at: now });
      this.note(tx, id, actor, 'incident.created', {
        updates: updates.length,
        evidence: evidence.length,
        windows: newWindows.map(({ id: windowId }) => windowId),
      });
      return detailOf(tx, incident);
    });
  }

  /** Changes the named fields. Throws `incident_reference_taken`. */
  async change(
    id: string,
    change: IncidentChange,
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<IncidentDetail> {
    try {
      return await this.database.transaction(async (tx) => {
        const stored = await lockIncident(tx, id);
        assertVersion(stored.version, expectedVersion);
        this.note(tx, stored.id, actor, 'incident.changed', { fields: Object.keys(change) });
        return detailOf(tx, await save(tx, { ...stored, ...changedFields(stored, change) }, actor, this.clock.now()));
      });
    } catch (error) {
      if (uniqueViolation(error) !== 'incident_reference_key') throw error;
      throw await referenceTaken(this.database.tx, change.reference ?? null, error);
    }
  }

  /** Adds what was published. The latest update gives the incident its status; see `statusAfterUpdate`. */
  addUpdate(incidentId: string, update: NewUpdate, actor: Actor): Promise<IncidentUpdateEntity> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      const status = statusAfterUpdate(incident.status, await latestDisplayAt(tx, incident.id), update);
      if (status !== incident.status) await save(tx, { ...incident, status }, actor, now);
      const [added] = await insertUpdates(tx, incident, [update], actor, now);
      this.note(tx, incident.id, actor, 'incident.update_added', { updateId: added?.id, status });
      return added as IncidentUpdateEntity;
    });
  }

  /** Adds what somebody says of when a component failed. Throws `invalid_input` with every reason. */
  addEvidence(incidentId: string, evidence: Evidence, actor: Actor): Promise<EvidenceEntity> {
    return this.database.transaction(async (tx) => {
      const incident = await findIncident(tx, incidentId);
      const components = await capabilitiesByComponent(tx);
      refuse(evidenceReasons(evidence, new Set(components.keys())));
      const [added] = await insertEvidence(tx, incident, [evidence], actor, this.clock.now());
      this.note(tx, incident.id, actor, 'incident.evidence_added', { evidenceId: added?.id });
      return added as EvidenceEntity;
    });
  }

  private note(tx: Tx, id: string, actor: Actor, action: AuditAction, details: AuditDeed['details']): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'incident', id }, details });
  }
}

function withStanding<T extends Incident>(incident: T): Standing<T> {
  return { ...incident, nextStatuses: nextStatuses(incident.status), blockers: [] };
}

async function detailOf(tx: Tx, incident: Incident): Promise<IncidentDetail> {
  const where = { incidentId: incident.id };
  const updates = await tx.getRepository(IncidentUpdateEntity).find({ where, order: { displayAt: 'asc', id: 'asc' } });
  const evidence = await tx.getRepository(EvidenceEntity).find({ where, order: { createdAt: 'asc', id: 'asc' } });
  return { ...withStanding(incident), updates, evidence, windows: await windowRows(tx, incident.id, 'live') };
}

async function save(tx: Tx, incident: Incident, actor: Actor, now: Date): Promise<Incident> {
  const saved = { ...incident, version: incident.version + 1, updatedBy: actor.id, updatedAt: now };
  await tx.getRepository(IncidentEntity).update({ id: incident.id }, saved);
  return saved;
}

async function insertUpdates(
  tx: Tx,
  { id: incidentId }: Incident,
  updates: readonly NewUpdate[],
  actor: Actor,
  now: Date,
): Promise<IncidentUpdateEntity[]> {
  const stored = updates.map((update) => ({ ...update, id: newId(), incidentId, createdBy: actor.id, createdAt: now }));
  await tx.getRepository(IncidentUpdateEntity).insert(stored);
  return stored;
}

async function insertEvidence(
  tx: Tx,
  { id: incidentId }: Incident,
  evidence: readonly Evidence[],
  actor: Actor,
  now: Date,
): Promise<EvidenceEntity[]> {
  const stored = evidence.map((item) => ({ ...item, id: newId(), incidentId, createdBy: actor.id, createdAt: now }));
  await tx.getRepository(EvidenceEntity).insert(stored);
  return stored;
}

async function refuseUnfit(tx: Tx, { evidence, windows }: NewIncident, now: Date): Promise<void> {
  const components = await capabilitiesByComponent(tx);
  const keys = new Set(components.keys());
  refuse([
    ...evidence.flatMap((item, index) => evidenceReasons(item, keys, `evidence.${index}.`)),
    ...windowReasons(windows, { components, evidenceIds: new Set(), now }),
  ]);
}

function refuse(reasons: readonly Reason[]): void {
  if (reasons.length > 0) throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
}

async function referenceTaken(tx: Tx, reference: string | null, cause?: unknown): Promise<DomainError> {
  const taken = await tx.getRepository(IncidentEntity).findOneBy({ reference: reference ?? '' });
  const message = `Another incident has the reference ${reference}.`;
  const details = { reference, incidentId: taken?.id ?? null };
  return new DomainError('conflict', 'incident_reference_taken', message, { details, cause });
}
