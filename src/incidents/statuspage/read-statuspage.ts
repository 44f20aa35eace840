import { DomainError, type Reason } from '../../kernel/domain-error.js';
import { firstStatus, type IncidentStatus, type UpdateStatus } from '../incident.js';
import { isMaintenance, type PageState, pageState, updateStatus } from './page-words.js';
import { asList, asObject, asText, type Json, readZoned } from './read-json.js';

/** A change of one component that an update tells. `from` and `to` are null for words that are not known. */
export type ComponentChange = {
  readonly pageComponentId: string;
  readonly name: string;
  readonly from: PageState | null;
  readonly to: PageState | null;
};

/** One published update. `displayAt` is the time that it claims, which for a backfilled one is not when it was typed. */
export type PageUpdate = {
  readonly externalId: string;
  readonly status: UpdateStatus;
  readonly body: string;
  readonly displayAt: Date;
  readonly typedAt: Date | null;
  readonly changes: readonly ComponentChange[];
};

/** An incident as a status page tells it, its updates in the order of the times they show. */
export type PageIncident = {
  readonly externalId: string;
  readonly pageId: string | null;
  readonly name: string;
  /** As the page says of the incident itself; null for a word that is not known. */
  readonly status: UpdateStatus | null;
  readonly timeZone: string | null;
  readonly sourceUrl: string | null;
  readonly updates: readonly PageUpdate[];
  readonly components: readonly { readonly pageComponentId: string; readonly name: string }[];
};

/** What was left out, and why. */
export type Skipped = { readonly name: string; readonly code: string; readonly message: string };

export type StatusPage = { readonly incidents: readonly PageIncident[]; readonly skipped: readonly Skipped[] };

const NAME_LENGTH = 255;

/**
 * Reads what a status page publishes: `incidents.json`, one incident, `summary.json`, or the body of a webhook
 * (Statuspage v2, and Instatus, which spells its words otherwise). Announced maintenance is skipped. Throws
 * `not_a_status_page`, and `component_update_without_incident` for a webhook that tells of a component alone.
 */
export function readStatusPage(body: unknown): StatusPage {
  const root = asObject(body);
  if (root === null) throw notAStatusPage([]);
  const page = asObject(root['page']) ?? {};
  const found = rawIncidents(root);
  if (found === null) throw root['component_update'] === undefined ? notAStatusPage([]) : componentAlone();
  const incidents: PageIncident[] = [];
  const skipped: Skipped[] = asList(root['scheduled_maintenances']).map((each) => maintenance(asObject(each) ?? {}));
  const reasons: Reason[] = [];
  for (const [index, raw] of found.entries()) {
    if (isMaintenance(raw)) skipped.push(maintenance(raw));
    else {
      const incident = readIncident(raw, page, skipped, reasons, index);
      if (incident !== null) incidents.push(incident);
    }
  }
  if (reasons.length > 0) throw notAStatusPage(reasons);
  return { incidents, skipped };
}

/** Where a page's incident stands: as it says of itself, else as its updates do. A post-mortem comes after the end. */
export function standingOf({ status, updates }: Pick<PageIncident, 'status' | 'updates'>): IncidentStatus {
  if (status !== null && status !== 'postmortem') return status;
  return status === 'postmortem' && updates.length === 0 ? 'resolved' : firstStatus(updates);
}

/** The incidents of any of the shapes; null when it is none of them. */
function rawIncidents(root: Json): Json[] | null {
  const one = asObject(root['incident']);
  if (one !== null) return [one];
  if (Array.isArray(root['incidents'])) return root['incidents'].map((each) => asObject(each) ?? {});
  return Array.isArray(root['incident_updates']) ? [root] : null;
}

