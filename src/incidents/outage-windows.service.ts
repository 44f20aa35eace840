import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { capabilitiesByComponent } from './components.sql.js';
import { IncidentEntity } from './incident.entity.js';
import { findIncident, liveWindows, lockIncident } from './incidents.sql.js';
import type { WantedWindow } from './outage-window.js';
import { insertWindows, ownEvidenceIds, retractWindows, type WindowRow, windowRows } from './outage-windows.sql.js';
import { reconcileWindows } from './reconcile-windows.js';
import { windowReasons } from './window-reasons.js';

/** The windows of an incident, with the version of the incident that they belong to. */
export type IncidentWindows = {
  readonly incidentId: string;
  readonly version: number;
  readonly windows: readonly WindowRow[];
};

/** The same after a change, with how many windows stayed, were retracted and were added. */
export type ChangedWindows = IncidentWindows & {
  readonly kept: number;
  readonly retracted: number;
  readonly added: number;
};

export type PutWindows = {
  readonly windows: readonly WantedWindow[];
  readonly reason: string | null;
  readonly expectedVersion?: number;
};

/** When which component failed: the windows that people decided on. */
@Injectable()
export class OutageWindowsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** The live windows, or the retracted ones too. */
  list(incidentId: string, include: 'live' | 'retracted'): Promise<IncidentWindows> {
    return this.database.read(async (tx) => {
      const { version } = await findIncident(tx, incidentId);
      return { incidentId, version, windows: await windowRows(tx, incidentId, include) };
    });
  }

  /** Throws `incident_not_found`, and `invalid_input` with every reason why these could not be its live windows. */
  check(incidentId: string, windows: readonly WantedWindow[], now: Date): Promise<void> {
    return this.database.read(async (tx) => {
      const incident = await findIncident(tx, incidentId);
      await refuseUnfit(tx, incident.id, windows, now);
    });
  }

  /**
   * Makes `windows` the live windows of the incident: what is there already stays, the rest is retracted and added. A
   * call that changes nothing leaves the version as it is. Throws `invalid_input` with every reason.
   */
  put(incidentId: string, { windows, reason, expectedVersion }: PutWindows, actor: Actor): Promise<ChangedWindows> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      assertVersion(incident.version, expectedVersion);
      await refuseUnfit(tx, incident.id, windows, now);
      const { keep, retract, add } = reconcileWindows(await liveWindows(tx, incident.id), windows);
      const deed = { incidentId: incident.id, by: actor.id, at: now };
      const version = incident.version + (retract.length + add.length > 0 ? 1 : 0);
      if (version > incident.version) {
        const retractedIds = retract.map(({ id }) => id);
        await retractWindows(tx, retractedIds, { ...deed, reason });
        const added = add.map((window) => ({ ...window, id: newId(), reason: window.reason ?? reason }));
        await insertWindows(tx, added, deed);
        const change = { version, updatedBy: actor.id, updatedAt: now };
        await tx.getRepository(IncidentEntity).update({ id: incident.id }, change);
        const details = { version, reason, retracted: retractedIds, added: added.map(({ id }) => id) };
        const subject = { kind: 'incident', id: incident.id };
        this.audit.append(tx, { actor, action: 'incident.windows_put', subject, details });
      }
      const counts = { kept: keep.length, retracted: retract.length, added: add.length };
      return { incidentId: incident.id, version, windows: await windowRows(tx, incident.id, 'live'), ...counts };
    });
  }
}

async function refuseUnfit(tx: Tx, incidentId: string, windows: readonly WantedWindow[], now: Date): Promise<void> {
  const components = await capabilitiesByComponent(tx);
  const evidenceIds = await ownEvidenceIds(
    tx,
    incidentId,
    windows.flatMap((window) => window.evidenceIds),
  );
  const reasons = windowReasons(windows, { components, evidenceIds, now });
  if (reasons.length === 0) return;
  throw new DomainError('invalid', 'invalid_input', 'These windows cannot be the windows of an incident.', { reasons });
}
