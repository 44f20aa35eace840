import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { listRows, type ListQuery, type Page } from '../platform/http/list.js';
import type { Incident, IncidentStatus } from './incident.js';
import { IncidentEntity } from './incident.entity.js';
import type { LiveWindow } from './outage-window.js';

/** An incident in a list, with the span of its live windows (no end: no window, or one goes on) and their number. */
export type IncidentListRow = Incident & {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly windowCount: number;
};

/** Incidents, the newest first; `q` is looked for in title and reference, whatever the case. */
export function listIncidents(
  tx: Tx,
  { status, q, ...page }: ListQuery & { readonly status?: IncidentStatus; readonly q?: string },
): Promise<Page<IncidentListRow>> {
  // Scalar subqueries: only the page pays for them, and the count not at all.
  const select = `
    select i.id, i.title, i.reference, i.status, i.time_zone as "timeZone", i.descriptions, i.source_url as "sourceUrl",
           i.version, i.created_by as "createdBy", i.created_at as "createdAt", i.updated_by as "updatedBy",
           i.updated_at as "updatedAt",
           (select min(w.starts_at) from outage_window w
             where w.incident_id = i.id and w.retracted_at is null) as "startsAt",
           (select case when bool_and(w.ends_at is not null) then max(w.ends_at) end from outage_window w
             where w.incident_id = i.id and w.retracted_at is null) as "endsAt",
           (select count(*)::int from outage_window w
             where w.incident_id = i.id and w.retracted_at is null) as "windowCount"
      from incident i
     where ($1::text is null or i.status = $1)
       and ($2::text is null or i.title ilike $2 or i.reference ilike $2)`;
  const pattern = q === undefined || q === '' ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  return listRows<IncidentListRow>(tx, { select, values: [status ?? null, pattern], order }, page);
}

/** The incident. Throws `incident_not_found`, also for a text that is no id. */
export async function findIncident(tx: Tx, id: string): Promise<Incident> {
  const incident = isId(id) ? await tx.getRepository(IncidentEntity).findOneBy({ id }) : null;
  if (incident === null) throw notFound('incident', id);
  return incident;
}

/** The incident, locked until the transaction ends. Throws `incident_not_found`, also for a text that is no id. */
export async function lockIncident(tx: Tx, id: string): Promise<Incident> {
  const incidents = tx.getRepository(IncidentEntity);
  const incident = isId(id) ? await incidents.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } }) : null;
  if (incident === null) throw notFound('incident', id);
  return incident;
}

/** Keeps a new incident; false when its reference is taken, also by somebody who keeps it at this moment. */
export async function insertIncident(tx: Tx, incident: Incident): Promise<boolean> {
  const inserted = await row(
    tx,
    `insert into incident (id, title, reference, status, time_zone, descriptions, source_url, version,
                           created_by, created_at, updated_by, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (reference) do nothing returning id`,
    [
      incident.id,
      incident.title,
      incident.reference,
      incident.status,
      incident.timeZone,
      JSON.stringify(incident.descriptions),
      incident.sourceUrl,
      incident.version,
      incident.createdBy,
      incident.createdAt,
      incident.updatedBy,
      incident.updatedAt,
    ],
  );
  return inserted !== undefined;
}

/** The latest time that the incident's published updates show; null when none was published. */
export async function latestDisplayAt(tx: Tx, incidentId: string): Promise<Date | null> {
  const latest = await row<{ displayAt: Date | null }>(
    tx,
    'select max(display_at) as "displayAt" from incident_update where incident_id = $1',
    [incidentId],
  );
  return latest?.displayAt ?? null;
}

/** The windows of an incident that are not retracted, by start, component and id. None for an unknown incident. */
export async function liveWindows(tx: Tx, incidentId: string): Promise<LiveWindow[]> {
  return rows<LiveWindow>(
    tx,
    `select id, component_key as "componentKey", starts_at as "startsAt", ends_at as "endsAt", capabilities
       from outage_window where incident_id = $1 and retracted_at is null
      order by starts_at, component_key, id`,
    [incidentId],
  );
}