function readIncident(
  raw: Json,
  page: Json,
  skipped: Skipped[],
  reasons: Reason[],
  index: number,
): PageIncident | null {
  const externalId = asText(raw['id']);
  const name = asText(raw['name']);
  const path = `incidents.${index}`;
  if (externalId === null) reasons.push({ path: `${path}.id`, code: 'required', message: 'An incident has an id.' });
  if (name === null) reasons.push({ path: `${path}.name`, code: 'required', message: 'An incident has a name.' });
  if (externalId === null || name === null) return null;
  const updates = asList(raw['incident_updates']).flatMap((each) => {
    const update = readUpdate(asObject(each) ?? {}, raw['backfilled'] === true);
    if ('code' in update) skipped.push({ ...update, name });
    return 'code' in update ? [] : [update];
  });
  return {
    externalId: externalId.slice(0, NAME_LENGTH),
    pageId: asText(raw['page_id']) ?? asText(page['id']),
    name: name.slice(0, NAME_LENGTH),
    status: updateStatus(raw['status']) ?? null,
    timeZone: asText(page['time_zone']),
    sourceUrl: webPage(raw['shortlink']) ?? webPage(raw['url']),
    // Pages list the newest first: of two that show the same time, the later one stands before the other.
    updates: updates.toReversed().toSorted((a, b) => inOrder(a, b)),
    components: asList(raw['components']).flatMap((each) => componentOf(asObject(each) ?? {})),
  };
}

/** By the times they show, then by when they were typed. */
function inOrder(a: PageUpdate, b: PageUpdate): number {
  const shown = a.displayAt.getTime() - b.displayAt.getTime();
  return shown === 0 && a.typedAt !== null && b.typedAt !== null ? a.typedAt.getTime() - b.typedAt.getTime() : shown;
}

function readUpdate(raw: Json, backfilled: boolean): PageUpdate | Omit<Skipped, 'name'> {
  const externalId = asText(raw['id']);
  const status = updateStatus(raw['status']);
  // When it was typed is the next best, but for a backfilled incident that is days later.
  const typedAt = readZoned(raw['created_at']);
  const displayAt = readZoned(raw['display_at']) ?? (backfilled ? null : typedAt);
  if (externalId === null) return { code: 'update_without_id', message: 'An update has no id.' };
  if (status === undefined) {
    return { code: 'update_status_unknown', message: `Update ${externalId} has the status ${String(raw['status'])}.` };
  }
  if (displayAt === null) return { code: 'update_without_time', message: `Update ${externalId} shows no time.` };
  const changes = asList(raw['affected_components']).flatMap((each) => changeOf(asObject(each) ?? {}));
  return { externalId, status, body: asText(raw['body']) ?? '', displayAt, typedAt, changes };
}

/** A page without affected components writes a sentence in their place, as a component without an id or a status. */
function changeOf(raw: Json): ComponentChange[] {
  const [component] = componentOf(raw);
  const to = raw['new_status'] ?? raw['status'];
  if (component === undefined || (to === undefined && raw['old_status'] === undefined)) return [];
  return [{ ...component, from: pageState(raw['old_status']) ?? null, to: pageState(to) ?? null }];
}

function componentOf(raw: Json): { pageComponentId: string; name: string }[] {
  const id = asText(raw['code']) ?? asText(raw['id']);
  const name = asText(raw['name']);
  if (id === null && (name === null || raw['new_status'] === undefined)) return [];
  return [
    { pageComponentId: (id ?? `name:${name}`).slice(0, NAME_LENGTH), name: (name ?? id ?? '').slice(0, NAME_LENGTH) },
  ];
}

function maintenance(raw: Json): Skipped {
  const name = asText(raw['name']) ?? '';
  return { name, code: 'maintenance', message: 'Announced maintenance is not an outage.' };
}

function webPage(raw: unknown): string | null {
  const text = asText(raw);
  return text !== null && /^https?:\/\/\S{1,1900}$/.test(text) ? text : null;
}

function notAStatusPage(reasons: readonly Reason[]): DomainError {
  const message = 'This is not the JSON of a status page: one incident, incidents.json, summary.json or a webhook.';
  return new DomainError('invalid', 'not_a_status_page', message, { reasons });
}

function componentAlone(): DomainError {
  const message =
    'This webhook tells of a component alone and names no incident; send that of the incident, or incidents.json.';
  return new DomainError('invalid', 'component_update_without_incident', message);
}
