import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { OutgoingService } from '../platform/outgoing/outgoing.service.js';
import type { Incident } from './incident.js';
import { isOlderReading, keepPageComponents, keepUpdates, lockByReference } from './incident-imports.sql.js';
import { insertIncident } from './incidents.sql.js';
import { IncidentEntity } from './incident.entity.js';
import { type KeptProposals, keepProposals } from './window-proposals.sql.js';
import { proposeFromStatusPage } from './statuspage/propose-windows.js';
import { type PageIncident, readStatusPage, type Skipped, standingOf } from './statuspage/read-statuspage.js';

/** What an import made of one incident of the page. */
export type ImportedIncident = {
  readonly incidentId: string;
  /** Its id on the page. */
  readonly reference: string;
  readonly title: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly updates: { readonly added: number; readonly changed: number };
  readonly proposals: KeptProposals;
};

/** What an import of a status page brought, what it left out and why, and which page components nobody has mapped. */
export type IncidentImport = {
  readonly incidents: readonly ImportedIncident[];
  readonly skipped: readonly Skipped[];
};

const MAX_PAGE_BYTES = 20 << 20;
const NOTHING_PROPOSED: KeptProposals = { added: 0, known: 0, superseded: 0 };
const OLDER_READING = 'A later reading of this incident is here already: only updates that were missing came in.';

/** Brings incidents in from status pages: updates as published, windows only as proposals. */
@Injectable()
export class IncidentImportsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly outgoing: OutgoingService,
  ) {}

  /**
   * Brings in what a status page's JSON tells; the same again changes nothing. All or nothing. What people changed here
   * (title, zone, windows, decided proposals) stays. Throws `not_a_status_page`.
   */
  import(body: unknown, actor: Actor): Promise<IncidentImport> {
    const { incidents, skipped } = readStatusPage(body);
    return this.database.transaction(async (tx) => {
      const imported: ImportedIncident[] = [];
      const older: Skipped[] = [];
      // Always in one order, so that two imports of one page never wait for each other in a ring.
      for (const incident of incidents.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))) {
        const { isOlder, ...one } = await this.importOne(tx, incident, actor);
        imported.push(one);
        if (isOlder) older.push({ name: incident.name, code: 'older_reading', message: OLDER_READING });
      }
      return { incidents: imported, skipped: [...skipped, ...older] };
    });
  }

  /**
   * The same from an address on the web, through the guarded client. Throws what `import` throws, `status_page_not_read`
   * when the answer is not a JSON of status 200, and the client's own refusals.
   */
  async importFrom(url: string, actor: Actor): Promise<IncidentImport> {
    const headers = { accept: 'application/json' };
    const answer = await this.outgoing.request({ url, headers, maxBytes: MAX_PAGE_BYTES, allowLoopback: true });
    return this.import(jsonOf(url, answer), actor);
  }

  private async importOne(
    tx: Tx,
    page: PageIncident,
    actor: Actor,
  ): Promise<ImportedIncident & { readonly isOlder: boolean }> {
    const now = this.clock.now();
    const { incident, isNew } = await this.keepIncident(tx, page, actor, now);
    const deed = { incidentId: incident.id, by: actor.id, at: now };
    const isOlder = await isOlderReading(tx, incident.id, page.updates);
    const told = page.updates.map((update) => ({ ...update, id: newId() }));
    const updates = await keepUpdates(tx, told, page.sourceUrl, { ...deed, isOlder });
    if (!isNew && !isOlder && updates.added + updates.changed > 0) await takeStatus(tx, incident, page, actor, now);
    await keepPageComponents(tx, seenComponents(page), actor.id, now);
    const windows = proposeFromStatusPage(page).map((window) => ({ ...window, id: newId() }));
    const reading = { ...deed, origin: 'status_page', sourceUrl: page.sourceUrl } as const;
    const proposals = isOlder ? NOTHING_PROPOSED : await keepProposals(tx, windows, reading);
    const changes = updates.added + updates.changed + proposals.added + proposals.superseded;
    if (isNew || changes > 0) {
      const subject = { kind: 'incident', id: incident.id };
      this.audit.append(tx, { actor, action: 'incident.imported', subject, details: { isNew, updates, proposals } });
    }
    const outcome = isNew ? 'created' : changes > 0 ? 'changed' : 'unchanged';
    const { id: incidentId, title } = incident;
    return { incidentId, reference: page.externalId, title, outcome, updates, proposals, isOlder };
  }

  private async keepIncident(
    tx: Tx,
    page: PageIncident,
    actor: Actor,
    now: Date,
  ): Promise<{ readonly incident: Incident; readonly isNew: boolean }> {
    const { externalId, name, timeZone, sourceUrl } = page;
    const known = await lockByReference(tx, externalId);
    if (known !== null) return { incident: known, isNew: false };
    const incident: Incident = {
      id: newId(),
      title: name,
      reference: externalId,
      status: standingOf(page),
      timeZone: zoneOrUtc(timeZone),
      descriptions: {},
      sourceUrl,
      version: 1,
      createdBy: actor.id,
      createdAt: now,
      updatedBy: actor.id,
      updatedAt: now,
    };
    if (await insertIncident(tx, incident)) return { incident, isNew: true };
    // Somebody else brought it at this very moment; what they brought is there now.
    const stored = await lockByReference(tx, externalId);
    if (stored === null) throw new DomainError('conflict', 'incident_import_lost_race', 'Send the page again.');
    return { incident: stored, isNew: false };
  }
}

function jsonOf(url: string, { status, body }: { readonly status: number; readonly body: Buffer }): unknown {
  try {
    if (status === 200) return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: refused below.
  }
  const message = `${url} answered ${status}, and no JSON that could be read.`;
  throw new DomainError('unprocessable', 'status_page_not_read', message, { details: { status } });
}

/** The status that the page gives, where it is another one. */
async function takeStatus(tx: Tx, incident: Incident, page: PageIncident, actor: Actor, now: Date): Promise<void> {
  const status = standingOf(page);
  if (status === incident.status) return;
  const change = { status, version: incident.version + 1, updatedBy: actor.id, updatedAt: now };
  await tx.getRepository(IncidentEntity).update({ id: incident.id }, change);
}

function seenComponents({
  pageId,
  components,
  updates,
}: PageIncident): { pageComponentId: string; pageId: string | null; name: string }[] {
  const seen = new Map(components.map((each) => [each.pageComponentId, each.name]));
  for (const { pageComponentId, name } of updates.flatMap(({ changes }) => changes)) seen.set(pageComponentId, name);
  return [...seen].map(([pageComponentId, name]) => ({ pageComponentId, pageId, name }));
}

/** Pages name zones as they like; the incident's is only how people speak of it, so an unknown one becomes UTC. */
function zoneOrUtc(zone: string | null): string {
  return zone !== null && /^[A-Za-z]/.test(zone) && isZone(zone) ? zone : 'UTC';
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
